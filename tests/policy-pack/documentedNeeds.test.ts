/** What published write-ups of replication ask for is not refused by the pack without config. */
import assert from "node:assert/strict";
import { judgePolicies, type Pack } from "../../operations/policy/judgePolicies";
import { analyzerResources } from "../../operations/rehearsal/analyzerResources";
import type { ResourceProperties } from "../../operations/rehearsal/values";
import { policies } from "../../policy-pack/policies";
import { programPlan } from "../helpers/plans";

const PACK: Pack = { name: "s3-replication", version: "0.1.0", policies };
const BASE = {
  prefix: "acme",
  accountId: "111122223333",
  primaryRegion: "eu-west-1",
  replicas: ["eu-central-1"],
};
const PARTNER = {
  region: "eu-north-1",
  name: "partner",
  accountId: "444455556666",
  assumeRole: { roleArn: "arn:aws:iam::444455556666:role/deployer" },
};
const AUDITORS = ["arn:aws:iam::444455556666:role/auditors"];

/** Each need, the settings for it, and the policies that refuse them. */
const needs: readonly (readonly [string, ResourceProperties, readonly string[]])[] = [
  ["an archive in several regions", { replicas: ["eu-central-1", "eu-north-1", "us-east-1"] }, []],
  ["a copy in another company's account", { replicas: [PARTNER] }, []],
  ["Replication Time Control", { replicas: [PARTNER], replicationTimeControl: true }, []],
  ["named readers of another company", { readers: [{ principals: AUDITORS, prefix: "reports/" }] }, []],
  ["a chosen prefix", { filter: { prefix: "reports/" } }, []],
  ["chosen tags", { filter: { tags: { copy: "yes" } }, deleteMarkers: false }, []],
  [
    "uploads of chosen principals",
    {
      replicateOnlyFrom: {
        tag: { key: "copy", value: "yes" },
        principals: ["arn:aws:iam::111122223333:role/writers"],
      },
      deleteMarkers: false,
    },
    [],
  ],
  ["a log bucket with a backup in another region", { logDelivery: ["cloudtrail", "s3-access-logs"] }, []],
  [
    "a log bucket with a backup in its own region, which a preset allows",
    { logDelivery: ["cloudtrail"], replicas: [{ region: "eu-west-1", name: "backup" }] },
    ["replica-in-another-region"],
  ],
  [
    "a log bucket with a backup in its own region and another account",
    { logDelivery: ["cloudtrail"], replicas: [{ ...PARTNER, region: "eu-west-1" }] },
    [],
  ],
  ["another storage class", { replicas: [{ region: "eu-central-1", storageClass: "GLACIER_IR" }] }, []],
];

describe("the pack without config", () => {
  for (const [need, settings, refusedBy] of needs)
    it(`${refusedBy.length === 0 ? "accepts" : "refuses"} ${need}`, async () => {
      const plan = await programPlan({ ...BASE, ...settings });
      const result = await judgePolicies(PACK, analyzerResources(plan.resources));
      const refusing = result.policies.filter(({ violations }) =>
        violations.some(({ enforcementLevel }) => enforcementLevel === "mandatory"),
      );
      assert.deepEqual(
        refusing.map(({ name }) => name),
        refusedBy,
      );
    }).timeout(20_000);
});
