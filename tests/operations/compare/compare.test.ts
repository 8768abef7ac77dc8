import assert from "node:assert/strict";
import type { Change } from "../../../operations/compare/change";
import { compareStates } from "../../../operations/compare/compare";
import type { State } from "../../../operations/compare/state";
import type { ResourceProperties } from "../../../operations/rehearsal/values";
import { rehearsedState, stateWith, withInputs } from "./states";

const REPLICATION = "aws:s3/bucketReplicationConfig:BucketReplicationConfig";
const PARTNER = {
  region: "eu-north-1",
  name: "partner",
  bucketName: "partner-archive",
  accountId: "444455556666",
  assumeRole: "arn:aws:iam::444455556666:role/deployer",
};
const AUDITORS = "arn:aws:iam::444455556666:role/auditors";

function changesBetween(base: State, head: State): readonly Change[] {
  return compareStates("main", base, head).changes;
}

/** `effect kind: text` of every change. */
function told(changes: readonly Change[]): readonly string[] {
  return changes.map(({ effect, kind, text }) => `${effect} ${kind}: ${text}`);
}

describe("a comparison of a stack with itself", function () {
  this.timeout(60_000);
  it("finds nothing, whatever the settings", async () => {
    for (const settings of [{}, { readers: [{ principals: [AUDITORS] }] }, { replicas: [PARTNER] }]) {
      const state = await stateWith(settings);
      assert.deepEqual(changesBetween(state, await rehearsedState(settings)), []);
    }
  });
});

