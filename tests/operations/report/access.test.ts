import assert from "node:assert/strict";
import { topologyFromRehearsal } from "../../../model";
import type { AccessReport } from "../../../model/principal-access";
import { accessOf } from "../../../model/principal-access";
import { accessMarkdown } from "../../../operations/report/accessMarkdown";
import { accessText } from "../../../operations/report/accessText";
import { paint } from "../../../operations/report/paint";
import { planOf } from "../../helpers/plans";
import { onOneLine } from "../../helpers/reportText";

const ANALYST = "arn:aws:iam::444455556666:role/analyst";
const UPLOADER = "arn:aws:iam::111122223333:role/uploader";

const text = (reports: readonly AccessReport[]) => accessText(reports, paint(false));

async function reportsOn(args: Parameters<typeof planOf>[0]): Promise<readonly AccessReport[]> {
  return accessOf(topologyFromRehearsal(await planOf(args)));
}

const UPLOADERS = {
  deleteMarkers: false,
  replicateOnlyFrom: { tag: { key: "replicate", value: "yes" }, principals: [UPLOADER] },
} as const;

function report(part: Partial<AccessReport>): AccessReport {
  return {
    bucket: "acme",
    principal: ANALYST,
    action: "read",
    resource: "acme/*",
    verdict: "may",
    because: "it is so",
    ...part,
  };
}

describe("who may touch the data", () => {
  it("is silent where nobody is named", async () => {
    const reports = await reportsOn({});
    assert.deepEqual(reports, []);
    assert.equal(text(reports), "");
    assert.equal(accessMarkdown(reports), "");
  });

  it("is one line for each principal and bucket of the program", async () => {
    const reports = await reportsOn({ readers: [{ principals: [ANALYST], prefix: "reports/" }] });
    assert.equal(
      text(reports),
      [
        "who may touch the data",
        `  ✓ ${ANALYST} may list, read and decrypt`,
        "    acme-archive/reports/* (given its own account allows it)",
        "",
      ].join("\n"),
    );
  });

  it("names the uploaders, who alone may trigger replication", async () => {
    assert.equal(
      text(await reportsOn(UPLOADERS)),
      [
        "who may touch the data",
        `  ✓ ${UPLOADER} may put, encrypt and tag`,
        "    acme-archive/*",
        `  ✓ only ${UPLOADER} may set, change or remove`,
        "    replicate=yes on acme-archive/* (rule eu-central-1)",
        "",
      ].join("\n"),
    );
  });

  it("tells that anyone may trigger what a rule does, where no statement guards its tags", async () => {
    const said = text(await reportsOn({ deleteMarkers: false, filter: { tags: { keep: "1" } } }));
    // Known, and perhaps intended: neither a fault nor a question.
    assert.ok(
      said.includes(
        [
          "  ! every principal that may put objects into acme-archive may trigger",
          "    replication by rule eu-central-1: no statement guards keep=1",
        ].join("\n"),
      ),
      said,
    );
    assert.equal(said.includes("fix:"), false);
  });

  it("says what is missing, why, and what to paste", () => {
    const reports = [
      report({ action: "list" }),
      report({}),
      report({ action: "decrypt", verdict: "may not", because: "no key", fix: "add:\n{}" }),
      report({ action: "put", verdict: "may not" }),
    ];
    assert.equal(
      text(reports),
      [
        "who may touch the data",
        `  ✗ ${ANALYST} may list and read but may not decrypt`,
        "    acme/*",
        "      decrypt: no key",
        "      fix: add:",
        "      {}",
        "",
      ].join("\n"),
    );
    assert.equal(
      accessMarkdown(reports),
      [
        "### Who may touch the data",
        "",
        `- ❌ ${ANALYST} may list and read but may not decrypt acme/\\*`,
        "  - decrypt: no key",
        "",
        "  ```",
        "  add:",
        "  {}",
        "  ```",
        "",
        "",
      ].join("\n"),
    );
  });

  const outcomes: readonly {
    readonly what: string;
    readonly reports: readonly AccessReport[];
    readonly line: string;
  }[] = [
    {
      what: "who may read but not list is no fault for certain",
      reports: [report({}), report({ action: "list", verdict: "may not", fix: "add" })],
      line: `! ${ANALYST} may read but may not list acme/*`,
    },
    {
      what: "what is not known is asked, not said",
      reports: [report({}), report({ action: "decrypt", verdict: "unknown", fix: "add" })],
      line: `? ${ANALYST} may read but perhaps not decrypt acme/*`,
    },
    {
      what: "versions are told where they are all that may be read",
      reports: [report({ action: "read-version" })],
      line: `✓ ${ANALYST} may read versions acme/*`,
    },
    {
      what: "who is named in vain",
      reports: [report({ verdict: "may not", fix: "add" })],
      line: `✗ ${ANALYST} may not read acme/*`,
    },
  ];
  for (const { what, reports, line } of outcomes) {
    it(`says how sure it is: ${what}`, () => {
      assert.ok(onOneLine(text(reports)).includes(`touch the data ${line}`), text(reports));
    });
  }

  it("names the ways that a guard leaves open", async () => {
    const reports = await reportsOn(UPLOADERS);
    const open = (actions: readonly string[]) =>
      reports.map(
        (one): AccessReport =>
          one.unnamed === true && actions.includes(one.action)
            ? { ...one, verdict: "may", because: "nothing denies it", fix: "add" }
            : one,
      );
    const said = (actions: readonly string[]) => onOneLine(text(open(actions)));
    assert.ok(
      said(["tag-by-copy-with-its-tags"]).includes(
        "✗ any other principal in account 111122223333 and any other principal in another account, by a copy that brings its tags along, may set replicate=yes on acme-archive/* (rule eu-central-1)",
      ),
    );
    assert.match(
      said(["tag-existing-object"]),
      / ! only .*uploader may put replicate=yes .*, but any other principal .*, by tagging an object, may change it later /,
    );
  });
});

describe("a guard of a tag with a slip in it", () => {
  it("is a fault with what to paste, because somebody wanted it", async () => {
    const reports = (await reportsOn(UPLOADERS)).map(
      (one): AccessReport =>
        one.unnamed === true
          ? { ...one, verdict: "may", because: "it guards the tag x", fix: "add:\n{}" }
          : one,
    );
    assert.equal(
      text(reports),
      [
        "who may touch the data",
        `  ✓ ${UPLOADER} may put, encrypt and tag`,
        "    acme-archive/*",
        "  ✗ every principal that may put objects into acme-archive may trigger",
        "    replication by rule eu-central-1: no statement guards replicate=yes",
        "      it guards the tag x",
        "      fix: add:",
        "      {}",
        "",
      ].join("\n"),
    );
  });
});
