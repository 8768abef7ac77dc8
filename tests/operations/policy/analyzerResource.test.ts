import assert from "node:assert/strict";
import fc from "fast-check";
import { resourceMessages, structOf } from "../../../operations/policy/analyzerResource";

const byWayOfJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe("properties on their way to a policy pack", () => {
  it("leave out what JSON cannot say", () => {
    const properties = {
      name: "archive",
      nothing: null,
      missing: undefined,
      later: () => 1,
      endless: Number.POSITIVE_INFINITY,
      list: [1, undefined, "a", { missing: undefined }],
    };
    assert.deepEqual(structOf(properties).toJavaScript(), {
      name: "archive",
      nothing: null,
      endless: null,
      list: [1, null, "a", {}],
    });
  });

  it("arrive as they would by way of JSON", () => {
    const value = fc.jsonValue().filter((json) => !JSON.stringify(json).includes("__proto__"));
    const properties = fc.dictionary(
      fc.string().filter((name) => name !== "__proto__"),
      fc.option(value, { nil: undefined }),
    );
    fc.assert(
      fc.property(properties, (given) => {
        assert.deepEqual(byWayOfJson(structOf(given).toJavaScript()), byWayOfJson(given));
      }),
    );
  });

  it("are brought into their form once, however many messages carry them", () => {
    const provider = {
      type: "pulumi:providers:aws",
      urn: "urn:p",
      name: "p",
      properties: { region: "eu-west-1" },
    };
    const { analyzeRequest, analyzeStackRequest } = resourceMessages();
    const resource = { type: "t", urn: "urn:a", name: "a", properties: { bucket: "b" }, provider };
    const alone = analyzeRequest(resource);
    const [together] = analyzeStackRequest([resource]).getResourcesList();
    assert.equal(together?.getProperties(), alone.getProperties());
    assert.equal(together?.getProvider()?.getProperties(), alone.getProvider()?.getProperties());
    assert.deepEqual(alone.getProvider()?.getProperties()?.toJavaScript(), { region: "eu-west-1" });
  });
});
