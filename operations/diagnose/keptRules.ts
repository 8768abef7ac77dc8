/** The replication rules that a bucket has, as the setting `primary.keepRules` takes them. Nothing is asked here. */
import { z } from "zod";
import { KNOWN_REGIONS } from "../../aws/regions";
import { keptRule } from "../../components/keptRuleSchema";
import type { LiveReplication, LiveRule } from "../../model";
import { lackSchema } from "../live/schemas";

/** What `diagnose --keep-rules --json` prints. Fields are only ever added to it. */
export const keptRulesSchema = z.object({
  bucket: z.string(),
  roleArn: z.string().nullable().describe("the role of all rules; null where there is none"),
  keepRules: z
    .array(keptRule)
    .nullable()
    .describe("the value of primary.keepRules; null where the rules may not be read"),
  notKept: z
    .array(z.object({ rule: z.string(), because: z.string() }))
    .describe("rules that the setting cannot keep as they are; the stack's first update removes them"),
  remarks: z.array(z.string()),
  unread: z.array(lackSchema).describe("what was refused, with the permission that would answer it"),
});

export type KeptRules = z.infer<typeof keptRulesSchema>;
type Found = Pick<KeptRules, "roleArn" | "notKept" | "remarks"> & {
  readonly keepRules: NonNullable<KeptRules["keepRules"]>;
};

/** @param replication undefined where the bucket has none */
export function keptRulesOf({ Role, Rules = [] }: LiveReplication = {}): Found {
  const found: Found = {
    roleArn: Role === undefined || Role === "" ? null : Role,
    keepRules: [],
    notKept: [],
    remarks: [],
  };
  Rules.forEach((rule, position) => {
    const name = rule.ID === undefined || rule.ID === "" ? `rule ${position + 1}` : rule.ID;
    const kept = keptOf(rule, found.keepRules);
    if ("because" in kept) found.notKept.push({ rule: name, because: kept.because });
    else {
      found.keepRules.push(kept.rule);
      found.remarks.push(...remarksOn(rule, name));
    }
  });
  if (found.roleArn === null && found.keepRules.length > 0)
    found.remarks.push("the configuration names no role, and kept rules need roleArn");
  return found;
}

type Rule = Found["keepRules"][number];

function keptOf(
  rule: LiveRule,
  earlier: readonly Rule[],
): { readonly rule: Rule } | { readonly because: string } {
  const [problem] = problemsOf(rule, earlier);
  if (problem !== undefined) return { because: problem };
  // What has no value is left out, as in a stack file.
  const written: unknown = JSON.parse(JSON.stringify(asSetting(rule)));
  const parsed = keptRule.safeParse(written);
  if (parsed.success) return { rule: parsed.data };
  const [issue] = parsed.error.issues;
  return { because: `the setting does not take its ${issue?.path.join(".")}: ${issue?.message}` };
}

function problemsOf(rule: LiveRule, earlier: readonly Rule[]): readonly string[] {
  const { ID, Filter, Prefix = "", Priority } = rule;
  const elements = [Filter?.Prefix, Filter?.Tag, Filter?.And].filter(
    (one) => one !== undefined && one !== "",
  );
  const rows: readonly (readonly [is: boolean, because: string])[] = [
    [
      Filter === undefined,
      `it is of version 1, and S3 takes no configuration of both versions: write it with a priority of its own, filter: {prefix: ${JSON.stringify(Prefix)}} and deleteMarkerReplication: {status: Enabled}, since version 1 replicates delete markers`,
    ],
    [ID === undefined || ID === "", "it has no id: give it one, and the stack keeps it by that"],
    [Priority === undefined, "it has no priority: give it one that no other rule has"],
    [
      elements.length > 1,
      "its filter has several elements beside each other, of which S3 takes one: put them into And",
    ],
    [earlier.some(({ id }) => id === ID), "an earlier rule has the same id: give it another one"],
    [
      earlier.some(({ priority }) => priority === Priority),
      `an earlier rule has the same priority, ${Priority}: give it another one`,
    ],
  ];
  return rows.flatMap(([is, because]) => (is ? [because] : []));
}

/** In the words and the order of the setting. */
function asSetting({ Filter = {}, SourceSelectionCriteria: criteria, ...rule }: LiveRule): object {
  const {
    Bucket,
    Account,
    StorageClass,
    ReplicationTime: time,
    Metrics: metrics,
    ...more
  } = rule.Destination ?? {};
  const key = more.EncryptionConfiguration?.ReplicaKmsKeyID;
  return {
    id: rule.ID,
    priority: rule.Priority,
    status: rule.Status,
    filter: filterOf(Filter),
    deleteMarkerReplication: statusOf(rule.DeleteMarkerReplication),
    sourceSelectionCriteria: unlessEmpty({
      sseKmsEncryptedObjects: statusOf(criteria?.SseKmsEncryptedObjects),
      replicaModifications: statusOf(criteria?.ReplicaModifications),
    }),
    destination: {
      bucket: Bucket,
      account: Account,
      storageClass: StorageClass,
      accessControlTranslation: unlessEmpty({ owner: more.AccessControlTranslation?.Owner }),
      encryptionConfiguration: key === "" ? undefined : unlessEmpty({ replicaKmsKeyId: key }),
      metrics: metrics && { status: metrics.Status, eventThreshold: minutesOf(metrics.EventThreshold) },
      replicationTime: time && { status: time.Status, time: minutesOf(time.Time) },
    },
  };
}

function filterOf({ Prefix, Tag, And }: NonNullable<LiveRule["Filter"]>): object {
  if (And !== undefined) {
    const tags = And.Tags?.map(({ Key = "", Value = "" }) => [Key, Value] as const);
    return { and: { prefix: And.Prefix, tags: tags && Object.fromEntries(tags) } };
  }
  if (Tag !== undefined) return { tag: { key: Tag.Key ?? "", value: Tag.Value ?? "" } };
  return { prefix: Prefix ?? "" };
}

function statusOf(part: { readonly Status?: string | undefined } | undefined): object | undefined {
  return part?.Status === undefined ? undefined : { status: part.Status };
}

function minutesOf(part: { readonly Minutes?: number | undefined } | undefined): object | undefined {
  return part?.Minutes === undefined ? undefined : { minutes: part.Minutes };
}

function unlessEmpty(part: { readonly [name: string]: unknown }): object | undefined {
  return Object.values(part).every((value) => value === undefined) ? undefined : part;
}

function remarksOn({ ExistingObjectReplication }: LiveRule, name: string): readonly string[] {
  return [
    ...(KNOWN_REGIONS.includes(name)
      ? [
          `rule ${name} has the name that a replica in ${name} has unless it is given one: give such a replica another name`,
        ]
      : []),
    ...(ExistingObjectReplication?.Status === "Enabled"
      ? [
          `rule ${name} loses existingObjectReplication, which the setting does not have: S3 does not accept it any more`,
        ]
      : []),
  ];
}
