import assert from "node:assert/strict";
import { catalogue, REQUIREMENTS } from "../../../model/requirements";
import { BUCKET_FAULTS } from "./faults/buckets";
import { KEY_FAULTS } from "./faults/keys";
import { ROLE_FAULTS } from "./faults/role";
import { RULE_FAULTS } from "./faults/rules";

describe("the catalogue of requirements", () => {
  const rows = catalogue();

  it("has one row for each requirement, under an id of its own", () => {
    assert.deepEqual(
      rows.map(({ id }) => id),
      REQUIREMENTS.map(({ id }) => id),
    );
    assert.equal(new Set(rows.map(({ id }) => id)).size, rows.length);
    for (const { id } of rows) assert.match(id, /^[a-z0-9]+(-[a-z0-9]+)+$/);
  });

  it("names for each an AWS page, a title and what is looked at", () => {
    for (const { id, url, title, checks } of rows) {
      assert.match(url, /^https:\/\/docs\.aws\.amazon\.com\/[\w./-]+\.html$/, id);
      assert.match(title, /^[A-Z]/, id);
      assert.ok(checks.length > 10, id);
    }
  });

  it("says what is required and what only advised", () => {
    assert.deepEqual(
      rows.filter(({ strength }) => strength === "advised").map(({ id }) => id),
      [
        "sites-opt-in-regions",
        "source-read-for-replication",
        "source-read-tags",
        "source-bucket-policy-tags",
        "destination-replicate-tags",
        "destination-bucket-policy-tags",
        "destination-account-stated",
        "source-ownership",
        "source-key-decrypt-other-context",
        "source-key-policy-other-context",
        "replica-key-decrypt",
        "replica-key-generate-data-key",
        "replica-key-decrypt-without-bucket-keys",
        "replica-key-policy-advised",
        "replica-key-encrypt-other-context",
        "replica-key-policy-other-context",
        "replica-key-alias",
        "rule-sse-c",
        "rule-prefix",
        "rule-v2",
        "rule-replica-modifications-both-ways",
        "rule-replication-time-region",
        "configuration-same-destination",
      ],
    );
  });

  it("has no requirement that no fault can break", () => {
    const faults = [...ROLE_FAULTS, ...BUCKET_FAULTS, ...KEY_FAULTS, ...RULE_FAULTS];
    const broken = new Set(faults.flatMap(({ finds }) => finds.map((id) => id.replace("?", ""))));
    const untested = rows.map(({ id }) => id).filter((id) => !broken.has(id));
    assert.deepEqual(untested, []);
  });
});
