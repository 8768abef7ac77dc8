/** Condition keys that S3's calls determine, each with its source. A condition on another key makes the answer unknown. */
import { s3ViaService } from "../../aws/keyCondition";
import { PAGES } from "../awsPages";
import type { ContextValue } from "../evaluation/types";
import type { CallFacts, Replicator } from "./callFacts";
import { tagContext } from "./tagContext";

/** One condition key (or family of keys) and what S3's call carries for it. */
export interface ContextFact {
  readonly keys: readonly string[];
  readonly service: "s3" | "kms" | "both";
  readonly value: (call: CallFacts) => ContextValue | undefined;
  readonly because: string;
  readonly url: string;
}

const ABSENT: ContextValue = { absent: true };
const oneOf = (value: string | undefined): ContextValue | undefined =>
  value === undefined ? undefined : [value];

export const CONTEXT_FACTS: readonly ContextFact[] = [
  {
    keys: ["aws:SecureTransport"],
    service: "both",
    value: () => ["true"],
    because: "S3 moves objects over TLS only",
    url: PAGES.globalConditions,
  },
  {
    keys: ["s3:TlsVersion"],
    service: "s3",
    value: () => ({ oneOf: ["1.2", "1.3"] }),
    because:
      "every endpoint of AWS requires TLS 1.2 or newer; AWS does not document which version S3 uses itself",
    url: PAGES.minimumTls,
  },
  {
    keys: ["aws:userid"],
    service: "both",
    value: ({ replicator }) => userIdOf(replicator),
    because: "of a role's session it is the role's unique id, a colon and the name of the session",
    url: PAGES.principalKeys,
  },
  {
    keys: ["aws:SourceVpc", "aws:SourceVpce", "aws:VpcSourceIp", "aws:SourceVpcArn"],
    service: "both",
    value: () => ABSENT,
    because: "S3 does not call through a VPC endpoint of yours: policies that ask for one break replication",
    url: PAGES.troubleshooting,
  },
  {
    keys: [
      "s3:DataAccessPointArn",
      "s3:DataAccessPointAccount",
      "s3:AccessPointNetworkOrigin",
      "s3:AccessGrantsInstanceArn",
    ],
    service: "s3",
    value: () => ABSENT,
    because: "S3 does not call through an access point: policies that ask for one break replication",
    url: PAGES.troubleshooting,
  },
  {
    keys: ["aws:SourceArn", "aws:SourceAccount", "aws:SourceOrgID", "aws:SourceOrgPaths"],
    service: "both",
    value: () => ABSENT,
    because: "these keys come with calls that a service makes as itself; replication calls as the role",
    url: PAGES.globalConditions,
  },
  {
    keys: ["aws:PrincipalIsAWSService"],
    service: "both",
    value: () => ["false"],
    because: "the caller is the role that S3 assumed, not a service",
    url: PAGES.globalConditions,
  },
  {
    keys: ["aws:PrincipalServiceNamesList"],
    service: "both",
    value: () => ABSENT,
    because: "the caller is the role that S3 assumed, not a service",
    url: PAGES.globalConditions,
  },
  {
    keys: ["aws:ViaAWSService"],
    service: "s3",
    value: () => ["false"],
    because: "it is false where a service uses a service role",
    url: PAGES.globalConditions,
  },
  {
    keys: ["aws:RequestedRegion"],
    service: "both",
    value: ({ region }) => oneOf(region),
    because: "S3 calls the bucket or the key in its own region",
    url: PAGES.globalConditions,
  },
  {
    keys: ["aws:ResourceAccount"],
    service: "both",
    value: ({ resourceAccount }) =>
      oneOf(resourceAccount) ?? { undetermined: "the account that owns the resource is not known" },
    because: "it is the account that owns the bucket or the key",
    url: PAGES.globalConditions,
  },
  {
    keys: ["s3:ResourceAccount"],
    service: "s3",
    value: ({ resourceAccount }) =>
      oneOf(resourceAccount) ?? { undetermined: "the account that owns the resource is not known" },
    because: "it is the account that owns the bucket",
    url: PAGES.globalConditions,
  },
  {
    keys: ["aws:MultiFactorAuthAge"],
    service: "both",
    value: () => ABSENT,
    because: "no one gave a second factor when S3 assumed the role",
    url: PAGES.globalConditions,
  },
  {
    keys: [
      "s3:x-amz-server-side-encryption",
      "s3:x-amz-server-side-encryption-aws-kms-key-id",
      "s3:x-amz-server-side-encryption-customer-algorithm",
    ],
    service: "s3",
    value: ({ action, encryptions }) =>
      action === "s3:ReplicateObject" || encryptions !== undefined ? undefined : ABSENT,
    because: "only s3:ReplicateObject has these keys; the other actions of replication do not",
    url: PAGES.s3Actions,
  },
  {
    keys: ["kms:ViaService"],
    service: "kms",
    value: ({ region }) => oneOf(region === undefined ? undefined : s3ViaService(region)),
    because: "S3 calls KMS in the key's region; the name ends in amazonaws.com in every partition",
    url: PAGES.kmsConditions,
  },
  {
    keys: ["kms:EncryptionContext:aws:s3:arn"],
    service: "kms",
    value: ({ encryptionContext }) => oneOf(encryptionContext),
    because: "S3 gives the bucket's ARN with an S3 Bucket Key, the object's without",
    url: PAGES.encrypted,
  },
  {
    keys: ["kms:EncryptionContextKeys"],
    service: "kms",
    value: () => ["aws:s3:arn"],
    because: "S3's encryption context has the one key aws:s3:arn",
    url: PAGES.encrypted,
  },
  {
    keys: ["kms:EncryptionAlgorithm"],
    service: "kms",
    value: () => ["SYMMETRIC_DEFAULT"],
    because: "S3 works with symmetric keys only",
    url: PAGES.kmsConditions,
  },
  {
    keys: ["kms:GrantIsForAWSResource", "kms:GranteePrincipal", "kms:RecipientAttestation:ImageSha384"],
    service: "kms",
    value: () => ABSENT,
    because: "replication creates no grants and comes from no enclave",
    url: PAGES.kmsConditions,
  },
  {
    keys: ["kms:ResourceAliases"],
    service: "kms",
    value: ({ aliases }) => (aliases === undefined || aliases.length === 0 ? undefined : aliases),
    because: "the key has these aliases",
    url: PAGES.keyAliases,
  },
  {
    keys: ["kms:KeySpec"],
    service: "kms",
    value: ({ keySpec }) => oneOf(keySpec),
    because: "it is a property of the key",
    url: PAGES.kmsConditions,
  },
  {
    keys: ["kms:KeyUsage"],
    service: "kms",
    value: ({ keyUsage }) => oneOf(keyUsage),
    because: "it is a property of the key",
    url: PAGES.kmsConditions,
  },
  {
    keys: ["kms:MultiRegion"],
    service: "kms",
    value: ({ keyArn }) =>
      keyArn === undefined ? undefined : [keyArn.includes(":key/mrk-") ? "true" : "false"],
    because: "ids of multi-Region keys begin with mrk-",
    url: PAGES.kmsConditions,
  },
];

/**
 * The name of the session in which S3 uses the replication role. No AWS page states it: it is what CloudTrail shows of
 * replication (`AROA…:s3-replication`, which cds-snc/cloud-based-sensor selects events by), and what key policies of running
 * estates name (`assumed-role/<role>/s3-replication` in ministryofjustice/modernisation-platform).
 */
export const REPLICATION_SESSION = "s3-replication";

function userIdOf(replicator: Replicator | undefined): ContextValue | undefined {
  if (replicator?.uniqueId === undefined) return undefined;
  const { uniqueId } = replicator;
  return "known" in uniqueId
    ? [`${uniqueId.known}:${REPLICATION_SESSION}`]
    : { undetermined: `the role's unique id is not known (${uniqueId.unknown})` };
}

/** The context of one call: every key that the tables determine. */
export function callContextOf(call: CallFacts): { readonly [key: string]: ContextValue } {
  const context: { [key: string]: ContextValue } = { ...tagContext(call) };
  for (const fact of CONTEXT_FACTS) {
    if (fact.service !== "both" && fact.service !== call.service) continue;
    const value = fact.value(call);
    if (value === undefined) continue;
    for (const key of fact.keys) context[key] = value;
  }
  return context;
}
