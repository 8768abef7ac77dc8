/** The config files that come with the pack. */
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import path from "node:path";
import type { AnalyzerResource } from "../../operations/policy/analyzerResource";
import { judgePolicies, type Pack } from "../../operations/policy/judgePolicies";
import { readPackConfig } from "../../operations/policy/packConfigFile";
import { type PackConfig, policySettings } from "../../operations/policy/policySettings";
import { analyzerResources } from "../../operations/rehearsal/analyzerResources";
import { policies } from "../../policy-pack/policies";
import { run } from "../helpers/commandLine";
import { programPlan } from "../helpers/plans";
import { ordinaryProgram } from "./ordinaryProgram";
import { settledStack, without } from "./stacks";

const FOLDER = path.join(__dirname, "..", "..", "policy-pack", "presets");
const PACK: Pack = { name: "s3-replication", version: "0.1.0", policies };
const preset = (name: string): PackConfig => readPackConfig(path.join(FOLDER, `${name}.json`));

/** Names of the policies that block. */
async function blocking(
  resources: readonly AnalyzerResource[],
  config: PackConfig = {},
): Promise<readonly string[]> {
  const result = await judgePolicies(PACK, resources, policySettings(policies, config));
  return result.policies
    .filter(({ violations }) => violations.some(({ enforcementLevel }) => enforcementLevel === "mandatory"))
    .map(({ name }) => name);
}

describe("the presets of the pack's config", () => {
  for (const file of readdirSync(FOLDER))
    it(`name policies that there are, with values that they take: ${file}`, () => {
      const config = readPackConfig(path.join(FOLDER, file));
      assert.doesNotThrow(() => policySettings(policies, config, file));
    });

  describe("replication", () => {
    it("finds nothing in an ordinary program that replicates nothing, which the pack without config refuses", async () => {
      assert.deepEqual(await blocking(ordinaryProgram(), preset("replication")), []);
      assert.ok((await blocking(ordinaryProgram())).length >= 8);
    });

    it("refuses replication that cannot work beside it, and says nothing of the ordinary program", async () => {
      const broken = without(settledStack(), "aws:s3/bucketVersioning:BucketVersioning", "src");
      const stack = [...ordinaryProgram(), ...broken];
      assert.deepEqual(await blocking(stack, preset("replication")), [
        "replication-works",
        "every-bucket-versioned",
      ]);
      const { policies: results } = await judgePolicies(
        PACK,
        stack,
        policySettings(policies, preset("replication")),
      );
      const urns = results.flatMap(({ violations }) => violations.map(({ urn }) => urn));
      assert.deepEqual(
        urns.filter((urn) => urn?.includes("::shop::")),
        [],
      );
    });

    it("keeps every policy about replication, and asks of no bucket beside it", () => {
      const settings = policySettings(policies, preset("replication"));
      for (const policy of policies) {
        const { level, config } = settings.of(policy);
        const isKept = policy.tags?.includes("replication") === true;
        assert.equal(level, isKept ? policy.enforcementLevel : "disabled", policy.name);
        if (isKept && policy.configSchema?.properties["buckets"]?.enum !== undefined)
          assert.equal(config["buckets"], "replicated", policy.name);
      }
    });
  });

  describe("everything", () => {
    it("says what the pack does without config, of every policy", () => {
      const settings = policySettings(policies, preset("everything"));
      const usual = policySettings(policies);
      assert.deepEqual(
        Object.keys(preset("everything")),
        policies.map(({ name }) => name),
      );
      for (const policy of policies) assert.deepEqual(settings.of(policy), usual.of(policy), policy.name);
    });

    it("finds in an ordinary program what is not safe, and does not ask for explicit providers", async () => {
      const found = await blocking(ordinaryProgram(), preset("everything"));
      for (const name of [
        "every-bucket-versioned",
        "every-bucket-encrypted",
        "every-bucket-blocks-public-access",
      ])
        assert.ok(found.includes(name), name);
      assert.ok(found.includes("no-force-destroy") && !found.includes("explicit-providers"));
    });
  });

  describe("same-region-backup", () => {
    /** B7: a bucket that services deliver logs to, with a backup in its own region. */
    const settings = {
      prefix: "acme",
      accountId: "111122223333",
      primaryRegion: "eu-west-1",
      replicas: [{ region: "eu-west-1", name: "backup" }],
      logDelivery: ["cloudtrail", "vpc-flow-logs"],
    };

    it("allows the backup of collected logs that the pack without config refuses, for that reason alone", async () => {
      const resources = analyzerResources((await programPlan(settings)).resources);
      assert.deepEqual(await blocking(resources), ["replica-in-another-region"]);
      assert.deepEqual(await blocking(resources, preset("same-region-backup")), []);
    });

    it("is the file that the message names", async () => {
      const resources = analyzerResources((await programPlan(settings)).resources);
      const { policies: results } = await judgePolicies(PACK, resources);
      const messages = results.flatMap(({ violations }) => violations.map(({ message }) => message)).join();
      assert.match(messages, /--policy-pack-config policy-pack\/presets\/same-region-backup\.json/);
      assert.deepEqual(preset("same-region-backup"), {
        "replica-in-another-region": { sameRegionAllowed: true },
      });
    });
  });

  for (const name of ["everything", "replication", "same-region-backup"])
    it(`is taken by rehearse --policy-pack-config: ${name}`, async () => {
      const file = path.join(FOLDER, `${name}.json`);
      const { status, stderr } = await run(["rehearse", "--json", "--policy-pack-config", file]);
      assert.equal(status, 0, stderr);
    }).timeout(60_000);
});
