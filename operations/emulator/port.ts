/** Finds a port of the loopback interface that nothing listens on. */
import { createServer } from "node:net";

export const LOOPBACK = "127.0.0.1";

/** A port that was free a moment ago; another process may still take it first. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, LOOPBACK, () => {
      const address = probe.address();
      probe.close(() => {
        if (address === null || typeof address === "string")
          reject(new Error("no port of the loopback interface"));
        else resolve(address.port);
      });
    });
  });
}
