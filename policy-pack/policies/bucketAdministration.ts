/** Only the bucket's own account may change how the bucket is locked. */

import type { Known } from "../../model";
import { documentOf, isAbout, type Statement } from "./support/document";
import { everyBucket } from "./support/everyBucket";
import { allowing, notKnown, type PolicyFinding, undecided, violation } from "./support/finding";
import { securityHub } from "./support/frameworks";
import { granteesOf } from "./support/grantees";
import { type PolicyConfig, texts } from "./support/settings";

const actions = texts(
  "actions",
  {
    fallback: [
      "s3:DeleteBucketPolicy",
      "s3:PutBucketAcl",
      "s3:PutBucketPolicy",
      "s3:PutEncryptionConfiguration",
      "s3:PutObjectAcl",
    ],
    pattern: "^s3:[A-Za-z]+$",
    what: "an action such as s3:PutBucketPolicy",
  },
  "Actions that no other account may be allowed. Add s3:PutBucketVersioning to keep a foreign replication role from suspending versioning, as samples of AWS let it.",
);

export const everyBucketAdministeredByOwner = everyBucket({
  name: "every-bucket-administered-by-owner",
  displayName: "No other account may change how a bucket is locked",
  description:
    "A bucket policy that lets a replication role of another account write must not let that account change the policy, the encryption or the access of the bucket.",
  severity: "high",
  enforcementLevel: "mandatory",
  framework: securityHub(
    "S3.6",
    "S3 general purpose bucket policies should restrict access to other AWS accounts",
    ["NIST SP 800-53 Rev. 5 CA-9(1), CM-2"],
  ),
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/setting-repl-config-perm-overview.html",
  remediationSteps:
    "Allow other accounts s3:ReplicateObject, s3:ReplicateDelete, s3:ReplicateTags and s3:ObjectOwnerOverrideToBucketOwner alone, instead of s3:*.",
  tags: ["s3", "bucket-policy", "cross-account"],
  fields: [actions],
  *judge({ policy, site }, settings) {
    if (policy === undefined) return;
    if ("unknown" in policy.document) {
      yield notKnown(policy.label, policy.document);
      return;
    }
    const reading = documentOf(policy.document.known);
    if ("malformed" in reading) return;
    for (const statement of reading.statements)
      yield* judgeStatement(statement, policy.label, site.account, settings);
  },
});

function* judgeStatement(
  statement: Statement,
  label: string,
  owner: Known<string>,
  settings: PolicyConfig,
): Iterable<PolicyFinding> {
  const granted = statement.allows
    ? settings.get(actions).filter((action) => isAbout(statement, action))
    : [];
  if (granted.length === 0) return;
  const where = `${statement.label} of ${label}`;
  const refused = (named: string) =>
    violation(
      where,
      `none of ${granted.join(", ")} for other accounts`,
      named,
      "allow other accounts the replication actions alone",
      allowing(
        actions,
        settings.get(actions).filter((action) => !granted.includes(action)),
      ),
    );
  for (const { named, accounts } of granteesOf(statement, "known" in owner ? owner.known : undefined)) {
    if (accounts === "any") yield refused(named);
    else if ("unknown" in accounts)
      yield undecided(`whether ${where} is about another account`, accounts.unknown);
    else if ("unknown" in owner) yield undecided(`whether ${where} is about another account`, owner.unknown);
    else if (accounts.some((account) => account !== owner.known)) yield refused(named);
  }
}
