/** The keys that the objects of a bucket are encrypted with, as far as reading and writing them needs to know. */
import { arnParts, keyArn } from "../../aws/arns";
import { indexed } from "../evaluation";
import type { Grant, NamedPolicy } from "../evaluation/types";
import { knownValue } from "../known";
import type { KeyUse } from "../route";
import type { Bucket, Key, KeyGrant } from "../topology";

/** A key with its policy, `aws/s3`, or one that was not read. */
export type BucketKey = ReadKey | ManagedKey | MissingKey;

export interface ReadKey {
  readonly kind: "read";
  readonly label: string;
  readonly arn: string;
  readonly account: string | undefined;
  readonly region: string | undefined;
  readonly policy: NamedPolicy | undefined;
  readonly grants: readonly Grant[];
  readonly key: Key;
}

export interface ManagedKey {
  readonly kind: "managed";
  readonly label: string;
}

export interface MissingKey {
  readonly kind: "missing";
  readonly label: string;
  readonly why: string;
}

/** The key of the bucket's default encryption. */
export function defaultKeyOf(bucket: Bucket, keys: ReadonlyMap<string, Key>): BucketKey | undefined {
  const { encryption } = bucket;
  if ("unknown" in encryption) return missing("<ARN of the key>", encryption.unknown);
  if (encryption.known === undefined) return undefined;
  const { algorithm, key } = encryption.known;
  if ("unknown" in algorithm) return missing("<ARN of the key>", algorithm.unknown);
  if (!algorithm.known.startsWith("aws:kms")) return undefined;
  if (key === undefined) return MANAGED;
  if ("unknown" in key) return missing("<ARN of the key>", key.unknown);
  const found = "to" in key ? keys.get(key.to) : undefined;
  if (found !== undefined) return bucketKeyOf({ found }, bucket);
  const outside = "to" in key ? (key.written ?? key.to) : key.outside;
  return /(^|:)alias\/aws\/s3$/.test(outside) ? MANAGED : bucketKeyOf({ outside }, bucket);
}

const MANAGED: ManagedKey = { kind: "managed", label: "the AWS managed key aws/s3" };

function missing(label: string, unknown: string): MissingKey {
  return { kind: "missing", label, why: `the key is not known: ${unknown}` };
}

/** The key as it was read; undefined where KMS takes no part. */
export function bucketKeyOf(use: KeyUse, bucket: Bucket): BucketKey | undefined {
  if ("none" in use) return undefined;
  if ("awsManaged" in use) return MANAGED;
  if ("outside" in use) {
    return { kind: "missing", label: use.outside, why: `${use.outside} is not part of what was read` };
  }
  if ("unknown" in use) return missing("<ARN of the key>", use.unknown);
  const { found } = use;
  const arn = knownValue(found.arn);
  const parts = arnParts(arn ?? "");
  const account = knownValue(found.site.account) ?? parts?.account;
  const region = knownValue(found.site.region) ?? parts?.region ?? knownValue(bucket.site.region);
  return {
    kind: "read",
    label: arn ?? found.label.slice(found.label.lastIndexOf("::") + 1),
    arn: arn ?? keyArn(bucket.site.partition, region ?? "", account ?? "", "unknown"),
    account,
    region,
    policy:
      found.policy &&
      indexed({
        label: found.policy.label,
        document:
          "known" in found.policy.document
            ? found.policy.document.known
            : { unknown: found.policy.document.unknown },
      }),
    grants: found.grants.flatMap(grantOf),
    key: found,
  };
}

/** A grant whose constraint is not known is no help. */
function grantOf({ grantee, operations, constraint }: KeyGrant): readonly Grant[] {
  const name = knownValue(grantee);
  if (name === undefined) return [];
  if (constraint === undefined) return [{ grantee: name, operations }];
  const context = knownValue(constraint.context);
  if (context === undefined) return [];
  return [
    {
      grantee: name,
      operations,
      ...(constraint.kind === "equals"
        ? { encryptionContextEquals: context }
        : { encryptionContextSubset: context }),
    },
  ];
}
