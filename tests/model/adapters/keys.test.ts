import { strict as assert } from "node:assert";
import type { Key, Reference } from "../../../model/topology";
import { unknownText } from "../../helpers/policyResources";
import { account, only, previewOf, urn, type WrittenResource } from "./stack";

const arn = `arn:aws:kms:eu-west-1:${account}:key/11111111-2222-3333-4444-555555555555`;
const id = "11111111-2222-3333-4444-555555555555";
const keyUrn = urn("kms/key:Key", "k");
const document = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: "*", Action: "kms:*", Resource: "*" }],
};
const text = JSON.stringify(document);
const key: WrittenResource = { type: "kms/key:Key", name: "k", properties: { arn, keyId: id } };
const unborn: WrittenResource = { ...key, properties: { arn: unknownText, keyId: unknownText } };

function keyWith(properties: object, ...others: readonly WrittenResource[]): Key {
  return only(previewOf({ ...key, properties: { ...key.properties, ...properties } }, ...others).keys);
}

describe("a key", () => {
  it("is enabled, symmetric, for encryption and under the default policy where nothing else is written", () => {
    const { enabled, usage, spec, policy, grants, aliases } = keyWith({ policy: unknownText });
    assert.deepEqual(
      { enabled, usage, spec, policy, grants, aliases },
      {
        enabled: { known: true },
        usage: { known: "ENCRYPT_DECRYPT" },
        spec: { known: "SYMMETRIC_DEFAULT" },
        policy: undefined,
        grants: [],
        aliases: [],
      },
    );
  });
  it("is what is written", () => {
    const { enabled, usage, spec } = keyWith({
      isEnabled: false,
      keyUsage: "SIGN_VERIFY",
      customerMasterKeySpec: "RSA_2048",
    });
    assert.deepEqual(
      [enabled, usage, spec],
      [{ known: false }, { known: "SIGN_VERIFY" }, { known: "RSA_2048" }],
    );
  });
  it("is where its ARN says, else where its own region says, else where its provider is", () => {
    assert.deepEqual(keyWith({ arn: arn.replace("eu-west-1", "us-east-2") }).site.region, {
      known: "us-east-2",
    });
    assert.deepEqual(keyWith({ arn: unknownText, region: "us-west-2" }).site.region, { known: "us-west-2" });
    assert.deepEqual(keyWith({ arn: unknownText, region: unknownText }).site.region, { known: "eu-west-1" });
  });
  it("that is imported and still pending cannot encrypt", () => {
    const { keys } = previewOf({
      type: "kms/externalKey:ExternalKey",
      name: "k",
      properties: { arn, keyState: "PendingImport", enabled: true },
    });
    assert.deepEqual(only(keys).enabled, { known: false });
  });
  it("that is to be imported may or may not be enabled then", () => {
    const { keys } = previewOf({
      type: "kms/externalKey:ExternalKey",
      name: "k",
      properties: { arn: unknownText, keyState: unknownText, enabled: unknownText },
    });
    assert.deepEqual(only(keys).enabled, { unknown: "computed by the provider at deployment" });
  });
  it("of several Regions has usage and spec of its primary", () => {
    const replicaArn = arn.replace("eu-west-1", "eu-central-1");
    const { keys } = previewOf(
      {
        ...key,
        properties: { ...key.properties, customerMasterKeySpec: "RSA_2048", keyUsage: "SIGN_VERIFY" },
      },
      {
        type: "kms/replicaKey:ReplicaKey",
        name: "copy",
        properties: { arn: replicaArn, primaryKeyArn: arn, region: "eu-central-1", enabled: true },
      },
    );
    const replica = keys.find(({ label }) => label === urn("kms/replicaKey:ReplicaKey", "copy"));
    assert.deepEqual(
      [replica?.spec, replica?.usage, replica?.site.region],
      [{ known: "RSA_2048" }, { known: "SIGN_VERIFY" }, { known: "eu-central-1" }],
    );
  });
});

