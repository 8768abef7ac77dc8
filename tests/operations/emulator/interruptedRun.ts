/** Started by a test as a process of its own: an emulator that runs until somebody ends us. */
import { startEmulator } from "../../../operations/emulator/server";
import { installed } from "./emulator";

async function main(ending: string | undefined): Promise<void> {
  const server = await startEmulator({ installation: await installed() });
  if (ending === "two") await startEmulator({ installation: await installed() });
  process.stdout.write(`${server.pid}\n`);
  if (ending === "throw") {
    setImmediate(() => {
      throw new Error("a step failed");
    });
  }
  if (ending === "exit") process.exit(7);
  setInterval(() => {}, 1000);
}

void main(process.argv[2]);
