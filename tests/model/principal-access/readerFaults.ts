import { keyOf, SOURCE_ACCOUNT, SOURCE_ARN, type TopologyDraft } from "../../helpers/topologies";
import { ANALYST, CLERK, sourcePolicy, statement, without } from "./access";

/** One thing wrong with a set-up that lets a reader read. */
export interface Fault {
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

export const FAULTS: readonly Fault[] = [
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
    fix: /^replace statement "OwnAccountOnly" of bucket policy of acme-archive by one that leaves arn:.*analyst out:[\s\S]*"ArnNotLike"/,
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
