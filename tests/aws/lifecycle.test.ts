import assert from "node:assert/strict";
import { canTransition, minimumDays, TRANSITION_CLASSES } from "../../aws/lifecycle";

/** Class -> the classes that S3 moves its objects to, as the user guide lists them. */
const GUIDE: { readonly [from: string]: readonly string[] } = {
  STANDARD_IA: ["INTELLIGENT_TIERING", "ONEZONE_IA", "GLACIER_IR", "GLACIER", "DEEP_ARCHIVE"],
  INTELLIGENT_TIERING: ["ONEZONE_IA", "GLACIER_IR", "GLACIER", "DEEP_ARCHIVE"],
  ONEZONE_IA: ["GLACIER", "DEEP_ARCHIVE"],
  GLACIER_IR: ["GLACIER", "DEEP_ARCHIVE"],
  GLACIER: ["DEEP_ARCHIVE"],
  DEEP_ARCHIVE: [],
};

/** What the user guide says S3 does not support. */
const UNSUPPORTED: readonly (readonly [from: string, to: string])[] = [
  ["INTELLIGENT_TIERING", "STANDARD_IA"],
  ["ONEZONE_IA", "INTELLIGENT_TIERING"],
  ["ONEZONE_IA", "STANDARD_IA"],
  ["ONEZONE_IA", "GLACIER_IR"],
];

describe("the transitions of S3's lifecycles", () => {
  it("are those of the user guide, and no others, for every pair of classes", () => {
    assert.deepEqual([...TRANSITION_CLASSES].sort(), Object.keys(GUIDE).sort());
    for (const [from, targets] of Object.entries(GUIDE))
      for (const to of TRANSITION_CLASSES)
        assert.equal(canTransition(from, to), targets.includes(to), `${from} to ${to}`);
  });

  it("are none of those that the guide rules out", () => {
    for (const [from, to] of UNSUPPORTED) assert.equal(canTransition(from, to), false, `${from} to ${to}`);
    for (const from of TRANSITION_CLASSES)
      for (const to of ["STANDARD", "REDUCED_REDUNDANCY", from])
        assert.equal(canTransition(from, to), false, `${from} to ${to}`);
  });

  it("wait 30 days for the two classes with infrequent access, and for no other", () => {
    assert.deepEqual(
      TRANSITION_CLASSES.map((storageClass) => [storageClass, minimumDays(storageClass)]),
      [
        ["STANDARD_IA", 30],
        ["INTELLIGENT_TIERING", 0],
        ["ONEZONE_IA", 30],
        ["GLACIER_IR", 0],
        ["GLACIER", 0],
        ["DEEP_ARCHIVE", 0],
      ],
    );
  });
});
