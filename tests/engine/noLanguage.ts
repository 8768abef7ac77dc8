/**
 * Stands for the language host where there is none.
 *
 * `pulumi import` asks one which plugins the program needs, and `pulumi new` to install its packages, although neither runs a
 * program. It has nothing to say to any question.
 */
import * as grpc from "@grpc/grpc-js";
import { LanguageRuntimeService } from "@pulumi/pulumi/proto/language_grpc_pb";

const asIs = (bytes: Buffer) => bytes;
const nothing: grpc.handleUnaryCall<Buffer, Buffer> = (_call, done) => done(null, Buffer.alloc(0));

const nothingMore: grpc.handleServerStreamingCall<Buffer, Buffer> = (call) => call.end();

const server = new grpc.Server();
for (const [name, { path, responseStream }] of Object.entries(LanguageRuntimeService)) {
  const codec = {
    requestSerialize: asIs,
    requestDeserialize: asIs,
    responseSerialize: asIs,
    responseDeserialize: asIs,
  };
  const method = { path, requestStream: false, responseStream, ...codec };
  server.addService({ [name]: method }, { [name]: responseStream ? nothingMore : nothing });
}
server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error !== null) throw error;
  process.stdout.write(`${port}\n`);
});