describe("a key's policy", () => {
  const separate: WrittenResource = {
    type: "kms/keyPolicy:KeyPolicy",
    name: "p",
    properties: { keyId: id, policy: text },
  };
  it("is what is written on the key", () => {
    assert.deepEqual(keyWith({ policy: text }).policy, {
      label: "key policy of k",
      document: { known: document },
    });
  });
  it("is that of KeyPolicy, not the one that the key repeats", () => {
    const older = text.replace("Allow", "Deny");
    assert.deepEqual(keyWith({ policy: older }, separate).policy?.document, { known: document });
  });
  it("is that of KeyPolicy through the key that an unknown id comes from", () => {
    const { keys } = previewOf(unborn, {
      ...separate,
      properties: { keyId: unknownText, policy: text },
      from: { keyId: [keyUrn] },
    });
    assert.deepEqual(only(keys).policy?.document, { known: document });
  });
  it("is unknown where KeyPolicy resources overwrite each other", () => {
    const other = {
      ...separate,
      name: "q",
      properties: { ...separate.properties, policy: text.replace("Allow", "Deny") },
    };
    assert.deepEqual(keyWith({}, separate, other).policy?.document, {
      unknown: `several resources overwrite each other's key policy: "p", "q"`,
      conflict: true,
      wrong: true,
    });
  });
  it("is what KeyPolicy resources say that agree", () => {
    const both = keyWith({}, separate, { ...separate, name: "q" });
    assert.deepEqual(both.policy?.document, { known: document });
  });
  it("is unknown where a KeyPolicy may be for this key", () => {
    const adrift = { ...separate, properties: { keyId: unknownText, policy: text } };
    assert.deepEqual(keyWith({}, adrift).policy?.document, {
      unknown: 'it may be set by "p", whose keyId is not known yet',
    });
  });
  it("is unknown where its text waits for a role", () => {
    const waiting = { ...key, properties: { ...key.properties, policy: unknownText } };
    const from = [urn("iam/role:Role", "r")];
    const { keys } = previewOf(
      { ...waiting, from: { policy: from } },
      { type: "iam/role:Role", name: "r", properties: { arn: unknownText } },
    );
    assert.deepEqual(only(keys).policy?.document, { unknown: 'comes from Role "r" at deployment', from });
  });
});

describe("a key's grants", () => {
  const grant = (properties: object): WrittenResource => ({
    type: "kms/grant:Grant",
    name: "g",
    properties: {
      keyId: arn,
      granteePrincipal: `arn:aws:iam::${account}:role/archive`,
      operations: ["Decrypt", "GenerateDataKey"],
      ...properties,
    },
  });
  it("are listed with grantee and operations", () => {
    assert.deepEqual(keyWith({}, grant({})).grants, [
      {
        grantee: { known: `arn:aws:iam::${account}:role/archive` },
        operations: ["Decrypt", "GenerateDataKey"],
      },
    ]);
  });
  it("keep their constraint", () => {
    const constraints = [{ encryptionContextSubset: { "aws:s3:arn": "arn:aws:s3:::acme" } }];
    assert.deepEqual(keyWith({}, grant({ constraints })).grants[0]?.constraint, {
      kind: "subset",
      context: { known: { "aws:s3:arn": "arn:aws:s3:::acme" } },
    });
  });
});

