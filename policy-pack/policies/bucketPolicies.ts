/** Bucket policies refuse requests without TLS and allow named principals only. */
import { bucketNameOfArn } from "../../aws/arns";
import type { Known } from "../../model";
import { BUCKET_POLICIES, BUCKETS } from "./support/awsTypes";
import { bucketSettingPolicies } from "./support/bucketSettingPolicies";
import { documentOf, type Statement } from "./support/document";
import { notKnown, type PolicyFindings, undecided, violation } from "./support/finding";
import { securityHub } from "./support/frameworks";
import { judgeDocument } from "./support/judgeDocument";
import { openStatements } from "./support/openness";
import { resourcePolicy } from "./support/policy";
import { refusesPlainText } from "./support/tlsDenial";

const TLS_FIX =
  'add {"Sid":"TlsOnly","Effect":"Deny","Principal":"*","Action":"s3:*","Resource":["<bucket ARN>","<bucket ARN>/*"],"Condition":{"Bool":{"aws:SecureTransport":"false"}}}';
const TLS_EXPECTED = "a statement that denies everything without TLS";

/** A bucket policy is one document: what one resource writes is the whole policy of the bucket. */
export const { ofResource: tlsOnly, ofBucket: everyBucketTlsOnly } = bucketSettingPolicies({
  severity: "high",
  enforcementLevel: "mandatory",
  framework: securityHub("S3.5", "S3 general purpose buckets should require requests to use SSL", [
    "CIS AWS Foundations 5.0 2.1.1",
    "NIST SP 800-53 Rev. 5 SC-8, SC-8(1), SC-13",
  ]),
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html",
  remediationSteps:
    'Add a statement to the bucket\'s policy that denies s3:* to every principal on the bucket and its objects where aws:SecureTransport is "false".',
  tags: ["s3", "tls", "bucket-policy"],
  setting: "policy",
  ofResource: {
    name: "tls-only",
    displayName: "Bucket policies refuse requests without TLS",
    description: "A bucket policy must deny every request that does not come over TLS.",
    judges: BUCKET_POLICIES,
    judge: (resource) =>
      judgeDocument(resource.input("policy"), (statements) =>
        judgeTls("policy", statements, knownName(resource.input("bucket").text())),
      ),
  },
  ofBucket: {
    name: "every-bucket-tls-only",
    displayName: "Every bucket refuses requests without TLS",
    description:
      "Every bucket, replicas included, must have a policy that denies every request without TLS; a bucket without a policy accepts them.",
    *judge({ policy, name }) {
      if (policy === undefined) {
        yield violation("policy of the bucket", TLS_EXPECTED, "no policy", TLS_FIX);
        return;
      }
      const { label, document } = policy;
      if ("unknown" in document) {
        yield notKnown(label, document);
        return;
      }
      const reading = documentOf(document.known);
      if ("malformed" in reading) yield violation(label, "a policy", reading.malformed, TLS_FIX);
      else yield* judgeTls(label, reading.statements, knownName(name));
    },
  },
});

export const bucketPolicyPrincipals = resourcePolicy({
  name: "bucket-policy-principals",
  displayName: "Bucket policies allow named principals only",
  description:
    "A bucket policy must not allow anything to every principal, unless a condition limits it to some principals or networks.",
  severity: "critical",
  enforcementLevel: "mandatory",
  framework: securityHub("S3.2", "S3 general purpose buckets should block public read access", [
    "S3.3",
    "NIST SP 800-53 Rev. 5 AC-3, AC-6, SC-7",
  ]),
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html",
  remediationSteps:
    "Name accounts, roles or services as principals, or add a condition such as aws:PrincipalOrgID.",
  tags: ["s3", "public-access", "bucket-policy"],
  judges: [...BUCKET_POLICIES, ...BUCKETS],
  judge: (resource) =>
    judgeDocument(resource.input("policy"), (statements) =>
      openStatements(statements, "name the accounts, roles or services, or add a condition on who calls"),
    ),
});

function* judgeTls(
  where: string,
  statements: readonly Statement[],
  bucket: string | undefined,
): PolicyFindings {
  const refuses = refusesPlainText(statements, bucket);
  if (refuses === "no")
    yield violation(where, TLS_EXPECTED, "none that covers the bucket and its objects", TLS_FIX);
  if (refuses === "unknown")
    yield undecided("whether the denial without TLS covers the bucket", "it depends on the bucket's name");
}

/** Some write a bucket's ARN where its name belongs. */
function knownName(name: Known<string | undefined>): string | undefined {
  return "known" in name && name.known !== undefined ? bucketNameOfArn(name.known) : undefined;
}
