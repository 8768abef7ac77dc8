/**
 * Stands between the engine and a policy pack: starts the pack as Pulumi's language host
 * does, passes every call on as it came, and writes down what the engine asked.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync } from "node:fs";
import { createRequire } from "node:module";
import * as grpc from "@grpc/grpc-js";
import { AnalyzerService } from "@pulumi/pulumi/proto/analyzer_grpc_pb";

const UNLIMITED = { "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 };
const asIs = (bytes: Buffer) => bytes;

async function passOn(words: readonly string[], recordTo: string): Promise<number> {
  const pack = createRequire(__filename).resolve("@pulumi/pulumi/cmd/run-policy-pack");
  const child = spawn(process.execPath, [pack, ...words], {
    cwd: process.env["RECORDED_PACK"] ?? process.cwd(),
    stdio: ["ignore", "pipe", "inherit"],
  });
  child.once("exit", (status) => process.exit(status ?? 1));
  process.once("exit", () => child.kill("SIGKILL"));
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => process.exit(0));
  const [printed]: unknown[] = await once(child.stdout, "data");
  const client = new grpc.Client(
    `127.0.0.1:${String(printed).trim()}`,
    grpc.credentials.createInsecure(),
    UNLIMITED,
  );
  const server = new grpc.Server(UNLIMITED);
  for (const [name, { path }] of Object.entries(AnalyzerService)) {
    const answer: grpc.handleUnaryCall<Buffer, Buffer> = ({ request }, done) => {
      appendFileSync(recordTo, `${JSON.stringify({ name, request: request.toString("base64") })}\n`);
      client.makeUnaryRequest(path, asIs, asIs, request, done);
    };
    server.addService(
      {
        [name]: {
          path,
          requestStream: false,
          responseStream: false,
          requestSerialize: asIs,
          requestDeserialize: asIs,
          responseSerialize: asIs,
          responseDeserialize: asIs,
        },
      },
      { [name]: answer },
    );
  }
  return new Promise((done, fail) =>
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) =>
      error === null ? done(port) : fail(error),
    ),
  );
}

passOn(process.argv.slice(2), process.env["RECORD_TO"] ?? "/dev/null").then(
  (port) => process.stdout.write(`${port}\n`),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