describe("a key is referred to", () => {
  const alias: WrittenResource = {
    type: "kms/alias:Alias",
    name: "a",
    properties: {
      name: "alias/archive",
      arn: `arn:aws:kms:eu-west-1:${account}:alias/archive`,
      targetKeyId: id,
    },
  };
  function reference(
    kmsMasterKeyId: string,
    from: readonly string[],
    ...keys: readonly WrittenResource[]
  ): Reference {
    const { buckets } = previewOf(
      { type: "s3/bucket:Bucket", name: "b", properties: { bucket: "acme" } },
      {
        type: "s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
        name: "b",
        properties: {
          bucket: "acme",
          rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId } }],
        },
        from: { rules: from },
      },
      ...keys,
    );
    const { encryption } = only(buckets);
    const found = "known" in encryption ? encryption.known?.key : undefined;
    assert.ok(found !== undefined);
    return found;
  }

  for (const [how, written] of [
    ["by ARN", arn],
    ["by id", id],
    ["by alias", "alias/archive"],
    ["by alias ARN", `arn:aws:kms:eu-west-1:${account}:alias/archive`],
  ] as const) {
    it(`${how}, keeping what was written`, () => {
      assert.deepEqual(reference(written, [], key, alias), { to: keyUrn, written });
    });
  }
  it("by an alias ARN that is not known to exist yet", () => {
    const young = { ...alias, properties: { ...alias.properties, arn: unknownText } };
    const written = `arn:aws:kms:eu-west-1:${account}:alias/archive`;
    assert.deepEqual(reference(written, [], key, young), { to: keyUrn, written });
  });
  it("by the id of a multi-Region key, in the Region that holds the reference", () => {
    const mrk = "mrk-1234";
    const [here, there] = ["eu-west-1", "eu-central-1"].map(
      (region): WrittenResource => ({
        type: region === "eu-west-1" ? "kms/key:Key" : "kms/replicaKey:ReplicaKey",
        name: region,
        properties: { arn: `arn:aws:kms:${region}:${account}:key/${mrk}`, keyId: mrk, region },
      }),
    );
    assert.ok(here !== undefined && there !== undefined);
    assert.deepEqual(reference(mrk, [], here, there), { to: urn("kms/key:Key", "eu-west-1"), written: mrk });
  });
  it("through the key that an unknown value comes from", () => {
    assert.deepEqual(reference(unknownText, [keyUrn], unborn), { to: keyUrn });
  });
  it("through the alias that an unknown value comes from, which shows", () => {
    const young = {
      ...alias,
      properties: { name: "alias/archive", arn: unknownText, targetKeyId: unknownText },
      from: { targetKeyId: [keyUrn] },
    };
    assert.deepEqual(reference(unknownText, [urn("kms/alias:Alias", "a")], unborn, young), {
      to: keyUrn,
      written: "alias/archive",
    });
  });
  it("as one of several, all of them named", () => {
    const second = { ...unborn, name: "k2" };
    const found = reference(unknownText, [keyUrn, urn("kms/key:Key", "k2")], unborn, second);
    assert.deepEqual(found, {
      unknown: 'one of Key "k", Key "k2", known only at deployment',
      from: [keyUrn, urn("kms/key:Key", "k2")],
    });
  });
  it("not through a stack reference, whatever it holds", () => {
    const stackReference: WrittenResource = {
      type: "pulumi:pulumi:StackReference",
      name: "other",
      properties: {},
    };
    const from = urn("pulumi:pulumi:StackReference", "other");
    assert.deepEqual(reference(unknownText, [from], stackReference), {
      unknown: 'comes from StackReference "other" at deployment',
      from: [from],
    });
  });
  it("not for certain through a key where a stack reference may give it, too", () => {
    const from = urn("pulumi:pulumi:StackReference", "other");
    const found = reference(unknownText, [keyUrn, from], unborn, {
      type: "pulumi:pulumi:StackReference",
      name: "other",
      properties: {},
    });
    assert.ok("unknown" in found);
    assert.deepEqual(found.from, [keyUrn, from]);
  });
  it("outside of the stack by what was written", () => {
    const theirs = "arn:aws:kms:eu-west-1:999988887777:key/x";
    assert.deepEqual(reference(theirs, [], key), { outside: theirs });
    assert.deepEqual(reference("alias/aws/s3", [], key), { outside: "alias/aws/s3" });
  });
});
