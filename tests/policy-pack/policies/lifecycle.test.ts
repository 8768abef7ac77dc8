import assert from "node:assert/strict";
import type { Properties } from "../../../operations/policy/analyzerResource";
import { bucketLifecycle, everyBucketLifecycle } from "../../../policy-pack/policies/lifecycle";
import { type Config, judgeResource, judgeStack } from "../judge";
import { resource, UNKNOWN } from "../stacks";
import { BUCKET_V2, bucket, describeStacks, from, setter } from "./stackCases";

const LIFECYCLE = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration";
const LIFECYCLE_V2 = "aws:s3/bucketLifecycleConfigurationV2:BucketLifecycleConfigurationV2";
const abort = { abortIncompleteMultipartUpload: { daysAfterInitiation: 7 } };
const on = (more: Properties = {}) => ({ id: "rule", status: "Enabled", ...more });
const off = (more: Properties = {}) => on({ status: "Disabled", ...more });
const expiry = { expiration: { days: 30 } };
const unfinished =
  /^rules: expected an enabled rule for every object that ends unfinished uploads, found none; set /;

const rules: readonly (readonly [string, unknown, Config, RegExp | "fine" | "open"])[] = [
  ["a rule that ends unfinished uploads", [on(abort)], {}, "fine"],
  ["such a rule with an empty filter", [on({ ...abort, filter: {} })], {}, "fine"],
  ["such a rule with an empty prefix", [on({ ...abort, filter: { prefix: "" } })], {}, "fine"],
  [
    "such a rule as providers report it",
    [on({ ...abort, prefix: "", filter: { prefix: "", objectSizeLessThan: 0, tag: null } })],
    {},
    "fine",
  ],
  ["such a rule beside others", [on(expiry), off(abort), on(abort)], {}, "fine"],
  [
    "no rules",
    [],
    {},
    /^rules: expected an enabled rule, found none; add an aws\.s3\.BucketLifecycleConfiguration/,
  ],
  ["nothing", undefined, {}, /found none/],
  ["disabled rules only", [off(abort), off(expiry)], {}, /found disabled rules only/],
  ["an expiry alone", [on(expiry)], {}, unfinished],
  ["an expiry alone, where config does not ask for more", [on(expiry)], { unfinishedUploads: false }, "fine"],
  ["a disabled rule that ends them", [on(expiry), off(abort)], {}, unfinished],
  ["a rule of one prefix that ends them", [on({ ...abort, filter: { prefix: "tmp/" } })], {}, unfinished],
  ["a rule of one prefix in the old form", [on({ ...abort, prefix: "tmp/" })], {}, unfinished],
  ["a rule of one tag", [on({ ...abort, filter: { tag: { key: "a", value: "b" } } })], {}, unfinished],
  ["a rule of several criteria", [on({ ...abort, filter: { and: { prefix: "a" } } })], {}, unfinished],
  ["a rule of one size", [on({ ...abort, filter: { objectSizeGreaterThan: 5 } })], {}, unfinished],
  ["rules that are not known yet", UNKNOWN, {}, "open"],
  ["a status that is not known yet", [on({ ...abort, status: UNKNOWN })], {}, "open"],
  [
    "a status that is not known yet beside a rule that suffices",
    [on({ status: UNKNOWN }), on(abort)],
    {},
    "fine",
  ],
  [
    "days that are not known yet",
    [on({ abortIncompleteMultipartUpload: { daysAfterInitiation: UNKNOWN } })],
    {},
    "open",
  ],
  ["a prefix that is not known yet", [on({ ...abort, filter: { prefix: UNKNOWN } })], {}, "open"],
  [
    "days that are not known yet in a disabled rule",
    [on(expiry), off({ abortIncompleteMultipartUpload: UNKNOWN })],
    {},
    unfinished,
  ],
];

