import assert from "node:assert/strict";
import { accessOf } from "../../../model/principal-access";
import {
  OTHER_ACCOUNT,
  ROLE_ARN,
  roleOf,
  SOURCE_ACCOUNT,
  SOURCE_ARN,
  SOURCE_NAME,
  workingTopology,
} from "../../helpers/topologies";
import {
  ANALYST,
  CLERK,
  keyStatements,
  reportOn,
  sourcePolicy,
  statement,
  verdictsOn,
  withReader,
} from "./access";

const MAY_READ = { list: "may", read: "may", "read-version": "may", decrypt: "may" };

describe("readers", () => {
  it("of another account may list, read and decrypt, given that their account allows it, and nothing else", () => {
    const topology = withReader();
    assert.deepEqual(verdictsOn(topology, ANALYST), {
      ...MAY_READ,
      put: "may not",
      encrypt: "may not",
      tag: "may not",
      delete: "may not",
      "delete-version": "may not",
    });
    const { because, given, resource, fix } = reportOn(topology, ANALYST, "read");
    assert.equal(
      because,
      `statement "Read" of bucket policy of ${SOURCE_NAME} allows s3:GetObject to ${ANALYST}`,
    );
    assert.equal(given, `the IAM policies of account ${OTHER_ACCOUNT} allow it`);
    assert.equal(resource, "acme-archive/reports/*");
    assert.equal(fix, undefined);
  });

  it("of the bucket's account need nothing else; what nobody grants is left to IAM policies", () => {
    const topology = withReader(CLERK);
    assert.deepEqual(verdictsOn(topology, CLERK), {
      ...MAY_READ,
      put: "unknown",
      encrypt: "unknown",
      tag: "unknown",
      delete: "unknown",
      "delete-version": "unknown",
    });
    for (const action of ["list", "read", "decrypt"]) {
      assert.equal(reportOn(topology, CLERK, action).given, undefined, action);
    }
    assert.match(reportOn(topology, CLERK, "put").because, /IAM policies .* were not read/);
    assert.equal(reportOn(topology, CLERK, "put").fix, undefined);
  });

  it("may be a whole account, by its root or its digits, shown by its root", () => {
    const root = `arn:aws:iam::${OTHER_ACCOUNT}:root`;
    for (const name of [root, OTHER_ACCOUNT]) {
      const topology = withReader(name);
      const { read, decrypt, put } = verdictsOn(topology, root);
      assert.deepEqual({ read, decrypt, put }, { read: "may", decrypt: "may", put: "may not" });
      assert.equal(
        reportOn(topology, root, "read").given,
        `the IAM policies of account ${OTHER_ACCOUNT} allow it`,
      );
      assert.deepEqual([...new Set(accessOf(topology).map(({ principal }) => principal))], [root]);
    }
  });

  it("are those whom a condition names, where the Principal is their account", () => {
    const topology = withReader(`arn:aws:iam::${OTHER_ACCOUNT}:root`);
    for (const sid of ["List", "Read", "Decrypt"]) {
      const one = statement(topology, sid);
      one.Condition = { ...one.Condition, ArnEquals: { "aws:PrincipalArn": ANALYST } };
    }
    assert.deepEqual([...new Set(accessOf(topology).map(({ principal }) => principal))], [ANALYST]);
    assert.equal(reportOn(topology, ANALYST, "decrypt").verdict, "may");
  });

  it("of a role that was read are judged by its own policies, too", () => {
    const topology = withReader(ANALYST);
    const role = structuredClone(roleOf(topology));
    const ownPolicy = (actions: string[]) => ({
      label: "policy of the analyst",
      document: {
        known: {
          Version: "2012-10-17",
          Statement: [{ Effect: "Allow" as const, Action: actions, Resource: "*" }],
        },
      },
    });
    topology.roles.push({
      ...role,
      label: "analyst",
      name: { known: "analyst" },
      arn: { known: ANALYST },
      account: { known: OTHER_ACCOUNT },
      policies: [ownPolicy(["s3:GetObject*", "kms:Decrypt"])],
    });
    const { list, read, decrypt } = verdictsOn(topology, ANALYST);
    assert.deepEqual({ list, read, decrypt }, { list: "may not", read: "may", decrypt: "may" });
    assert.equal(reportOn(topology, ANALYST, "read").given, undefined);
  });

  it("are neither services nor the replication role", () => {
    const topology = workingTopology({
      replicas: [{ name: "partner-archive", account: OTHER_ACCOUNT, region: "us-east-1" }],
    });
    sourcePolicy(topology).push(
      {
        Sid: "Logs",
        Effect: "Allow",
        Principal: { Service: "logging.s3.amazonaws.com" },
        Action: "s3:PutObject",
        Resource: `${SOURCE_ARN}/*`,
      },
      {
        Sid: "Role",
        Effect: "Allow",
        Principal: { AWS: ROLE_ARN },
        Action: "s3:*",
        Resource: `${SOURCE_ARN}/*`,
      },
    );
    assert.deepEqual(accessOf(topology), []);
  });

  it("are not the administrators of a key, whom the bucket's policy does not name", () => {
    const topology = workingTopology();
    keyStatements(topology).push({
      Sid: "Administrators",
      Effect: "Allow",
      Principal: { AWS: `arn:aws:iam::${SOURCE_ACCOUNT}:role/admin` },
      Action: "kms:*",
      Resource: "*",
    });
    assert.deepEqual(accessOf(topology), []);
  });

  it("of one of two prefixes are judged for each", () => {
    const topology = withReader();
    statement(topology, "Read").Resource = [`${SOURCE_ARN}/reports/*`, `${SOURCE_ARN}/minutes/*`];
    const lists = accessOf(topology).filter(({ action }) => action === "list");
    assert.deepEqual(
      lists.map(({ resource, verdict }) => [resource, verdict]),
      [
        ["acme-archive/reports/*", "may"],
        ["acme-archive/minutes/*", "may not"],
      ],
    );
  });

  it("of a bucket without KMS are not asked about keys", () => {
    const topology = workingTopology({ kms: "none" });
    sourcePolicy(topology).push({
      Sid: "Read",
      Effect: "Allow",
      Principal: { AWS: ANALYST },
      Action: ["s3:GetObject", "s3:ListBucket"],
      Resource: [SOURCE_ARN, `${SOURCE_ARN}/*`],
    });
    const verdicts = verdictsOn(topology, ANALYST);
    assert.equal(verdicts["read"], "may");
    assert.equal(verdicts["list"], "may");
    assert.equal("decrypt" in verdicts, false);
    assert.equal("encrypt" in verdicts, false);
  });

  it("of more parts of a bucket than AWS accepts in a policy are judged for the first thousand, and that is said", function () {
    this.timeout(60_000);
    const topology = withReader();
    const parts = Array.from({ length: 1_001 }, (_, number) => `${SOURCE_ARN}/part-${number}/*`);
    statement(topology, "Read").Resource = parts;
    const reports = accessOf(topology);
    assert.equal(reports.filter(({ action }) => action === "list").length, 1_000);
    assert.deepEqual(
      reports.filter(({ resource }) => resource === `${SOURCE_NAME}/*`),
      [
        {
          bucket: SOURCE_NAME,
          principal: ANALYST,
          action: "read",
          resource: `${SOURCE_NAME}/*`,
          verdict: "unknown",
          because: `bucket policy of ${SOURCE_NAME} names ${ANALYST} for 1001 parts of the bucket, of which the first 1000 were judged`,
        },
      ],
    );
  });

  it("of a thousand parts or fewer are all judged", () => {
    const topology = withReader();
    statement(topology, "Read").Resource = [`${SOURCE_ARN}/a/*`, `${SOURCE_ARN}/b/*`];
    assert.equal(
      accessOf(topology).some(({ because }) => because.includes("were judged")),
      false,
    );
  });
});
