/** Asks an emulator whether it is up, and whether it is ours. */
import { get } from "node:http";
import { LOOPBACK } from "./port";

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
