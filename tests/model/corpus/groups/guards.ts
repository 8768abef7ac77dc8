/** Denies of hardened buckets: data perimeters, networks, organisations, encryption, immutability, tags of principals. */
import { broken, type Group, undecidable, works } from "../entry";
import * as p from "../parts";
import type { Conditions, Statement } from "../setUp";
import { UNIQUE_ID } from "../stackRoles";

const PERIMETER = "aws-samples/data-perimeter-policy-examples";
const POLICIES = "S3 User Guide, Examples of Amazon S3 bucket policies";
const VPCE: Conditions = { StringNotEquals: { "aws:SourceVpce": "vpce-1a2b3c4d" } };
const OFFICE: Conditions = { NotIpAddress: { "aws:SourceIp": ["192.0.2.0/24", "203.0.113.0/24"] } };

const atReplica = (...policy: readonly Statement[]) => p.same({ destination: { policy } });
const atSource = (...policy: readonly Statement[]) => p.same({ source: { policy } });
/** Everything in S3, under a condition. */
const guard = (condition: Conditions, bucket = p.REPLICA) => p.deny("s3:*", p.all(bucket), condition);
const tagged = (tags: { readonly [name: string]: string }, condition: Conditions) =>
  p.same({ roleIs: { tags }, destination: { policy: [guard(condition)] } });

