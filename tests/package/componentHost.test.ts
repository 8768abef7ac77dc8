import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { credentials } from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { GetSchemaRequest } from "@pulumi/pulumi/proto/provider_pb";
import { PROJECT_DIRECTORY } from "../helpers/plans";

const FOLDER = join(PROJECT_DIRECTORY, "components");
/** What Pulumi's language host for Node.js starts for a `PulumiPlugin.yaml`. It checks the types of the package first. */
const HOST = require.resolve("@pulumi/pulumi/cmd/run-plugin");

describe("the folder components/, started as Pulumi starts a component package", () => {
  it("serves the schema that is checked in", async function () {
    this.timeout(300_000);
    const host = spawn(process.execPath, [HOST, FOLDER, "127.0.0.1:1"], { cwd: FOLDER });
    const errors: string[] = [];
    host.stderr.on("data", (part) => errors.push(String(part)));
    try {
      const [port] = await Promise.race([
        once(host.stdout, "data"),
        once(host, "exit").then(() => [undefined]),
      ]);
      assert.match(String(port), /^\d+\n$/, errors.join(""));
      const client = new ResourceProviderClient(
        `127.0.0.1:${String(port).trim()}`,
        credentials.createInsecure(),
      );
      const schema = await new Promise<string>((resolve, reject) =>
        client.getSchema(new GetSchemaRequest(), (error, response) =>
          error === null ? resolve(response.getSchema()) : reject(error),
        ),
      );
      client.close();
      const checkedIn = readFileSync(join(FOLDER, "multi-language", "schema.json"), "utf8");
      assert.deepEqual(JSON.parse(schema), JSON.parse(checkedIn));
      assert.deepEqual(errors, []);
    } finally {
      host.kill();
    }
  });
});
