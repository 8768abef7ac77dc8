/** Finds the Pulumi CLI that the tests of this folder run, or builds the pinned one once. */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";

const PROJECT = join(__dirname, "..", "..");
const MODULE = join(__dirname, "cli");
const PACKAGE = "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi";

export interface PulumiCli {
  /** The folder that has `bin/pulumi`. */
  readonly root: string;
  /** E.g. `v3.259.0, built from its Go module`. */
  readonly description: string;
}

/**
 * The `pulumi` on the PATH, else the one that was built before, else a new build: minutes of processor time, once.
 *
 * @throws Error of one line where there is neither a CLI nor Go
 */
export function pulumiCli(): PulumiCli {
  const installed = onPath("pulumi");
  if (installed !== undefined && dirname(installed).endsWith("bin")) {
    return { root: dirname(dirname(installed)), description: `${versionOf(installed)}, found on the PATH` };
  }
  const sums = readFileSync(join(MODULE, "go.sum"));
  const root = join(PROJECT, ".engine", createHash("sha256").update(sums).digest("hex").slice(0, 12));
  const binary = join(root, "bin", "pulumi");
  if (!existsSync(binary)) build(binary);
  return { root, description: `${versionOf(binary)}, built from its Go module` };
}

function build(binary: string): void {
  if (onPath("go") === undefined)
    throw new Error("the tests against the real engine need Go or a pulumi on the PATH, and found neither");
  const version = execFileSync(
    "go",
    ["list", "-m", "-f", "{{.Version}}", "github.com/pulumi/pulumi/pkg/v3"],
    {
      cwd: MODULE,
      encoding: "utf8",
    },
  ).trim();
  mkdirSync(dirname(binary), { recursive: true });
  // Under another name first: an interrupted build leaves nothing that looks finished.
  const unfinished = `${binary}.${process.pid}`;
  const stamp = `-X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=${version}`;
  execFileSync("go", ["build", "-ldflags", stamp, "-o", unfinished, PACKAGE], {
    cwd: MODULE,
    stdio: ["ignore", "ignore", "inherit"],
  });
  renameSync(unfinished, binary);
}

function versionOf(binary: string): string {
  return execFileSync(binary, ["version"], { encoding: "utf8" }).trim();
}

/** Where the PATH has a program. */
export function onPath(command: string): string | undefined {
  return (process.env["PATH"] ?? "")
    .split(delimiter)
    .map((folder) => join(folder, command))
    .find(existsSync);
}
