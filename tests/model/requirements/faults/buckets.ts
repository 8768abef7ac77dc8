/** Faults in buckets and their policies. */
import {
  bucketOf,
  OTHER_ACCOUNT,
  ROLE_ARN,
  SOURCE_ACCOUNT,
  SOURCE_ARN,
  SOURCE_NAME,
  statementOf,
  statementsOf,
} from "../../../helpers/topologies";
import { ENCRYPTION_FAULTS } from "./encryptions";
import {
  deny,
  type Fault,
  PARTNER,
  PARTNER_ARN,
  REPLICA,
  REPLICA_ARN,
  SAME_REGION_REPLICA,
  without,
} from "./fault";
import { PUBLIC_POLICIES } from "./publicPolicies";
import { SOURCE_READS } from "./sourceReads";

const SOURCE_BOTH = ["source-bucket-policy", "source-bucket-policy-tags"];
const BOTH = ["destination-bucket-policy", "destination-bucket-policy-tags"];
const grant = (topology: Parameters<Fault["make"]>[0]) =>
  statementOf(bucketOf(topology, PARTNER).policy, "Replication");

const VERSIONING: readonly Fault[] = [
  ["same", SOURCE_NAME, "Suspended", "source-versioning"],
  ["same", SOURCE_NAME, "Disabled", "source-versioning"],
  ["same", REPLICA, "Suspended", "destination-versioning"],
  ["cross", PARTNER, "Disabled", "destination-versioning"],
].map(
  ([on, bucket, status, id]): Fault => ({
    on: on === "cross" ? "cross" : "same",
    what: `versioning of ${bucket} is ${status}`,
    make: (t) => {
      bucketOf(t, bucket ?? "").versioning = { known: status === "Suspended" ? "Suspended" : "Disabled" };
    },
    finds: [id ?? ""],
  }),
);

const SETTINGS: readonly Fault[] = [
  {
    on: "several",
    what: "one of several replicas is not versioned",
    make: (t) => {
      bucketOf(t, SAME_REGION_REPLICA.name).versioning = { known: "Disabled" };
    },
    finds: ["destination-versioning"],
    routes: [2],
  },
  {
    on: "locked",
    what: "the replica lacks Object Lock",
    make: (t) => {
      bucketOf(t, REPLICA).objectLock = { known: false };
    },
    finds: ["locks-destination"],
  },
  {
    on: "same",
    what: "the source gets Object Lock, and neither role nor replica follow",
    make: (t) => {
      bucketOf(t, SOURCE_NAME).objectLock = { known: true };
    },
    finds: ["source-read-retention", "source-read-legal-hold", "locks-destination"],
  },
  {
    on: "cross",
    what: "the other account's bucket makes requesters pay",
    make: (t) => {
      bucketOf(t, PARTNER).requesterPays = { known: true };
    },
    finds: ["destination-requester-pays"],
  },
  {
    on: "same",
    what: "other writers own what they upload",
    make: (t) => {
      bucketOf(t, SOURCE_NAME).objectOwnership = { known: "ObjectWriter" };
    },
    finds: ["source-ownership"],
  },
];

