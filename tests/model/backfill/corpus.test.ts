import assert from "node:assert/strict";
import { judgeBackfills, topologyFromStackExport } from "../../../model";
import { GROUPS } from "../corpus/groups";
import { exportOf } from "../corpus/stackOf";

describe("roles of backfills in set-ups that others published", () => {
  it("are those that trust S3 Batch Operations, and no replication role is taken for one", () => {
    const found = GROUPS.flatMap(({ entries }) => entries).flatMap(({ id, setUp }) => {
      const reading = topologyFromStackExport(exportOf(setUp));
      assert.ok("topology" in reading);
      return judgeBackfills(reading.topology).map(({ verdict, requirements }) => [
        id,
        verdict,
        requirements
          .filter((one) => one.verdict !== "met" && one.strength === "required")
          .map((one) => one.id)
          .join(" "),
      ]);
    });
    assert.deepEqual(found, [
      // Roles of live replication that trust S3 Batch Operations too: no job can run with them as they are.
      [
        "trusts-batch-only",
        "broken",
        "backfill-initiate-replication backfill-put-inventory backfill-write-report",
      ],
      [
        "trusts-both-services",
        "broken",
        "backfill-initiate-replication backfill-put-inventory backfill-write-report",
      ],
      // It may write to the partner's bucket alone, whose policy lets it replicate only.
      ["batch-and-live-in-one-role", "broken", "backfill-report-bucket-policy"],
    ]);
  });
});
