/** What is decided although a policy, or what a policy may ask about, is known only in part. */
import { strict as assert } from "node:assert";
import { evaluate, type NamedPolicy } from "../../../model/evaluation";
import { call, everything, KEY_HERE, policies, policy, ROLE_ARN } from "./cast";

const partly = (...denied: readonly string[]): NamedPolicy => ({
  label: "AWS's own",
  document: {
    unknown: "only what it denies is known",
    denies: {
      Version: "2012-10-17",
      Statement: denied.map((Action) => ({ Sid: "No", Effect: "Deny", Action, Resource: "*" })),
    },
  },
});

describe("a policy of which only the denies are known", () => {
  it("takes nothing from what another policy allows", () => {
    const { verdict, because } = evaluate(call(), policies({ identity: [everything("own"), partly()] }));
    assert.equal(verdict, "allowed");
    assert.match(because, /^statement "All" of own allows s3:ReplicateObject/);
  });
  it("may allow what no other policy does", () => {
    const { verdict, because } = evaluate(call(), policies({ identity: [partly()] }));
    assert.equal(verdict, "unknown");
    assert.match(because, /whether AWS's own allows s3:ReplicateObject .*only what it denies is known/);
  });
  it("denies what it denies", () => {
    const found = evaluate(call(), policies({ identity: [everything("own"), partly("s3:Replicate*")] }));
    assert.equal(found.verdict, "denied");
    assert.equal(found.explicit, true);
    assert.match(found.because, /^statement "No" of AWS's own denies s3:ReplicateObject/);
  });
  it("denies nothing else", () => {
    const found = evaluate(call(), policies({ identity: [everything("own"), partly("s3:Get*", "kms:*")] }));
    assert.equal(found.verdict, "allowed");
  });
  it("denies a part of a region", () => {
    const guard: NamedPolicy = {
      label: "guard",
      document: {
        unknown: "only what it denies is known",
        denies: {
          Version: "2012-10-17",
          Statement: [{ Effect: "Deny", Action: "s3:*", Resource: "arn:aws:s3:::replica/secret/*" }],
        },
      },
    };
    const found = evaluate(
      call({ resource: "arn:aws:s3:::replica/*" }),
      policies({ identity: [everything("own"), guard] }),
    );
    assert.equal(found.verdict, "denied");
    assert.match(found.because, /part of arn:aws:s3:::replica\/\*/);
  });
  it("limits as a boundary whatever it may not allow", () => {
    const found = evaluate(call(), policies({ identity: [everything("own")], boundary: partly() }));
    assert.equal(found.verdict, "unknown");
  });
});

describe("the tags of a key", () => {
  const tagged = { "aws:ResourceTag/*": { absent: true }, "aws:ResourceTag/team": ["data"] } as const;
  const ask = (action: string) => call({ action, resource: KEY_HERE, context: tagged });
  const Condition = { StringEquals: { "aws:ResourceTag/team": "data" } };
  const byTag = policy("own", { Effect: "Allow", Action: "kms:*", Resource: "*", Condition });
  const ofAccount = policy("key", {
    Effect: "Allow",
    Principal: { AWS: "arn:aws:iam::111122223333:root" },
    Action: "kms:*",
    Resource: "*",
  });

  it("decide in the caller's policies", () => {
    const found = evaluate(
      ask("kms:Decrypt"),
      policies({ identity: [byTag], resource: ofAccount, resourceKind: "key" }),
    );
    assert.equal(found.verdict, "allowed");
  });
  it("decide nothing in the key's policy, where KMS does not support them", () => {
    const resource = policy("key", {
      Effect: "Allow",
      Principal: { AWS: ROLE_ARN },
      Action: "kms:*",
      Resource: "*",
      Condition,
    });
    const { verdict, because } = evaluate(ask("kms:Decrypt"), policies({ resource, resourceKind: "key" }));
    assert.equal(verdict, "unknown");
    assert.match(because, /KMS supports aws:ResourceTag in IAM policies only/);
  });
  it("decide in a bucket's policy, where the call has them", () => {
    const resource = policy("bucket", {
      Effect: "Allow",
      Principal: { AWS: ROLE_ARN },
      Action: "s3:*",
      Resource: "*",
      Condition,
    });
    assert.equal(evaluate(call({ context: tagged }), policies({ resource })).verdict, "allowed");
  });
});
