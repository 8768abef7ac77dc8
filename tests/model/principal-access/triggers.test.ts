import assert from "node:assert/strict";
import { accessOf, WAYS } from "../../../model/principal-access";
import {
  configurationOf,
  knownIn,
  OTHER_ACCOUNT,
  ruleOf,
  SOURCE_ACCOUNT,
  workingTopology,
} from "../../helpers/topologies";
import { reportOn, statement, UPLOADER, verdictsOn, withGuardedTag, withTagRule } from "./access";

import { EVERY_WAY, INSIDER, open, STRANGER } from "./ways";

describe("the tag that makes a rule act", () => {
  it("may be set by the uploaders and by nobody else, by no way", () => {
    const topology = withGuardedTag();
    assert.deepEqual(open(topology, UPLOADER), EVERY_WAY);
    for (const somebody of [INSIDER, STRANGER]) {
      const verdicts = verdictsOn(topology, somebody);
      assert.deepEqual(Object.keys(verdicts), EVERY_WAY);
      assert.deepEqual([...new Set(Object.values(verdicts))], ["may not"]);
    }
    const { rule, tags, because, fix, resource } = reportOn(topology, INSIDER, "tag-by-put");
    assert.equal(rule, "to-acme-archive-replica");
    assert.equal(tags, "replicate=yes");
    assert.equal(resource, "acme-archive/*");
    assert.match(because, /statement "InRequest" of bucket policy of acme-archive denies s3:PutObject/);
    assert.equal(fix, undefined);
  });

  it("may be set by anyone of the account where no statement guards it, and by nobody of another", () => {
    const topology = withTagRule();
    assert.deepEqual(open(topology, INSIDER), EVERY_WAY);
    assert.deepEqual(open(topology, STRANGER), []);
    const { because, given, fix } = reportOn(topology, INSIDER, "tag-by-put");
    assert.equal(because, `no statement of bucket policy of acme-archive denies it to ${INSIDER}`);
    assert.equal(given, `the IAM policies of account ${SOURCE_ACCOUNT} allow it`);
    assert.match(fix ?? "", /"s3:RequestObjectTag\/replicate": "false"/);
  });

  it("is not asked about where rules ask for no tags, or are disabled", () => {
    assert.deepEqual(accessOf(workingTopology()), []);
    const topology = withTagRule();
    ruleOf(topology).status = { known: "Disabled" };
    assert.deepEqual(accessOf(topology), []);
  });

  it("knows every way, and says what each does", () => {
    assert.deepEqual(
      WAYS.map(({ id }) => id),
      EVERY_WAY,
    );
    for (const { words } of WAYS) assert.match(words, /^by /);
  });

  it("is guarded where one of several tags is", () => {
    const topology = withGuardedTag();
    ruleOf(topology).filter = { known: { tags: { team: "x", replicate: "yes" }, elements: ["and"] } };
    assert.deepEqual(open(topology, INSIDER), []);
  });

  it("is reported for every rule that asks for it", () => {
    const topology = withGuardedTag();
    knownIn(configurationOf(topology).rules).push({ ...ruleOf(topology), id: { known: "again" } });
    const rules = accessOf(topology).flatMap(({ rule }) => rule ?? []);
    assert.deepEqual([...new Set(rules)], ["to-acme-archive-replica", "again"]);
  });

  it("names an account that the guard leaves out once, however it is written", () => {
    const topology = withGuardedTag();
    const root = `arn:aws:iam::${OTHER_ACCOUNT}:root`;
    statement(topology, "Upload").Principal = { AWS: [UPLOADER, root] };
    for (const sid of ["InRequest", "ByCopy", "OnObject"]) {
      const guard = statement(topology, sid);
      guard.Condition = { ...guard.Condition, StringNotEquals: { "aws:PrincipalAccount": OTHER_ACCOUNT } };
    }
    const names = accessOf(topology).flatMap(({ rule, principal }) =>
      rule === undefined ? [] : [principal],
    );
    assert.deepEqual([...new Set(names)], [UPLOADER, root, INSIDER, STRANGER]);
    assert.deepEqual(open(topology, root), [
      "tag-by-put",
      "tag-by-multipart-upload",
      "tag-by-copy-with-new-tags",
      "tag-by-copy-with-its-tags",
      "tag-existing-object",
      "change-tags",
    ]);
    assert.deepEqual(open(topology, INSIDER), []);
    assert.deepEqual(open(topology, STRANGER), []);
  });
});
