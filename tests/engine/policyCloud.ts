/** As much of Pulumi Cloud as `pulumi policy publish` speaks to: keeps what the CLI sends. */
import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";

export interface Published {
  readonly name: string;
  readonly versionTag: string;
  readonly policies: readonly { readonly name: string; readonly configSchema?: unknown }[];
}

export interface PolicyCloud {
  readonly url: string;
  /** What the CLI says of the pack. */
  readonly published: () => Published | undefined;
  /** The archive that it uploads. */
  readonly archive: () => Buffer;
  readonly stop: () => void;
}

export async function policyCloud(): Promise<PolicyCloud> {
  let published: Published | undefined;
  let archive: Buffer = Buffer.alloc(0);
  const server = createServer((request, response) => {
    void body(request).then((content) => {
      const path = request.url ?? "";
      if (path === "/archive") archive = content;
      if (path.endsWith("/policypacks")) published = JSON.parse(content.toString());
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify(answers(path, request.headers.host ?? "")));
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port to listen on");
  return {
    url: `http://127.0.0.1:${address.port}`,
    published: () => published,
    archive: () => archive,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

function answers(path: string, host: string): object {
  if (path === "/api/user") return { githubLogin: "tester", name: "tester", organizations: [] };
  if (path.endsWith("/policypacks")) return { version: 1, uploadURI: `http://${host}/archive` };
  return {};
}

async function body(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(Buffer.from(part));
  const content = Buffer.concat(parts);
  if (request.headers["content-encoding"] !== "gzip") return content;
  const { gunzipSync } = await import("node:zlib");
  return gunzipSync(content);
}
