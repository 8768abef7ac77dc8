// Starts the policy pack in the given folder with the SDK that is installed there, as the engine does, and asks what it holds.
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";

const folder = resolve(process.argv[2] ?? ".");
const require = createRequire(join(folder, "package.json"));
const grpc = createRequire(require.resolve("@pulumi/pulumi"))("@grpc/grpc-js");
const { AnalyzerClient } = require("@pulumi/pulumi/proto/analyzer_grpc_pb");
const { Empty } = require("google-protobuf/google/protobuf/empty_pb");

const started = Date.now();
const pack = spawn(
  process.execPath,
  [require.resolve("@pulumi/pulumi/cmd/run-policy-pack"), "127.0.0.1:1", "."],
  { cwd: folder, stdio: ["ignore", "pipe", "inherit"] },
);
pack.on("exit", (code) => {
  console.error(`the pack ended with status ${code}`);
  process.exit(1);
});
pack.stdout.once("data", (line) => {
  const client = new AnalyzerClient(`127.0.0.1:${Number(line)}`, grpc.credentials.createInsecure());
  client.getAnalyzerInfo(new Empty(), (error, info) => {
    if (error) console.error(error.message);
    else
      console.log(
        `${info.getName()}: ${info.getPoliciesList().length} policies after ${Date.now() - started} ms`,
      );
    pack.removeAllListeners("exit").kill();
    process.exit(error || info.getPoliciesList().length === 0 ? 1 : 0);
  });
});
