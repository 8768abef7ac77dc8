import assert from "node:assert/strict";
import { topologyFromRehearsal } from "../../../model";
import { createClients } from "../../../operations/emulator/clients";
import { compare } from "../../../operations/emulator/compare";
import { deploy } from "../../../operations/emulator/deploy";
import { exercise } from "../../../operations/emulator/exercise";
import { readProviders } from "../../../operations/emulator/providers";
import { makeAssumedRoles } from "../../helpers/emulatorAccess/assumedRoles";
import { INSTALL_TIMEOUT_MS, startedWithAccessChecks } from "./emulator";
import { ACCOUNT, topology } from "./planFixture";

describe("a run on an emulator that checks access", function () {
  this.timeout(INSTALL_TIMEOUT_MS);
  this.slow(5000);

  it("goes through the roles that the providers assume", async () => {
    const account = "444455556666";
    const assumeRoles = [{ roleArn: `arn:aws:iam::${account}:role/ops/deployer`, externalId: "acme" }];
    const plan = topology({
      replicas: [{ region: "eu-central-1", account, providerInputs: { assumeRoles } }],
    });
    const server = await startedWithAccessChecks();
    const clients = createClients(server.endpoint, ACCOUNT);
    try {
      const providers = readProviders(plan);
      await makeAssumedRoles(clients, providers.values(), ACCOUNT);
      const deployment = await deploy({ plan, clients, providers });
      const comparisons = await compare(deployment);
      const routes = await exercise({ deployment, topology: topologyFromRehearsal(plan) });
      const verdicts = [...comparisons, ...routes.flatMap(({ events }) => events)];
      assert.deepEqual(
        verdicts.filter(({ verdict }) => verdict === "differs"),
        [],
      );
      assert.ok(
        routes[0]?.events.some(({ event, found }) => event === "small object" && found === "arrives"),
      );
      assert.equal(deployment.resources.filter(({ site }) => site.account === account).length, 9);
    } finally {
      clients.close();
      await server.stop();
    }
  });
});
