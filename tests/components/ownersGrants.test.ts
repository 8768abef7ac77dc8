import assert from "node:assert/strict";
import { judge, topologyFromRehearsal } from "../../model";
import type { Plan } from "../../operations/rehearsal/plan";
import type { ResourceProperties } from "../../operations/rehearsal/values";
import { type Grants, grantsOf, keyArnIn, type Owned, ownersPlan } from "../helpers/owners";
import { programPlan } from "../helpers/plans";

const HERE = "111122223333";
const THERE = "444455556666";
const OWNER = "777788889999";
const ROLE = `arn:aws:iam::${HERE}:role/service-role/acme-archive-replication`;

/** What exists, the settings that name its key, and the name under which its owner is asked. */
const CASES: readonly (readonly [
  what: string,
  owned: Owned,
  asks: string,
  settings: (keyArn: string) => ResourceProperties,
])[] = [
  [
    "the key of a primary",
    { region: "eu-west-1", account: HERE },
    "primary",
    (keyArn) => ({ primary: { keyArn } }),
  ],
  [
    "the key of a primary, of another account",
    { region: "eu-west-1", account: OWNER },
    "primary",
    (keyArn) => ({ primary: { keyArn } }),
  ],
  [
    "the key of a replica",
    { region: "eu-central-1", account: HERE },
    "eu-central-1",
    (keyArn) => ({ replicas: [{ region: "eu-central-1", keyArn }] }),
  ],
  [
    "the key of a replica, of another account",
    { region: "eu-central-1", account: OWNER },
    "eu-central-1",
    (keyArn) => ({ replicas: [{ region: "eu-central-1", keyArn }] }),
  ],
  [
    "a primary that stays with its owner",
    { region: "eu-west-1", account: HERE, bucket: "acme-archive" },
    "primary",
    (keyArn) => ({ primary: { bucketArn: "arn:aws:s3:::acme-archive", keyArn, keepRules: [] } }),
  ],
  [
    "a replica that stays with its owner",
    { region: "eu-central-1", account: OWNER, bucket: "partner-vault" },
    "eu-central-1",
    (keyArn) => ({
      replicas: [
        { region: "eu-central-1", accountId: OWNER, bucketArn: "arn:aws:s3:::partner-vault", keyArn },
      ],
    }),
  ],
];

const SETTINGS = { prefix: "acme", primaryRegion: "eu-west-1", accountId: HERE, replicas: ["eu-central-1"] };

/** Verdicts of the routes of several stacks together, and what is missing. */
function judged(...plans: readonly Plan[]) {
  const [first] = plans;
  assert.ok(first);
  const together = { ...first, resources: plans.flatMap(({ resources }) => resources) };
  return judge(topologyFromRehearsal(together)).map(({ verdict, requirements }) => [
    verdict,
    ...requirements
      .filter((one) => one.verdict === "unmet" && one.strength === "required")
      .map(({ id }) => id),
  ]);
}

describe("what the owners of existing buckets and keys are asked for", () => {
  for (const [what, owned, asks, settings] of CASES)
    it(`is enough: ${what}`, async () => {
      const before = await ownersPlan(owned);
      const plan = await programPlan({ ...SETTINGS, ...settings(keyArnIn(before)) });
      assert.deepEqual(judged(plan)[0]?.[0], "unproven");
      const after = await ownersPlan(owned, grantsOf(plan, asks));
      assert.equal(keyArnIn(after), keyArnIn(before));
      assert.deepEqual(judged(plan, after), [["works"]]);
    });

  it("is needed: a key of another account that grants nothing breaks the route", async () => {
    for (const [, owned, , settings] of CASES.filter(([, { account }]) => account === OWNER)) {
      const owner = await ownersPlan(owned);
      const plan = await programPlan({ ...SETTINGS, ...settings(keyArnIn(owner)) });
      const [[verdict, ...missing] = []] = judged(plan, owner);
      assert.equal(verdict, "broken");
      assert.ok(
        missing.some((id) => id?.includes("key-policy")),
        missing.join(),
      );
    }
  });

  it("is enough for the key of a receiving bucket, of a third account, beside what the source has", async () => {
    const owned = { region: "eu-north-1", account: OWNER };
    const keyArn = keyArnIn(await ownersPlan(owned));
    const receiver = await programPlan({
      prefix: "partner",
      accountId: THERE,
      receiver: { region: "eu-north-1", sourceRoleArn: ROLE, keyArn },
    });
    const sender = await programPlan({ ...SETTINGS, replicas: [receiver.outputs["handOver"]] });
    const nothing: Grants = { bucketPolicy: [], keyPolicy: [] };
    const before = judged(sender, receiver, await ownersPlan(owned, nothing));
    assert.deepEqual(before, [["broken", "replica-key-policy"]]);
    const after = await ownersPlan(owned, grantsOf(receiver, "receiver"));
    assert.deepEqual(judged(sender, receiver, after), [["works"]]);
  });
});
