import assert from "node:assert/strict";
import fc from "fast-check";
import { fixText } from "../../../operations/report/fixText";
import { paint } from "../../../operations/report/paint";
import { marked, type ReportedOutcome, symbol, worst } from "../../../operations/report/symbols";
import { fitting, visibleLength, WIDTH, wrap } from "../../../operations/report/wrap";
import { tooWide } from "../../helpers/reportText";

const BUCKET = "a".repeat(63);

/** Words from short to longer than a line. */
const word = fc
  .tuple(fc.stringMatching(/^[a-z:/."{}]{1,8}$/), fc.integer({ min: 1, max: 20 }))
  .map(([text, times]) => text.repeat(times));
const sentenceOf = fc.array(word, { minLength: 1, maxLength: 40 }).map((words) => words.join(" "));

describe("a wrapped text", () => {
  it("has lines of 80 columns, with every word whole and in its order", () => {
    fc.assert(
      fc.property(sentenceOf, fc.integer({ min: 0, max: 12 }), (text, indentation) => {
        const indent = " ".repeat(indentation);
        const lines = wrap(text, { indent });
        for (const line of lines) {
          assert.ok(line.startsWith(indent));
          assert.ok(line.length <= WIDTH || !line.trim().includes(" "), line);
        }
        assert.equal(lines.map((line) => line.trim()).join(" "), text);
      }),
    );
  });

  it("hangs behind its first line, and leaves a long name on a line of its own", () => {
    assert.deepEqual(
      wrap(`to ${BUCKET} (eu-west-1, account 111122223333)`, { indent: "    ", hanging: "      " }),
      [`    to ${BUCKET}`, "      (eu-west-1, account 111122223333)"],
    );
    const name = "n".repeat(100);
    assert.deepEqual(wrap(`of ${name} here`), ["of", name, "here"]);
  });

  it("keeps white space where it is not broken, as in the key of an object", () => {
    assert.deepEqual(wrap("put of a  b.txt"), ["put of a  b.txt"]);
  });

  it("does not count colours", () => {
    const { red } = paint(true);
    const words = Array.from({ length: 40 }, (_, index) => `word${index}`);
    const plain = wrap(words.join(" "));
    const coloured = wrap(words.map(red).join(" "));
    assert.equal(visibleLength(red("word")), 4);
    assert.deepEqual(
      coloured.map(visibleLength),
      plain.map((line) => line.length),
    );
  });

  it("is in shorter words where the long ones do not fit", () => {
    assert.equal(fitting(["long ".repeat(20), "short"], 2), "short");
    assert.equal(fitting(["fits", "short"], 2), "fits");
    assert.equal(fitting(["x".repeat(78), "short"], 3), "short");
  });
});

describe("a fix in a report", () => {
  it("is the same JSON as before, whatever is broken", () => {
    const names = fc.stringMatching(/^[a-z0-9 "\\:/*-]{0,120}$/);
    const statement = fc.dictionary(names, fc.oneof(names, fc.array(names), fc.dictionary(names, names)));
    fc.assert(
      fc.property(statement, (value) => {
        const lines = fixText(
          `add to the policy:\n${JSON.stringify(value, null, 2)}`,
          "        ",
          paint(false),
        );
        const [first, ...json] = lines;
        assert.equal(first, "        fix: add to the policy:");
        assert.equal(JSON.stringify(JSON.parse(json.join("\n"))), JSON.stringify(value));
        assert.deepEqual(tooWide(lines.join("\n")), []);
      }),
    );
  });

  it("keeps a text with spaces in quotation marks on one line", () => {
    const long = "a b ".repeat(30).trim();
    assert.deepEqual(fixText(`{\n  "Sid": "${long}"\n}`, "", paint(false)), [
      "fix:",
      "{",
      '  "Sid":',
      `    "${long}"`,
      "}",
    ]);
  });
});

describe("a symbol", () => {
  const meanings: readonly (readonly [ReportedOutcome, string])[] = [
    ["good", "✓"],
    ["bad", "✗"],
    ["unsure", "?"],
    ["advice", "!"],
    ["none", "–"],
  ];
  for (const [outcome, character] of meanings) {
    it(`has one meaning: ${character} is ${outcome}`, () => {
      assert.equal(symbol(outcome, paint(false)), character);
      assert.deepEqual(marked(outcome, "so it is", paint(false), "  "), [`  ${character} so it is`]);
    });
  }

  it("stands for the worst of several in a summary", () => {
    assert.equal(worst(["good", "unsure", "bad"]), "bad");
    assert.equal(worst(["good", "advice", "unsure"]), "unsure");
    assert.equal(worst(["good", "none"]), "none");
    assert.equal(worst(["good"]), "good");
    assert.equal(worst([]), "none");
  });
});
