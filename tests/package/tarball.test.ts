import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import ts from "typescript";
import { isProperties } from "../../operations/rehearsal/values";
import { bin, dependencies, version } from "../../package.json";
import { NPM } from "../helpers/npm";
import { PROJECT_DIRECTORY } from "../helpers/plans";

const TIMEOUT_MS = 300_000;
const ARGS = `{
  bucketName: "shop-orders",
  primary: { region: "eu-west-1", accountId: "111122223333" },
  replicas: [{ region: "eu-central-1" }],
}`;
const IMPORT = 'import { ReplicatedBucket } from "s3-replication";\n';
const TYPED = `${IMPORT}import type { ReplicatedBucketArgs } from "s3-replication";
const args: ReplicatedBucketArgs = ${ARGS};
const orders = new ReplicatedBucket("orders", args);
export const role: string = await_(orders.role.arn);
function await_(output: typeof orders.role.arn): string { return String(output === undefined); }
// @ts-expect-error a replica needs a region
const wrong: ReplicatedBucketArgs = { ...args, replicas: [{ name: "one" }] };
console.log(wrong === undefined);
`;

describe("the package that npm pack makes", function () {
  this.timeout(TIMEOUT_MS);
  let directory = "";
  let installed = "";
  let files: readonly string[] = [];

  before(() => {
    directory = mkdtempSync(join(tmpdir(), "package-"));
    const packed = node(
      [NPM, "pack", "--json", "--silent", "--pack-destination", directory],
      PROJECT_DIRECTORY,
    );
    const [report]: readonly [
      { readonly filename: string; readonly files: readonly { readonly path: string }[] },
    ] = JSON.parse(packed.stdout);
    files = report.files.map(({ path }) => path);
    installed = join(directory, "node_modules", "s3-replication");
    mkdirSync(installed, { recursive: true });
    const archive = join(directory, report.filename);
    const { status, stderr } = spawnSync(
      "tar",
      ["-xzf", archive, "-C", installed, "--strip-components", "1"],
      {
        encoding: "utf8",
      },
    );
    assert.equal(status, 0, stderr);
    for (const name of neededBy(Object.keys(dependencies))) link(name);
  });
  after(() => rmSync(directory, { recursive: true, force: true }));

  /** The packages that npm would install beside it, from those of the repository. */
  const link = (name: string) => {
    const path = join(directory, "node_modules", name);
    mkdirSync(dirname(path), { recursive: true });
    symlinkSync(join(PROJECT_DIRECTORY, "node_modules", name), path, "junction");
  };
  const project = (name: string, contents: { readonly [file: string]: string }) => {
    const folder = join(directory, name);
    mkdirSync(folder, { recursive: true });
    for (const [file, content] of Object.entries({
      "Pulumi.yaml": "name: shop\nruntime: nodejs\n",
      ...contents,
    }))
      writeFileSync(join(folder, file), content);
    return folder;
  };
  const command = (words: readonly string[], folder: string) =>
    node([join(installed, bin["s3-replication"]), ...words], folder);

  it("has what is built, the policy pack and the pages, and nothing of tests, stacks or sources", () => {
    for (const path of [
      "dist/components/index.js",
      "dist/components/index.d.ts",
      "dist/operations/main.js",
      "dist/operations/moduleHooks.mjs",
      "dist/operations/emulator/launch.py",
      "dist/operations/emulator/requirements.txt",
      "operations/s3-replication.js",
      "policy-pack/dist/index.js",
      "policy-pack/PulumiPolicy.yaml",
      "docs/rehearse-any-program.md",
      "README.md",
      "LICENSE",
    ])
      assert.ok(files.includes(path), path);
    assert.deepEqual(
      files.filter(
        (path) =>
          /^(tests|bench)\//.test(path) ||
          /(^|\/)Pulumi(\.\w+)?\.yaml$/.test(path) ||
          (/\.[cm]?ts$/.test(path) && !path.endsWith(".d.ts")) ||
          /build\.mjs$/.test(path),
      ),
      [],
    );
  });

  const programs: readonly (readonly [what: string, contents: { readonly [file: string]: string }])[] = [
    [
      "a TypeScript program",
      {
        "index.ts": `${IMPORT}const orders = new ReplicatedBucket("orders", ${ARGS});\nexport const name = orders.replicatedBucketName;`,
      },
    ],
    [
      "a JavaScript program",
      {
        "index.js": `const { ReplicatedBucket } = require("s3-replication");\nnew ReplicatedBucket("orders", ${ARGS});`,
      },
    ],
    [
      "an ES module in TypeScript",
      {
        "package.json": '{ "type": "module" }',
        "index.ts": `${IMPORT}const orders = new ReplicatedBucket("orders", await Promise.resolve(${ARGS}));\nexport const name: unknown = orders.replicatedBucketName;`,
      },
    ],
    [
      "an ES module in JavaScript",
      {
        "package.json": '{ "type": "module" }',
        "index.js": `${IMPORT}new ReplicatedBucket("orders", ${ARGS});`,
      },
    ],
  ];
  for (const [what, contents] of programs) {
    it(`is used and rehearsed by ${what}`, () => {
      const folder = project(what.replaceAll(" ", "-"), contents);
      const { status, stdout, stderr } = command(["rehearse", "--json"], folder);
      assert.equal(stderr, "");
      const report: unknown = JSON.parse(stdout);
      assert.ok(
        isProperties(report) && Array.isArray(report["routes"]) && Array.isArray(report["resources"]),
      );
      assert.equal(report["project"], "shop");
      assert.equal(report["verdict"], "works");
      assert.deepEqual(
        report["routes"].map(({ source, destination }) => [source, destination]),
        [["shop-orders", "shop-orders-replication-eu-central-1"]],
      );
      assert.ok(report["resources"].some(({ type }) => type === "s3-replication:index:ReplicatedBucket"));
      assert.equal(status, 0);
    });
  }

  it("has its version, and its policy pack can be named", () => {
    const folder = project("plain", { "index.js": "" });
    assert.equal(command(["--version"], folder).stdout, `${version}\n`);
    const pack = "../node_modules/s3-replication/policy-pack";
    const { status, stdout } = command(["rehearse", "--policy-pack", pack], folder);
    assert.match(stdout, /^✓ policies: \d+ of s3-replication [\d.]+, none violated$/m);
    assert.equal(status, 0);
  });

  it("has types for both kinds of module", () => {
    const folder = project("types", { "one.cts": TYPED, "two.mts": TYPED });
    const options: ts.CompilerOptions = {
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
      target: ts.ScriptTarget.ES2022,
      strict: true,
      skipLibCheck: true,
      noEmit: true,
      types: [],
    };
    const program = ts.createProgram([join(folder, "one.cts"), join(folder, "two.mts")], options);
    const problems = ts
      .getPreEmitDiagnostics(program)
      .map(
        ({ file, messageText }) => `${file?.fileName}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`,
      )
      .filter((problem) => !problem.includes("console"));
    assert.deepEqual(problems, []);
  });

  it("has types where a program resolves modules as Pulumi's older templates do", () => {
    const options = { module: ts.ModuleKind.CommonJS, moduleResolution: ts.ModuleResolutionKind.Node10 };
    const { resolvedModule } = ts.resolveModuleName(
      "s3-replication",
      join(directory, "index.ts"),
      options,
      ts.sys,
    );
    assert.match(
      resolvedModule?.resolvedFileName ?? "none",
      /s3-replication[\\/]dist[\\/]components[\\/]index\.d\.ts$/,
    );
  });
});

function node(words: readonly string[], cwd: string) {
  // Longer than usual: the machine may have other things to do.
  return spawnSync(process.execPath, words, { cwd, encoding: "utf8", timeout: TIMEOUT_MS, maxBuffer: 1e8 });
}

/** Packages and what they depend on, by the lock file, as far as it lies at the top. */
function neededBy(names: readonly string[]): ReadonlySet<string> {
  const lock: unknown = JSON.parse(readFileSync(join(PROJECT_DIRECTORY, "package-lock.json"), "utf8"));
  assert.ok(isProperties(lock) && isProperties(lock["packages"]));
  const { packages } = lock;
  const needed = new Set<string>();
  const visit = (name: string) => {
    const entry: unknown = isProperties(packages) ? packages[`node_modules/${name}`] : undefined;
    if (needed.has(name) || !isProperties(entry)) return;
    needed.add(name);
    for (const kind of ["dependencies", "peerDependencies", "optionalDependencies"]) {
      const further = entry[kind];
      if (isProperties(further)) Object.keys(further).forEach(visit);
    }
  };
  names.forEach(visit);
  return needed;
}
