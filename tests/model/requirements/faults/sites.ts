/** Faults in where the buckets are and how they encrypt. */
import { bucketOf, knownIn, OTHER_ACCOUNT, ruleOf, SOURCE_NAME } from "../../../helpers/topologies";
import { type Fault, REPLICA } from "./fault";

export const SITES: readonly Fault[] = [
  {
    on: "plain",
    what: "the destination is in China",
    make: (t) => {
      const bucket = bucketOf(t, REPLICA);
      bucket.site.region = { known: "cn-north-1" };
      bucket.site.partition = "aws-cn";
    },
    finds: [
      "sites-same-partition",
      "destination-replicate-object",
      "destination-replicate-tags",
      "destination-replicate-delete",
    ],
  },
  {
    on: "plain",
    what: "the destination is in GovCloud",
    make: (t) => {
      bucketOf(t, REPLICA).site.region = { known: "us-gov-west-1" };
    },
    finds: ["sites-same-partition"],
  },
  {
    on: "plain",
    what: "both buckets are in GovCloud, with time control",
    make: (t) => {
      bucketOf(t, SOURCE_NAME).site.region = { known: "us-gov-east-1" };
      bucketOf(t, REPLICA).site.region = { known: "us-gov-west-1" };
      ruleOf(t).destination.replicationTime = { known: { status: "Enabled", minutes: 15 } };
    },
    finds: ["rule-replication-time-region?"],
  },
  {
    on: "plain",
    what: "the destination is in an opt-in region",
    make: (t) => {
      bucketOf(t, REPLICA).site.region = { known: "me-central-1" };
    },
    finds: ["sites-opt-in-regions?"],
  },
  {
    on: "plain",
    what: "the destination is in a region that does not exist",
    make: (t) => {
      bucketOf(t, REPLICA).site.region = { known: "eu-wset-1" };
    },
    finds: ["sites-opt-in-regions?"],
  },
  {
    on: "plain",
    what: "the destination blocks SSE-C and the source does not",
    make: (t) => {
      const encryption = knownIn(bucketOf(t, SOURCE_NAME).encryption);
      if (encryption !== undefined) encryption.blockedEncryptionTypes = { known: ["NONE"] };
    },
    finds: ["rule-sse-c"],
  },
  {
    on: "plain",
    what: "the destination turns out to be another account's",
    make: (t) => {
      bucketOf(t, REPLICA).site.account = { known: OTHER_ACCOUNT };
    },
    finds: ["destination-bucket-policy", "destination-bucket-policy-tags", "destination-account-stated"],
  },
  {
    on: "plain",
    what: "the source encrypts with KMS from now on",
    make: (t) => {
      const encryption = knownIn(bucketOf(t, SOURCE_NAME).encryption);
      if (encryption !== undefined) encryption.algorithm = { known: "aws:kms" };
    },
    finds: ["rule-selects-kms-objects"],
  },
];
