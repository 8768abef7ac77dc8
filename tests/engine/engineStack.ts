/** A stack of this project, run by the real engine against an emulator. */
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { LocalWorkspace, PulumiCommand, type Stack } from "@pulumi/pulumi/automation";
import { parse, stringify } from "yaml";
import type { EmulatorServer } from "../../operations/emulator/server";
import type { Plan } from "../../operations/rehearsal/plan";
import type { RunKind } from "../../operations/rehearsal/recorder";
import { record } from "../../operations/rehearsal/rehearse";
import { readStackConfiguration } from "../../operations/rehearsal/stackFiles";
import { started } from "../operations/emulator/emulator";
import { type Asked, readAsked } from "./analyzer/asked";
import { awsProvider } from "./awsProvider";
import { type Run, type RunKindOfEngine, type RunOptions, runOf } from "./engineRun";
import { onPath, pulumiCli } from "./pulumiCli";

const PROJECT = join(__dirname, "..", "..");
const POLICY_PACK = join(PROJECT, "policy-pack");
/** The account of the credentials that a program is run with, unless a test says otherwise. */
export const ACCOUNT = "111122223333";

type Settings = { readonly [name: string]: unknown };

export interface EngineStack {
  readonly stack: Stack;
  readonly name: string;
  readonly emulator: EmulatorServer;
  /** The folder with the copies of the project's files. */
  readonly folder: string;
  /** Changes the stack's settings: those given are set, `undefined` removes one. */
  readonly set: (settings: Settings) => void;
  /** Runs the engine, with the policy pack unless told otherwise. A refusal is a result, not an error. */
  readonly run: (kind: RunKindOfEngine, options?: RunOptions) => Promise<Run>;
  /** What the engine has asked the policy pack in the latest run. */
  readonly asked: () => Asked;
  /** Runs the same program with the same settings under the rehearsal. */
  readonly rehearse: (kind?: RunKind) => Promise<Plan>;
  /** Stops the emulator unless it is shared, and removes the folder. */
  readonly dispose: () => Promise<void>;
}

export interface EngineStackOptions {
  /** An emulator that other stacks use, too. @default - one of its own */
  readonly emulator?: EmulatorServer;
  /** Whose credentials the program is run with. @default ACCOUNT */
  readonly account?: string;
  /** Changes resources as they are registered: how a test breaks something on purpose. */
  readonly fault?: pulumi.ResourceTransformation;
}

/** @param name of the stack file, e.g. `dev` */
export async function engineStack(name: string, options: EngineStackOptions = {}): Promise<EngineStack> {
  const { account = ACCOUNT, fault } = options;
  const emulator = options.emulator ?? (await started());
  const folder = mkdtempSync(join(tmpdir(), "s3-replication-engine-"));
  for (const file of readdirSync(PROJECT).filter((each) => /^Pulumi\.(.*\.)?yaml$/.test(each)))
    cpSync(join(PROJECT, file), join(folder, file));
  // The engine wants the program that Pulumi.yaml names, although it runs another one.
  cpSync(join(PROJECT, "index.ts"), join(folder, "index.ts"));
  const provider = awsProvider();
  const asked = askedOf(folder);
  const environment = {
    ...environmentOf(folder, provider.isStandIn),
    AWS_ACCESS_KEY_ID: account,
    AWS_SECRET_ACCESS_KEY: "test",
    ...(provider.isStandIn && { STAND_IN_ENDPOINT: emulator.endpoint, STAND_IN_ACCOUNT: account }),
  };
  const command = await PulumiCommand.get({ root: pulumiCli().root, skipVersionCheck: true });
  const stack = await LocalWorkspace.createStack(
    { stackName: name, projectName: "s3-replication", program: async () => loaded(fault) },
    {
      workDir: folder,
      ...(provider.isStandIn && { pulumiHome: join(folder, "home") }),
      pulumiCommand: command,
      envVars: environment,
    },
  );
  const file = join(folder, `Pulumi.${name}.yaml`);
  const set = (settings: Settings) => changeSettings(file, settings);
  // The stand-in is told the endpoint by itself, so that the settings stay what users have.
  if (!provider.isStandIn || name === "local") set({ endpoint: emulator.endpoint });
  return {
    stack,
    name,
    emulator,
    folder,
    set,
    run: async (kind, runOptions) => {
      rmSync(asked, { force: true });
      return runOf(stack, kind, packOf(folder), runOptions);
    },
    asked: () => readAsked(existsSync(asked) ? readFileSync(asked, "utf8") : ""),
    rehearse: async (kind = "update") => {
      const { project, values, secretKeys } = readStackConfiguration(folder, name);
      return record({ project, stack: name, kind }, () => {
        pulumi.runtime.setAllConfig(values, [...secretKeys]);
        return loaded(fault);
      });
    },
    dispose: async () => {
      if (options.emulator === undefined) await emulator.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The project's own program, and what it imports of the project, loaded anew as the engine does for each run. */
function loaded(fault: pulumi.ResourceTransformation | undefined): { [output: string]: unknown } {
  if (fault !== undefined) pulumi.runtime.registerStackTransformation(fault);
  for (const file of Object.keys(require.cache))
    if (file === join(PROJECT, "index.ts") || file.startsWith(join(PROJECT, "components")))
      delete require.cache[file];
  return require(join(PROJECT, "index.ts"));
}

function askedOf(folder: string): string {
  return join(folder, "asked.jsonl");
}

/** What the engine takes for the policy pack; it leads to the project's own. */
function packOf(folder: string): string {
  return join(folder, "recorded-pack");
}

function environmentOf(folder: string, isStandIn: boolean): { [name: string]: string } {
  const state = join(folder, "state");
  const plugins = join(folder, "plugins");
  mkdirSync(state);
  mkdirSync(plugins);
  if (isStandIn) script(plugins, "pulumi-resource-aws", join(__dirname, "provider", "serve.ts"));
  // A language of its own, so that the engine comes to our program even where it has a language host for Node.js.
  script(plugins, "pulumi-analyzer-policy-recorded", join(__dirname, "analyzer", "passOn.ts"));
  mkdirSync(packOf(folder));
  writeFileSync(join(packOf(folder), "PulumiPolicy.yaml"), "runtime: recorded\n");
  if (onPath("pulumi-language-nodejs") === undefined)
    script(plugins, "pulumi-language-nodejs", join(__dirname, "noLanguage.ts"));
  return {
    PATH: [plugins, process.env["PATH"]].join(delimiter),
    RECORDED_PACK: POLICY_PACK,
    RECORD_TO: askedOf(folder),
    PULUMI_BACKEND_URL: `file://${state}`,
    PULUMI_CONFIG_PASSPHRASE: "",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
  };
}

/** The engine finds its plugins as programs on the PATH. */
/** A program in the folder that runs a file of this project. */
export function script(folder: string, name: string, file: string): void {
  const register = join(PROJECT, "operations", "register.js");
  const path = join(folder, name);
  writeFileSync(path, `#!/bin/sh\nexec "${process.execPath}" -r "${register}" "${file}" "$@"\n`);
  chmodSync(path, 0o755);
}

function changeSettings(file: string, settings: Settings): void {
  const content: { config?: Settings } = parse(readFileSync(file, "utf8"));
  const named = Object.entries(settings).map(([setting, value]) => [`s3-replication:${setting}`, value]);
  const config: Settings = { ...content.config, ...Object.fromEntries(named) };
  const kept = Object.entries(config).filter(([, value]) => value !== undefined);
  writeFileSync(file, stringify({ ...content, config: Object.fromEntries(kept) }));
}
