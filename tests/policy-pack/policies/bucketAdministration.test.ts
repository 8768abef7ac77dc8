import assert from "node:assert/strict";
import type { Properties } from "../../../operations/policy/analyzerResource";
import { everyBucketAdministeredByOwner } from "../../../policy-pack/policies/bucketAdministration";
import { judgeStack } from "../judge";
import { changed, find, firstPreview, settledStack } from "../stacks";

const BUCKET_POLICY = "aws:s3/bucketPolicy:BucketPolicy";
const allow = (action: unknown, principal: unknown): Properties => ({
  Sid: "Partner",
  Effect: "Allow",
  Principal: principal,
  Action: action,
  Resource: "arn:aws:s3:::acme-archive",
});
const withStatement = (statement: Properties) =>
  changed(settledStack(), BUCKET_POLICY, "src", {
    policy: JSON.stringify({ Version: "2012-10-17", Statement: [statement] }),
  });

describe("every-bucket-administered-by-owner", () => {
  for (const [title, statement] of [
    [
      "replication by another account",
      allow(["s3:ReplicateObject", "s3:ReplicateDelete"], { AWS: "444455556666" }),
    ],
    ["its own account everything", allow("s3:*", { AWS: "arn:aws:iam::111122223333:root" })],
    ["a service everything", allow("s3:*", { Service: "s3.amazonaws.com" })],
    [
      "everybody of its own account everything",
      { ...allow("s3:*", "*"), Condition: { StringEquals: { "aws:PrincipalAccount": "111122223333" } } },
    ],
    [
      "everybody of its own account in an organisation everything",
      {
        ...allow("s3:*", "*"),
        Condition: {
          StringEquals: { "aws:PrincipalOrgID": "o-a1b2c3", "aws:PrincipalAccount": "111122223333" },
        },
      },
    ],
    [
      "everybody of its own account, for another one, everything",
      {
        ...allow("s3:*", "*"),
        Condition: {
          StringEquals: { "aws:SourceAccount": "444455556666", "aws:PrincipalAccount": "111122223333" },
        },
      },
    ],
    [
      "access points of its own account everything",
      {
        ...allow("*", { AWS: "*" }),
        Condition: { StringEquals: { "s3:DataAccessPointAccount": "111122223333" } },
      },
    ],
    [
      "roles of its own account everything",
      {
        ...allow("s3:*", "*"),
        Condition: { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::111122223333:role/*" } },
      },
    ],
    [
      "an identity provider of its own account everything",
      allow("s3:*", { Federated: "arn:aws:iam::111122223333:saml-provider/us" }),
    ],
    [
      "an organisation to replicate",
      {
        ...allow("s3:ReplicateObject", "*"),
        Condition: { StringEquals: { "aws:PrincipalOrgID": "o-a1b2c3" } },
      },
    ],
    ["nothing, but denies it", { ...allow("s3:*", { AWS: "444455556666" }), Effect: "Deny" }],
  ] as const) {
    it(`accepts a policy that allows ${title}`, async () => {
      const judged = await judgeStack(everyBucketAdministeredByOwner, withStatement(statement));
      assert.deepEqual([judged.violations, judged.notApplicable], [[], []]);
    });
  }

  for (const [title, action, principal] of [
    ["everything", "s3:*", { AWS: "444455556666" }],
    [
      "to change the policy",
      "s3:PutBucketPolicy",
      { AWS: "arn:aws:iam::444455556666:role/service-role/archive" },
    ],
    ["to put anything", ["s3:Put*"], { AWS: ["111122223333", "444455556666"] }],
  ] as const) {
    it(`refuses a policy that allows another account ${title}`, async () => {
      const stack = withStatement(allow(action, principal));
      const { violations, urns } = await judgeStack(everyBucketAdministeredByOwner, stack);
      assert.equal(violations.length, 1, violations.join("\n"));
      assert.match(
        violations[0] ?? "",
        /^statement Partner of bucket policy of acme-archive: .*s3:PutBucketPolicy.*, found ".*444455556666/,
      );
      assert.deepEqual(urns, [find(stack, "aws:s3/bucket:Bucket", "src").urn]);
    });
  }

  for (const [title, principal, conditions, found] of [
    [
      "an organisation",
      "*",
      { StringEquals: { "aws:PrincipalOrgID": "o-a1b2c3" } },
      /found "\*" of an organisation;/,
    ],
    [
      "everybody of another account",
      { AWS: "*" },
      { StringEquals: { "aws:PrincipalAccount": "444455556666" } },
      /found "\*" of 444455556666;/,
    ],
    [
      "everybody of several accounts",
      "*",
      { StringEquals: { "aws:PrincipalAccount": ["111122223333", "444455556666"] } },
      /found "\*" of 111122223333, 444455556666;/,
    ],
    [
      "roles of another account",
      "*",
      { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::444455556666:role/*" } },
      /found "\*" of 444455556666;/,
    ],
    ["everybody but its own account", undefined, {}, /found NotPrincipal;/],
    ["everybody", "*", { StringLike: { "aws:PrincipalAccount": "1*" } }, /found "\*";/],
    [
      "an identity provider of another account",
      { Federated: "arn:aws:iam::444455556666:saml-provider/them" },
      {},
      /found "arn:aws:iam::444455556666:saml-provider\/them";/,
    ],
  ] as const) {
    it(`refuses a policy that allows ${title} everything`, async () => {
      const stack = withStatement({
        ...allow("s3:*", principal),
        ...(principal === undefined && { NotPrincipal: { AWS: "111122223333" } }),
        Condition: conditions,
      });
      const { violations, notApplicable } = await judgeStack(everyBucketAdministeredByOwner, stack);
      assert.equal(violations.length, 1, violations.join("\n"));
      assert.match(violations[0] ?? "", found);
      assert.deepEqual(notApplicable, []);
    });
  }

  for (const [title, principal, conditions, reason] of [
    ["a canonical user", { CanonicalUser: "79a59df900b949e5" }, {}, /a canonical user id does not state/],
    ["a principal by its id", { AWS: "AROAEXAMPLEID" }, {}, /"AROAEXAMPLEID" does not state its account/],
    [
      "everybody in a network",
      "*",
      { StringEquals: { "aws:SourceVpc": "vpc-91237329" } },
      /aws:SourceVpc does not state the account/,
    ],
  ] as const) {
    it(`leaves open a policy that allows ${title} everything`, async () => {
      const stack = withStatement({ ...allow("s3:*", principal), Condition: conditions });
      const { violations, notApplicable } = await judgeStack(everyBucketAdministeredByOwner, stack);
      assert.deepEqual(violations, []);
      assert.match(notApplicable.join(), reason);
    });
  }

  it("refuses what config adds", async () => {
    const stack = withStatement(allow("s3:PutBucketVersioning", { AWS: "444455556666" }));
    assert.deepEqual((await judgeStack(everyBucketAdministeredByOwner, stack)).violations, []);
    const config = { actions: ["s3:PutBucketVersioning"] };
    assert.equal((await judgeStack(everyBucketAdministeredByOwner, stack, config)).violations.length, 1);
  });

  it("leaves open policies that are not known yet", async () => {
    const { violations, notApplicable } = await judgeStack(everyBucketAdministeredByOwner, firstPreview());
    assert.deepEqual(violations, []);
    assert.match(notApplicable.join(), /bucket policy of acme-archive is not known/);
  });
});