describe("a comparison of two settings of a stack", function () {
  this.timeout(60_000);
  const cases: readonly {
    readonly name: string;
    readonly base?: ResourceProperties;
    readonly head: ResourceProperties;
    readonly tells: readonly RegExp[];
    readonly never: readonly RegExp[];
  }[] = [
    {
      name: "a replica that is removed",
      head: { replicas: ["eu-north-1"] },
      tells: [
        /^worse replica-removed: replica acme-archive-replication-eu-central-1 is removed: acme-archive no longer replicates to it$/,
        /^worse resource-removed: aws:s3:Bucket archive-eu-central-1-bucket leaves the stack, and stays in AWS \(retainOnDelete\)$/,
        /^different policy-narrower: role policy archive-replication-objects allows less than before$/,
      ],
      never: [/policy-wider/, /replica-added/, /account/],
    },
    {
      name: "a replica that is added",
      head: { replicas: ["eu-central-1", "eu-north-1", "eu-south-1"] },
      tells: [
        /^different replica-added: replica acme-archive-replication-eu-south-1 is added/,
        /^different policy-wider: role policy archive-replication-objects allows more, of what is new$/,
        /^different resource-added: 15 resources are added$/,
        /^different setting-changed: archive-alarms-dashboard: dashboardBody changes$/,
      ],
      never: [/^worse/, /removed/, /widgets/],
    },
    {
      name: "a replica in a new account",
      head: { replicas: ["eu-central-1", "eu-north-1", PARTNER] },
      tells: [
        /^worse account-added: account 444455556666 is new: the stack builds there \(archive-partner\)$/,
        /^different replica-added: replica partner-archive is added/,
      ],
      never: [/^worse policy-wider/, /account-stated/],
    },
    {
      name: "an account that is named now",
      base: { accountId: "" },
      head: {},
      tells: [/^different account-stated: account 111122223333 is named now/],
      never: [/account-added/, /^worse/],
    },
    {
      name: "a reader that is added",
      head: { readers: [{ principals: [AUDITORS], prefix: "reports/" }] },
      tells: [
        /^worse policy-wider: bucket policy archive-primary-policy allows more than before$/,
        /^worse policy-wider: key policy archive-primary-key allows more than before$/,
        /^worse access-wider: arn:aws:iam::444455556666:role\/auditors may list, read, read version and decrypt acme-archive\/reports\/\*, and might not before$/,
      ],
      never: [/better/, /narrower/, /role policy/],
    },
    {
      name: "a reader that may read more",
      base: { readers: [{ principals: [AUDITORS], prefix: "reports/" }] },
      head: { readers: [{ principals: [AUDITORS] }] },
      tells: [
        /^worse access-wider: .* acme-archive\/\*, and might not before$/,
        /^worse policy-wider: bucket/,
      ],
      never: [/better/],
    },
    {
      name: "a reader that leaves",
      base: { readers: [{ principals: [AUDITORS] }] },
      head: {},
      tells: [
        /^different access-narrower: .*auditors may no longer list, read/,
        /^different policy-narrower: bucket/,
      ],
      never: [/^worse/],
    },
    {
      name: "a Deny that is lifted for one principal",
      base: { versionDeleters: [AUDITORS] },
      head: { versionDeleters: [AUDITORS, `${AUDITORS}2`] },
      tells: [/^worse policy-wider: bucket policy archive-eu-central-1-policy allows more than before$/],
      never: [/access-wider/],
    },
    {
      name: "options that protect",
      head: { protect: false, retainOnDelete: false },
      tells: [
        /^worse protection-removed: option protect is off now for archive-primary-bucket and archive-primary-key$/,
        /^different violation-added: policy state-protected \(advisory\) is violated: option protect/,
      ],
      never: [/setting-changed/, /Policies are not shown/],
    },
    {
      name: "a policy of the pack that is kept again",
      base: { protect: false },
      head: {},
      tells: [
        /^better violation-gone: policy state-protected is no longer violated/,
        /^better protection-added: option protect is on now/,
      ],
      never: [/^worse/],
    },
    {
      name: "a storage class",
      head: { replicas: ["eu-central-1", { region: "eu-north-1", storageClass: "GLACIER_IR" }] },
      tells: [/^different rule-changed: rule eu-north-1 to acme-archive-replication-eu-north-1 changes$/],
      never: [/rule eu-central-1 /, /^worse/],
    },
    {
      name: "a filter that leaves objects out",
      head: { filter: { prefix: "reports/" } },
      tells: [/^worse rule-changed: rule eu-central-1 /, /^worse rule-changed: rule eu-north-1 /],
      never: [/policy-wider/],
    },
    {
      name: "a filter that is lifted",
      base: { filter: { prefix: "reports/" } },
      head: {},
      tells: [/^better rule-changed: rule eu-central-1 /],
      never: [/^worse rule-changed/],
    },
    {
      name: "alarms that are switched off",
      head: { alarms: { enabled: false } },
      tells: [
        /^worse resource-removed: 6 alarms are removed$/,
        /^worse resource-removed: aws:kms:Key archive-alarms-eu-west-1-key leaves the stack, and is deleted in AWS$/,
      ],
      never: [/route-(broken|removed)/, /rule-changed/],
    },
    {
      name: "a bucket that is replaced",
      head: { primaryRegion: "eu-west-2" },
      tells: [
        /^worse resource-replaced: aws:s3:Bucket archive-primary-bucket is replaced: the old one leaves the stack, and stays in AWS/,
        /^worse resource-replaced: aws:kms:Key archive-primary-key is replaced/,
        /^worse resource-removed: aws:kms:Key archive-alarms-eu-west-1-key leaves the stack, and is deleted in AWS$/,
        /^different resource-replaced: 15 other resources are replaced$/,
      ],
      never: [/resource-removed: .*primary/, /alarms are removed/, /^worse policy-wider/],
    },
    {
      name: "a tag of everything",
      head: { tags: { team: "records" } },
      tells: [
        /^different setting-changed: archive-replication-role, archive-primary-bucket, archive-eu-central-1-bucket and 17 others: tags\.team is "records", and was not set$/,
      ],
      never: [/^worse/, /\{\}/],
    },
  ];
  for (const { name, base, head, tells, never } of cases) {
    it(`says of ${name} what is worse, and nothing else`, async () => {
      const lines = told(changesBetween(await stateWith(base), await stateWith(head)));
      for (const line of tells)
        assert.ok(
          lines.some((one) => line.test(one)),
          `${line}\n${lines.join("\n")}`,
        );
      for (const line of never)
        assert.ok(!lines.some((one) => line.test(one)), `${line}\n${lines.join("\n")}`);
      const effects = lines.map((line) => line.split(" ")[0]);
      const order = ["worse", "different", "better"];
      assert.deepEqual(
        effects,
        [...effects].sort((a = "", b = "") => order.indexOf(a) - order.indexOf(b)),
      );
    });
  }
});

