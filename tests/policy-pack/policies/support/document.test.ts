import assert from "node:assert/strict";
import fc from "fast-check";
import { Property } from "../../../../model/adapters/property";
import { documentOf, readDocument } from "../../../../policy-pack/policies/support/document";
import { UNKNOWN } from "../../stacks";

const read = (value: unknown) => readDocument(new Property(value, "policy", []));

describe("a policy document", () => {
  it("has statements whose every part is a list", () => {
    const reading = documentOf({
      Statement: {
        Effect: "Allow",
        Principal: { AWS: ["1", "2"], Service: "s3.amazonaws.com" },
        Action: "s3:GetObject",
        NotResource: ["a", "b"],
        Condition: { StringEquals: { "aws:SourceAccount": "1" }, Bool: { "aws:SecureTransport": false } },
      },
    });
    assert.deepEqual(reading, {
      statements: [
        {
          label: "statement 1",
          allows: true,
          denies: false,
          principals: [
            { kind: "AWS", value: "1" },
            { kind: "AWS", value: "2" },
            { kind: "Service", value: "s3.amazonaws.com" },
          ],
          notPrincipals: [],
          actions: ["s3:GetObject"],
          notActions: [],
          resources: [],
          notResources: ["a", "b"],
          conditions: [
            { operator: "StringEquals", key: "aws:SourceAccount", values: ["1"] },
            { operator: "Bool", key: "aws:SecureTransport", values: ["false"] },
          ],
        },
      ],
    });
  });

  it("is not known where any part of it is not", () => {
    for (const value of [
      UNKNOWN,
      { Statement: UNKNOWN },
      { Statement: [{ Effect: "Allow", Resource: [UNKNOWN] }] },
    ])
      assert.ok("unknown" in read(value), JSON.stringify(value));
  });

  it("is absent where nothing is written", () => {
    for (const value of [undefined, null, ""]) assert.deepEqual(read(value), { known: undefined });
  });

  it("is read or refused, whatever is written", () => {
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), fc.json(), fc.string()), (value) => {
        const reading = read(value);
        assert.ok("known" in reading);
      }),
    );
  });
});
