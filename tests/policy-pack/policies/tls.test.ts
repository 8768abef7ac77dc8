import assert from "node:assert/strict";
import { everyBucketTlsOnly, tlsOnly } from "../../../policy-pack/policies/bucketPolicies";
import { judgeResource, judgeStack } from "../judge";
import { changed, resource, settledStack, UNKNOWN } from "../stacks";
import { documentOf, type Statement } from "./documentCases";

const BUCKET_POLICY = "aws:s3/bucketPolicy:BucketPolicy";

/** A denial without TLS on these resources; `acme-archive` is the bucket's name where it is known. */
const denial = (Resource: unknown, value: unknown = "false"): Statement => ({
  Effect: "Deny",
  Principal: "*",
  Action: "s3:*",
  Resource,
  Condition: { Bool: { "aws:SecureTransport": value } },
});
const own = ["arn:aws:s3:::acme-archive", "arn:aws:s3:::acme-archive/*"];

type Answer = "fine" | "refused" | "open";

/** Title, statement, and the answer where the name is known and where it is not. */
const cases: readonly (readonly [string, Statement, Answer, Answer])[] = [
  ["the bucket and its objects", denial(own), "fine", "fine"],
  ["them with FALSE", denial(own, "FALSE"), "fine", "fine"],
  ["them with a list of False", denial(own, ["False"]), "fine", "fine"],
  ["them with TRUE", denial(own, "TRUE"), "refused", "refused"],
  ["everything", denial("*"), "fine", "fine"],
  ["every bucket", denial("arn:aws:s3:::*"), "fine", "fine"],
  ["every bucket and every object", denial(["arn:aws:s3:::*", "arn:aws:s3:::*/*"]), "fine", "fine"],
  ["names that begin alike", denial("arn:aws:s3:::acme-*"), "fine", "fine"],
  ["names that contain it", denial("arn:aws:s3:::*archive*"), "fine", "open"],
  ["another bucket", denial(["arn:aws:s3:::elsewhere", "arn:aws:s3:::elsewhere/*"]), "refused", "fine"],
  ["the objects of another bucket", denial([own[0], "arn:aws:s3:::elsewhere/*"]), "refused", "refused"],
  ["longer names", denial("arn:aws:s3:::acme-archive?*"), "refused", "open"],
  ["names that contain something else", denial("arn:aws:s3:::*secret*"), "refused", "open"],
  ["some objects", denial([own[0], "arn:aws:s3:::acme-archive/logs/*"]), "refused", "refused"],
  ["a variable part", denial([own[0], `arn:aws:s3:::acme-archive/\${aws:username}/*`]), "refused", "refused"],
];

function check(violations: readonly string[], notApplicable: readonly string[], answer: Answer): void {
  assert.equal(violations.length, answer === "refused" ? 1 : 0, violations.join("\n"));
  for (const each of violations) assert.match(each, /found none that covers the bucket and its objects/);
  assert.equal(notApplicable.length, answer === "open" ? 1 : 0, notApplicable.join("\n"));
  for (const each of notApplicable)
    assert.match(each, /whether the denial without TLS covers the bucket is not/);
}

describe("a denial without TLS", () => {
  for (const [title, statement, named, unnamed] of cases) {
    const policy = JSON.stringify(documentOf(statement));

    it(`of ${title} is ${named} for tls-only where the bucket's name is known`, async () => {
      for (const bucket of ["acme-archive", "arn:aws:s3:::acme-archive"]) {
        const { violations, notApplicable } = await judgeResource(
          tlsOnly,
          resource(BUCKET_POLICY, { bucket, policy }),
        );
        check(violations, notApplicable, named);
      }
    });

    it(`of ${title} is ${named} for every-bucket-tls-only, where it judges alone`, async () => {
      const stack = changed(settledStack(), BUCKET_POLICY, "src", { policy });
      const { violations, notApplicable } = await judgeStack(everyBucketTlsOnly, stack, {
        buckets: "replicated",
      });
      check(violations, notApplicable, named);
    });

    it(`of ${title} is ${unnamed} for tls-only where the bucket's name is not known`, async () => {
      const { violations, notApplicable } = await judgeResource(
        tlsOnly,
        resource(BUCKET_POLICY, { bucket: UNKNOWN, policy }),
      );
      check(violations, notApplicable, unnamed);
    });
  }

  it("with a misspelt effect is none", async () => {
    const policy = JSON.stringify(documentOf({ ...denial(own), Effect: "deny" }));
    const { violations, notApplicable } = await judgeResource(tlsOnly, resource(BUCKET_POLICY, { policy }));
    check(violations, notApplicable, "refused");
  });
});
