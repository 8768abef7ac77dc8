import { strict as assert } from "node:assert";
import fc from "fast-check";
import { type Decision, evaluate, type PolicyStatement } from "../../../model/evaluation";
import { samplesOf } from "../../../model/evaluation/arnSamples";
import { globMatches, globOf } from "../../../model/evaluation/glob";
import { BUCKET, call, policies, policy } from "./cast";

const allow = (Resource: string | string[]): PolicyStatement => ({ Effect: "Allow", Action: "*", Resource });
const deny = (Resource: string | string[]): PolicyStatement => ({
  Sid: "No",
  Effect: "Deny",
  Action: "*",
  Resource,
});

function overLogs(...statements: readonly PolicyStatement[]): Decision {
  return evaluate(
    call({ resource: `${BUCKET}/logs/*` }),
    policies({ identity: [policy("p", ...statements)] }),
  );
}

describe("a resource with a wildcard tail", () => {
  const cases: readonly [string, readonly PolicyStatement[], Decision["verdict"]][] = [
    ["is allowed by the very same pattern", [allow(`${BUCKET}/logs/*`)], "allowed"],
    ["is allowed by a wider pattern", [allow(`${BUCKET}/*`)], "allowed"],
    ["is allowed by a wider prefix within a name", [allow(`${BUCKET}/lo*`)], "allowed"],
    ["is allowed by a lone asterisk", [allow("*")], "allowed"],
    ["is not allowed by a narrower pattern", [allow(`${BUCKET}/logs/2026/*`)], "denied"],
    ["is not allowed by a pattern with an ending", [allow(`${BUCKET}/logs/*.gz`)], "denied"],
    ["is not allowed where the key right at the prefix is left out", [allow(`${BUCKET}/logs/?*`)], "denied"],
    ["is not allowed by one object", [allow(`${BUCKET}/logs/a`)], "denied"],
    ["is not allowed by the pattern of another bucket", [allow(`${BUCKET}2/*`)], "denied"],
    [
      "is allowed by patterns that cover it together",
      [allow([`${BUCKET}/logs/`, `${BUCKET}/logs/?*`])],
      "allowed",
    ],
    [
      "is allowed by statements that cover it together",
      [allow(`${BUCKET}/logs/a*`), { Effect: "Allow", Action: "*", NotResource: `${BUCKET}/logs/a*` }],
      "allowed",
    ],
    ["is denied by a pattern over all of it", [allow("*"), deny(`${BUCKET}/*`)], "denied"],
    ["is denied by a pattern over part of it", [allow("*"), deny(`${BUCKET}/logs/secret/*`)], "denied"],
    ["is denied by a pattern that crosses it", [allow("*"), deny(`${BUCKET}/*.tmp`)], "denied"],
    ["is not denied by a pattern beside it", [allow("*"), deny(`${BUCKET}/data/*`)], "allowed"],
    ["is not denied by the bucket itself", [allow("*"), deny(BUCKET)], "allowed"],
    [
      "is not denied by a NotResource that leaves all of it out",
      [allow("*"), { Effect: "Deny", Action: "*", NotResource: [BUCKET, `${BUCKET}/*`] }],
      "allowed",
    ],
    [
      "is denied by a NotResource that leaves only part of it out",
      [allow("*"), { Effect: "Deny", Action: "*", NotResource: `${BUCKET}/logs/2026/*` }],
      "denied",
    ],
  ];
  for (const [sentence, statements, verdict] of cases) {
    it(sentence, () => assert.equal(overLogs(...statements).verdict, verdict));
  }

  it("says which part is denied, with an example", () => {
    const { because, explicit } = overLogs(allow("*"), deny(`${BUCKET}/logs/secret/*`));
    assert.equal(
      because,
      `statement "No" of p denies s3:ReplicateObject on part of ${BUCKET}/logs/* (for example ${BUCKET}/logs/secret/)`,
    );
    assert.equal(explicit, true);
  });

  it("does not speak of a part where all of it is denied", () => {
    const { because } = overLogs(allow("*"), deny(`${BUCKET}/*`));
    assert.equal(because, `statement "No" of p denies s3:ReplicateObject on ${BUCKET}/logs/*`);
  });

  it("is undecided where a Deny over part of it is undecided", () => {
    const perhaps = {
      ...deny(`${BUCKET}/logs/secret/*`),
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    };
    const { verdict, because } = overLogs(allow("*"), perhaps);
    assert.equal(verdict, "unknown");
    assert.match(
      because,
      /whether statement "No" of p denies .* is not known: .* does not determine aws:SecureTransport$/,
    );
  });

  it("holds no object with an empty key", () => {
    const all = call({ resource: `${BUCKET}/*` });
    assert.equal(
      evaluate(all, policies({ identity: [policy("p", allow(`${BUCKET}/?*`))] })).verdict,
      "allowed",
    );
  });

  it("takes an asterisk before the tail for the character that it is in a key", () => {
    const odd = call({ resource: `${BUCKET}/a*b/*` });
    assert.equal(
      evaluate(odd, policies({ identity: [policy("p", allow(`${BUCKET}/a?b/*`))] })).verdict,
      "allowed",
    );
    assert.equal(
      evaluate(odd, policies({ identity: [policy("p", allow(`${BUCKET}/axb/*`))] })).verdict,
      "denied",
    );
  });

  it("is not meant by a lone asterisk, the resource of actions that have none", () => {
    const list = call({ action: "s3:ListAllMyBuckets", resource: "*" });
    assert.equal(evaluate(list, policies({ identity: [policy("p", allow("*"))] })).verdict, "allowed");
    assert.equal(
      evaluate(list, policies({ identity: [policy("p", allow(`${BUCKET}/*`))] })).verdict,
      "denied",
    );
  });
});

