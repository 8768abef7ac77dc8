import assert from "node:assert/strict";
import fc from "fast-check";
import { EmulatorError } from "../../../operations/emulator/errors";
import { createReferences } from "../../../operations/emulator/references";

const PLANNED_ID = "11111111-aaaa-4bbb-8ccc-000000000001";
const REAL_ID = "99999999-ffff-4eee-8ddd-000000000009";
const PLANNED_ARN = `arn:aws:kms:eu-west-1:111122223333:key/${PLANNED_ID}`;
const REAL_ARN = `arn:aws:kms:eu-west-1:111122223333:key/${REAL_ID}`;

describe("references", () => {
  const keyed = () => {
    const references = createReferences();
    references.add("key", PLANNED_ID, REAL_ID);
    references.add("key", PLANNED_ARN, REAL_ARN);
    return references;
  };

  it("replace ids and ARNs however deep they are, also inside JSON text", () => {
    const inputs = {
      keyId: PLANNED_ID,
      rules: [{ encryption: { key: PLANNED_ARN } }],
      policy: JSON.stringify({ Resource: [PLANNED_ARN, `${PLANNED_ARN}/*`] }),
      days: 30,
      on: true,
      nothing: null,
    };
    assert.deepEqual(keyed().toReal(inputs, []), {
      keyId: REAL_ID,
      rules: [{ encryption: { key: REAL_ARN } }],
      policy: JSON.stringify({ Resource: [REAL_ARN, `${REAL_ARN}/*`] }),
      days: 30,
      on: true,
      nothing: null,
    });
  });

  it("leave alone what only begins or ends like an id", () => {
    const references = createReferences();
    references.add("bucket", "arn:aws-cn:s3:::acme", "arn:aws:s3:::acme");
    const texts = ["arn:aws-cn:s3:::acme-logs", "arn:aws-cn:s3:::acme.logs", "xarn:aws-cn:s3:::acme"];
    assert.deepEqual(references.toReal(texts, []), texts);
    assert.equal(references.toReal("arn:aws-cn:s3:::acme/logs/*", []), "arn:aws:s3:::acme/logs/*");
  });

  it("replace nothing twice", () => {
    const references = createReferences();
    references.add("one", "id-one", "id-two");
    references.add("two", "id-two", "id-one");
    assert.deepEqual(references.toReal(["id-one", "id-two"], []), ["id-two", "id-one"]);
  });

  it("tell resources with the same planned id apart by where the value may come from", () => {
    const references = createReferences();
    references.add("first", "same-id", "real-1");
    references.add("second", "same-id", "real-2");
    assert.equal(references.toReal("same-id", ["second"]), "real-2");
    assert.throws(() => references.toReal("same-id", ["third"]), EmulatorError);
  });

  it("lead back to the plan", () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(PLANNED_ID, PLANNED_ARN, " ", "/", '"', "other"), { maxLength: 8 }),
        (parts) => {
          const text = parts.join(" ");
          const references = keyed();
          assert.equal(references.toPlanned(references.toReal(text, [])), text);
          assert.ok(!String(references.toReal(text, [])).includes(PLANNED_ID));
        },
      ),
    );
  });
});
