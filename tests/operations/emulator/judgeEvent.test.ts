import assert from "node:assert/strict";
import { topologyFromRehearsal } from "../../../model";
import type { ObjectEvent } from "../../../model/journeys";
import { routesOf } from "../../../model/route";
import { judgeEvent, judgeReplica } from "../../../operations/emulator/judgeEvent";
import { LIMITS } from "../../../operations/emulator/limits";
import {
  type Expectation,
  expectationOf,
  type PlayedEvent,
  type SourceRefusals,
  topologyOfRule,
} from "../../../operations/emulator/modelExpectation";
import type { EventOutcome, RehearsalEvent } from "../../../operations/emulator/outcome";
import type { Plan } from "../../../operations/rehearsal/plan";
import { type ReplicaFixture, type TopologyFixture, topology } from "./planFixture";

const NOT_SELECTED = {
  rule: { sourceSelectionCriteria: undefined },
  destination: { encryptionConfiguration: undefined },
} satisfies Partial<ReplicaFixture>;
const SSE_S3 = { primaryEncryption: { sseAlgorithm: "AES256", kmsMasterKeyId: undefined } };
const DISABLED = { rule: { status: "Disabled" } } satisfies Partial<ReplicaFixture>;

const put = (event: RehearsalEvent, object: Partial<ObjectEvent["object"]> = {}): PlayedEvent => ({
  event,
  happens: { kind: "put", object: { key: "rehearsal/1/small", ...object } },
});
const SMALL = put("small object");
const OLDER = put("object older than the rule", { written: "before the rule" });
const SSE_C = put("object encrypted with SSE-C", { encryption: "SSE-C" });
const PLAIN = put("object encrypted with SSE-S3", { encryption: "AES256" });
const other = (event: RehearsalEvent, kind: ObjectEvent["kind"]): PlayedEvent => ({
  event,
  happens: { kind, object: { key: "rehearsal/1/small" } },
});
const RETAGGED = other("tags changed afterwards", "change-tags");
const VERSION_DELETED = other("version deleted by its id", "delete-version");
const DELETED = other("object deleted", "delete");

const ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy";
const without = (plan: Plan, type: string): Plan => ({
  ...plan,
  resources: plan.resources.filter((resource) => resource.type !== type),
});

function expected(
  played: PlayedEvent,
  replica: Partial<ReplicaFixture> = {},
  {
    change = (plan: Plan) => plan,
    ...fixture
  }: TopologyFixture & { readonly change?: (plan: Plan) => Plan } = {},
  refusals: Partial<SourceRefusals> = {},
): Expectation {
  const replicas = [{ region: "eu-central-1", ...replica }, { region: "us-east-1" }];
  const model = topologyFromRehearsal(change(topology({ ...fixture, replicas })));
  const [route] = routesOf(model);
  assert.ok(route);
  const none = { blocksSseC: false, retainsVersions: false };
  return expectationOf(topologyOfRule(model, route), played, { ...none, ...refusals });
}

