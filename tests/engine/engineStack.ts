/** A stack of this project, run by the real engine against an emulator of its own. */
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { LocalWorkspace, PulumiCommand, type Stack } from "@pulumi/pulumi/automation";
import type { EmulatorServer } from "../../operations/emulator/server";
import { started } from "../operations/emulator/emulator";
import { pulumiCli } from "./pulumiCli";

const PROJECT = join(__dirname, "..", "..");
export const POLICY_PACK = join(PROJECT, "policy-pack");
/** The account of the credentials that the program is run with. */
const ACCOUNT = "111122223333";

export interface EngineStack {
  readonly stack: Stack;
  readonly emulator: EmulatorServer;
  /** The folder with the copies of the project's files: a test may change its settings there. */
  readonly folder: string;
  /** Stops the emulator and removes the folder. */
  readonly dispose: () => Promise<void>;
}

/** @param name of the stack file, e.g. `dev` */
export async function engineStack(name: string, shared?: EmulatorServer): Promise<EngineStack> {
  const emulator = shared ?? (await started());
  const folder = mkdtempSync(join(tmpdir(), "s3-replication-engine-"));
  for (const file of readdirSync(PROJECT).filter((each) => /^Pulumi\.(.*\.)?yaml$/.test(each)))
    cpSync(join(PROJECT, file), join(folder, file));
  const state = join(folder, "state");
  const plugins = join(folder, "plugins");
  mkdirSync(state);
  mkdirSync(plugins);
  script(
    join(plugins, "pulumi-resource-aws"),
    `exec "${process.execPath}" -r "${join(PROJECT, "operations", "register.js")}" "${join(__dirname, "provider", "serve.ts")}"`,
  );
  script(
    join(plugins, "pulumi-analyzer-policy-nodejs"),
    `exec "${process.execPath}" "${require.resolve("@pulumi/pulumi/cmd/run-policy-pack")}" "$1" "$2"`,
  );
  const { root } = pulumiCli();
  const stack = await LocalWorkspace.createStack(
    { stackName: name, projectName: "s3-replication", program: loadProgram },
    {
      workDir: folder,
      pulumiHome: join(folder, "home"),
      pulumiCommand: await PulumiCommand.get({ root, skipVersionCheck: true }),
      envVars: {
        PATH: [plugins, process.env["PATH"]].join(delimiter),
        PULUMI_BACKEND_URL: `file://${state}`,
        PULUMI_CONFIG_PASSPHRASE: "",
        PULUMI_SKIP_UPDATE_CHECK: "true",
        PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
        STAND_IN_ENDPOINT: emulator.endpoint,
        STAND_IN_ACCOUNT: ACCOUNT,
      },
    },
  );
  return {
    stack,
    emulator,
    folder,
    dispose: async () => {
      if (shared === undefined) await emulator.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The project's own program, and what it imports of the project, loaded anew as the engine does for each run. */
async function loadProgram() {
  for (const file of Object.keys(require.cache))
    if (file === join(PROJECT, "index.ts") || file.startsWith(join(PROJECT, "components")))
      delete require.cache[file];
  return require(join(PROJECT, "index.ts"));
}

function script(file: string, line: string): void {
  writeFileSync(file, `#!/bin/sh\n${line}\n`);
  chmodSync(file, 0o755);
}