describe("a comparison of routes", function () {
  this.timeout(60_000);

  it("says which one breaks and why, and which one is mended", async () => {
    const good = await stateWith();
    const bad: State = {
      ...good,
      verdict: "broken",
      routes: good.routes.map((route) =>
        route.rule === "eu-north-1"
          ? {
              ...route,
              verdict: "broken",
              requirements: route.requirements.map((one) =>
                one.id === "source-versioning"
                  ? { ...one, verdict: "unmet", because: "versioning of acme-archive is Suspended" }
                  : one,
              ),
            }
          : route,
      ),
    };
    const [broken, ...others] = changesBetween(good, bad);
    assert.deepEqual(others, []);
    assert.deepEqual(broken, {
      kind: "route-broken",
      effect: "worse",
      subject: "eu-north-1",
      text: "route eu-north-1 from acme-archive to acme-archive-replication-eu-north-1 is broken, and was working",
      details: ["source-versioning is unmet: versioning of acme-archive is Suspended"],
    });
    assert.deepEqual(told(changesBetween(bad, good)), [
      "better route-mended: route eu-north-1 from acme-archive to acme-archive-replication-eu-north-1 works, and was broken",
    ]);
    assert.deepEqual(compareStates("main", good, bad).verdict, { before: "works", after: "broken" });
  });

  it("says of a rule that is paused that it is disabled", async () => {
    const base = await stateWith();
    const head: State = {
      ...base,
      routes: base.routes.map((route) => ({ ...route, verdict: "unproven", status: "disabled" })),
    };
    assert.match(
      told(changesBetween(base, head))[0] ?? "",
      /^worse route-unproven: .* is disabled, and was working$/,
    );
  });

  it("tells a rule that changes its name from a replica that goes", async () => {
    const base = await stateWith();
    const head: State = {
      ...base,
      routes: base.routes.map((route) => ({ ...route, rule: `${route.rule}-2` })),
    };
    const kinds = changesBetween(base, head).map(({ kind }) => kind);
    assert.deepEqual([...new Set(kinds)], ["rule-removed", "rule-added"]);
  });
});

describe("a comparison of rules", function () {
  this.timeout(60_000);

  it("is worse where replication of encrypted objects or its metrics end", async () => {
    const base = await stateWith();
    const head = withInputs(
      base,
      REPLICATION,
      '"sseKmsEncryptedObjects":{"status":"Enabled"}',
      '"sseKmsEncryptedObjects":{"status":"Disabled"}',
    );
    const [change] = changesBetween(base, head);
    assert.equal(change?.kind, "rule-changed");
    assert.equal(change?.effect, "worse");
    assert.deepEqual(change?.details, [
      'sourceSelectionCriteria.sseKmsEncryptedObjects.status is "Disabled", and was "Enabled"',
    ]);
    assert.equal(changesBetween(head, base)[0]?.effect, "better");
  });

  it("takes no side about delete markers", async () => {
    const base = await stateWith();
    const head = await stateWith({ deleteMarkers: false });
    const rules = changesBetween(base, head).filter(({ kind }) => kind === "rule-changed");
    assert.equal(rules.length, 2);
    for (const { effect } of rules) assert.equal(effect, "different");
  });
});

describe("a comparison of settings", function () {
  this.timeout(60_000);

  const cases = [
    ["aws:s3/bucketVersioning:BucketVersioning", '"Enabled"', '"Suspended"'],
    [
      "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
      '"blockPublicPolicy":true',
      '"blockPublicPolicy":false',
    ],
    ["aws:kms/key:Key", '"enableKeyRotation":true', '"enableKeyRotation":false'],
  ] as const;
  for (const [type, safe, unsafe] of cases) {
    it(`is worse where ${safe} becomes ${unsafe}, and better the other way round`, async () => {
      const base = await stateWith();
      const head = withInputs(base, type, safe, unsafe);
      const [worse, ...others] = changesBetween(base, head);
      assert.deepEqual([worse?.kind, worse?.effect, others], ["setting-changed", "worse", []]);
      assert.equal(changesBetween(head, base)[0]?.effect, "better");
    });
  }
});

