import assert from "node:assert/strict";
import { CONTEXT_CASES } from "../../../model/calls/callCases";
import { CONTEXT_FACTS, callContextOf } from "../../../model/calls/callContext";
import type { CallFacts } from "../../../model/calls/callFacts";
import { TAG_FAMILIES } from "../../../model/calls/tagContext";

const ABSENT = { absent: true } as const;

const REPLICATE: CallFacts = {
  service: "s3",
  action: "s3:ReplicateDelete",
  region: "eu-central-1",
  resourceAccount: "444455556666",
};

const ENCRYPT: CallFacts = {
  service: "kms",
  action: "kms:Encrypt",
  region: "cn-north-1",
  resourceAccount: "111122223333",
  encryptionContext: "arn:aws-cn:s3:::acme",
  aliases: ["alias/archive"],
  keyArn: "arn:aws-cn:kms:cn-north-1:111122223333:key/mrk-1234",
  keySpec: "SYMMETRIC_DEFAULT",
  keyUsage: "ENCRYPT_DECRYPT",
};

describe("what S3's calls carry", () => {
  it("determines these keys of a call on a bucket, and no others", () => {
    assert.deepEqual(callContextOf(REPLICATE), {
      "aws:SecureTransport": ["true"],
      "s3:TlsVersion": { oneOf: ["1.2", "1.3"] },
      "aws:SourceVpc": ABSENT,
      "aws:SourceVpce": ABSENT,
      "aws:VpcSourceIp": ABSENT,
      "aws:SourceVpcArn": ABSENT,
      "s3:DataAccessPointArn": ABSENT,
      "s3:DataAccessPointAccount": ABSENT,
      "s3:AccessPointNetworkOrigin": ABSENT,
      "s3:AccessGrantsInstanceArn": ABSENT,
      "aws:SourceArn": ABSENT,
      "aws:SourceAccount": ABSENT,
      "aws:SourceOrgID": ABSENT,
      "aws:SourceOrgPaths": ABSENT,
      "aws:PrincipalIsAWSService": ["false"],
      "aws:PrincipalServiceNamesList": ABSENT,
      "aws:ViaAWSService": ["false"],
      "aws:RequestedRegion": ["eu-central-1"],
      "aws:ResourceAccount": ["444455556666"],
      "s3:ResourceAccount": ["444455556666"],
      "aws:MultiFactorAuthAge": ABSENT,
      "s3:x-amz-server-side-encryption": ABSENT,
      "s3:x-amz-server-side-encryption-aws-kms-key-id": ABSENT,
      "s3:x-amz-server-side-encryption-customer-algorithm": ABSENT,
    });
  });

  it("leaves the encryption of a replica open: it is the object's", () => {
    const context = callContextOf({ ...REPLICATE, action: "s3:ReplicateObject" });
    assert.ok(!("s3:x-amz-server-side-encryption" in context));
  });

  it("tells KMS the service in the key's region and the encryption context", () => {
    const context = callContextOf(ENCRYPT);
    assert.deepEqual(context["kms:ViaService"], ["s3.cn-north-1.amazonaws.com"]);
    assert.deepEqual(context["kms:EncryptionContext:aws:s3:arn"], ["arn:aws-cn:s3:::acme"]);
    assert.deepEqual(context["kms:EncryptionContextKeys"], ["aws:s3:arn"]);
    assert.deepEqual(context["kms:ResourceAliases"], ["alias/archive"]);
    assert.deepEqual(context["kms:MultiRegion"], ["true"]);
    assert.ok(!("aws:ViaAWSService" in context), "S3 calls KMS on the role's behalf");
    assert.ok(!("s3:ResourceAccount" in context));
  });

  it("does not guess: what the topology does not know stays open", () => {
    const { region: _, ...rest } = ENCRYPT;
    const context = callContextOf({
      ...rest,
      region: undefined,
      resourceAccount: undefined,
      aliases: [],
    });
    for (const key of ["kms:ViaService", "aws:RequestedRegion", "kms:ResourceAliases", "aws:SourceIp"]) {
      assert.ok(!(key in context), key);
    }
    assert.deepEqual(context["aws:ResourceAccount"], {
      undetermined: "the account that owns the resource is not known",
    });
  });

  it("rests on an AWS page for every key, and names each key once", () => {
    const rows = [...CONTEXT_FACTS, ...CONTEXT_CASES, ...TAG_FAMILIES];
    for (const { url, because } of rows) {
      assert.match(url, /^https:\/\/(docs\.aws|aws)\.amazon\.com\//);
      assert.ok(because.length > 10);
    }
    const facts = CONTEXT_FACTS.flatMap(({ keys }) => keys);
    assert.equal(new Set(facts).size, facts.length);
  });
});
