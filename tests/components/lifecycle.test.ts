import assert from "node:assert/strict";
import fc from "fast-check";
import { canTransition, TRANSITION_CLASSES } from "../../aws/lifecycle";
import type { LifecycleArgs } from "../../components/bucketOptions";
import { lifecycleProblems } from "../../components/checks/lifecycle";
import { lifecycleRules } from "../../components/lifecycleRules";
import { problemLine } from "../../components/problems";
import { parseSettings } from "../../components/settings";
import { lifecycleDifferences } from "../../operations/report/lifecycleDifferences";
import { notesOnRehearsal } from "../../operations/report/notes";
import { planOf, resource } from "../helpers/plans";

const WHOLE: LifecycleArgs = {
  transitions: [
    { storageClass: "GLACIER", afterDays: 90 },
    { storageClass: "STANDARD_IA", afterDays: 30 },
  ],
  expireInDays: 400,
  noncurrentVersionTransitions: [{ storageClass: "GLACIER_IR", afterDays: 1 }],
  noncurrentVersionsExpireInDays: 100,
  newerNoncurrentVersions: 3,
};

function problems(lifecycle: LifecycleArgs): readonly string[] {
  return lifecycleProblems("lifecycle.primary", lifecycle).map(problemLine);
}

describe("a lifecycle", () => {
  it("moves and expires versions in one rule for each kind, in the order of the days", () => {
    const everyObject = { status: "Enabled", filter: { prefix: "" } };
    assert.deepEqual(lifecycleRules(WHOLE), [
      {
        ...everyObject,
        id: "unfinished-uploads",
        abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
      },
      {
        ...everyObject,
        id: "current-versions",
        transitions: [
          { days: 30, storageClass: "STANDARD_IA" },
          { days: 90, storageClass: "GLACIER" },
        ],
        expiration: { days: 400 },
      },
      {
        ...everyObject,
        id: "noncurrent-versions",
        noncurrentVersionTransitions: [{ noncurrentDays: 1, storageClass: "GLACIER_IR" }],
        noncurrentVersionExpiration: { noncurrentDays: 100, newerNoncurrentVersions: 3 },
      },
    ]);
  });

  it("has no rule for a kind of version that nothing is said about", () => {
    assert.deepEqual(
      lifecycleRules().map(({ id }) => id),
      ["unfinished-uploads"],
    );
    assert.deepEqual(
      lifecycleRules({ expireInDays: 1 }).map(({ id }) => id),
      ["unfinished-uploads", "current-versions"],
    );
    const [, moves] = lifecycleRules({ transitions: [{ storageClass: "GLACIER", afterDays: 0 }] });
    assert.equal("expiration" in (moves ?? {}), false);
  });

  it("is that of each side", async () => {
    const plan = await planOf({
      lifecycle: { primary: { expireInDays: 30 }, replicas: { transitions: WHOLE.transitions } },
      replicas: [{ region: "eu-central-1" }, { region: "eu-north-1", lifecycle: { expireInDays: 5 } }],
    });
    const rule = (site: string) => {
      const { rules } = resource(
        plan,
        "aws:s3:BucketLifecycleConfiguration",
        `archive-${site}-lifecycle`,
      ).inputs;
      assert.ok(Array.isArray(rules));
      return rules[1];
    };
    assert.deepEqual(rule("primary").expiration, { days: 30 });
    assert.equal(rule("eu-central-1").expiration, undefined);
    assert.equal(rule("eu-central-1").transitions.length, 2);
    assert.deepEqual(rule("eu-north-1").expiration, { days: 5 });
  });

  it("is read from the settings, and told about names that do not exist", () => {
    const lifecycle = {
      primary: WHOLE,
      replicas: { transitions: [{ storageClas: "GLACIER", afterDays: 1 }] },
    };
    const parsed = parseSettings({
      prefix: "acme",
      primaryRegion: "eu-west-1",
      replicas: ["eu-central-1"],
      lifecycle,
    });
    const told = "problems" in parsed ? parsed.problems.map(problemLine) : [];
    assert.ok(
      told.includes(
        'lifecycle.replicas.transitions[0].storageClas: expected a known setting, found "storageClas"; did you mean "storageClass"?',
      ),
      told.join("\n"),
    );
    const right = parseSettings({
      prefix: "acme",
      primaryRegion: "eu-west-1",
      replicas: ["eu-central-1"],
      lifecycle: { primary: WHOLE },
    });
    assert.ok("args" in right);
    assert.deepEqual(right.args.lifecycle?.primary, WHOLE);
  });

  for (const [lifecycle, expected] of [
    [WHOLE, []],
    [{ transitions: [{ storageClass: "GLACIER", afterDays: 0 }] }, []],
    [
      { transitions: [{ storageClass: "STANDARD_IA", afterDays: 29 }] },
      [
        "lifecycle.primary.transitions[0].afterDays: expected a whole number of days, 30 or more for STANDARD_IA, found 29; choose a later day",
      ],
    ],
    [
      { noncurrentVersionTransitions: [{ storageClass: "GLACIER", afterDays: 0 }] },
      [
        "lifecycle.primary.noncurrentVersionTransitions[0].afterDays: expected a whole number of days, 1 or more for GLACIER, found 0; choose a later day",
      ],
    ],
    [
      { transitions: [{ storageClass: "GLACIAR", afterDays: 1 }] },
      [
        'lifecycle.primary.transitions[0].storageClass: expected a storage class that S3 can move objects to, found "GLACIAR"; did you mean "GLACIER"?',
      ],
    ],
    [
      {
        transitions: [
          { storageClass: "GLACIER", afterDays: 10 },
          { storageClass: "STANDARD_IA", afterDays: 60 },
        ],
      },
      [
        'lifecycle.primary.transitions[1].storageClass: expected a class that S3 moves objects of GLACIER to, which they have from day 10, found "STANDARD_IA"; s3 moves objects to colder classes only; leave one of the two out, or exchange their days',
      ],
    ],
    [
      {
        transitions: [
          { storageClass: "GLACIER", afterDays: 50 },
          { storageClass: "STANDARD_IA", afterDays: 30 },
        ],
      },
      [
        "lifecycle.primary.transitions[0].afterDays: expected 30 days or more after the move to STANDARD_IA on day 30, found 50; choose a later day",
      ],
    ],
    [
      {
        transitions: [
          { storageClass: "GLACIER_IR", afterDays: 5 },
          { storageClass: "GLACIER", afterDays: 5 },
        ],
      },
      [
        "lifecycle.primary.transitions[1].afterDays: expected 1 days or more after the move to GLACIER_IR on day 5, found 5; choose a later day",
      ],
    ],
    [
      { transitions: [{ storageClass: "GLACIER", afterDays: 90 }], expireInDays: 90 },
      [
        "lifecycle.primary.expireInDays: expected more than 90 days, when versions move to GLACIER, found 90; s3 refuses to move what has expired; choose a later day, or leave the transition out",
      ],
    ],
    [
      {
        noncurrentVersionTransitions: [{ storageClass: "GLACIER", afterDays: 90 }],
        noncurrentVersionsExpireInDays: 10,
      },
      [
        "lifecycle.primary.noncurrentVersionsExpireInDays: expected more than 90 days, when versions move to GLACIER, found 10; s3 refuses to move what has expired; choose a later day, or leave the transition out",
      ],
    ],
    [
      { newerNoncurrentVersions: 101 },
      [
        "lifecycle.primary.newerNoncurrentVersions: expected a whole number from 1 to 100, found 101; choose how many noncurrent versions of each object stay, or leave it out",
        "lifecycle.primary.newerNoncurrentVersions: expected noncurrentVersionsExpireInDays beside it, found none; say after how many days the other noncurrent versions expire",
      ],
    ],
    [
      { expireInDays: 0 },
      [
        "lifecycle.primary.expireInDays: expected a whole number of days, 1 to 2147483647, found 0; choose a number of days, or leave it out",
      ],
    ],
  ] satisfies readonly (readonly [LifecycleArgs, readonly string[]])[]) {
    it(`is ${expected.length === 0 ? "accepted" : "refused"}: ${JSON.stringify(lifecycle)}`, () =>
      assert.deepEqual(problems(lifecycle), expected));
  }

  it("that is accepted moves to colder classes only, whatever order it is written in", () => {
    const transition = fc.record({
      storageClass: fc.constantFrom(...TRANSITION_CLASSES),
      afterDays: fc.integer({ min: 0, max: 200 }),
    });
    fc.assert(
      fc.property(fc.array(transition, { maxLength: 4 }), (transitions) => {
        if (problems({ transitions }).length > 0) return;
        const [, rule] = lifecycleRules({ transitions });
        const moves = rule === undefined || !Array.isArray(rule.transitions) ? [] : rule.transitions;
        const classes = moves.map((move) => String(Reflect.get(Object(move), "storageClass")));
        for (const [index, next] of classes.slice(1).entries())
          assert.ok(canTransition(classes[index] ?? "", next), classes.join());
      }),
    );
  });
});

