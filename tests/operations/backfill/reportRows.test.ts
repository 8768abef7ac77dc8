import assert from "node:assert/strict";
import fc from "fast-check";
import { dollars, jobCostUsd } from "../../../operations/backfill/cost";
import { type ReportRow, reportRows } from "../../../operations/backfill/reportRows";
import { tallyOf } from "../../../operations/backfill/tally";

describe("the rows of a completion report", () => {
  const rows: readonly (readonly [text: string, expected: Partial<ReportRow>])[] = [
    [
      "b,a%2Bb%20c/d,v1,succeeded,200,,Successful",
      { key: "a+b c/d", versionId: "v1", succeeded: true, code: "" },
    ],
    ["b,k,v1,failed,403,DstPutObjectNotPermitted,no", { succeeded: false, code: "DstPutObjectNotPermitted" }],
    ["b,k,v1,failed,DstPutObjectNotPermitted,403,no", { succeeded: false, code: "DstPutObjectNotPermitted" }],
    ["b,k,v1,failed,403,AccessDenied,SrcGetObjectNotPermitted: no", { code: "SrcGetObjectNotPermitted" }],
    ["b,k,v1,failed,500,500,", { code: "" }],
    ["b,k,null,succeeded,200,,", { versionId: "" }],
    [
      '"b","k,l","v1","failed","403","Other","say ""no"", please"',
      { key: "k,l", code: "Other", message: 'say "no", please' },
    ],
    ["b,100%,v1,succeeded,200,,", { key: "100%" }],
  ];
  for (const [text, expected] of rows) {
    it(`are read from ${text}`, () => {
      const [row, ...more] = reportRows(`${text}\r\n`);
      assert.deepEqual(more, []);
      assert.deepEqual({ ...row, ...expected }, row);
    });
  }

  it("are none where a line is empty or something else", () => {
    assert.deepEqual(reportRows(""), []);
    assert.deepEqual(reportRows("\n\r\n"), []);
    assert.deepEqual(reportRows("not a report\n"), []);
  });

  it("keep every key, in either order of the two columns", () => {
    const key = fc.string({ minLength: 1, unit: "grapheme" });
    const code = fc.constantFrom("DstPutObjectNotPermitted", "AssumeRoleNotPermitted");
    fc.assert(
      fc.property(fc.array(fc.tuple(key, code, fc.boolean())), (entries) => {
        const text = entries
          .map(([name, reason, statusFirst]) => {
            const columns = statusFirst ? `403,${reason}` : `${reason},403`;
            return `b,${encodeURIComponent(name)},v,failed,${columns},"no, never"`;
          })
          .join("\n");
        assert.deepEqual(
          reportRows(text).map((row) => [row.key, row.code, row.message]),
          entries.map(([name, reason]) => [name, reason, "no, never"]),
        );
      }),
    );
  });

  it("never throw for any text", () => {
    fc.assert(fc.property(fc.string(), (text) => Array.isArray(reportRows(text))));
  });
});

describe("the tally of a report", () => {
  const row = (key: string, succeeded: boolean): ReportRow => ({
    bucket: "b",
    key,
    versionId: "v",
    succeeded,
    code: succeeded ? "" : "DstBucketNotFound",
    message: "",
  });

  it("counts every row, and keeps an even sample of bounded size", () => {
    fc.assert(
      fc.property(fc.nat(3000), fc.nat(50), (good, bad) => {
        const tally = tallyOf(100);
        tally.add(Array.from({ length: good }, (_, index) => row(String(index), true)));
        tally.add(Array.from({ length: bad }, (_, index) => row(String(index), false)));
        assert.deepEqual([tally.succeeded(), tally.failed()], [good, bad]);
        const sample = tally.sample().map(({ key }) => Number(key));
        assert.ok(sample.length <= 100);
        assert.ok(sample.length >= Math.min(good, 50), `${sample.length} of ${good}`);
        assert.deepEqual(sample, [...new Set(sample)]);
        if (good > 200) assert.ok((sample.at(-1) ?? 0) > good * 0.9, `${sample.at(-1)} of ${good}`);
      }),
      { numRuns: 30 },
    );
  });
});

describe("the cost of a job", () => {
  it("is that of the job and of its versions", () => {
    assert.equal(dollars(jobCostUsd(0)), "USD 0.25");
    assert.equal(dollars(jobCostUsd(1_000_000)), "USD 1.25");
    assert.equal(dollars(jobCostUsd(2_500_000_000)), "USD 2500.25");
  });
});