describe("what the model expects of an event", () => {
  const arrives = {
    status: "COMPLETED",
    "replica status": "REPLICA",
    content: "same",
    metadata: "same",
    tags: "same",
    class: "STANDARD",
    encryption: "aws:kms",
  };
  const cases: readonly (readonly [string, () => Expectation, EventOutcome])[] = [
    ["a new object", () => expected(SMALL), { headline: "arrives", facts: arrives }],
    [
      "a new object, in the rule's storage class",
      () => expected(SMALL, { destination: { storageClass: "GLACIER_IR" } }),
      { headline: "arrives", facts: { ...arrives, class: "GLACIER_IR" } },
    ],
    [
      "a new object under a disabled rule",
      () => expected(SMALL, DISABLED),
      { headline: "stays", facts: { status: "none" } },
    ],
    [
      "an object encrypted with KMS that the rule does not select",
      () => expected(SMALL, NOT_SELECTED),
      { headline: "stays", facts: { status: "none" } },
    ],
    [
      "an object encrypted with SSE-S3 by default",
      () => expected(SMALL, NOT_SELECTED, SSE_S3),
      { headline: "arrives", facts: { ...arrives, encryption: "AES256" } },
    ],
    [
      "an overwritten object",
      () => expected(put("overwritten object")),
      { headline: "arrives", facts: { ...arrives, versions: "2" } },
    ],
    [
      "an object older than the rule",
      () => expected(OLDER),
      { headline: "stays", facts: { status: "none" } },
    ],
    [
      "an object outside the prefix",
      () => expected(put("object outside the prefix"), { rule: { filter: { prefix: "logs/" } } }),
      { headline: "stays", facts: { status: "none" } },
    ],
    [
      "an object without the tags",
      () =>
        expected(put("object without the tags", { tags: { a: "not b" } }), {
          rule: { filter: { tag: { key: "a", value: "b" } } },
        }),
      { headline: "stays", facts: { status: "none" } },
    ],
    [
      "an object encrypted with SSE-S3 by request",
      () => expected(PLAIN),
      { headline: "arrives", facts: { ...arrives, encryption: "AES256" } },
    ],
    [
      "an object encrypted with SSE-C where nobody blocks it",
      () => expected(SSE_C, {}, { blockedEncryptionTypes: ["NONE"] }),
      { headline: "arrives", facts: { ...arrives, encryption: "SSE-C" } },
    ],
    [
      "an object encrypted with SSE-C that the destination blocks",
      () => expected(SSE_C),
      { headline: "fails", facts: { status: "FAILED" } },
    ],
    [
      "an object encrypted with SSE-C that the source blocks",
      () => expected(SSE_C, {}, {}, { blocksSseC: true }),
      { headline: "is refused", facts: {} },
    ],
    [
      "an object encrypted with SSE-C under a disabled rule",
      () => expected(SSE_C, DISABLED),
      { headline: "stays", facts: { status: "none" } },
    ],
    ["changed tags", () => expected(RETAGGED), { headline: "arrives", facts: {} }],
    [
      "changed tags under a disabled rule",
      () => expected(RETAGGED, DISABLED),
      { headline: "stays", facts: {} },
    ],
    ["a version deleted by its id", () => expected(VERSION_DELETED), { headline: "stays", facts: {} }],
    [
      "a version deleted by its id that is retained",
      () => expected(VERSION_DELETED, {}, {}, { retainsVersions: true }),
      { headline: "is refused", facts: {} },
    ],
    ["a delete", () => expected(DELETED), { headline: "arrives", facts: {} }],
    [
      "a delete where the rule leaves delete markers out",
      () => expected(DELETED, { rule: { deleteMarkerReplication: { status: "Disabled" } } }),
      { headline: "stays", facts: {} },
    ],
    ["a delete under a disabled rule", () => expected(DELETED, DISABLED), { headline: "stays", facts: {} }],
    [
      "a new object that the role may not replicate",
      () => expected(SMALL, {}, { change: (plan) => without(plan, ROLE_POLICY) }),
      { headline: "fails", facts: { status: "FAILED" } },
    ],
    [
      "a delete that the role may not replicate, of which the replica shows nothing",
      () => expected(DELETED, {}, { change: (plan) => without(plan, ROLE_POLICY) }),
      { headline: "stays", facts: {} },
    ],
  ];
  for (const [what, expectation, outcome] of cases) {
    it(`${outcome.headline}: ${what}`, () => {
      assert.deepEqual(expectation().outcome, outcome);
    });
  }

  it("asks the one rule alone, whatever the other rules of the configuration say", () => {
    const model = topologyFromRehearsal(
      topology({ replicas: [{ region: "eu-central-1" }, { region: "us-east-1", ...DISABLED }] }),
    );
    assert.deepEqual(
      routesOf(model).map((route) => {
        const alone = topologyOfRule(model, route);
        assert.equal(routesOf(alone).length, 1);
        return expectationOf(alone, SMALL, { blocksSseC: false, retainsVersions: false }).outcome.headline;
      }),
      ["arrives", "stays"],
    );
  });

  it("names the replica's key, and none for an object that is not encrypted with KMS", () => {
    assert.equal(
      expected(SMALL).replicaKey,
      "arn:aws:kms:eu-central-1:111122223333:key/00000001-aaaa-4bbb-8ccc-0123456789ab",
    );
    assert.equal(expected(PLAIN).replicaKey, undefined);
    assert.equal(expected(SMALL, DISABLED).replicaKey, undefined);
  });

  it("knows what hangs on policies that the emulator does not ask", () => {
    const powerless = { change: (plan: Plan) => without(plan, ROLE_POLICY) };
    const away = { account: "444455556666" };
    const needs = (expectation: Expectation) => expectation.needsUncheckedPermission;
    assert.equal(needs(expected(SMALL)), false);
    assert.equal(needs(expected(SMALL, {}, powerless)), true);
    assert.equal(needs(expected(DELETED, {}, powerless)), true);
    // What the rule leaves out needs no permission.
    assert.equal(needs(expected(OLDER, {}, powerless)), false);
    // The emulator asks the bucket policy of another account before it copies an object.
    assert.equal(needs(expected(SMALL, { ...away, closed: true })), false);
    assert.equal(needs(expected(SMALL, { ...away, closed: true }, powerless)), true);
    assert.equal(needs(expected(SSE_C, {}, powerless, { blocksSseC: true })), false);
  });
});

