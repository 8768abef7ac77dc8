import assert from "node:assert/strict";
import { differenceLines } from "../../../operations/report/differencesText";

const NONE: ReadonlySet<string> = new Set();

const text = (differences: Parameters<typeof differenceLines>[0], elsewhere = NONE) =>
  differenceLines(differences, elsewhere).join("\n");

describe("the table of differences", () => {
  it("has a row for each replica, and tells what is empty from what is not set", () => {
    assert.equal(
      text([
        { property: "rule destination.storageClass", values: { a: "–", b: "GLACIER_IR" } },
        { property: "rule filter.prefix", values: { a: "", b: "–" } },
      ]),
      ["     storageClass  prefix", '  a  not set       ""', "  b  GLACIER_IR    not set"].join("\n"),
    );
  });

  it("names as much of a setting as tells it from the others", () => {
    assert.equal(
      text([
        { property: "aws:s3:X rules[1].filter.prefix", values: { a: "1", b: "2" } },
        { property: "rule filter.prefix", values: { a: "3", b: "4" } },
      ]),
      [
        "     rules[1].  rule",
        "     filter.    filter.",
        "     prefix     prefix",
        "  a  1          3",
        "  b  2          4",
      ].join("\n"),
    );
  });

  it("has one row for all replicas that are alike, where they are many", () => {
    const rules = Array.from({ length: 12 }, (_, index) => `r${index}`);
    const values = Object.fromEntries(rules.map((rule) => [rule, rule === "r7" ? "GLACIER" : "–"]));
    assert.equal(
      text([{ property: "rule destination.storageClass", values }]),
      ["                storageClass", "  r7            GLACIER", "  the other 11  not set"].join("\n"),
    );
  });

  it("leaves out priorities, which compare nothing across destinations", () => {
    const said = text([{ property: "rule priority", values: { a: "0", b: "1" } }]);
    assert.equal(said, "  nothing but their names, keys and regions");
  });

  it("does not say of another stack's bucket that its settings are not set", () => {
    const versioning = {
      property: "aws:s3:BucketVersioning status",
      values: { a: "Enabled", b: "–", c: "–" },
    };
    assert.equal(text([versioning], new Set(["b", "c"])), "  nothing but their names, keys and regions");
    assert.equal(
      text([versioning], new Set(["b"])),
      ["     status", "  a  Enabled", "  b  ?", "  c  not set"].join("\n"),
    );
  });

  it("is a list where names or values are wider than a line", () => {
    const long = "x".repeat(76);
    assert.equal(
      text([{ property: "rule destination.a", values: { one: long, two: "–" } }]),
      ["  rule destination.a", "    one:", `      ${long}`, "    two: not set"].join("\n"),
    );
  });
});
