import assert from "node:assert/strict";
import { paint } from "../../../operations/report/paint";
import { verificationText } from "../../../operations/report/verificationText";
import type { CanaryResult, Verification } from "../../../operations/verify/result";

const PLAIN = paint(false);

const CANARY: CanaryResult = {
  bucket: "acme-source",
  key: "_s3-replication-canary/1",
  tags: {},
  rules: ["archive"],
  versionId: "object",
  expectedStatus: "COMPLETED",
  status: "COMPLETED",
  destinations: [
    {
      rule: "archive",
      destination: "acme-replica",
      expected: "replicated",
      found: "arrived",
      seconds: 4,
      verdict: "works",
      because: "it arrived as foretold",
      reason: null,
      checks: [],
      unmet: [],
    },
  ],
};

const WORKS: Verification = {
  verdict: "works",
  interrupted: false,
  canaries: [CANARY],
  skipped: [],
  removed: 2,
  left: [],
  lacking: [],
  notes: [],
};

const textOf = (changes: Partial<Verification>) =>
  verificationText({ ...WORKS, ...changes }, PLAIN).split("\n");

describe("the report of a verification", () => {
  it("shows the delete marker of a canary below it, and counts its destinations", () => {
    const deleteMarker: CanaryResult["deleteMarker"] = {
      versionId: "marker",
      expectedStatus: "absent",
      status: "not shown",
      destinations: [
        {
          rule: "archive",
          destination: "acme-replica",
          expected: "not replicated",
          found: "did not arrive",
          seconds: null,
          verdict: "works",
          because: "it stays away, as foretold",
          reason: null,
        },
      ],
    };
    assert.deepEqual(textOf({ canaries: [{ ...CANARY, deleteMarker }] }), [
      "✓ replication: works, 2 of 2 destinations as foretold",
      "",
      "canary acme-source/_s3-replication-canary/1: COMPLETED, as foretold",
      "  ✓ archive: arrived after 4 s: it arrived as foretold",
      "      in acme-replica",
      "its delete marker: not shown, as foretold",
      "  – archive: did not arrive: it stays away, as foretold",
      "      in acme-replica",
      "",
      "✓ removed 2 versions, and nothing is left",
      "",
    ]);
  });

  it("says why a delete marker was not written, and where its status is other than foretold", () => {
    const unwritten = {
      versionId: null,
      expectedStatus: "COMPLETED",
      status: "not written",
      because: "the copies have not arrived",
      destinations: [],
    };
    const failed = { ...unwritten, versionId: "marker", status: "FAILED", because: undefined };
    const lines = textOf({
      canaries: [unwritten, failed].map((deleteMarker) => ({ ...CANARY, deleteMarker })),
    });
    assert.ok(
      lines.includes("? its delete marker: not written: the copies have not arrived"),
      lines.join("\n"),
    );
    assert.ok(lines.includes("its delete marker: FAILED, foretold COMPLETED"));
  });

  it("lists the command for each version that is kept, on a line of its own, and removes none", () => {
    const remedies = ["object", "copy"].map(
      (id) =>
        `aws s3api delete-object --bucket acme-source --key '_s3-replication-canary/1' --version-id ${id}`,
    );
    const kept = remedies.map((remedy) => ({
      ...{ bucket: "acme-source", key: CANARY.key, versionId: "v", certain: true },
      ...{ because: "a version, kept for inspection", remedy },
    }));
    const lines = textOf({ kept, removed: 0 });
    for (const remedy of remedies) assert.ok(lines.includes(`      ${remedy}`), remedy);
    assert.ok(
      lines.some((line) => line.includes("kept 2 versions, removed by")),
      lines.join("\n"),
    );
    assert.ok(!lines.some((line) => line.includes("removed 0 versions")));
  });

  it("shows what is unmet in the accounts where nothing was in the export", () => {
    const [destination] = CANARY.destinations;
    assert.ok(destination);
    const diagnosis = {
      read: "now" as const,
      unmet: ["destination-versioning: it is Suspended"],
      notRead: [],
    };
    const broken = { ...destination, verdict: "broken" as const, diagnosis };
    const lines = textOf({ verdict: "broken", canaries: [{ ...CANARY, destinations: [broken] }] });
    assert.ok(lines.includes("      ✗ destination-versioning: it is Suspended"), lines.join("\n"));
  });
});
