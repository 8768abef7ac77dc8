import { strict as assert } from "node:assert";
import type { Tags } from "../../../model/topology";
import { unknownText } from "../../helpers/policyResources";
import { type ExportedResource, exported, exportText, only, previewOf } from "./stack";

const key = (properties: object, provider?: { readonly [name: string]: unknown }): Tags | undefined =>
  only(
    previewOf({
      type: "kms/key:Key",
      name: "k",
      properties: { ...properties },
      ...(provider !== undefined && { provider }),
    }).keys,
  ).tags;

const MORE = { unknown: "the provider does not tell all of its tags" };

describe("the tags of a resource", () => {
  it("are all that the provider reports, with its defaults", () => {
    assert.deepEqual(key({ tags: { team: "data" }, tagsAll: { team: "data", stage: "prod", note: "" } }), {
      values: { team: { known: "data" }, stage: { known: "prod" }, note: { known: "" } },
    });
    assert.deepEqual(key({ tagsAll: {} }), { values: {} });
  });
  it("are at least those that are written, where the provider reports none yet", () => {
    assert.deepEqual(key({ tags: { team: "data" } }), { values: { team: { known: "data" } }, others: MORE });
    assert.deepEqual(key({ tags: { team: "data" }, tagsAll: unknownText }), {
      values: { team: { known: "data" } },
      others: { unknown: "computed by the provider at deployment" },
    });
    assert.deepEqual(key({}), { values: {}, others: MORE });
    assert.deepEqual(key({ tags: unknownText }), { values: {}, others: MORE });
  });
  it("may have a value that is not known yet", () => {
    assert.deepEqual(key({ tagsAll: { team: unknownText, stage: "prod" } }), {
      values: { team: { unknown: "computed by the provider at deployment" }, stage: { known: "prod" } },
    });
  });
  it("may be more where the provider ignores some", () => {
    const provider = { region: "eu-west-1", ignoreTags: '{"keys":["owner"]}' };
    assert.deepEqual(key({ tagsAll: { team: "data" } }, provider), {
      values: { team: { known: "data" } },
      others: { unknown: "the provider ignores some tags" },
    });
  });
});

const resource = (type: string, outputs: object, inputs: object = {}): ExportedResource => ({
  type,
  name: "r",
  inputs: { ...inputs },
  outputs: { ...inputs, ...outputs },
});

describe("an exported stack", () => {
  it("has a role's tags and its unique id", () => {
    const { tags, uniqueId } = only(
      exported(
        exportText(
          resource(
            "iam/role:Role",
            { uniqueId: "AROADBQP57FF2AEXAMPLE", tagsAll: { team: "data" } },
            { name: "archive" },
          ),
        ),
      ).roles,
    );
    assert.deepEqual(tags, { values: { team: { known: "data" } } });
    assert.deepEqual(uniqueId, { known: "AROADBQP57FF2AEXAMPLE" });
  });
  it("has no unique id of a role that does not exist yet", () => {
    const { uniqueId } = only(exported(exportText(resource("iam/role:Role", {}, { name: "archive" }))).roles);
    assert.deepEqual(uniqueId, { unknown: "AWS gives the role its unique id" });
  });

  const bucket = resource("s3/bucket:Bucket", { tagsAll: { team: "data" } }, { bucket: "acme" });
  const abac = (status: string): ExportedResource => ({
    type: "s3/bucketAbac:BucketAbac",
    name: "abac",
    inputs: { bucket: "acme", abacStatus: { status } },
  });
  const rows: readonly (readonly [string, readonly ExportedResource[], boolean])[] = [
    ["on where it is switched on", [bucket, abac("Enabled")], true],
    ["off where it is switched off", [bucket, abac("Disabled")], false],
    ["off where nothing sets it", [bucket], false],
  ];
  for (const [what, resources, isOn] of rows) {
    it(`has ABAC of a bucket ${what}`, () => {
      const { tags, tagsDecideAccess } = only(exported(exportText(...resources)).buckets);
      assert.deepEqual(tags, { values: { team: { known: "data" } } });
      assert.deepEqual(tagsDecideAccess, { known: isOn });
    });
  }
});