const GRANTS: readonly Fault[] = [
  {
    on: "cross",
    what: "the other account's bucket has no policy",
    make: (t) => {
      bucketOf(t, PARTNER).policy = undefined;
    },
    finds: BOTH,
  },
  {
    on: "cross",
    what: "the grant is gone from the other account's bucket policy",
    make: (t) => {
      statementsOf(bucketOf(t, PARTNER).policy).pop();
    },
    finds: BOTH,
  },
  ...["s3:ReplicateObject", "s3:ReplicateDelete", "s3:ObjectOwnerOverrideToBucketOwner"].map(
    (action): Fault => ({
      on: "cross",
      what: `the other account's bucket policy lacks ${action}`,
      make: (t) => without(grant(t), action),
      finds: ["destination-bucket-policy"],
    }),
  ),
  {
    on: "cross",
    what: "the other account's bucket policy lacks s3:ReplicateTags",
    make: (t) => without(grant(t), "s3:ReplicateTags"),
    finds: ["destination-bucket-policy-tags"],
  },
  ...(
    [
      ["the role without its path", { AWS: `arn:aws:iam::${SOURCE_ACCOUNT}:role/archive-replication` }],
      ["another role", { AWS: `arn:aws:iam::${SOURCE_ACCOUNT}:role/service-role/other` }],
      ["a pattern of roles", { AWS: `arn:aws:iam::${SOURCE_ACCOUNT}:role/*` }],
      ["the id of a deleted role", { AWS: "AROAEXAMPLEEXAMPLE123" }],
      ["its own account", { AWS: `arn:aws:iam::${OTHER_ACCOUNT}:root` }],
      ["the role in another partition", { AWS: ROLE_ARN.replace("arn:aws:", "arn:aws-cn:") }],
      ["S3 itself", { Service: "s3.amazonaws.com" }],
    ] as const
  ).map(
    ([what, principal]): Fault => ({
      on: "cross",
      what: `the other account's bucket policy names ${what}`,
      make: (t) => {
        grant(t).Principal = { ...principal };
      },
      finds: BOTH,
    }),
  ),
  ...(
    [
      ["the bucket instead of its objects", PARTNER_ARN],
      ["one prefix", `${PARTNER_ARN}/logs/*`],
      ["another bucket", `${SOURCE_ARN}/*`],
    ] as const
  ).map(
    ([what, resource]): Fault => ({
      on: "cross",
      what: `the other account's bucket policy covers ${what}`,
      make: (t) => {
        grant(t).Resource = resource;
      },
      finds: BOTH,
    }),
  ),
  {
    on: "cross",
    what: "the grant asks for the source account, which only services send",
    make: (t) => {
      grant(t).Condition = { StringEquals: { "aws:SourceAccount": SOURCE_ACCOUNT } };
    },
    finds: BOTH,
  },
  {
    on: "cross",
    what: "the grant asks for another role",
    make: (t) => {
      grant(t).Principal = { AWS: `arn:aws:iam::${SOURCE_ACCOUNT}:root` };
      grant(t).Condition = { ArnEquals: { "aws:PrincipalArn": `arn:aws:iam::${SOURCE_ACCOUNT}:role/other` } };
    },
    finds: BOTH,
  },
  {
    on: "cross",
    what: "the grant asks for an organisation, which no one here knows",
    make: (t) => {
      grant(t).Condition = { StringEquals: { "aws:PrincipalOrgID": "o-abcdefghij" } };
    },
    finds: BOTH.map((id) => `${id}?`),
  },
];

const SOURCE_AND_OBJECTS = [SOURCE_ARN, `${SOURCE_ARN}/*`];
const REPLICA_AND_OBJECTS = [REPLICA_ARN, `${REPLICA_ARN}/*`];

