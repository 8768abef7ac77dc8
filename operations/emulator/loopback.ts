/** The loopback interface: a free port on it, and whether the emulator that answers on a port is ours. */
import { get } from "node:http";
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

/** The `edition` that the emulator on the port reports; undefined while nothing answers as an emulator would. */
export function editionAt(port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const request = get(
      { host: LOOPBACK, port, path: "/_ministack/health", timeout: 2000, agent: false },
      (response) => {
        let body = "";
        response.setEncoding("utf8");
        response.on("data", (text: string) => {
          body += text;
        });
        response.on("end", () => resolve(editionOf(body)));
        response.on("error", () => resolve(undefined));
      },
    );
    request.on("error", () => resolve(undefined));
    request.on("timeout", () => request.destroy());
  });
}

function editionOf(body: string): string | undefined {
  try {
    const health: unknown = JSON.parse(body);
    if (typeof health !== "object" || health === null || !("edition" in health)) return undefined;
    return typeof health.edition === "string" ? health.edition : undefined;
  } catch {
    return undefined;
  }
}
