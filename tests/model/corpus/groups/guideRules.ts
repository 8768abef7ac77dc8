/** Rules as the User Guide, the API Reference and issues about refused configurations show them. */
import { broken, disabled, type Group, works } from "../entry";
import * as p from "../parts";
import type { RuleSetUp } from "../setUp";

const ELEMENTS = "S3 User Guide, Replication configuration file elements";
const METRICS = { status: "Enabled" };
const RTC = { status: "Enabled", time: { minutes: 15 } };

const rules = (...given: readonly Omit<RuleSetUp, "to">[]) =>
  p.same({ rules: given.map((rule) => ({ to: p.REPLICA, ...rule })) });
const v1 = { filter: "none" } as const;

/** Two buckets that replicate to each other, with a role in each direction. */
function twoWay(replicaModifications?: "Enabled") {
  const back = "s3-replication-back";
  const rule = replicaModifications === undefined ? {} : { replicaModifications };
  return p.same({
    rule,
    also: {
      roles: [
        {
          name: back,
          account: p.OWN,
          statements: [
            p.allow(["s3:GetReplicationConfiguration", "s3:ListBucket"], p.arn(p.REPLICA)),
            p.allow(
              ["s3:GetObjectVersionForReplication", "s3:GetObjectVersionAcl", "s3:GetObjectVersionTagging"],
              p.objects(p.REPLICA),
            ),
            p.write(p.SOURCE),
          ],
        },
      ],
      replication: [
        { from: p.REPLICA, role: `arn:aws:iam::${p.OWN}:role/${back}`, rules: [{ to: p.SOURCE, ...rule }] },
      ],
    },
  });
}

/** A second bucket behind the replica, with a role that may copy on. */
function chain() {
  const third = "acme-data-copy-of-copy";
  return p.same({
    also: {
      buckets: [{ name: third, account: p.OWN, region: "eu-north-1" }],
      roles: [
        {
          name: "onwards",
          account: p.OWN,
          statements: [
            p.allow(["s3:GetReplicationConfiguration", "s3:ListBucket"], p.arn(p.REPLICA)),
            p.allow(["s3:GetObjectVersion*"], p.objects(p.REPLICA)),
            p.write(third),
          ],
        },
      ],
      replication: [{ from: p.REPLICA, role: `arn:aws:iam::${p.OWN}:role/onwards`, rules: [{ to: third }] }],
    },
  });
}

