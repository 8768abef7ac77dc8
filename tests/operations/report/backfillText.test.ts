import assert from "node:assert/strict";
import fc from "fast-check";
import { type Backfill, OUTCOMES } from "../../../operations/backfill/result";
import { backfillText } from "../../../operations/report/backfillText";
import { paint } from "../../../operations/report/paint";
import { tooWide } from "../../helpers/reportText";

const ID = "00000000-0000-4000-8000-000000000001";

const NOTHING: Backfill = {
  outcome: "replicated",
  because: "",
  bucket: "acme-archive",
  jobId: null,
  jobStatus: null,
  made: false,
  versions: null,
  costUsd: null,
  brokenRoutes: [],
  unprovenRoutes: [],
  role: null,
  unread: [],
  report: null,
  failures: [],
  sample: null,
  notes: [],
};

const text = (changes: Partial<Backfill>) => backfillText({ ...NOTHING, ...changes }, paint(false));

/** Words, some longer than a line, some with line breaks between them. */
const words = fc
  .array(fc.stringMatching(/^[a-z0-9:/.-]{1,90}$/), { minLength: 1, maxLength: 30 })
  .chain((all) => fc.constantFrom(" ", "  ", "\n").map((gap) => all.join(gap)));
const name = fc.stringMatching(/^[a-z0-9-]{3,63}$/);
const count = fc.nat({ max: 20_000_000_000 });
const nullable = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: null });
const verdict = fc.constantFrom("works" as const, "broken" as const, "unproven" as const);
const requirement = fc.record({
  id: name,
  title: words,
  strength: fc.constantFrom("required" as const, "advised" as const),
  verdict: fc.constantFrom("met" as const, "unmet" as const, "unknown" as const),
  because: fc.array(name, { minLength: 1, maxLength: 20 }).map((all) => all.join(" ")),
  fix: nullable(name.map((one) => `add to the policies of ${one}:\n{\n  "Sid": "${one}"\n}`)),
  url: name.map((one) => `https://docs.aws.amazon.com/${one}.html`),
});
const route = fc.record({ rule: name, destination: name, requirements: fc.array(words, { maxLength: 3 }) });
const result: fc.Arbitrary<Backfill> = fc.record({
  outcome: fc.constantFrom(...OUTCOMES),
  because: fc.oneof(fc.constant(""), words),
  bucket: name,
  jobId: nullable(fc.uuid()),
  jobStatus: nullable(fc.constantFrom("Suspended", "Complete")),
  made: fc.boolean(),
  versions: nullable(count),
  costUsd: nullable(fc.double({ min: 0, max: 1e6, noNaN: true })),
  brokenRoutes: fc.array(route, { maxLength: 2 }),
  unprovenRoutes: fc.array(route, { maxLength: 2 }),
  role: nullable(
    fc.record({
      source: name,
      sourceAccount: fc.constant("111122223333"),
      sourceRegion: fc.constant("eu-west-1"),
      role: name.map((one) => `arn:aws:iam::111122223333:role/${one}`),
      report: name.map((one) => `s3://${one}/backfill`),
      verdict,
      requirements: fc.array(requirement, { maxLength: 4 }),
    }),
  ),
  unread: fc.array(fc.record({ action: name, resource: name, caller: name, because: words }), {
    maxLength: 2,
  }),
  report: nullable(fc.record({ bucket: name, key: name, succeeded: count, failed: count })),
  failures: fc.array(
    fc.record({
      code: name,
      count,
      meaning: words.map((some) => some.replaceAll("\n", " ")),
      requirements: fc.array(name),
      remedy: words.map((some) => some.replaceAll("\n", " ")),
      examples: fc.array(words, { maxLength: 5 }),
    }),
    { maxLength: 2 },
  ),
  sample: nullable(
    fc.record({
      looked: count,
      completed: count,
      failed: count,
      pending: count,
      gone: count,
      unread: count,
    }),
  ),
  notes: fc.array(fc.oneof(words, fc.constant(`npx s3-replication backfill --job ${ID} goes on with it`))),
});

describe("a backfill as text", () => {
  it("fits 80 columns, has no empty line in a row, and begins with its outcome", () => {
    fc.assert(
      fc.property(result, (one) => {
        const shown = backfillText(one, paint(false));
        assert.deepEqual(tooWide(shown), []);
        assert.match(shown, /^[✓✗?] backfill of /);
        assert.ok(shown.endsWith("\n") && !shown.includes("\n\n\n"));
      }),
    );
  });

  const marks: readonly (readonly [Backfill["outcome"], string])[] = [
    ["replicated", "✓"],
    ["nothing to do", "✓"],
    ["dry run", "✓"],
    ["failed", "✗"],
    ["refused", "✗"],
    ["declined", "?"],
    ["started", "?"],
    ["pending", "?"],
    ["interrupted", "?"],
    ["unproven", "?"],
  ];
  for (const [outcome, mark] of marks) {
    it(`has the mark of what became of it: ${outcome} is ${mark}`, () => {
      assert.equal(text({ outcome }), `${mark} backfill of acme-archive: ${outcome}\n`);
    });
  }

  it("says of the role what is not met and what to paste, and nothing of one that works", () => {
    const role = {
      source: "acme-archive",
      sourceAccount: "111122223333",
      sourceRegion: "eu-west-1",
      role: "arn:aws:iam::111122223333:role/job",
      report: "s3://acme-reports/backfill",
      verdict: "broken" as const,
      requirements: [
        {
          id: "backfill-initiate-replication",
          title: "",
          strength: "required" as const,
          verdict: "unmet" as const,
          because: "nothing allows it",
          fix: "add:\n{}",
          url: "https://docs.aws.amazon.com/page.html",
        },
      ],
    };
    assert.equal(
      text({ outcome: "failed", role }),
      [
        "✗ backfill of acme-archive: failed",
        "  ✗ acme-archive: broken, 0 of 1 requirements met, 1 unmet",
        "      with arn:aws:iam::111122223333:role/job",
        "      reports to s3://acme-reports/backfill",
        "      ✗ backfill-initiate-replication: nothing allows it",
        "        fix: add:",
        "        {}",
        "        https://docs.aws.amazon.com/page.html",
        "",
      ].join("\n"),
    );
    assert.doesNotMatch(text({ role: { ...role, verdict: "works" } }), /role/);
  });

  it("leaves commands to be copied, on lines that a shell takes for one", () => {
    const shown = text({
      notes: [
        `npx s3-replication backfill --job ${ID} goes on with it`,
        `aws s3control update-job-status --account-id 111122223333 --job-id ${ID} --requested-job-status Cancelled ends it`,
      ],
    });
    assert.deepEqual(shown.split("\n").slice(1), [
      "note: this goes on with it:",
      `  npx s3-replication backfill --job ${ID}`,
      "note: this ends it:",
      "  aws s3control update-job-status --account-id 111122223333 --job-id \\",
      `    ${ID} --requested-job-status Cancelled`,
      "",
    ]);
  });
});
