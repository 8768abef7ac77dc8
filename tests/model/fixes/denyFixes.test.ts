import assert from "node:assert/strict";
import { judge } from "../../../model/judge";
import {
  bucketOf,
  document,
  keyOf,
  knownIn,
  OTHER_ACCOUNT,
  ROLE_ARN,
  roleOf,
  SOURCE_ACCOUNT,
  SOURCE_NAME,
  statementsOf,
  type TopologyDraft,
  workingTopology,
} from "../../helpers/topologies";
import { PARTNER, REPLICA, REPLICA_ARN, SHAPES, type Statement } from "../requirements/faults/fault";
import { SECOND_ROLE, twoSources } from "../requirements/twoSources";
import { pastedIn } from "./pasted";
import { pastableFixes, pasteAll } from "./pasting";

const BOUNDARY = "permissions boundary (managed policy team)";

function withBoundary(topology: TopologyDraft, ...statements: Statement[]): void {
  const known = { Statement: [{ Effect: "Allow" as const, Action: "*", Resource: "*" }, ...statements] };
  roleOf(topology).boundary = { label: BOUNDARY, document: { known } };
}

function fixesOf(topology: TopologyDraft): readonly string[] {
  const fixes = judge(topology).flatMap(({ requirements }) => requirements.flatMap(({ fix }) => fix ?? []));
  return [...new Set(fixes)];
}

function verdictsAfterPasting(topology: TopologyDraft): readonly string[] {
  pasteAll(topology, pastableFixes(topology, ["unmet", "unknown"]));
  return [...new Set(judge(topology).map(({ verdict }) => verdict))];
}

