import assert from "node:assert/strict";
import { judge } from "../../../model/judge";
import { roleOf, statementsOf, type TopologyDraft, workingTopology } from "../../helpers/topologies";
import { BUCKET_FAULTS } from "../requirements/faults/buckets";
import { SHAPES } from "../requirements/faults/fault";
import { KEY_FAULTS } from "../requirements/faults/keys";
import { ROLE_FAULTS } from "../requirements/faults/role";
import { WORKING } from "../requirements/works";

/** Gives the role statements for a hundred other buckets and keys, after its own. */
function crowded(topology: TopologyDraft): TopologyDraft {
  const [policy] = roleOf(topology).policies;
  if (policy === undefined || "unknown" in policy.document) return topology;
  const names = Array.from({ length: 100 }, (_, n) => `elsewhere-${n}`);
  statementsOf(policy).push(
    ...names.map((name) => ({
      Effect: "Allow" as const,
      Action: ["s3:Get*", "s3:List*", "s3:Replicate*"],
      Resource: [`arn:aws:s3:::${name}`, `arn:aws:s3:::${name}/*`],
    })),
    {
      Sid: "OtherKeys",
      Effect: "Allow",
      Action: ["kms:Decrypt", "kms:Encrypt"],
      Resource: names.map((name) => `arn:aws:kms:eu-west-1:111122223333:key/${name}`),
      Condition: {
        StringLike: {
          "kms:EncryptionContext:aws:s3:arn": names.map((name) => `arn:aws:s3:::${name}/*`),
        },
      },
    },
  );
  return topology;
}

function verdicts(topology: TopologyDraft): readonly string[] {
  return judge(topology).flatMap(({ requirements }) =>
    requirements.map(({ id, verdict }) => `${id} ${verdict}`),
  );
}

describe("a role that serves a hundred other buckets", () => {
  it("is judged as one that does not, for every single fault", () => {
    for (const { on, what, make } of [...ROLE_FAULTS, ...BUCKET_FAULTS, ...KEY_FAULTS]) {
      const plain = workingTopology(SHAPES[on]);
      make(plain);
      const expected = verdicts(plain);
      assert.deepEqual(verdicts(crowded(plain)), expected, `${on}: ${what}`);
    }
  });

  it("is judged as one that does not, for every topology that works", () => {
    for (const { what, shape, write } of WORKING) {
      const plain = workingTopology(shape);
      write?.(plain);
      const expected = verdicts(plain);
      assert.deepEqual(verdicts(crowded(plain)), expected, what);
    }
  });

  it("is shown a Deny as it was written, not what is left of it for one bucket", () => {
    const topology = crowded(workingTopology());
    const resources = ["arn:aws:s3:::elsewhere-1/*", "arn:aws:s3:::acme-archive-replica/*"];
    statementsOf(roleOf(topology).policies[0]).push({
      Effect: "Deny",
      Action: "s3:ReplicateObject",
      Resource: resources,
    });
    const [report] = judge(topology);
    const found = report?.requirements.find(({ id }) => id === "destination-replicate-object");
    assert.equal(found?.verdict, "unmet");
    const fix = found?.fix ?? "";
    assert.deepEqual(JSON.parse(fix.slice(fix.indexOf("{"))), {
      Effect: "Deny",
      Action: "s3:ReplicateObject",
      Resource: resources,
    });
  });
});