const DENIES: readonly (readonly [
  on: Fault["on"],
  bucket: string,
  what: string,
  ReturnType<typeof deny>,
  finds: readonly string[],
])[] = [
  ["same", SOURCE_NAME, "everything to everybody", deny("s3:*", SOURCE_AND_OBJECTS), SOURCE_BOTH],
  [
    "same",
    SOURCE_NAME,
    "reads for replication",
    deny("s3:GetObjectVersionForReplication", `${SOURCE_ARN}/*`),
    ["source-bucket-policy"],
  ],
  ["same", SOURCE_NAME, "to list", deny("s3:List*", SOURCE_ARN), ["source-bucket-policy"]],
  [
    "same",
    SOURCE_NAME,
    "what does not come through a VPC endpoint",
    deny("s3:*", SOURCE_AND_OBJECTS, {
      Condition: { StringNotEquals: { "aws:SourceVpce": "vpce-1a2b3c4d" } },
    }),
    SOURCE_BOTH,
  ],
  [
    "same",
    SOURCE_NAME,
    "what does not come from a VPC",
    deny("s3:*", SOURCE_AND_OBJECTS, { Condition: { StringNotEquals: { "aws:SourceVpc": "vpc-1a2b3c4d" } } }),
    SOURCE_BOTH,
  ],
  [
    "same",
    SOURCE_NAME,
    "what does not come from the office",
    deny("s3:*", SOURCE_AND_OBJECTS, { Condition: { NotIpAddress: { "aws:SourceIp": "203.0.113.0/24" } } }),
    SOURCE_BOTH,
  ],
  [
    "same",
    SOURCE_NAME,
    "what does not come from the office, services aside",
    deny("s3:*", SOURCE_AND_OBJECTS, {
      Condition: {
        NotIpAddress: { "aws:SourceIp": "203.0.113.0/24" },
        Bool: { "aws:ViaAWSService": "false" },
      },
    }),
    SOURCE_BOTH,
  ],
  [
    "same",
    SOURCE_NAME,
    "everybody but an administrator",
    deny("s3:GetObjectVersion*", `${SOURCE_ARN}/*`, {
      Condition: { ArnNotEquals: { "aws:PrincipalArn": `arn:aws:iam::${SOURCE_ACCOUNT}:role/admin` } },
    }),
    SOURCE_BOTH,
  ],
  [
    "same",
    SOURCE_NAME,
    "what is not an access point's",
    deny("s3:*", SOURCE_AND_OBJECTS, {
      Condition: { StringNotEquals: { "s3:DataAccessPointAccount": SOURCE_ACCOUNT } },
    }),
    SOURCE_BOTH,
  ],
  [
    "same",
    SOURCE_NAME,
    "what comes without a second factor",
    deny("s3:*", SOURCE_AND_OBJECTS, { Condition: { Null: { "aws:MultiFactorAuthAge": "true" } } }),
    SOURCE_BOTH,
  ],
  [
    "same",
    SOURCE_NAME,
    "what is known to come without a second factor",
    deny("s3:*", SOURCE_AND_OBJECTS, {
      Condition: { BoolIfExists: { "aws:MultiFactorAuthPresent": "false" } },
    }),
    SOURCE_BOTH,
  ],
  ["same", REPLICA, "everything to everybody", deny("s3:*", REPLICA_AND_OBJECTS), BOTH],
  [
    "same",
    REPLICA,
    "replicas",
    deny("s3:ReplicateObject", `${REPLICA_ARN}/*`),
    ["destination-bucket-policy"],
  ],
  [
    "same",
    REPLICA,
    "delete markers",
    deny("s3:ReplicateDelete", `${REPLICA_ARN}/*`),
    ["destination-bucket-policy"],
  ],
  ["same", REPLICA, "tags", deny("s3:ReplicateTags", `${REPLICA_ARN}/*`), ["destination-bucket-policy-tags"]],
  [
    "same",
    REPLICA,
    "replicas under one prefix",
    deny("s3:ReplicateObject", `${REPLICA_ARN}/frozen/*`),
    ["destination-bucket-policy"],
  ],
  [
    "same",
    REPLICA,
    "all that is unencrypted, deletes and tags included",
    deny("s3:Replicate*", `${REPLICA_ARN}/*`, {
      Condition: { Null: { "s3:x-amz-server-side-encryption": "true" } },
    }),
    BOTH,
  ],
  [
    "same",
    REPLICA,
    "TLS instead of its absence",
    deny("s3:*", REPLICA_AND_OBJECTS, { Condition: { Bool: { "aws:SecureTransport": "true" } } }),
    BOTH,
  ],
  [
    "cross",
    PARTNER,
    "other accounts",
    deny("s3:*", [PARTNER_ARN, `${PARTNER_ARN}/*`], {
      Condition: { StringNotEquals: { "aws:PrincipalAccount": OTHER_ACCOUNT } },
    }),
    BOTH,
  ],
  [
    "cross",
    PARTNER,
    "other organisations",
    deny("s3:*", [PARTNER_ARN, `${PARTNER_ARN}/*`], {
      Condition: { StringNotEquals: { "aws:PrincipalOrgID": "o-abcdefghij" } },
    }),
    BOTH.map((id) => `${id}?`),
  ],
  [
    "cross",
    PARTNER,
    "the role by name",
    deny("s3:ReplicateObject", `${PARTNER_ARN}/*`, { Principal: { AWS: ROLE_ARN } }),
    ["destination-bucket-policy"],
  ],
  [
    "cross",
    PARTNER,
    "the source account",
    deny("s3:Replicate*", `${PARTNER_ARN}/*`, { Principal: { AWS: SOURCE_ACCOUNT } }),
    BOTH,
  ],
];

const DENY_FAULTS = DENIES.map(
  ([on, bucket, what, statement, finds]): Fault => ({
    on,
    what: `the bucket policy of ${bucket} denies ${what}`,
    make: (t) => {
      statementsOf(bucketOf(t, bucket).policy).push(structuredClone(statement));
    },
    finds,
  }),
);

const NOT_PRINCIPAL: readonly Fault[] = [
  {
    on: "same",
    what: "the bucket policy of the source denies everybody but an administrator, by NotPrincipal",
    make: (t) => {
      const { Principal: _, ...statement } = deny("s3:*", SOURCE_AND_OBJECTS);
      statementsOf(bucketOf(t, SOURCE_NAME).policy).push({
        ...statement,
        NotPrincipal: { AWS: `arn:aws:iam::${OTHER_ACCOUNT}:role/admin` },
      });
    },
    finds: SOURCE_BOTH,
  },
  {
    on: "cross",
    what: "the bucket policy of the replica denies everybody but its own account, by NotPrincipal",
    make: (t) => {
      const { Principal: _, ...statement } = deny("s3:*", [PARTNER_ARN, `${PARTNER_ARN}/*`]);
      statementsOf(bucketOf(t, PARTNER).policy).push({
        ...statement,
        NotPrincipal: { AWS: `arn:aws:iam::${OTHER_ACCOUNT}:root` },
      });
    },
    finds: BOTH,
  },
];

export const BUCKET_FAULTS: readonly Fault[] = [
  ...VERSIONING,
  ...SETTINGS,
  ...GRANTS,
  ...DENY_FAULTS,
  ...NOT_PRINCIPAL,
  ...PUBLIC_POLICIES,
  ...SOURCE_READS,
  ...ENCRYPTION_FAULTS,
];