describe("a fix for a guard of the role's own policies or boundary", () => {
  const rows: readonly (readonly [
    what: string,
    on: keyof typeof SHAPES,
    guard: Statement,
    words: string,
    then: Partial<Statement>,
  ])[] = [
    [
      "adds the regions of all routes to a region guard",
      "several",
      {
        Sid: "Regions",
        Effect: "Deny",
        NotAction: ["iam:*", "sts:*"],
        Resource: "*",
        Condition: { StringNotEquals: { "aws:RequestedRegion": "eu-west-1" } },
      },
      `replace statement "Regions" of ${BOUNDARY} by one with "eu-central-1", "us-east-1" added to its aws:RequestedRegion`,
      {
        Condition: {
          StringNotEquals: { "aws:RequestedRegion": ["eu-west-1", "eu-central-1", "us-east-1"] },
        },
      },
    ],
    [
      "adds the region under the operator and the spelling that are there",
      "same",
      {
        Effect: "Deny",
        Action: "*",
        Resource: "*",
        Condition: { StringNotLikeIfExists: { "aws:requestedregion": ["eu-west-*"] } },
      },
      `replace statement 2 of ${BOUNDARY} by one with "eu-central-1" added to its aws:requestedregion`,
      { Condition: { StringNotLikeIfExists: { "aws:requestedregion": ["eu-west-*", "eu-central-1"] } } },
    ],
    [
      "adds the other account to a guard of accounts",
      "cross",
      {
        Sid: "Accounts",
        Effect: "Deny",
        Action: "s3:*",
        Resource: "*",
        Condition: { StringNotEquals: { "aws:ResourceAccount": SOURCE_ACCOUNT } },
      },
      `replace statement "Accounts" of ${BOUNDARY} by one with "${OTHER_ACCOUNT}" added to its aws:ResourceAccount`,
      { Condition: { StringNotEquals: { "aws:ResourceAccount": [SOURCE_ACCOUNT, OTHER_ACCOUNT] } } },
    ],
    [
      "adds the objects to NotResource",
      "plain",
      {
        Sid: "Buckets",
        Effect: "Deny",
        Action: "s3:*",
        NotResource: [`arn:aws:s3:::${SOURCE_NAME}`, `arn:aws:s3:::${SOURCE_NAME}/*`],
      },
      `replace statement "Buckets" of ${BOUNDARY} by one with "${REPLICA_ARN}/*" added to its NotResource`,
      { NotResource: [`arn:aws:s3:::${SOURCE_NAME}`, `arn:aws:s3:::${SOURCE_NAME}/*`, `${REPLICA_ARN}/*`] },
    ],
    [
      "adds the actions to NotAction",
      "same",
      { Sid: "S3Only", Effect: "Deny", NotAction: "s3:*", Resource: "*" },
      `replace statement "S3Only" of ${BOUNDARY} by one with "kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey" added to its NotAction`,
      { NotAction: ["s3:*", "kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"] },
    ],
    [
      "leaves the role out of a Deny that lists what is forbidden",
      "same",
      {
        Sid: "Forbidden",
        Effect: "Deny",
        Action: "kms:*",
        Resource: "*",
        Condition: { StringEquals: { "aws:RequestedRegion": ["eu-central-1"] } },
      },
      `replace statement "Forbidden" of ${BOUNDARY} by one that leaves the replication role out`,
      {
        Condition: {
          StringEquals: { "aws:RequestedRegion": ["eu-central-1"] },
          ArnNotLike: { "aws:PrincipalArn": ROLE_ARN },
        },
      },
    ],
  ];
  for (const [what, on, guard, words, then] of rows) {
    it(what, () => {
      const topology = workingTopology(SHAPES[on]);
      withBoundary(topology, structuredClone(guard));
      const fixes = fixesOf(topology).flatMap(pastedIn);
      assert.deepEqual([...new Set(fixes.map(({ where }) => where))], [words]);
      assert.deepEqual(fixes[0]?.statement, { ...guard, ...then });
      for (const { where } of fixes) assert.doesNotMatch(where, /remove/);
      assert.deepEqual(verdictsAfterPasting(topology), ["works"]);
    });
  }

  it("leaves other regions out as before", () => {
    const topology = workingTopology(SHAPES.same);
    withBoundary(topology, {
      Sid: "Regions",
      Effect: "Deny",
      Action: "*",
      Resource: "*",
      Condition: { StringNotEquals: { "aws:RequestedRegion": "eu-west-1" } },
    });
    for (const fix of fixesOf(topology)) assert.doesNotMatch(fix, /us-east-1|remove|ArnNotLike/);
  });

  it("asks to remove a plain Deny from an inline policy only, which is no one else's", () => {
    const deny: Statement = { Sid: "No", Effect: "Deny", Action: "s3:ReplicateTags", Resource: "*" };
    const inline = workingTopology(SHAPES.same);
    statementsOf(roleOf(inline).policies[0]).push(deny);
    const [removed] = fixesOf(inline);
    assert.match(
      removed ?? "",
      /^remove statement "No" from inline policy "replicate" of archive-replication, or /,
    );
    const managed = workingTopology(SHAPES.same);
    const shared = { label: "managed policy guardrails", document: { known: draftOf(deny) } };
    roleOf(managed).policies.push(shared);
    const [spared] = fixesOf(managed);
    assert.match(spared ?? "", /^replace statement "No" of managed policy guardrails by one that leaves/);
    assert.doesNotMatch(spared ?? "", /remove/);
  });
});

function draftOf(...statements: Statement[]) {
  return { Version: "2012-10-17", Statement: statements };
}

