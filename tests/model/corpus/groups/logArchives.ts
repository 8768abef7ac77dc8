/** Buckets that AWS's services deliver logs to, with the policies that their guides ask for. */
import { broken, type Group, works } from "../entry";
import * as p from "../parts";
import type { Statement } from "../setUp";

const TRAIL = "CloudTrail User Guide, Amazon S3 bucket policy for CloudTrail";
const CONFIG = "AWS Config Developer Guide, Permissions for the Amazon S3 bucket";
const FULL_CONTROL = { "s3:x-amz-acl": "bucket-owner-full-control" };
const trailArn = `arn:aws:cloudtrail:${p.SOURCE_REGION}:${p.OWN}:trail/organization`;

const cloudTrail: readonly Statement[] = [
  p.serve("cloudtrail.amazonaws.com", "s3:GetBucketAcl", p.arn(p.SOURCE), {
    StringEquals: { "aws:SourceArn": trailArn },
  }),
  p.serve("cloudtrail.amazonaws.com", "s3:PutObject", p.objects(p.SOURCE, "AWSLogs/"), {
    StringEquals: { ...FULL_CONTROL, "aws:SourceArn": trailArn },
  }),
];

const config: readonly Statement[] = [
  p.serve("config.amazonaws.com", ["s3:GetBucketAcl", "s3:ListBucket"], p.arn(p.SOURCE), {
    StringEquals: { "AWS:SourceAccount": p.OWN },
  }),
  p.serve("config.amazonaws.com", "s3:PutObject", p.objects(p.SOURCE, `AWSLogs/${p.OWN}/Config/`), {
    StringEquals: { ...FULL_CONTROL, "AWS:SourceAccount": p.OWN },
  }),
];

const trailKey: readonly Statement[] = [
  p.delegated(p.OWN),
  p.serve("cloudtrail.amazonaws.com", "kms:GenerateDataKey*", "*", {
    StringEquals: { "aws:SourceArn": trailArn },
    StringLike: { "kms:EncryptionContext:aws:cloudtrail:arn": `arn:aws:cloudtrail:*:${p.OWN}:trail/*` },
  }),
  p.serve("cloudtrail.amazonaws.com", "kms:DescribeKey", "*"),
];

/** Everybody but the delivering service is denied, as hand-written log archives do it. */
const exceptServices = (...services: readonly string[]): Statement => ({
  Effect: "Deny",
  NotPrincipal: { Service: services },
  Action: ["s3:PutObject", "s3:Replicate*", "s3:DeleteObject*"],
  Resource: p.objects(p.PARTNERS),
});

