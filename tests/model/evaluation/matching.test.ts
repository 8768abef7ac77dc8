import { strict as assert } from "node:assert";
import fc from "fast-check";
import { matchesPattern } from "../../../model/evaluation";
import { inRange, parseAddress, parseRange } from "../../../model/evaluation/ipAddress";
import { parseBinary, parseBoolean, parseDate, parseNumber } from "../../../model/evaluation/scalar";

describe("matchesPattern", () => {
  const rows: readonly [string, string, boolean][] = [
    ["", "", true],
    ["", "a", false],
    ["*", "", true],
    ["?", "", false],
    ["a*c", "abbbc", true],
    ["a*c", "abcb", false],
    ["*a*b*", "xxaxxb", true],
    ["*ab", "aab", true],
    ["a?c", "abc", true],
    ["a??", "ab", false],
    ["**", "anything", true],
    ["A", "a", false],
    ["a.c", "abc", false],
  ];
  for (const [pattern, text, expected] of rows) {
    it(`${JSON.stringify(pattern)} ${expected ? "matches" : "does not match"} ${JSON.stringify(text)}`, () => {
      assert.equal(matchesPattern(pattern, text), expected);
    });
  }
  it("ignores case when asked to", () =>
    assert.equal(matchesPattern("S3:GET*", "s3:getObject", { ignoreCase: true }), true));

  it("agrees with a regular expression, over any pattern", () => {
    const text = (letters: string) => fc.string({ unit: fc.constantFrom(...letters), maxLength: 12 });
    fc.assert(
      fc.property(text("ab*?"), text("ab"), (pattern, given) => {
        const expression = new RegExp(`^${pattern.replaceAll("*", ".*").replaceAll("?", ".")}$`, "s");
        assert.equal(matchesPattern(pattern, given), expression.test(given));
      }),
      { seed: 5, numRuns: 5_000 },
    );
  });

  it("stays quick on patterns that make regular expressions slow", () => {
    const started = performance.now();
    assert.equal(matchesPattern("*a".repeat(500), "a".repeat(20_000).concat("b")), false);
    assert.ok(performance.now() - started < 1_000);
  });
});

describe("addresses", () => {
  const inside: readonly [string, string][] = [
    ["10.1.2.3", "10.0.0.0/8"],
    ["10.1.2.3", "10.1.2.3"],
    ["10.1.2.3", "10.1.2.2/31"],
    ["255.255.255.255", "0.0.0.0/0"],
    ["::1", "::/127"],
    ["2001:db8::ffff", "2001:DB8::/32"],
    ["2001:db8:0:0:0:0:0:1", "2001:db8::1"],
    ["::ffff:10.0.0.1", "::ffff:a00:1"],
  ];
  for (const [address, range] of inside) {
    it(`${address} lies in ${range}`, () => {
      const [a, r] = [parseAddress(address), parseRange(range)];
      assert.ok(a && r && inRange(a, r));
    });
  }
  const outside: readonly [string, string][] = [
    ["11.0.0.0", "10.0.0.0/8"],
    ["10.1.2.4", "10.1.2.3"],
    ["2001:db9::1", "2001:db8::/32"],
    ["10.0.0.1", "::/0"],
    ["::1", "0.0.0.0/0"],
  ];
  for (const [address, range] of outside) {
    it(`${address} does not lie in ${range}`, () => {
      const [a, r] = [parseAddress(address), parseRange(range)];
      assert.ok(a && r && !inRange(a, r));
    });
  }
  for (const text of [
    "",
    "10.0.0",
    "10.0.0.256",
    "10.0.0.0.1",
    "1::2::3",
    "1:2:3",
    "g::",
    "1:2:3:4:5:6:7:8:9",
    "1:2:3:4:5:6:7::8:9",
  ]) {
    it(`finds no address in ${JSON.stringify(text)}`, () => assert.equal(parseAddress(text), undefined));
  }
  for (const text of ["10.0.0.0/33", "10.0.0.0/", "10.0.0.0/8/8", "::/129", "10.0.0.0/-1"]) {
    it(`finds no range in ${JSON.stringify(text)}`, () => assert.equal(parseRange(text), undefined));
  }
});

describe("scalars", () => {
  const rows: readonly [string, unknown, unknown][] = [
    ["a number", parseNumber(" -1.5e2 "), -150],
    ["no number", parseNumber("1,5"), undefined],
    ["a year", parseDate("2026"), Date.UTC(2026, 0)],
    ["a date with an offset", parseDate("2026-01-01T00:30+00:30"), Date.UTC(2026, 0)],
    ["a fraction of a second", parseDate("2026-01-01T00:00:00.1239Z"), Date.UTC(2026, 0, 1, 0, 0, 0, 123)],
    ["epoch seconds", parseDate("1767225600"), Date.UTC(2026, 0)],
    ["no date", parseDate("2026-13-01"), undefined],
    ["a boolean", parseBoolean("FALSE"), false],
    ["no boolean", parseBoolean("0"), undefined],
    ["bytes", parseBinary("QUI="), "4142"],
    ["no bytes", parseBinary("QQ"), undefined],
  ];
  for (const [what, found, expected] of rows) it(`reads ${what}`, () => assert.equal(found, expected));
});
