/** Loads the policy pack of a folder into this process, without the server that it starts for the engine. */
import { existsSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { PolicyPackArgs, PolicyPackConfig } from "@pulumi/policy";
import { InputError } from "../inputError";
import { fileIn, nearestManifest } from "../rehearsal/programEntry";
import { readYaml } from "../rehearsal/stackFiles";
import { isProperties } from "../rehearsal/values";
import type { Pack } from "./judgePolicies";
import type { PackConfig, Policy } from "./policySettings";

/** A pack with the config that it gives its policies itself. */
export interface LoadedPack extends Pack {
  readonly config: PackConfig;
}

const FIX = "see docs/rehearse-any-program.md";

/**
 * Loads the pack of a folder: PulumiPolicy.yaml, and a program for Node.js that makes one `PolicyPack`.
 *
 * @throws InputError where the folder is no such pack, its packages are not installed, or it fails
 * @see https://www.pulumi.com/docs/iac/crossguard/authoring/
 */
export function loadPack(folder: string): LoadedPack {
  if (!existsSync(folder) || !statSync(folder).isDirectory())
    throw new InputError(`--policy-pack: expected a folder, found none at ${folder}; ${FIX}`);
  if (!existsSync(join(folder, "PulumiPolicy.yaml")))
    throw new InputError(`${folder}: expected a policy pack with PulumiPolicy.yaml, found none; ${FIX}`);
  const project = readYaml(join(folder, "PulumiPolicy.yaml"), FIX);
  const runtime = isProperties(project["runtime"]) ? project["runtime"]["name"] : project["runtime"];
  if (runtime !== "nodejs") {
    throw new InputError(
      `${folder}: expected a policy pack with runtime: nodejs, found ${String(runtime)}; packs in TypeScript and JavaScript can judge a rehearsal`,
    );
  }
  const named = typeof project["main"] === "string" ? { main: project["main"] } : undefined;
  const manifest = nearestManifest(folder);
  const entry = fileIn(folder, named === undefined ? manifest : { directory: folder, content: named });
  if (entry === undefined) {
    throw new InputError(
      `${folder}: expected a program (index.ts, index.js or main), found none; build the pack if it is built`,
    );
  }
  const [made, ...others] = packsMadeBy(folder, entry);
  if (made === undefined || others.length > 0) {
    throw new InputError(
      `${folder}: expected a program that makes one PolicyPack, found ${others.length === 0 ? "none" : others.length + 1}; ${FIX}`,
    );
  }
  const version = project["version"] ?? manifest?.content["version"];
  const { name, args, config } = made;
  return { name, version: String(version ?? "0.0.0"), policies: withLevel(args), config: config ?? {} };
}

/** A policy without a level has that of its pack. */
function withLevel({ policies, enforcementLevel }: PolicyPackArgs): readonly Policy[] {
  return policies.map((policy) =>
    policy.enforcementLevel === undefined && enforcementLevel !== undefined
      ? { ...policy, enforcementLevel }
      : policy,
  );
}

interface MadePack {
  readonly name: string;
  readonly args: PolicyPackArgs;
  readonly config: PolicyPackConfig | undefined;
}

/**
 * Runs the pack's program. The class `PolicyPack` of its SDK starts a server and never ends; meanwhile another class is in its
 * place, which only keeps what it is given.
 */
function packsMadeBy(folder: string, entry: string): readonly MadePack[] {
  const load = createRequire(join(folder, "index.js"));
  const sdk = sdkFile(folder, load);
  load(sdk);
  const cached = load.cache[sdk];
  if (cached === undefined) throw new Error(`${sdk}: expected a CommonJS module, found another`);
  const made: MadePack[] = [];
  class KeptPack {
    constructor(name: string, args: PolicyPackArgs, config?: PolicyPackConfig) {
      made.push({ name, args, config });
    }
  }
  const { exports } = cached;
  cached.exports = Object.create(exports, { PolicyPack: { value: KeptPack, enumerable: true } });
  const workingDirectory = process.cwd();
  process.chdir(folder);
  try {
    delete load.cache[entry];
    load(entry);
    return made;
  } catch (error) {
    const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    throw new InputError(`${entry}: expected a policy pack that loads, found ${what}; correct the pack`, {
      cause: error,
    });
  } finally {
    cached.exports = exports;
    process.chdir(workingDirectory);
  }
}

function sdkFile(folder: string, load: NodeJS.Require): string {
  try {
    return load.resolve("@pulumi/policy");
  } catch {
    throw new InputError(
      `${folder}: expected the package @pulumi/policy, found none; run npm install in the folder of the pack`,
    );
  }
}