/** Every text over the letters up to the length: with patterns over fewer letters, enough to tell all keys apart. */
function textsOver(letters: readonly string[], length: number): readonly string[] {
  if (length === 0) return [""];
  const shorter = textsOver(letters, length - 1);
  return ["", ...shorter.flatMap((text) => letters.map((letter) => letter + text))].filter(
    (text, index, all) => all.indexOf(text) === index,
  );
}

describe("a wildcard tail, against every key below it", function () {
  this.timeout(60_000);

  const tail = fc.array(fc.constantFrom("a", "b", "*", "?"), { maxLength: 4 }).map((parts) => parts.join(""));
  const prefix = fc.constantFrom("", "a", "ab", "b");
  const keys = textsOver(["a", "b", "c"], 5);

  it("finds a sample for exactly the combinations of patterns that some key matches", () => {
    fc.assert(
      fc.property(prefix, fc.array(tail, { minLength: 1, maxLength: 4 }), (start, tails) => {
        const base = `${BUCKET}/x`;
        const globs = tails.map((pattern) => globOf(`${base}${pattern}`));
        const combination = (text: string) => globs.map((glob) => globMatches(glob, text)).join();
        const { resources: samples, isComplete } = samplesOf(`${base}${start}*`, globs);
        assert.ok(isComplete);
        const expected = new Set(keys.map((key) => combination(`${base}${start}${key}`)));
        assert.deepEqual(new Set(samples.map(combination)), expected);
        for (const sample of samples) assert.ok(sample.startsWith(`${base}${start}`), sample);
      }),
      { numRuns: 400, seed: 7 },
    );
  });

  it("gives the verdict that all keys below it give together", () => {
    const statement = fc.record({
      Effect: fc.constantFrom<"Allow" | "Deny">("Allow", "Allow", "Deny"),
      negated: fc.boolean(),
      patterns: fc.array(tail, { minLength: 1, maxLength: 2 }),
    });
    fc.assert(
      fc.property(prefix, fc.array(statement, { minLength: 1, maxLength: 3 }), (start, made) => {
        const statements = made.map(({ Effect, negated, patterns }): PolicyStatement => {
          const list = patterns.map((pattern) => `${BUCKET}/x${pattern}`);
          return { Effect, Action: "*", ...(negated ? { NotResource: list } : { Resource: list }) };
        });
        const given = policies({ identity: [policy("p", ...statements)] });
        const at = (resource: string) => evaluate(call({ resource }), given);
        const each = keys.map((key) => at(`${BUCKET}/x${start}${key}`));
        const whole = at(`${BUCKET}/x${start}*`);
        assert.equal(whole.verdict, each.every((d) => d.verdict === "allowed") ? "allowed" : "denied");
        if (whole.verdict === "denied")
          assert.equal(
            whole.explicit,
            each.some((d) => d.explicit === true),
          );
      }),
      { numRuns: 200, seed: 8 },
    );
  });
});
