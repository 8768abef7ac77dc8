/** Replicas in other accounts. */
import {
  bucketOf,
  delegation,
  keyOf,
  OTHER_ACCOUNT,
  ROLE_ARN,
  ruleOf,
  SOURCE_ACCOUNT,
  statementOf,
  statementsOf,
  THIRD_ACCOUNT,
} from "../../../helpers/topologies";
import { ofRole, PARTNER, PARTNER_ARN, SHAPES } from "../faults/fault";
import { bucketPolicy, keyPolicy, PARTNER_KEY, PARTNER_KEY_ARN, type Row } from "./working";

const { cross } = SHAPES;

export const CROSS: readonly Row[] = [
  [
    "the account as principal",
    cross,
    (t) => {
      statementOf(bucketOf(t, PARTNER).policy, "Replication").Principal = {
        AWS: `arn:aws:iam::${SOURCE_ACCOUNT}:root`,
      };
    },
  ],
  [
    "the account's number as principal",
    cross,
    (t) => {
      statementOf(bucketOf(t, PARTNER).policy, "Replication").Principal = { AWS: SOURCE_ACCOUNT };
      statementOf(keyOf(t, PARTNER_KEY).policy, "Replication").Principal = { AWS: SOURCE_ACCOUNT };
    },
  ],
  [
    "several principals",
    cross,
    (t) => {
      statementOf(bucketOf(t, PARTNER).policy, "Replication").Principal = {
        AWS: [`arn:aws:iam::${THIRD_ACCOUNT}:root`, ROLE_ARN],
      };
    },
  ],
  [
    "the account and aws:PrincipalArn",
    cross,
    (t) => {
      const s = statementOf(bucketOf(t, PARTNER).policy, "Replication");
      s.Principal = { AWS: `arn:aws:iam::${SOURCE_ACCOUNT}:root` };
      s.Condition = { ArnEquals: { "aws:PrincipalArn": ROLE_ARN } };
    },
  ],
  [
    "everybody and aws:PrincipalArn by pattern",
    cross,
    (t) => {
      const s = statementOf(bucketOf(t, PARTNER).policy, "Replication");
      s.Principal = "*";
      s.Condition = {
        StringLike: { "aws:PrincipalArn": `arn:aws:iam::${SOURCE_ACCOUNT}:role/service-role/*` },
      };
    },
  ],
  [
    "everybody of an account by aws:PrincipalAccount",
    cross,
    (t) => {
      const s = statementOf(bucketOf(t, PARTNER).policy, "Replication");
      s.Principal = { AWS: "*" };
      s.Condition = { StringEquals: { "aws:PrincipalAccount": SOURCE_ACCOUNT } };
    },
  ],
  [
    "the page's two statements for the destination",
    cross,
    (t) =>
      bucketPolicy(
        t,
        PARTNER,
        {
          Sid: "Set-permissions-for-objects",
          Effect: "Allow",
          Principal: { AWS: ROLE_ARN },
          Action: [
            "s3:ReplicateObject",
            "s3:ReplicateDelete",
            "s3:ReplicateTags",
            "s3:ObjectOwnerOverrideToBucketOwner",
          ],
          Resource: `${PARTNER_ARN}/*`,
        },
        {
          Sid: "Set permissions on bucket",
          Effect: "Allow",
          Principal: { AWS: ROLE_ARN },
          Action: ["s3:List*", "s3:GetBucketVersioning", "s3:PutBucketVersioning"],
          Resource: PARTNER_ARN,
        },
      ),
  ],
  [
    "the key policy by account and ViaService",
    cross,
    (t) =>
      keyPolicy(t, PARTNER_KEY, delegation(OTHER_ACCOUNT), {
        Sid: "Replication",
        Effect: "Allow",
        Principal: { AWS: "*" },
        Action: ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"],
        Resource: "*",
        Condition: {
          StringEquals: {
            "kms:CallerAccount": SOURCE_ACCOUNT,
            "kms:ViaService": "s3.us-east-1.amazonaws.com",
          },
        },
      }),
  ],
  [
    "a key of the source account in the destination's region",
    cross,
    (t) => {
      const key = keyOf(t, PARTNER_KEY);
      const arn = PARTNER_KEY_ARN.replace(OTHER_ACCOUNT, SOURCE_ACCOUNT);
      key.arn = { known: arn };
      key.site.account = { known: SOURCE_ACCOUNT };
      key.policy = undefined;
      ofRole(t, "ReplicaKey0").Resource = arn;
      ruleOf(t).destination.replicaKey = { to: PARTNER_KEY, written: arn };
    },
  ],
  [
    "a third account's key that allows the role",
    cross,
    (t) => {
      const key = keyOf(t, PARTNER_KEY);
      const arn = PARTNER_KEY_ARN.replace(OTHER_ACCOUNT, THIRD_ACCOUNT);
      key.arn = { known: arn };
      key.site.account = { known: THIRD_ACCOUNT };
      ofRole(t, "ReplicaKey0").Resource = arn;
      ruleOf(t).destination.replicaKey = { to: PARTNER_KEY, written: arn };
    },
  ],
  [
    "an owner change to a bucket without ACLs, without the permission for it",
    cross,
    (t) => {
      bucketOf(t, PARTNER).objectOwnership = { known: "BucketOwnerEnforced" };
      const s = ofRole(t, "Replicas");
      s.Action = ["s3:ReplicateObject", "s3:ReplicateDelete", "s3:ReplicateTags"];
    },
  ],
  [
    "a deny for all but the role and administrators",
    cross,
    (t) => {
      statementsOf(bucketOf(t, PARTNER).policy).push({
        Sid: "Guard",
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: [PARTNER_ARN, `${PARTNER_ARN}/*`],
        Condition: {
          StringNotLike: { "aws:PrincipalArn": [ROLE_ARN, `arn:aws:iam::${OTHER_ACCOUNT}:role/admin*`] },
        },
      });
    },
  ],
  [
    "a deny for all accounts but two",
    cross,
    (t) => {
      statementsOf(bucketOf(t, PARTNER).policy).push({
        Sid: "Guard",
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: [PARTNER_ARN, `${PARTNER_ARN}/*`],
        Condition: { StringNotEquals: { "aws:PrincipalAccount": [SOURCE_ACCOUNT, OTHER_ACCOUNT] } },
      });
    },
  ],
  [
    "a multi-Region key",
    cross,
    (t) => {
      const arn = `arn:aws:kms:us-east-1:${OTHER_ACCOUNT}:key/mrk-1234abcd12ab34cd56ef1234567890ab`;
      keyOf(t, PARTNER_KEY).arn = { known: arn };
      ofRole(t, "ReplicaKey0").Resource = arn;
      ruleOf(t).destination.replicaKey = { to: PARTNER_KEY, written: arn };
    },
  ],
];
