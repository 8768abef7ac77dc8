import assert from "node:assert/strict";
import fc from "fast-check";
import { isAccountId, isAccountPrincipal } from "../../aws/accounts";
import {
  accountOfArn,
  accountRootArn,
  arnParts,
  bucketArn,
  bucketNameOfArn,
  friendlyName,
  isKeyArn,
  isRoleArn,
  keyArn,
  roleArn,
  splitArn,
} from "../../aws/arns";

describe("ARNs", () => {
  it("are made of their parts", () => {
    assert.equal(bucketArn("aws-cn", "acme"), "arn:aws-cn:s3:::acme");
    assert.equal(accountRootArn("aws", "111122223333"), "arn:aws:iam::111122223333:root");
    assert.equal(
      roleArn("aws", "111122223333", "/service-role/", "archive"),
      "arn:aws:iam::111122223333:role/service-role/archive",
    );
    assert.equal(
      keyArn("aws-us-gov", "us-gov-west-1", "111122223333", "abc"),
      "arn:aws-us-gov:kms:us-gov-west-1:111122223333:key/abc",
    );
  });

  it("are taken apart, and anything else is not", () => {
    assert.deepEqual(arnParts("arn:aws:s3:::acme/a:b"), {
      partition: "aws",
      service: "s3",
      region: "",
      account: "",
      resource: "acme/a:b",
    });
    assert.deepEqual(arnParts("arn:aws-cn:logs:cn-north-1:111122223333:log-group:a:b"), {
      partition: "aws-cn",
      service: "logs",
      region: "cn-north-1",
      account: "111122223333",
      resource: "log-group:a:b",
    });
    for (const text of [
      "",
      "*",
      "acme",
      "arn:aws:s3",
      "arn:aws:s3:::",
      "urn:aws:s3:::acme",
      "arn::s3:::acme",
    ]) {
      assert.equal(arnParts(text), undefined, text);
    }
  });

  it("name an account, or none", () => {
    assert.equal(accountOfArn("arn:aws:iam::111122223333:role/x"), "111122223333");
    assert.equal(accountOfArn("arn:aws:kms:eu-west-1:111122223333:key/1"), "111122223333");
    for (const arn of [
      "arn:aws:s3:::acme",
      "arn:aws:iam::aws:policy/ReadOnlyAccess",
      "arn:aws:iam::*:root",
    ]) {
      assert.equal(accountOfArn(arn), undefined, arn);
    }
  });

  it("name a bucket, and other texts stay as they are", () => {
    assert.equal(bucketNameOfArn("arn:aws-cn:s3:::acme"), "acme");
    for (const text of ["acme", "arn:aws:s3:eu-west-1:111122223333:accesspoint/acme"]) {
      assert.equal(bucketNameOfArn(text), text);
    }
  });

  it("are of a key or of a role only where they are complete", () => {
    assert.equal(isKeyArn("arn:aws:kms:eu-west-1:111122223333:key/mrk-1"), true);
    for (const text of ["arn:aws:kms:eu-west-1:111122223333:alias/a", "arn:aws:kms:eu-west-1::key/a", "a"]) {
      assert.equal(isKeyArn(text), false, text);
    }
    assert.equal(isRoleArn("arn:aws:iam::111122223333:role/path/x", "aws"), true);
    for (const text of [
      "arn:aws:iam::111122223333:user/x",
      "arn:aws-cn:iam::111122223333:role/x",
      "arn:aws:iam::111122223333:role/*",
    ]) {
      assert.equal(isRoleArn(text, "aws"), false, text);
    }
    assert.equal(friendlyName("arn:aws:iam::111122223333:role/service-role/x"), "x");
  });

  it("lose nothing when they are split, whatever they are", () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom("arn", "aws", "", "*", "a/b", "1"), { maxLength: 9 }),
        (fields) => {
          const text = fields.join(":");
          assert.equal(splitArn(text).join(":"), text);
          assert.ok(splitArn(text).length <= 6);
        },
      ),
    );
  });
});

describe("accounts", () => {
  it("are twelve digits, and principals also as the ARN of the root", () => {
    assert.equal(isAccountId("111122223333"), true);
    for (const text of ["11112222333", "1111222233334", "1111-2222-3333", ""]) {
      assert.equal(isAccountId(text), false, text);
    }
    assert.equal(isAccountPrincipal("111122223333"), true);
    assert.equal(isAccountPrincipal("arn:aws:iam::111122223333:root"), true);
    assert.equal(isAccountPrincipal("arn:aws:iam::111122223333:role/root"), false);
  });
});