describe("a comparison of policies of the pack", function () {
  this.timeout(60_000);

  const violation = {
    urn: "urn:pulumi:test::s3-replication::aws:s3/bucket:Bucket::one",
    message: "Described.\nexpected this, found that",
    enforcementLevel: "mandatory",
  } as const;

  async function withPolicy(change: Partial<State["policies"][number]>): Promise<State> {
    const state = await stateWith();
    return {
      ...state,
      policies: state.policies.map((one) => (one.name === "bucket-encryption" ? { ...one, ...change } : one)),
    };
  }

  it("is worse where one that blocks is violated, with its message only", async () => {
    const [base, head] = [await stateWith(), await withPolicy({ violations: [violation] })];
    assert.deepEqual(told(changesBetween(base, head)), [
      "worse violation-added: policy bucket-encryption (mandatory) is violated by one: expected this, found that",
    ]);
  });

  it("says once what several resources violate", async () => {
    const others = ["two", "three", "four", "five"].map((name) => ({
      ...violation,
      urn: violation.urn.replace("one", name),
    }));
    const [base, head] = [await stateWith(), await withPolicy({ violations: [violation, ...others] })];
    assert.deepEqual(told(changesBetween(base, head)), [
      "worse violation-added: policy bucket-encryption (mandatory) is violated by one, two, three and 2 others: expected this, found that",
    ]);
    assert.equal(changesBetween(head, base).length, 1);
  });

  it("tells a violation that only reads differently from a new one", async () => {
    const base = await withPolicy({ violations: [violation] });
    const head = await withPolicy({ violations: [{ ...violation, message: "Described.\nanother" }] });
    assert.deepEqual(told(changesBetween(base, head)), [
      "different violation-changed: policy bucket-encryption is still violated by one: another",
    ]);
  });

  it("is worse where a level is lowered, or a policy leaves the pack", async () => {
    const base = await stateWith();
    const lowered = await withPolicy({ enforcementLevel: "advisory" });
    assert.deepEqual(told(changesBetween(base, lowered)), [
      "worse policy-level-lowered: policy bucket-encryption is advisory, and was mandatory",
    ]);
    assert.equal(changesBetween(lowered, base)[0]?.kind, "policy-level-raised");
    const without = { ...base, policies: base.policies.filter(({ name }) => name !== "bucket-encryption") };
    assert.deepEqual(told(changesBetween(base, without)), [
      "worse policy-level-lowered: policy bucket-encryption (mandatory) is no longer in the pack",
    ]);
    assert.deepEqual(changesBetween(without, base), []);
  });
});

describe("a comparison with a document that cannot be read", function () {
  this.timeout(60_000);

  it("says so instead of guessing", async () => {
    const base = await stateWith();
    const head = withInputs(base, "aws:s3/bucketPolicy:BucketPolicy", '\\"Effect\\":', '\\"Efect\\":');
    const [change] = changesBetween(base, head);
    assert.equal(change?.kind, "policy-unreadable");
    assert.equal(change?.effect, "worse");
    assert.match(change?.details[0] ?? "", /Effect/);
  });
});

describe("a comparison with a report of an older version", function () {
  this.timeout(60_000);

  it("says what it cannot compare, and compares the rest", async () => {
    const state = await stateWith();
    const old: State = {
      ...state,
      resources: state.resources.map(({ urn, type, name, provider }) => ({ urn, type, name, provider })),
    };
    const { changes, remarks } = compareStates(
      "old.json",
      old,
      await stateWith({ replicas: ["eu-north-1"] }),
    );
    assert.match(remarks.join("\n"), /^old\.json comes from a version that did not write the inputs/);
    assert.ok(changes.some(({ kind }) => kind === "replica-removed"));
    assert.deepEqual(compareStates("new.json", state, state).remarks, []);
  });
});