export const GUARDS: Group = {
  name: "hardened buckets",
  entries: [
    {
      id: "tls-only",
      origin: `${POLICIES}; Security Hub S3.5`,
      setUp: p.same({
        source: { policy: [p.TLS_ONLY(p.SOURCE)] },
        destination: { policy: [p.TLS_ONLY(p.REPLICA)] },
      }),
      truth: works("S3 moves data over TLS"),
    },
    {
      id: "tls-version-if-exists",
      origin: "S3 User Guide, Amazon S3 condition keys (s3:TlsVersion)",
      setUp: atReplica(guard({ NumericLessThanIfExists: { "s3:TlsVersion": "1.2" } })),
      truth: works("every AWS endpoint takes TLS 1.2 at least"),
    },
    {
      id: "endpoint-only",
      origin: `${POLICIES}, restricting access to a VPC endpoint`,
      setUp: atReplica(guard(VPCE)),
      truth: broken("S3 does not call through your endpoint", "destination-bucket-policy"),
    },
    {
      id: "endpoint-only-at-source",
      origin: `${POLICIES}, restricting access to a VPC endpoint`,
      setUp: atSource(guard(VPCE, p.SOURCE)),
      truth: broken("S3 does not call through your endpoint", "source-bucket-policy"),
    },
    {
      id: "endpoint-or-role",
      origin: `${PERIMETER} issues 3 and 24; IAM User Guide, aws:PrincipalArn`,
      setUp: atReplica(guard({ ...VPCE, ArnNotEquals: { "aws:PrincipalArn": p.ROLE } })),
      truth: works("the role is named as the exception"),
    },
    {
      id: "endpoint-or-roles-by-pattern",
      origin: PERIMETER,
      setUp: atReplica(
        guard({
          StringNotEqualsIfExists: { "aws:SourceVpce": "vpce-1a2b3c4d" },
          ArnNotLikeIfExists: { "aws:PrincipalArn": `arn:aws:iam::${p.OWN}:role/s3-*` },
        }),
      ),
      truth: works("the role's ARN is one of the pattern"),
    },
    {
      id: "endpoint-or-user-id",
      origin:
        "AWS Security Blog, How to restrict Amazon S3 bucket access to a specific IAM role (aws:userid)",
      setUp: atReplica(guard({ ...VPCE, StringNotLike: { "aws:userid": [`${UNIQUE_ID}:*`, p.OWN] } })),
      truth: works("the user id is the role's unique id and the session's name"),
    },
    {
      id: "user-id-of-others",
      origin:
        "AWS Security Blog, How to restrict Amazon S3 bucket access to a specific IAM role (aws:userid)",
      setUp: atReplica(guard({ StringNotLike: { "aws:userid": ["AROAEXAMPLEIDOFADMINS:*", p.OWN] } })),
      truth: broken("only the administrators' role is spared", "destination-bucket-policy"),
    },
    {
      id: "endpoint-or-via-service",
      origin: `${PERIMETER} issues 3 and 24`,
      setUp: atReplica(
        guard({
          StringNotEqualsIfExists: { "aws:SourceVpc": "vpc-111bbb22" },
          BoolIfExists: { "aws:ViaAWSService": "false", "aws:PrincipalIsAWSService": "false" },
        }),
      ),
      truth: broken(
        "both keys are false for a role that a service assumes, as reported",
        "destination-bucket-policy",
      ),
    },
    {
      id: "office-only",
      origin: `${POLICIES}, limiting access to specific IP addresses`,
      setUp: atReplica(guard(OFFICE)),
      truth: broken("S3 calls from addresses of its own", "destination-bucket-policy"),
    },
    {
      id: "office-only-at-source",
      origin: `${POLICIES}, limiting access to specific IP addresses`,
      setUp: atSource(p.deny("s3:Get*", p.all(p.SOURCE), OFFICE)),
      truth: broken("S3 calls from addresses of its own", "source-bucket-policy"),
    },
    {
      id: "office-or-role",
      origin: PERIMETER,
      setUp: atReplica(
        guard({ ...OFFICE, ArnNotLike: { "aws:PrincipalArn": [p.ROLE, `${p.root(p.OWN)}`] } }),
      ),
      truth: works("the role is named as the exception"),
    },
    {
      id: "office-for-people",
      origin: `${PERIMETER} (data-perimeter-include)`,
      setUp: tagged(
        { team: "storage" },
        { ...OFFICE, StringEquals: { "aws:PrincipalTag/data-perimeter-include": "true" } },
      ),
      truth: works("only principals with the tag are limited, and the role has none"),
    },
    {
      id: "office-or-exception-by-tag",
      origin: `${PERIMETER} (network-perimeter-exception)`,
      setUp: tagged(
        { "network-perimeter-exception": "true" },
        {
          ...OFFICE,
          StringNotEqualsIfExists: { "aws:PrincipalTag/network-perimeter-exception": "true" },
        },
      ),
      truth: works("the role carries the tag"),
    },
    {
      id: "office-and-no-exception-by-tag",
      origin: `${PERIMETER} (network-perimeter-exception)`,
      setUp: tagged(
        { team: "storage" },
        {
          ...OFFICE,
          StringNotEqualsIfExists: { "aws:PrincipalTag/network-perimeter-exception": "true" },
        },
      ),
      truth: broken("the role lacks the tag", "destination-bucket-policy"),
    },
    {
      id: "organisation-only",
      origin: `${PERIMETER}, resource-based policies`,
      setUp: p.cross({
        destination: {
          policy: [
            ...p.lettingIn(p.ROLE),
            p.deny("s3:*", p.all(p.PARTNERS), {
              StringNotEqualsIfExists: { "aws:PrincipalOrgID": "o-exampleorgid" },
              BoolIfExists: { "aws:PrincipalIsAWSService": "false" },
            }),
          ],
        },
      }),
      truth: undecidable(
        "met where both accounts are in the organisation",
        "no export says which organisation an account belongs to",
      ),
    },
    {
      id: "accounts-only",
      origin: `${PERIMETER}, resource-based policies (aws:PrincipalAccount)`,
      setUp: p.cross({
        destination: {
          policy: [
            ...p.lettingIn(p.ROLE),
            p.deny("s3:*", p.all(p.PARTNERS), {
              StringNotEquals: { "aws:PrincipalAccount": [p.OWN, p.PARTNER] },
            }),
          ],
        },
      }),
      truth: works("the source's account is in the list"),
    },
    {
      id: "own-account-only",
      origin: `${PERIMETER}, resource-based policies (aws:PrincipalAccount)`,
      setUp: p.cross({
        destination: {
          policy: [
            ...p.lettingIn(p.ROLE),
            p.deny("s3:*", p.all(p.PARTNERS), {
              StringNotEquals: { "aws:PrincipalAccount": p.PARTNER },
            }),
          ],
        },
      }),
      truth: broken("the source's account is not in the list", "destination-bucket-policy"),
    },
    {
      id: "confused-deputy-of-services",
      origin: `${PERIMETER}, resource-based policies (aws:SourceAccount with aws:PrincipalIsAWSService)`,
      setUp: atReplica(
        guard({
          StringNotEqualsIfExists: { "aws:SourceAccount": p.OWN },
          Bool: { "aws:PrincipalIsAWSService": "true" },
        }),
      ),
      truth: works("replication calls as the role, not as a service"),
    },
    {
      id: "source-account-for-everybody",
      origin: "IAM User Guide, condition operators (a negated operator matches a missing key)",
      setUp: atReplica(guard({ StringNotEquals: { "aws:SourceAccount": p.OWN } })),
      truth: broken("a role's call carries no aws:SourceAccount", "destination-bucket-policy"),
    },
    {
      id: "access-points-only",
      origin: "S3 User Guide, Delegating access control to access points",
      setUp: atReplica(guard({ StringNotEquals: { "s3:DataAccessPointAccount": p.OWN } })),
      truth: broken("S3 does not replicate through an access point", "destination-bucket-policy"),
    },
    {
      id: "mfa-for-deletes",
      origin: `${POLICIES}, requiring MFA`,
      setUp: atReplica(
        p.deny(["s3:DeleteObject", "s3:DeleteObjectVersion"], p.objects(p.REPLICA), {
          BoolIfExists: { "aws:MultiFactorAuthPresent": "false" },
        }),
      ),
      truth: works("replication deletes nothing by these actions"),
    },
    {
      id: "mfa-for-everything",
      origin: `${POLICIES}, requiring MFA`,
      setUp: atReplica(guard({ Null: { "aws:MultiFactorAuthAge": "true" } })),
      truth: broken("nobody gives a second factor when S3 assumes the role", "destination-bucket-policy"),
    },
    {
      id: "immutable-with-delete-markers",
      origin: "S3 User Guide, Troubleshooting replication (ReplicateDelete denied)",
      setUp: atReplica(
        p.deny(["s3:DeleteObject", "s3:DeleteObjectVersion", "s3:ReplicateDelete"], p.objects(p.REPLICA)),
      ),
      truth: broken("the rule replicates delete markers", "destination-bucket-policy"),
    },
    {
      id: "immutable-without-delete-markers",
      origin: "S3 User Guide, Replicating delete markers",
      setUp: p.same({
        destination: {
          policy: [
            p.deny(["s3:DeleteObject", "s3:DeleteObjectVersion", "s3:ReplicateDelete"], p.objects(p.REPLICA)),
          ],
        },
        rule: { deleteMarkers: "Disabled" },
      }),
      truth: works("the rule replicates no delete markers"),
    },
    {
      id: "delete-protection",
      origin: "AWS Security Blog and Control Tower controls (deletes and changes of the bucket are denied)",
      setUp: p.same({
        destination: {
          policy: [
            p.deny(
              ["s3:DeleteBucket", "s3:DeleteObjectVersion", "s3:PutLifecycleConfiguration"],
              [...p.all(p.REPLICA)],
            ),
            p.deny(["s3:PutBucketVersioning", "s3:PutReplicationConfiguration"], p.arn(p.REPLICA)),
          ],
        },
      }),
      truth: works("none of these is an action of replication"),
    },
    {
      id: "must-be-kms-for-puts-and-replicas",
      origin: "S3 service authorization reference (ReplicateObject has the encryption keys)",
      setUp: atReplica(
        p.deny(["s3:PutObject", "s3:ReplicateObject"], p.objects(p.REPLICA), {
          StringNotEquals: { "s3:x-amz-server-side-encryption": "aws:kms" },
        }),
      ),
      truth: broken("replicas of SSE-S3 objects are SSE-S3", "destination-bucket-policy"),
    },
    {
      id: "must-be-kms-and-is",
      origin: "S3 service authorization reference (ReplicateObject has the encryption keys)",
      setUp: p.same({
        kms: true,
        role: [...p.basic(p.REPLICA), p.decrypt(), p.encryptAll(p.REPLICA_KEY)],
        destination: {
          encryption: { algorithm: "aws:kms", key: p.REPLICA_KEY },
          policy: [
            p.deny("s3:PutObject", p.objects(p.REPLICA), {
              StringNotEquals: { "s3:x-amz-server-side-encryption": "aws:kms" },
            }),
          ],
        },
      }),
      truth: works("only PutObject is denied"),
    },
    {
      id: "no-header-no-service",
      origin: "S3 service authorization reference (ReplicateDelete and the reads lack the keys)",
      setUp: atReplica(guard({ Null: { "s3:x-amz-server-side-encryption": "true" } })),
      truth: broken("ReplicateDelete carries no encryption header", "destination-bucket-policy"),
    },
    {
      id: "administrators-only",
      origin: "AWS re:Post, restrict a bucket to certain roles",
      setUp: atReplica(
        guard({ StringNotLike: { "aws:PrincipalArn": [`arn:aws:iam::${p.OWN}:role/admin*`] } }),
      ),
      truth: broken("the replication role is no administrator", "destination-bucket-policy"),
    },
    {
      id: "not-principal-with-everything",
      origin: "IAM User Guide, NotPrincipal (account, role and session)",
      setUp: atReplica({
        Effect: "Deny",
        NotPrincipal: { AWS: [p.root(p.OWN), p.ROLE, p.ROLE_SESSION] },
        Action: "s3:*",
        Resource: p.all(p.REPLICA),
      }),
      truth: works("account, role and session are all spared, as the page asks"),
    },
    {
      id: "not-principal-and-boundary",
      origin: "IAM User Guide, NotPrincipal (it always denies a role that has a permissions boundary)",
      setUp: p.same({
        roleIs: { boundary: [p.allow("*", "*")] },
        destination: {
          policy: [
            {
              Effect: "Deny",
              NotPrincipal: { AWS: [p.root(p.OWN), p.ROLE, p.ROLE_SESSION] },
              Action: "s3:*",
              Resource: p.all(p.REPLICA),
            },
          ],
        },
      }),
      truth: broken("whatever is listed, a role with a boundary is denied", "destination-bucket-policy"),
    },
    {
      id: "not-principal-of-others",
      origin: "IAM User Guide, NotPrincipal",
      setUp: p.cross({
        destination: {
          policy: [
            ...p.lettingIn(p.ROLE),
            {
              Effect: "Deny",
              NotPrincipal: { AWS: [p.root(p.PARTNER), `arn:aws:iam::${p.PARTNER}:role/admin`] },
              Action: "s3:*",
              Resource: p.all(p.PARTNERS),
            },
          ],
        },
      }),
      truth: broken("neither the role nor its account is spared", "destination-bucket-policy"),
    },
    {
      id: "resource-perimeter",
      origin: `${PERIMETER}, aws:ResourceAccount in a boundary`,
      setUp: p.same({
        roleIs: {
          boundary: [
            p.allow("*", "*"),
            p.forbid("s3:*", "*", { StringNotEquals: { "aws:ResourceAccount": p.OWN } }),
          ],
        },
      }),
      truth: works("both buckets belong to the account"),
    },
    {
      id: "resource-perimeter-across-accounts",
      origin: `${PERIMETER}, aws:ResourceAccount in a boundary`,
      setUp: p.cross({
        roleIs: {
          boundary: [
            p.allow("*", "*"),
            p.forbid("s3:*", "*", { StringNotEquals: { "aws:ResourceAccount": p.OWN } }),
          ],
        },
        destination: { policy: p.lettingIn(p.ROLE) },
      }),
      truth: broken("the destination belongs to another account", "destination-replicate-object"),
    },
    {
      id: "no-tags-at-destination",
      origin:
        "S3 User Guide, Setting up permissions for live replication (a deny of ReplicateTags skips tags)",
      setUp: atReplica(p.deny("s3:ReplicateTags", p.objects(p.REPLICA))),
      truth: works("the page offers it as the way to leave tags behind"),
    },
  ],
};