describe("bucket-lifecycle", () => {
  for (const type of [LIFECYCLE, LIFECYCLE_V2])
    for (const [title, written, config, expected] of rules) {
      const verb = expected === "fine" ? "accepts" : expected === "open" ? "leaves open" : "refuses";
      it(`${verb} ${title}: ${type.slice(type.lastIndexOf(":") + 1)}`, async () => {
        const judged = await judgeResource(bucketLifecycle, resource(type, { rules: written }), config);
        assert.equal(judged.violations.length, expected instanceof RegExp ? 1 : 0, judged.violations.join());
        if (expected instanceof RegExp) assert.match(judged.violations[0] ?? "", expected);
        assert.equal(judged.notApplicable.length, expected === "open" ? 1 : 0);
      });
    }

  it("is advisory: what a bucket keeps is for its owner to say", () => {
    assert.equal(bucketLifecycle.enforcementLevel, "advisory");
    assert.equal(everyBucketLifecycle.enforcementLevel, "advisory");
  });
});

const versioned = { versioning: { enabled: true } };
const missing = /^lifecycle of the bucket: expected an enabled rule, found none; add /;
const inline = (rule: Properties) => ({ lifecycleRules: [{ enabled: true, ...rule }] });
const inlineAbort = { abortIncompleteMultipartUploadDays: 7 };

describeStacks(everyBucketLifecycle, [
  ["a bucket without versions", [bucket("a")], {}, []],
  [
    "a bucket without versions, where config asks it of all",
    [bucket("a")],
    { which: "all" },
    [["a", missing]],
  ],
  ["a versioned bucket without lifecycle", [bucket("a", versioned)], {}, [["a", missing]]],
  [
    "a bucket whose versioning is not known yet",
    [
      bucket("a"),
      setter("aws:s3/bucketVersioning:BucketVersioning", "a", {
        versioningConfiguration: { status: UNKNOWN },
      }),
    ],
    {},
    "open",
  ],
  [
    "a versioned bucket with lifecycle",
    [bucket("a", versioned), setter(LIFECYCLE, "a", { rules: [on(abort)] })],
    {},
    [],
  ],
  [
    "a versioned bucket with lifecycle of the deprecated type",
    [bucket("a", versioned), setter(LIFECYCLE_V2, "a", { rules: [on(abort)] })],
    {},
    [],
  ],
  [
    "a lifecycle without effect, said of its resource alone",
    [bucket("a", versioned), setter(LIFECYCLE, "a", { rules: [off(abort)] })],
    {},
    [],
  ],
  ["rules on the bucket", [bucket("a", { ...versioned, ...inline(inlineAbort) })], {}, []],
  [
    "rules on a BucketV2",
    [bucket("a", { versionings: [{ enabled: true }], ...inline(inlineAbort) }, BUCKET_V2)],
    {},
    [],
  ],
  [
    "a rule of one prefix on the bucket",
    [bucket("a", inline({ ...inlineAbort, prefix: "tmp/" }))],
    {},
    [
      [
        "a",
        /^lifecycle of the bucket: expected an enabled rule for every object that ends unfinished uploads/,
      ],
    ],
  ],
  [
    "a rule of tags on the bucket",
    [bucket("a", inline({ ...inlineAbort, tags: { a: "b" } }))],
    {},
    [["a", /ends unfinished uploads/]],
  ],
  [
    "a disabled rule on the bucket",
    [bucket("a", inline({ ...inlineAbort, enabled: false }))],
    {},
    [["a", /found disabled rules only/]],
  ],
  [
    "lifecycle rules that are not known yet",
    [from(bucket("a", { ...versioned, lifecycleRules: UNKNOWN }), { lifecycleRules: [bucket("other")] })],
    {},
    "open",
  ],
  [
    "a lifecycle of a bucket that is not known yet",
    [bucket("a", versioned), setter(LIFECYCLE, UNKNOWN, { rules: [on(abort)] })],
    {},
    "open",
  ],
]);

describe("every-bucket-lifecycle", () => {
  it("exempts a bucket by name, with a reason", async () => {
    const { violations, advisories } = await judgeStack(everyBucketLifecycle, [bucket("a", versioned)], {
      exempt: [{ resource: "a", reason: "kept for ever" }],
    });
    assert.deepEqual(violations, []);
    assert.match(advisories.join(), /^exempt because kept for ever: lifecycle of the bucket/);
  });

  it("says what is wrong with its config", async () => {
    const { violations } = await judgeStack(everyBucketLifecycle, [], { which: "none" });
    assert.match(violations.join(), /^config which: expected one of "versioned", "all", found "none"/);
  });
});
