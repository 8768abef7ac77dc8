/** The command line as a process of its own, for what only a process has: signals. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { PROJECT_DIRECTORY } from "./plans";

export interface CommandProcess {
  /** Sends a signal. */
  readonly kill: (signal: NodeJS.Signals) => void;
  /** Code and signal of the end. */
  readonly exited: Promise<readonly unknown[]>;
  /** What it has written to both streams. */
  readonly printed: () => string;
}

/** Starts a command with credentials for a server of the tests. */
export function commandProcess(words: readonly string[]): CommandProcess {
  const child = spawn(
    process.execPath,
    [join(PROJECT_DIRECTORY, "operations", "s3-replication.js"), ...words],
    {
      cwd: PROJECT_DIRECTORY,
      env: { ...process.env, AWS_ACCESS_KEY_ID: "AKIA", AWS_SECRET_ACCESS_KEY: "test" },
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  let text = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk) => {
      text += String(chunk);
    });
  return { kill: (signal) => child.kill(signal), exited: once(child, "exit"), printed: () => text };
}
