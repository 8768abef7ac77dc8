/** Starts the stand-in for the AWS provider plugin, and prints its port as the engine expects it. */
import { Server, ServerCredentials } from "@grpc/grpc-js";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { standInProvider } from "./standInProvider";

const server = new Server();
server.addService(ResourceProviderService, standInProvider());
server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
  if (error !== null) throw error;
  process.stdout.write(`${port}\n`);
});