describe("a fix for a Deny with NotPrincipal", () => {
  it("keeps NotPrincipal with all that it names and adds a condition for the role", () => {
    const guard: Statement = {
      Sid: "Guard",
      Effect: "Deny",
      NotPrincipal: {
        AWS: [`arn:aws:iam::${SOURCE_ACCOUNT}:root`, `arn:aws:sts::${SOURCE_ACCOUNT}:assumed-role/admin/ann`],
        Service: ["cloudtrail.amazonaws.com"],
        Federated: ["cognito-identity.amazonaws.com"],
      },
      Action: "s3:*",
      Resource: `${REPLICA_ARN}/*`,
    };
    const topology = workingTopology(SHAPES.same);
    statementsOf(bucketOf(topology, REPLICA).policy).push(structuredClone(guard));
    const pasted = fixesOf(topology).flatMap(pastedIn);
    assert.ok(pasted.length > 0);
    for (const { where, statement } of pasted) {
      assert.equal(
        where,
        `replace statement "Guard" of bucket policy of ${REPLICA} by one that leaves the replication role out`,
      );
      assert.deepEqual(statement, {
        ...guard,
        Condition: { ArnNotLike: { "aws:PrincipalArn": ROLE_ARN } },
      });
      assert.equal(statement.Principal, undefined);
    }
    assert.deepEqual(verdictsAfterPasting(topology), ["works"]);
  });

  it("mends it for a role with a boundary too, which NotPrincipal never spares", () => {
    const topology = workingTopology(SHAPES.same);
    withBoundary(topology);
    statementsOf(bucketOf(topology, REPLICA).policy).push({
      Effect: "Deny",
      NotPrincipal: { AWS: [ROLE_ARN, `arn:aws:iam::${SOURCE_ACCOUNT}:root`] },
      Action: "s3:*",
      Resource: `${REPLICA_ARN}/*`,
    });
    assert.deepEqual(verdictsAfterPasting(topology), ["works"]);
  });
});

describe("a fix for a Deny in the trust policy", () => {
  it("leaves S3 out by its service name: S3 has no ARN there, and a trust policy takes no NotPrincipal", () => {
    const topology = workingTopology(SHAPES.same);
    statementsOf(roleOf(topology).trust).push({ Effect: "Deny", Principal: "*", Action: "sts:*" });
    const [fix] = fixesOf(topology).flatMap(pastedIn);
    assert.equal(
      fix?.where,
      "replace statement 2 of trust policy of archive-replication by one that leaves S3 out",
    );
    assert.deepEqual(fix?.statement, {
      Effect: "Deny",
      Principal: "*",
      Action: "sts:*",
      Condition: { StringNotEquals: { "aws:PrincipalServiceName": "s3.amazonaws.com" } },
    });
    assert.deepEqual(verdictsAfterPasting(topology), ["works"]);
  });

  it("removes one that denies nobody but S3", () => {
    const topology = workingTopology(SHAPES.same);
    statementsOf(roleOf(topology).trust).push({
      Sid: "NotS3",
      Effect: "Deny",
      Principal: { Service: "s3.amazonaws.com" },
      Action: "sts:AssumeRole",
    });
    const [fix] = fixesOf(topology);
    assert.match(
      fix ?? "",
      /^remove statement "NotS3" from trust policy of archive-replication: it denies only S3:/,
    );
    assert.deepEqual(verdictsAfterPasting(topology), ["works"]);
  });
});

describe("a fix for a Deny that serves several replication roles", () => {
  it("is one statement that leaves all of them out", () => {
    const topology = twoSources(SHAPES.plain);
    statementsOf(bucketOf(topology, REPLICA).policy).push({
      Sid: "Guard",
      Effect: "Deny",
      Principal: "*",
      Action: "s3:Replicate*",
      Resource: `${REPLICA_ARN}/*`,
    });
    const fixes = fixesOf(topology).flatMap(pastedIn);
    assert.equal(new Set(fixes.map(({ json }) => json)).size, 1);
    assert.deepEqual(fixes[0]?.statement.Condition, {
      ArnNotLike: { "aws:PrincipalArn": [SECOND_ROLE, ROLE_ARN].sort() },
    });
    assert.deepEqual(verdictsAfterPasting(topology), ["works"]);
  });

  it("leaves out no role that it does not hit", () => {
    const topology = twoSources(SHAPES.plain);
    statementsOf(bucketOf(topology, REPLICA).policy).push({
      Sid: "Guard",
      Effect: "Deny",
      Principal: { AWS: ROLE_ARN },
      Action: "s3:Replicate*",
      Resource: `${REPLICA_ARN}/*`,
    });
    for (const fix of fixesOf(topology)) assert.doesNotMatch(fix, /second/);
  });
});

