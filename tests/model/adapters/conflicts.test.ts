/** What a program writes on a bucket itself, although a resource of its own sets the same. */
import { strict as assert } from "node:assert";
import { judge, overall } from "../../../model/judge";
import type { Bucket } from "../../../model/topology";
import { find, settledStack } from "../../policy-pack/stacks";
import { type ExportedResource, exported, exportOf, only, previewOf, urn } from "./stack";

const policyOf = (action: string) => ({
  Version: "2012-10-17",
  Statement: [{ Effect: "Deny", Principal: "*", Action: action, Resource: "*" }],
});

interface Twice {
  readonly setting: keyof Bucket;
  readonly type: string;
  readonly separate: object;
  readonly inline: string;
  readonly same: unknown;
  readonly different: unknown;
}

const twice: readonly Twice[] = [
  {
    setting: "versioning",
    type: "s3/bucketVersioning:BucketVersioning",
    separate: { versioningConfiguration: { status: "Enabled" } },
    inline: "versioning",
    same: { enabled: true },
    different: { enabled: false },
  },
  {
    setting: "encryption",
    type: "s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
    separate: { rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms" } }] },
    inline: "serverSideEncryptionConfiguration",
    same: { rule: { applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms" } } },
    different: { rule: { applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } } },
  },
  {
    setting: "requesterPays",
    type: "s3/bucketRequestPaymentConfiguration:BucketRequestPaymentConfiguration",
    separate: { payer: "BucketOwner" },
    inline: "requestPayer",
    same: "BucketOwner",
    different: "Requester",
  },
  {
    setting: "policy",
    type: "s3/bucketPolicy:BucketPolicy",
    separate: { policy: policyOf("s3:*") },
    inline: "policy",
    same: JSON.stringify(policyOf("s3:*")),
    different: JSON.stringify(policyOf("s3:GetObject")),
  },
];

for (const { setting, type, separate, inline, same, different } of twice) {
  const read = (inputs: object, outputs: object) => {
    const bucket: ExportedResource = {
      type: "s3/bucket:Bucket",
      name: "b",
      inputs: { bucket: "acme", ...inputs },
      outputs: { bucket: "acme", ...outputs },
    };
    const beside = { type, name: "p", inputs: { bucket: "acme", ...separate } };
    const found = only(exported(exportOf([bucket, beside])).buckets)[setting];
    return JSON.stringify(setting === "policy" ? { ...Object(found) }.document : found);
  };
  const alone = read({}, {});

  describe(`${setting}, set by a resource of its own`, () => {
    it("is what that says, whatever the provider reads of the bucket", () => {
      for (const outputs of [{ [inline]: same }, { [inline]: different }])
        assert.equal(read({}, outputs), alone);
    });
    it("is what that says where the bucket says the same", () => {
      assert.equal(read({ [inline]: same }, { [inline]: same }), alone);
    });
    it("is open where the program wrote something else on the bucket, whatever was read since", () => {
      for (const outputs of [{}, { [inline]: same }, { [inline]: different }])
        assert.match(
          read({ [inline]: different }, outputs),
          /^\{"unknown":"several resources overwrite each other's .*: \\"p\\", \\"b\\"","conflict":true,"wrong":true\}$/,
        );
    });
    it("is open in a preview only where an origin tells that the program wrote it", () => {
      const properties = { bucket: "acme", [inline]: different };
      const preview = (from: object) => {
        const { buckets } = previewOf(
          { type: "s3/bucket:Bucket", name: "b", properties, from: { ...from } },
          { type, name: "p", properties: { bucket: "acme", ...separate } },
        );
        return JSON.stringify(only(buckets)[setting]);
      };
      assert.doesNotMatch(preview({}), /overwrite/);
      assert.match(preview({ [inline]: [urn("s3/bucket:Bucket", "elsewhere")] }), /overwrite/);
    });
  });
}

describe("a replication configuration on the bucket beside one of its own", () => {
  const stack = settledStack();
  const source = find(stack, "aws:s3/bucket:Bucket", "src");
  const separate = find(stack, "aws:s3/bucketReplicationConfig:BucketReplicationConfig", "src");
  const written = JSON.parse(JSON.stringify(separate.inputs));
  const inline = (prefix: string) => ({
    role: written.role,
    rules: [
      {
        id: "own",
        status: "Enabled",
        priority: 1,
        filter: { prefix },
        destination: { bucket: written.rules[0].destination.bucket },
      },
    ],
  });
  const providers = new Map(
    stack.flatMap(({ provider }) =>
      provider === undefined ? [] : [[provider.urn, { ...provider, id: "p", inputs: provider.properties }]],
    ),
  );
  const provedWith = (inputs: object, outputs: object) => {
    const resources = stack
      .filter(({ urn: its }) => !providers.has(its))
      .map(({ provider, properties, ...each }) => ({
        ...each,
        inputs: { ...each.inputs, ...(each.urn === source.urn ? inputs : {}) },
        outputs: { ...properties, ...(each.urn === source.urn ? outputs : {}) },
        ...(provider && { provider: `${provider.urn}::p` }),
      }));
    return judge(exported({ deployment: { resources: [...providers.values(), ...resources] } }));
  };

  it("is not there where nobody wrote it, although the provider reads one", () => {
    assert.equal(overall(provedWith({}, {})), "works");
    assert.equal(overall(provedWith({}, { replicationConfiguration: inline("logs/") })), "works");
  });
  it("is a second one where the program wrote it: no route works", () => {
    const reports = provedWith({ replicationConfiguration: inline("logs/") }, {});
    assert.deepEqual(
      reports.map(({ verdict }) => verdict),
      ["broken", "broken", "broken"],
    );
    for (const { requirements } of reports)
      assert.ok(requirements.some(({ id, verdict }) => id === "configuration-alone" && verdict === "unmet"));
  });
});
