import { strict as assert } from "node:assert";
import { awsManagedPolicy, wellKnownPolicy } from "../../../model/adapters/wellKnownPolicies";

const arn = (name: string, partition = "aws") => `arn:${partition}:iam::aws:policy/${name}`;

describe("a managed policy of AWS", () => {
  const whole = [
    "AdministratorAccess",
    "AmazonS3FullAccess",
    "AmazonS3ReadOnlyAccess",
    "PowerUserAccess",
    "service-role/AWSLambdaBasicExecutionRole",
    "AWSDenyAll",
  ];
  for (const name of whole) {
    it(`is known as a whole in every partition: ${name}`, () => {
      for (const partition of ["aws", "aws-cn", "aws-us-gov"]) {
        const document = wellKnownPolicy(arn(name, partition));
        assert.ok(document !== undefined && document.Statement.length > 0);
        assert.deepEqual(awsManagedPolicy(arn(name, partition)), { document: { known: document } });
      }
    });
  }

  const harmless = [
    "SecurityAudit",
    "CloudWatchAgentServerPolicy",
    "job-function/ViewOnlyAccess",
    "service-role/AWS_ConfigRole",
    "aws-service-role/AWSSupportServiceRolePolicy",
  ];
  for (const name of harmless) {
    it(`denies nothing: ${name}`, () => {
      const found = awsManagedPolicy(arn(name));
      assert.deepEqual(found?.denies, { Version: "2012-10-17", Statement: [] });
      assert.ok(found !== undefined && "unknown" in found.document);
      assert.match(found.document.unknown, /^of the policy [\w/-]+ of AWS only what it denies is known$/);
    });
  }

  it("denies what its Deny statements say of S3 and KMS", () => {
    const found = awsManagedPolicy(arn("AWSCompromisedKeyQuarantineV2"));
    const [first, ...others] = found?.denies?.Statement ?? [];
    assert.deepEqual(others, []);
    assert.equal(first?.Effect, "Deny");
    const actions = [first?.Action ?? []].flat();
    assert.ok(actions.includes("s3:ListBucket"));
    assert.ok(actions.every((action) => action.startsWith("s3:")));
  });
  it("denies everything but what its NotAction names", () => {
    const [first] = awsManagedPolicy(arn("root-task/S3UnlockBucketPolicy"))?.denies?.Statement ?? [];
    assert.deepEqual(first?.NotAction, [
      "s3:DeleteBucketPolicy",
      "s3:PutBucketPolicy",
      "s3:GetBucketPolicy",
      "s3:ListAllMyBuckets",
    ]);
    const [all] = awsManagedPolicy(arn("root-task/IAMAuditRootUserCredentials"))?.denies?.Statement ?? [];
    assert.deepEqual(all?.Action, ["s3:*", "kms:*"]);
    assert.equal(all?.NotAction, undefined);
  });

  const open = [
    ["with a name that AWS's list does not have", arn("AmazonS3FulAccess")],
    ["with the name of a property of every object", arn("constructor")],
    ["without its path", arn("ViewOnlyAccess")],
    ["with a path that it does not have", arn("service-role/SecurityAudit")],
    ["in another partition", arn("SecurityAudit", "aws-us-gov")],
    ["in another partition, with a Deny", arn("AWSCompromisedKeyQuarantineV2", "aws-cn")],
    ["of a customer by the same name", "arn:aws:iam::111122223333:policy/SecurityAudit"],
    ["of another service", "arn:aws:s3::aws:policy/SecurityAudit"],
    ["without a name", arn("")],
  ] as const;
  for (const [what, text] of open) {
    it(`tells nothing ${what}`, () => {
      assert.equal(awsManagedPolicy(text), undefined);
      assert.equal(wellKnownPolicy(text), undefined);
    });
  }
});
