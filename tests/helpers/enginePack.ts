import { spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import type { PackProcess } from "../../operations/policy/packProcess";

/** Starts a policy pack as the engine does: without what `packPreload.js` changes. */
export function startAsTheEngineDoes(directory: string): PackProcess {
  const run = createRequire(__filename).resolve("@pulumi/pulumi/cmd/run-policy-pack");
  const child = spawn(process.execPath, [run, "127.0.0.1:0", "."], {
    cwd: directory,
    stdio: ["ignore", "pipe", "inherit"],
  });
  return {
    port: once(child.stdout, "data").then(([printed]) => Number(String(printed))),
    stop: () => child.kill("SIGKILL"),
  };
}
