import assert from "node:assert/strict";
import { accessOf } from "../../../../policy-pack/replication/access";
import {
  bucketOf,
  keyOf,
  OTHER_ACCOUNT,
  ROLE_ARN,
  roleOf,
  SOURCE_ACCOUNT,
  SOURCE_ARN,
  SOURCE_NAME,
  type TopologyDraft,
  workingTopology,
} from "../../../helpers/topologies";
import {
  ANALYST,
  CLERK,
  keyStatements,
  reportOn,
  sourcePolicy,
  statement,
  verdictsOn,
  without,
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

  it("may be a whole account, by its root or its digits", () => {
    for (const name of [`arn:aws:iam::${OTHER_ACCOUNT}:root`, OTHER_ACCOUNT]) {
      const topology = withReader(name);
      const { read, decrypt, put } = verdictsOn(topology, name);
      assert.deepEqual({ read, decrypt, put }, { read: "may", decrypt: "may", put: "may not" });
      assert.equal(
        reportOn(topology, name, "read").given,
        `the IAM policies of account ${OTHER_ACCOUNT} allow it`,
      );
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
});

interface Fault {
  readonly what: string;
  readonly break: (topology: TopologyDraft) => void;
  readonly action: string;
  readonly verdict?: "may not" | "unknown";
  readonly because: RegExp;
  readonly fix: RegExp;
  /** Whose set-up; another account's analyst unless told. */
  readonly reader?: string;
}

const KEY_FIX =
  /^add to the key policy of arn:aws:kms:eu-west-1:[\s\S]*"kms:Decrypt"[\s\S]*"s3\.eu-west-1\.amazonaws\.com"/;

const FAULTS: readonly Fault[] = [
  {
    what: "a bucket policy without the key's",
    break: (topology) => without(topology, "Decrypt"),
    action: "decrypt",
    because: /key policy of source-key does not allow kms:Decrypt/,
    fix: KEY_FIX,
  },
  {
    what: "a bucket policy without the key's, within the account",
    reader: CLERK,
    break: (topology) => without(topology, "Decrypt"),
    action: "decrypt",
    verdict: "unknown",
    because: /key policy of source-key names the account only, so that the IAM policies of .*clerk decide/,
    fix: KEY_FIX,
  },
  {
    what: "a key policy without the bucket's",
    break: (topology) => {
      without(topology, "Read");
      without(topology, "List");
    },
    action: "read",
    because: /bucket policy of acme-archive does not allow s3:GetObject/,
    fix: /^add to the bucket policy of acme-archive:[\s\S]*"Action": "s3:GetObject"/,
  },
  {
    what: "a key policy without the bucket's, within the account",
    reader: CLERK,
    break: (topology) => {
      without(topology, "Read");
      without(topology, "List");
    },
    action: "read",
    verdict: "unknown",
    because: /IAM policies of its account decide/,
    fix: /^add to the bucket policy of acme-archive/,
  },
  {
    what: "reading another prefix than listing",
    break: (topology) => {
      statement(topology, "Read").Resource = `${SOURCE_ARN}/raports/*`;
    },
    action: "list",
    because: /"s3:prefix" asks for "reports\/\*" and the call has "raports\/"/,
    fix: /"s3:ListBucket"[\s\S]*"s3:prefix": "raports\/\*"/,
  },
  {
    what: "reading objects of another bucket",
    break: (topology) => {
      statement(topology, "Read").Resource = "arn:aws:s3:::acme-archives/reports/*";
    },
    action: "read",
    because: /does not allow s3:GetObject.*acme-archives/,
    fix: /"Resource": "arn:aws:s3:::acme-archive\/reports\/\*"/,
  },
  {
    what: "a bucket in place of its objects",
    break: (topology) => {
      statement(topology, "Read").Resource = SOURCE_ARN;
    },
    action: "read",
    because: /does not allow s3:GetObject/,
    fix: /"Resource": "arn:aws:s3:::acme-archive\/reports\/\*"/,
  },
  {
    what: "no listing",
    break: (topology) => without(topology, "List"),
    action: "list",
    because: /does not allow s3:ListBucket/,
    fix: /"s3:ListBucket"[\s\S]*"s3:prefix": "reports\/\*"/,
  },
  {
    what: "listing objects in place of the bucket",
    break: (topology) => {
      statement(topology, "List").Resource = `${SOURCE_ARN}/*`;
    },
    action: "list",
    because: /does not allow s3:ListBucket/,
    fix: /"Resource": "arn:aws:s3:::acme-archive",/,
  },
  {
    what: "the encryption context of another bucket",
    break: (topology) => {
      statement(topology, "Decrypt").Condition = {
        StringLike: { "kms:EncryptionContext:aws:s3:arn": "arn:aws:s3:::acme-other*" },
      };
    },
    action: "decrypt",
    because: /asks for "arn:aws:s3:::acme-other\*" and the call has "arn:aws:s3:::acme-archive"/,
    fix: KEY_FIX,
  },
  {
    what: "the encryption context of objects only, with an S3 Bucket Key",
    break: (topology) => {
      statement(topology, "Decrypt").Condition = {
        StringLike: { "kms:EncryptionContext:aws:s3:arn": `${SOURCE_ARN}/*` },
      };
    },
    action: "decrypt",
    because: /the call has "arn:aws:s3:::acme-archive"$/,
    fix: KEY_FIX,
  },
  {
    what: "the encryption context of the bucket only, which older objects do not have",
    break: (topology) => {
      statement(topology, "Decrypt").Condition = {
        StringEquals: { "kms:EncryptionContext:aws:s3:arn": SOURCE_ARN },
      };
    },
    action: "decrypt",
    verdict: "unknown",
    because: /^without an S3 Bucket Key S3 gives the object's ARN, and then /,
    fix: KEY_FIX,
  },
  {
    what: "S3 of another region",
    break: (topology) => {
      statement(topology, "Decrypt").Condition = {
        StringEquals: { "kms:ViaService": "s3.us-east-1.amazonaws.com" },
      };
    },
    action: "decrypt",
    because: /"kms:ViaService" asks for "s3\.us-east-1\.amazonaws\.com" and the call has "s3\.eu-west-1/,
    fix: KEY_FIX,
  },
  {
    what: "another key that lets the reader in",
    break: (topology) => {
      const moved = structuredClone(statement(topology, "Decrypt"));
      without(topology, "Decrypt");
      const policy = keyOf(topology, "acme-archive-replica-key").policy;
      if (policy !== undefined && "known" in policy.document) policy.document.known.Statement.push(moved);
    },
    action: "decrypt",
    because: /key policy of source-key does not allow kms:Decrypt/,
    fix: KEY_FIX,
  },
  {
    what: "the role's path left out",
    break: (topology) => {
      statement(topology, "Decrypt").Principal = { AWS: ANALYST.replace("team/", "") };
    },
    action: "decrypt",
    because: /does not allow kms:Decrypt/,
    fix: KEY_FIX,
  },
  {
    what: "a Deny of everybody of other accounts",
    break: (topology) => {
      sourcePolicy(topology).push({
        Sid: "OwnAccountOnly",
        Effect: "Deny",
        Principal: "*",
        Action: "s3:Get*",
        Resource: `${SOURCE_ARN}/*`,
        Condition: { StringNotEquals: { "aws:PrincipalAccount": SOURCE_ACCOUNT } },
      });
    },
    action: "read",
    because: /statement "OwnAccountOnly" of bucket policy of acme-archive denies s3:GetObject/,
    fix: /^replace the Deny in bucket policy of acme-archive by one that leaves arn:.*analyst out:[\s\S]*"ArnNotLike"/,
  },
  {
    what: "a condition on the organisation, of which nothing is known",
    break: (topology) => {
      const read = statement(topology, "Read");
      read.Condition = { StringEquals: { "aws:PrincipalOrgID": "o-1234567890" } };
    },
    action: "read",
    verdict: "unknown",
    because: /aws:PrincipalOrgID/,
    fix: /"s3:GetObject"/,
  },
  {
    what: "a condition on a VPC endpoint, of which nothing is known",
    break: (topology) => {
      const read = statement(topology, "Read");
      read.Condition = { StringEquals: { "aws:SourceVpce": "vpce-1a2b3c4d" } };
    },
    action: "read",
    verdict: "unknown",
    because: /aws:SourceVpce depends on where and how the principal calls/,
    fix: /"s3:GetObject"/,
  },
];

describe("readers whom a policy names by patterns", () => {
  /** The topology with another principal, under a condition. */
  function readBy(AWS: string, condition: { [operator: string]: { [key: string]: string } }): TopologyDraft {
    const topology = withReader(AWS);
    for (const sid of ["List", "Read", "Decrypt"]) {
      const one = statement(topology, sid);
      one.Condition = { ...one.Condition, ...condition };
    }
    return topology;
  }

  it("are shown as the pattern", () => {
    const pattern = `arn:aws:iam::${OTHER_ACCOUNT}:role/team/*`;
    const topology = readBy(`arn:aws:iam::${OTHER_ACCOUNT}:root`, {
      ArnLike: { "aws:PrincipalArn": pattern },
    });
    assert.equal(verdictsOn(topology, pattern)["decrypt"], "may");
    assert.deepEqual([...new Set(accessOf(topology).map(({ principal }) => principal))], [pattern]);
  });

  it("are an account, where a condition narrows everybody to one", () => {
    const topology = readBy("*", { StringEquals: { "aws:PrincipalAccount": OTHER_ACCOUNT } });
    const { read, put } = verdictsOn(topology, OTHER_ACCOUNT);
    assert.deepEqual({ read, put }, { read: "may", put: "may not" });
    assert.deepEqual(verdictsOn(topology, "*"), {});
  });

  it("are everybody, unless the public access block keeps them out; nobody is told to open a bucket to all", () => {
    const topology = withReader("*");
    const { verdict, because, fix } = reportOn(topology, "*", "read");
    assert.equal(verdict, "may not");
    assert.match(because, /RestrictPublicBuckets/);
    assert.equal(fix, undefined);
    bucketOf(topology, SOURCE_NAME).publicAccessBlock = { known: undefined };
    assert.equal(reportOn(topology, "*", "read").verdict, "may");
    assert.equal(
      reportOn(topology, "*", "read").given,
      "the IAM policies of the caller's own account allow it",
    );
  });

  it("are everybody of an organisation, of which nothing is known", () => {
    const topology = readBy("*", { StringEquals: { "aws:PrincipalOrgID": "o-1234567890" } });
    assert.equal(reportOn(topology, "*", "read").verdict, "unknown");
    assert.equal(reportOn(topology, "*", "read").fix, undefined);
  });

  it("are a user in a folder of its own", () => {
    const topology = withReader(CLERK);
    statement(topology, "Read").Resource = `${SOURCE_ARN}/home/\${aws:username}/*`;
    statement(topology, "List").Condition = { StringLike: { "s3:prefix": `home/\${aws:username}/*` } };
    const { verdict, resource } = reportOn(topology, CLERK, "read");
    assert.equal(verdict, "may");
    assert.equal(resource, "acme-archive/home/clerk/*");
    assert.equal(reportOn(topology, CLERK, "list").verdict, "may");
  });
});

describe("a reader's missing side", () => {
  for (const { what, break: broken, action, verdict = "may not", because, fix, reader = ANALYST } of FAULTS) {
    it(`is found and named: ${what}`, () => {
      const topology = withReader(reader);
      broken(topology);
      const report = reportOn(topology, reader, action);
      assert.equal(report.verdict, verdict);
      assert.match(report.because, because);
      assert.match(report.fix ?? "", fix);
    });
  }

  it("is mended by the statement that is pasted", () => {
    for (const { break: broken, action, reader = ANALYST, what } of FAULTS) {
      const topology = withReader(reader);
      broken(topology);
      const { fix = "" } = reportOn(topology, reader, action);
      const pasted = JSON.parse(fix.slice(fix.indexOf("\n")));
      if (pasted.Effect === "Deny") without(topology, pasted.Sid);
      (fix.startsWith("add to the key policy") ? keyStatements : sourcePolicy)(topology).push(pasted);
      assert.equal(reportOn(topology, reader, action).verdict, "may", what);
    }
  });

  it("is a key that was not read", () => {
    const topology = withReader();
    topology.keys = topology.keys.filter(({ label }) => label !== "source-key");
    const { verdict, because, fix } = reportOn(topology, ANALYST, "decrypt");
    assert.equal(verdict, "unknown");
    assert.match(because, /is not part of what was read/);
    assert.match(fix ?? "", /^add to the key policy of source-key/);
  });

  it("is aws/s3, which lets nobody of another account in, and cannot be mended", () => {
    for (const [reader, verdict] of [
      [ANALYST, "may not"],
      [CLERK, "may"],
    ] as const) {
      const topology = withReader(reader);
      const { encryption } = bucketOf(topology, SOURCE_NAME);
      if ("known" in encryption && encryption.known !== undefined) encryption.known.key = undefined;
      const report = reportOn(topology, reader, "decrypt");
      assert.equal(report.verdict, verdict);
      assert.equal(report.fix, undefined);
    }
  });

  it("is a principal that was deleted", () => {
    const id = "AROAEXAMPLEEXAMPLE123";
    const topology = withReader(id);
    assert.deepEqual(verdictsOn(topology, id), { read: "may not" });
    assert.match(reportOn(topology, id, "read").because, /the id of a principal that was deleted/);
    assert.match(reportOn(topology, id, "read").fix ?? "", /by the principal's ARN/);
  });

  it("is none where a grant lets the reader decrypt", () => {
    const topology = withReader(CLERK);
    without(topology, "Decrypt");
    keyOf(topology, "source-key").grants.push({ grantee: { known: CLERK }, operations: ["Decrypt"] });
    assert.equal(reportOn(topology, CLERK, "decrypt").verdict, "may");
  });

  it("cannot be told apart from IAM policies where the bucket's account is not known", () => {
    const topology = withReader(CLERK);
    without(topology, "List");
    bucketOf(topology, SOURCE_NAME).site.account = { unknown: "the provider states none" };
    assert.equal(reportOn(topology, CLERK, "read").verdict, "may");
    const { verdict, because } = reportOn(topology, CLERK, "list");
    assert.equal(verdict, "unknown");
    assert.match(because, /the bucket's account is not known/);
  });

  it("is none where the key's policy names the reader's account", () => {
    const topology = withReader();
    without(topology, "Decrypt");
    keyStatements(topology).push({
      Sid: "Partner",
      Effect: "Allow",
      Principal: { AWS: `arn:aws:iam::${OTHER_ACCOUNT}:root` },
      Action: "kms:Decrypt",
      Resource: "*",
    });
    assert.equal(reportOn(topology, ANALYST, "decrypt").verdict, "may");
    assert.equal(
      reportOn(topology, ANALYST, "decrypt").given,
      `the IAM policies of account ${OTHER_ACCOUNT} allow it`,
    );
  });
});
