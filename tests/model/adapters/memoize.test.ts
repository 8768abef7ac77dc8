import assert from "node:assert/strict";
import type { PolicyResourceLike } from "../../../model";
import { remembering } from "../../../model/adapters/memoize";

const props = { bucket: "acme" };
const providerProps = { region: "eu-west-1" };
const resource: PolicyResourceLike = {
  type: "aws:s3/bucket:Bucket",
  urn: "urn:a",
  name: "a",
  props,
  provider: { urn: "urn:p", props: providerProps },
  propertyDependencies: { bucket: [{ urn: "urn:b" }] },
};

describe("what is remembered of resources", () => {
  let built = 0;
  const build = remembering(() => {
    built += 1;
    return "read";
  });
  beforeEach(() => {
    built = 0;
    build([{ ...resource, props: {} }]);
    build([resource]);
    built = 0;
  });

  it("is built once for the same resources, even where the objects around their properties are new", () => {
    build([
      {
        ...resource,
        provider: { urn: "urn:p", props: providerProps },
        propertyDependencies: { bucket: [{ urn: "urn:b" }] },
      },
    ]);
    assert.equal(built, 0);
  });

  const changes: readonly (readonly [string, readonly PolicyResourceLike[]])[] = [
    ["properties that only look the same", [{ ...resource, props: { bucket: "acme" } }]],
    ["another provider", [{ ...resource, provider: { urn: "urn:q", props: providerProps } }]],
    [
      "other settings of the provider",
      [{ ...resource, provider: { urn: "urn:p", props: { region: "eu-west-1" } } }],
    ],
    [
      "no provider",
      [
        {
          type: resource.type,
          urn: "urn:a",
          name: "a",
          props,
          propertyDependencies: resource.propertyDependencies,
        },
      ],
    ],
    ["another origin of a value", [{ ...resource, propertyDependencies: { bucket: [{ urn: "urn:c" }] } }]],
    ["another URN", [{ ...resource, urn: "urn:z" }]],
    ["another type", [{ ...resource, type: "aws:kms/key:Key" }]],
    ["one more resource", [resource, { ...resource, urn: "urn:y" }]],
    ["no resource", []],
  ];
  for (const [what, resources] of changes) {
    it(`is built anew for ${what}`, () => {
      build(resources);
      assert.equal(built, 1);
    });
  }
});