describe("a fix for a Deny of delete markers", () => {
  const IMMUTABLE: Statement = {
    Sid: "Immutable",
    Effect: "Deny",
    Principal: "*",
    Action: ["s3:ReplicateDelete", "s3:Delete*"],
    Resource: `${REPLICA_ARN}/*`,
  };
  const OR =
    /\nor keep it, so that nothing in acme-archive-replica is deleted from outside, and switch delete markers off in rule "to-acme-archive-replica": set deleteMarkerReplication\.status to "Disabled"$/;

  it("offers to switch them off in the rule, which works as well", () => {
    const topology = workingTopology(SHAPES.same);
    statementsOf(bucketOf(topology, REPLICA).policy).push(IMMUTABLE);
    const fixes = fixesOf(topology);
    assert.equal(fixes.length, 1);
    assert.match(fixes[0] ?? "", OR);
    const [rule] = topology.configurations.flatMap(({ rules }) => knownIn(rules));
    if (rule !== undefined) rule.deleteMarkerReplication = { known: "Disabled" };
    assert.deepEqual(fixesOf(topology), []);
    assert.equal(judge(topology)[0]?.verdict, "works");
  });

  it("offers a filter with it to a rule that has none", () => {
    const topology = workingTopology(SHAPES.same);
    statementsOf(bucketOf(topology, REPLICA).policy).push(IMMUTABLE);
    const [rule] = topology.configurations.flatMap(({ rules }) => knownIn(rules));
    if (rule !== undefined) {
      rule.filter = { known: undefined };
      rule.legacyPrefix = { known: "" };
      rule.deleteMarkerReplication = { known: undefined };
    }
    assert.ok(fixesOf(topology).some((fix) => /or keep it.*give it a filter, a priority and/.test(fix)));
  });

  it("offers it nowhere else: not for a Deny of objects, nor for other actions", () => {
    for (const action of ["s3:*", "s3:Replicate*", "s3:ReplicateTags"]) {
      const topology = workingTopology(SHAPES.same);
      statementsOf(bucketOf(topology, REPLICA).policy).push({ ...IMMUTABLE, Action: action });
      const fixes = fixesOf(topology);
      assert.ok(fixes.length > 0);
      for (const fix of fixes) assert.doesNotMatch(fix, /or keep it|deleteMarkerReplication/, action);
    }
  });
});

describe("a fix for a key without a policy of its own", () => {
  it("keeps the statement that KMS wrote, without which the account loses its key", () => {
    const topology = workingTopology(SHAPES.cross);
    keyOf(topology, `${PARTNER}-key`).policy = undefined;
    const pasted = fixesOf(topology).flatMap(pastedIn);
    const kept = pasted.filter(({ where }) => where.startsWith("keep what KMS writes by default"));
    assert.ok(kept.length > 0);
    for (const { statement } of kept) {
      assert.deepEqual(statement.Principal, { AWS: `arn:aws:iam::${OTHER_ACCOUNT}:root` });
      assert.equal(statement.Action, "kms:*");
    }
    assert.deepEqual(verdictsAfterPasting(topology), ["works"]);
  });

  it("keeps nothing where the key has one", () => {
    const topology = workingTopology(SHAPES.cross);
    const { policy } = keyOf(topology, `${PARTNER}-key`);
    if (policy !== undefined) policy.document = { known: draft0() };
    const fixes = fixesOf(topology);
    assert.ok(fixes.length > 0);
    for (const fix of fixes) assert.doesNotMatch(fix, /writes by default/);
  });
});

const draft0 = () => structuredClone({ ...document([]), Statement: [] });