describe("the notes on lifecycles", () => {
  it("say which side deletes what the other one keeps, current and noncurrent versions apart", async () => {
    const plan = await planOf({
      lifecycle: {
        primary: { expireInDays: 30, noncurrentVersionsExpireInDays: 400 },
        replicas: { noncurrentVersionsExpireInDays: 10 },
      },
    });
    const expected = [
      "acme-archive expires current versions after 30 days, acme-archive-replication-eu-central-1 keeps them: lifecycle is not replicated",
      "acme-archive-replication-eu-central-1 expires noncurrent versions after 10 days, acme-archive keeps them for 400: lifecycle is not replicated",
    ];
    assert.deepEqual(lifecycleDifferences(plan), expected);
    assert.deepEqual(notesOnRehearsal(plan).slice(-2), expected);
  });

  it("say nothing where both sides keep as long, whatever they move", async () => {
    const same = { expireInDays: 30 };
    assert.deepEqual(
      lifecycleDifferences(await planOf({ lifecycle: { primary: same, replicas: same } })),
      [],
    );
    assert.deepEqual(lifecycleDifferences(await planOf()), []);
    assert.deepEqual(
      lifecycleDifferences(await planOf({ lifecycle: { primary: { transitions: WHOLE.transitions } } })),
      [],
    );
  });

  it("leave out a replica in a bucket that the stack does not make", async () => {
    const plan = await planOf({
      lifecycle: { primary: { expireInDays: 30 } },
      replicas: [
        {
          region: "eu-north-1",
          bucketArn: "arn:aws:s3:::vault",
          keyArn: "arn:aws:kms:eu-north-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
        },
      ],
    });
    assert.deepEqual(lifecycleDifferences(plan), []);
  });
});