describe("judging an event", () => {
  const seen = (played: PlayedEvent, found: EventOutcome, expectation: Expectation = expected(played)) =>
    judgeEvent(played, found, expectation);
  const stays: EventOutcome = { headline: "stays", facts: { status: "none" } };
  const arrival = (facts: EventOutcome["facts"] = {}): EventOutcome => ({
    headline: "arrives",
    facts: { ...expected(SMALL).outcome.facts, ...facts },
  });

  it("takes what was expected", () => {
    assert.deepEqual(seen(SMALL, arrival()), {
      event: "small object",
      expected: "arrives",
      found: "arrives",
      verdict: "as expected",
    });
  });

  for (const [fact, value] of [
    ["content", "another"],
    ["metadata", "another"],
    ["tags", "others"],
    ["status", "PENDING"],
    ["replica status", "none"],
    ["class", "STANDARD_IA"],
    ["encryption", "AES256"],
  ] as const) {
    it(`says differs when only the ${fact} does`, () => {
      const report = seen(SMALL, arrival({ [fact]: value }));
      assert.equal(report.verdict, "differs");
      assert.equal(report.found, `arrives, ${fact} ${value}`);
      assert.notEqual(report.expected, report.found);
    });
  }

  for (const [headline, wrong] of [
    ["arrives", stays],
    ["stays", arrival()],
    ["fails", arrival()],
    ["is refused", arrival()],
  ] as const) {
    it(`says differs when the model wrongly says that an object ${headline}`, () => {
      const expectation = { ...expected(SMALL), outcome: { headline, facts: {} } };
      assert.equal(seen(SMALL, wrong, expectation).verdict, "differs");
    });
  }

  it("calls not emulated only what a limit of the emulator explains", () => {
    const large = put("multipart upload over 5 MiB");
    const tagged = put("multipart upload over 5 MiB", { tags: { a: "b" } });
    assert.equal(seen(tagged, stays).because, LIMITS["multipart-tags"]);
    assert.equal(seen(large, stays).verdict, "differs");
    assert.equal(seen(SMALL, stays).verdict, "differs");
    assert.equal(seen(SMALL, arrival(), expected(SMALL, NOT_SELECTED)).because, LIMITS["kms-opt-in"]);
    assert.equal(seen(SMALL, arrival(), expected(SMALL, DISABLED)).verdict, "differs");
    assert.equal(seen(OLDER, arrival(), expected(OLDER, NOT_SELECTED)).verdict, "differs");
    const unblocked = expected(SSE_C, {}, { blockedEncryptionTypes: ["NONE"] });
    assert.equal(seen(SSE_C, stays, unblocked).verdict, "differs");
    assert.equal(seen(SSE_C, stays).because, LIMITS["sse-c-block"]);
    assert.equal(
      seen(SSE_C, stays, expected(SSE_C, {}, {}, { blocksSseC: true })).because,
      LIMITS["sse-c-block"],
    );
    assert.equal(seen(RETAGGED, { headline: "stays", facts: {} }).because, LIMITS["later-tags"]);
    assert.equal(seen(DELETED, { headline: "stays", facts: {} }).verdict, "differs");
  });

  it("never passes, and never calls a difference, what hangs on policies that the emulator does not ask", () => {
    const powerless = expected(SMALL, {}, { change: (plan) => without(plan, ROLE_POLICY) });
    assert.deepEqual(seen(SMALL, arrival(), powerless), {
      event: "small object",
      expected: "fails",
      found: "arrives",
      verdict: "not emulated",
      because: LIMITS.permissions,
    });
    // Not even where the emulator happens to show the same.
    const same = seen(SMALL, { headline: "fails", facts: { status: "FAILED" } }, powerless);
    assert.deepEqual([same.verdict, same.because], ["not emulated", LIMITS.permissions]);
  });

  it("gives the model's reason where the model does not know", () => {
    const expectation: Expectation = {
      ...expected(SMALL),
      outcome: { headline: "unknown", facts: {} },
      because: "AWS does not say",
    };
    assert.deepEqual(seen(SMALL, arrival(), expectation), {
      event: "small object",
      expected: "unknown",
      found: "arrives",
      verdict: "not emulated",
      because: "what S3 does is not known: AWS does not say",
    });
  });

  it("reports the replica's own marks", () => {
    const label = (text: string) => (text === "arn:key" ? "key replica" : "key source");
    const marks = { sourceVersionId: "1", replicaVersionId: "2", key: "arn:other" };
    assert.deepEqual(
      judgeReplica(marks, "arn:key", label).map(({ event, expected: wanted, found, verdict }) => [
        event,
        wanted,
        found,
        verdict,
      ]),
      [
        ["replica's version id", "the source's", "its own", "not emulated"],
        ["replica's key", "key replica", "key source", "not emulated"],
      ],
    );
    const faithful = judgeReplica(
      { sourceVersionId: "1", replicaVersionId: "1", key: "arn:key" },
      "arn:key",
      label,
    );
    assert.deepEqual(
      faithful.map(({ verdict }) => verdict),
      ["as expected", "as expected"],
    );
    assert.equal(judgeReplica(marks, undefined, label).length, 1);
  });
});