export const LOG_ARCHIVES: Group = {
  name: "log archives",
  entries: [
    {
      id: "cloudtrail-to-archive-account",
      origin: TRAIL,
      setUp: p.cross({
        source: { policy: [...cloudTrail, p.TLS_ONLY(p.SOURCE)] },
        destination: { policy: [...p.lettingIn(p.ROLE), p.TLS_ONLY(p.PARTNERS)] },
        rule: { filter: { prefix: "AWSLogs/" } },
      }),
      truth: works("objects that AWS's services deliver replicate like any other"),
    },
    {
      id: "cloudtrail-with-kms",
      origin: "CloudTrail User Guide, Configure AWS KMS key policies for CloudTrail",
      setUp: p.cross({
        kms: true,
        role: [...p.basic(p.PARTNERS), p.decrypt(), p.encryptAll(p.PARTNER_KEY)],
        source: { policy: [...cloudTrail] },
        sourceKey: { policy: trailKey },
        destination: { policy: p.lettingIn(p.ROLE) },
        replicaKey: {
          policy: [
            p.delegated(p.PARTNER),
            p.letIn(p.ROLE, ["kms:Encrypt", "kms:GenerateDataKey", "kms:Decrypt"], "*"),
          ],
        },
      }),
      truth: works("the page's key policy delegates to the account"),
    },
    {
      id: "cloudtrail-key-without-delegation",
      origin: "KMS Developer Guide, Default key policy (without it IAM policies grant nothing)",
      setUp: p.same({
        kms: true,
        role: [...p.basic(p.REPLICA), p.decrypt(), p.encryptAll(p.REPLICA_KEY)],
        sourceKey: {
          policy: [
            p.letIn(`arn:aws:iam::${p.OWN}:role/key-admin`, ["kms:Put*", "kms:Describe*", "kms:Get*"], "*"),
            ...trailKey.slice(1),
          ],
        },
      }),
      truth: broken("nothing in the key policy lets the role decrypt", "source-key-policy"),
    },
    {
      id: "config-logs",
      origin: CONFIG,
      setUp: p.same({ source: { policy: [...config, p.TLS_ONLY(p.SOURCE)] } }),
      truth: works("objects that AWS's services deliver replicate like any other"),
    },
    {
      id: "flow-and-load-balancer-logs",
      origin: "VPC User Guide, Amazon S3 bucket permissions for flow logs; ELB guide, access logs",
      setUp: p.same({
        source: {
          policy: [
            p.serve("delivery.logs.amazonaws.com", "s3:PutObject", p.objects(p.SOURCE), {
              StringEquals: { ...FULL_CONTROL, "aws:SourceAccount": p.OWN },
              ArnLike: { "aws:SourceArn": `arn:aws:logs:${p.SOURCE_REGION}:${p.OWN}:*` },
            }),
            p.serve("delivery.logs.amazonaws.com", "s3:GetBucketAcl", p.arn(p.SOURCE)),
            p.letIn("arn:aws:iam::156460612806:root", "s3:PutObject", p.objects(p.SOURCE)),
          ],
        },
      }),
      truth: works("objects that AWS's services deliver replicate like any other"),
    },
    {
      id: "archive-with-object-lock",
      origin: "S3 User Guide, Object Lock considerations",
      setUp: p.cross({
        role: [p.CONFIGURATION, p.read("", ...p.LOCK_READS), p.write(p.PARTNERS)],
        source: { objectLock: true, policy: [...cloudTrail] },
        destination: { objectLock: true, policy: p.lettingIn(p.ROLE) },
        rule: { deleteMarkers: "Disabled" },
      }),
      truth: works("both ends locked, and the role reads retention and legal hold"),
    },
    {
      id: "archive-with-object-lock-unlocked-source",
      origin: "awslabs/landing-zone-accelerator-on-aws pull request 137",
      setUp: p.cross({
        source: { policy: [...config] },
        destination: { objectLock: true, policy: p.lettingIn(p.ROLE) },
      }),
      truth: works("a source without Object Lock into a locked archive, the pull request's workaround"),
    },
    {
      id: "archive-for-services-only",
      origin: "hand-written log archives with NotPrincipal for the delivering service",
      setUp: p.cross({
        destination: {
          policy: [...p.lettingIn(p.ROLE), exceptServices("cloudtrail.amazonaws.com")],
        },
      }),
      truth: broken("the role is not the service that is spared", "destination-bucket-policy"),
    },
    {
      id: "archive-for-services-and-role",
      origin: "IAM User Guide, NotPrincipal (account, role and session)",
      setUp: p.cross({
        destination: {
          policy: [
            ...p.lettingIn(p.ROLE),
            {
              ...exceptServices("cloudtrail.amazonaws.com"),
              NotPrincipal: {
                Service: ["cloudtrail.amazonaws.com"],
                AWS: [p.root(p.OWN), p.ROLE, p.ROLE_SESSION],
              },
            },
          ],
        },
      }),
      truth: works("account, role and session are spared beside the service"),
    },
    {
      id: "archive-grants-puts-only",
      origin:
        "S3 User Guide, Setting up permissions for live replication (PutObject is no grant for replicas)",
      setUp: p.cross({
        destination: {
          policy: [p.letIn(p.ROLE, ["s3:PutObject", "s3:PutObjectAcl"], p.objects(p.PARTNERS))],
        },
      }),
      truth: broken("replicas are written by ReplicateObject", "destination-bucket-policy"),
    },
    {
      id: "archive-grants-the-bucket-not-its-objects",
      origin: "AWS re:Post, troubleshoot cross-account replication (a copy of the page lost the asterisk)",
      setUp: p.cross({
        destination: {
          policy: [p.letIn(p.ROLE, ["s3:ReplicateObject", "s3:ReplicateDelete"], `${p.arn(p.PARTNERS)}/`)],
        },
      }),
      truth: broken("the resource is no pattern of objects", "destination-bucket-policy"),
    },
    {
      id: "archive-of-one-prefix",
      origin: "LZA and Config guides: a prefix for each account",
      setUp: p.cross({
        destination: {
          policy: [
            p.letIn(
              p.ROLE,
              ["s3:ReplicateObject", "s3:ReplicateDelete"],
              p.objects(p.PARTNERS, `AWSLogs/${p.OWN}/`),
            ),
          ],
        },
        rule: { filter: { prefix: `AWSLogs/${p.OWN}/` } },
      }),
      truth: works("the rule selects the prefix that the policy lets in"),
    },
    {
      id: "archive-of-another-prefix",
      origin: "LZA and Config guides: a prefix for each account",
      setUp: p.cross({
        destination: {
          policy: [
            p.letIn(
              p.ROLE,
              ["s3:ReplicateObject", "s3:ReplicateDelete"],
              p.objects(p.PARTNERS, `AWSLogs/${p.PARTNER}/`),
            ),
          ],
        },
        rule: { filter: { prefix: `AWSLogs/${p.OWN}/` } },
      }),
      truth: broken("the policy lets another account's prefix in", "destination-bucket-policy"),
    },
  ],
};