export const GUIDE_RULES: Group = {
  name: "S3 User Guide and API: rules",
  entries: [
    {
      id: "v1-with-prefix",
      origin: `${ELEMENTS}, backward compatibility`,
      setUp: rules({ ...v1, legacyPrefix: "Tax" }),
      truth: works("a V1 rule goes on working"),
    },
    {
      id: "v1-two-destinations",
      origin: "cloudformation-coverage-roadmap issue 730",
      setUp: p.same({
        role: [...p.basic(p.REPLICA), p.write("acme-second-copy")],
        rules: [
          { to: p.REPLICA, ...v1 },
          { to: "acme-second-copy", ...v1 },
        ],
        also: { buckets: [{ name: "acme-second-copy", account: p.OWN, region: "eu-north-1" }] },
      }),
      truth: broken("distinct destinations cannot exceed 1 in V1", "rule-v1-destination"),
    },
    {
      id: "v1-with-delete-markers",
      origin: "terraform-aws-modules/terraform-aws-s3-bucket pull request 104",
      setUp: rules({ ...v1, deleteMarkers: "Enabled" }),
      truth: broken("cannot be used for this version of the schema", "rule-delete-markers"),
    },
    {
      id: "filter-without-delete-markers",
      origin: "S3 API Reference, ReplicationRule; Pulumi registry sample of BucketReplicationConfig",
      setUp: rules({ filter: { prefix: "foo" }, deleteMarkers: "absent" }),
      truth: broken("a rule with a filter must have the element", "rule-delete-markers"),
    },
    {
      id: "prefixes-and-priorities",
      origin: `${ELEMENTS}, overlapping rules`,
      setUp: rules(
        { filter: { prefix: "Tax" }, priority: 1 },
        { filter: { prefix: "Project" }, priority: 2 },
      ),
      truth: works("the page's sample"),
    },
    {
      id: "equal-priorities",
      origin: "Pulumi and Terraform pages of the replication resource; aws-cdk accepts it",
      setUp: rules(
        { filter: { prefix: "Tax" }, priority: 1 },
        { filter: { prefix: "Project" }, priority: 1 },
      ),
      truth: broken("priorities are unique, even for disjoint filters", "rule-priority"),
    },
    {
      id: "equal-ids",
      origin: "S3 API Reference, Error responses (replication)",
      setUp: rules(
        { id: "all", filter: { prefix: "a" }, priority: 1 },
        { id: "all", filter: { prefix: "b" }, priority: 2 },
      ),
      truth: broken("ids are unique", "rule-id"),
    },
    {
      id: "and-of-prefix-and-tags",
      origin: ELEMENTS,
      setUp: rules({
        filter: { and: { prefix: "TaxDocs", tags: { Key1: "Value1", Key2: "Value2" } } },
        deleteMarkers: "Disabled",
      }),
      truth: works("the page's sample"),
    },
    {
      id: "one-tag",
      origin: ELEMENTS,
      setUp: rules({ filter: { tag: { key: "Key", value: "Value" } }, deleteMarkers: "Disabled" }),
      truth: works("the page's sample"),
    },
    {
      id: "tags-and-delete-markers",
      origin: "S3 API Reference, ReplicationRule",
      setUp: rules({ filter: { tag: { key: "Key", value: "Value" } } }),
      truth: broken("delete markers cannot be selected by tags", "rule-delete-markers"),
    },
    {
      id: "prefix-beside-tag",
      origin: "S3 API Reference, ReplicationRuleFilter",
      setUp: rules({ filter: { prefix: "a", tag: { key: "k", value: "v" } }, deleteMarkers: "Disabled" }),
      truth: broken("exactly one of Prefix, Tag and And", "rule-filter"),
    },
    {
      id: "tag-filter-without-tagging-permission",
      origin: "S3 User Guide, failure code SrcGetTaggingNotPermitted",
      setUp: p.same({
        role: [
          p.CONFIGURATION,
          p.allow(["s3:GetObjectVersionForReplication", "s3:GetObjectVersionAcl"], p.objects(p.SOURCE)),
          p.write(p.REPLICA),
        ],
        rule: { filter: { tag: { key: "Key", value: "Value" } }, deleteMarkers: "Disabled" },
      }),
      truth: broken("S3 has to read the tags that the rule selects by", "source-read-filter-tags"),
    },
    {
      id: "time-control",
      origin: "S3 User Guide, Meeting compliance requirements with S3 Replication Time Control",
      setUp: rules({
        destination: { metrics: { ...METRICS, eventThreshold: { minutes: 15 } }, replicationTime: RTC },
      }),
      truth: works("the page's sample; no further permission is named"),
    },
    {
      id: "time-control-without-metrics",
      origin: "S3 API Reference, Error responses (replication)",
      setUp: rules({ destination: { replicationTime: RTC } }),
      truth: broken("InvalidRequest: metrics must be there", "rule-replication-time"),
    },
    {
      id: "time-control-of-30-minutes",
      origin: "S3 API Reference, Error responses (replication)",
      setUp: rules({
        destination: {
          metrics: { ...METRICS, eventThreshold: { minutes: 15 } },
          replicationTime: { status: "Enabled", time: { minutes: 30 } },
        },
      }),
      truth: broken("15 is the only value", "rule-replication-time"),
    },
    {
      id: "metrics-alone",
      origin: "S3 User Guide, Using S3 Replication metrics",
      setUp: rules({ destination: { metrics: METRICS } }),
      truth: works("metrics need no time control"),
    },
    {
      id: "metrics-with-threshold-alone",
      origin: "crossplane issue 1117; pulumi-aws issue 5806; terraform-provider-aws issue 22774",
      setUp: rules({ destination: { metrics: { ...METRICS, eventThreshold: { minutes: 15 } } } }),
      truth: broken("refused: cannot contain an event threshold", "rule-metrics"),
    },
    {
      id: "existing-objects",
      origin: "S3 API Reference, ExistingObjectReplication; terraform-provider-aws issue 23803",
      setUp: rules({ existingObjects: "Enabled" }),
      truth: broken("MalformedXML: not supported any more", "rule-existing-objects"),
    },
    {
      id: "unknown-storage-class",
      origin: "S3 API Reference, Destination",
      setUp: rules({ destination: { storageClass: "GLACIER_INSTANT" } }),
      truth: broken("not in the list of classes", "rule-storage-class"),
    },
    {
      id: "standard-ia",
      origin: ELEMENTS,
      setUp: rules({ destination: { storageClass: "STANDARD_IA" } }),
      truth: works("the page's sample"),
    },
    {
      id: "destination-by-name",
      origin: "crossplane-contrib/provider-aws issue 745",
      setUp: rules({ destination: { bucket: p.REPLICA } }),
      truth: broken("Destination.Bucket is an ARN", "rule-destination-bucket"),
    },
    {
      id: "onto-itself",
      origin: "terraform-provider-aws (destination must differ from the source)",
      setUp: p.same({ role: p.basic(p.SOURCE), rules: [{ to: p.SOURCE }] }),
      truth: broken("a bucket does not replicate to itself", "sites-different-buckets"),
    },
    {
      id: "two-configurations",
      origin: "Terraform and Pulumi pages of the replication resource",
      setUp: p.same({
        also: {
          replication: [
            { from: p.SOURCE, role: p.ROLE, rules: [{ to: p.REPLICA, filter: { prefix: "b" } }] },
          ],
        },
      }),
      truth: broken("each replaces the other for ever", "configuration-alone"),
    },
    {
      id: "two-way",
      origin: "S3 User Guide, Replicating metadata changes with replica modification sync",
      setUp: twoWay("Enabled"),
      truth: works("rules in both directions, replicas are not replicated on"),
    },
    {
      id: "two-way-without-sync",
      origin: "S3 User Guide, What does Amazon S3 replicate?",
      setUp: twoWay(),
      truth: works("replicas are skipped, so that nothing loops"),
    },
    {
      id: "chain",
      origin: "S3 User Guide, What does Amazon S3 replicate?",
      setUp: chain(),
      truth: works("each route copies what is written at its source; only replicas are not copied on"),
    },
    {
      id: "disabled-rule",
      origin: `${ELEMENTS} (Status)`,
      setUp: rules({ status: "Disabled" }),
      truth: disabled("a rule that is switched off on purpose, e.g. while a bucket is filled"),
    },
    {
      id: "disabled-beside-enabled",
      origin: `${ELEMENTS} (Status)`,
      setUp: rules(
        { filter: { prefix: "a" }, priority: 1 },
        { filter: { prefix: "b" }, priority: 2, status: "Disabled" },
      ),
      truth: works("S3 ignores the rule that is switched off"),
    },
  ],
};
