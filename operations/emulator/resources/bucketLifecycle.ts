/** Handler of `aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration`. */
import {
  ExpirationStatus,
  GetBucketLifecycleConfigurationCommand,
  type LifecycleRule,
  type LifecycleRuleFilter,
  PutBucketLifecycleConfigurationCommand,
  TransitionDefaultMinimumObjectSize,
  TransitionStorageClass,
} from "@aws-sdk/client-s3";
import { z } from "zod";
import { unlessAbsent } from "../errors";
import { defineHandler, type SettingReading, tagList, tagsSchema } from "./handler";

const size = {
  objectSizeGreaterThan: z.coerce.number().optional(),
  objectSizeLessThan: z.coerce.number().optional(),
};
const filterSchema = z.strictObject({
  prefix: z.string().optional(),
  tag: z.strictObject({ key: z.string(), value: z.string() }).optional(),
  and: z.strictObject({ prefix: z.string().optional(), tags: tagsSchema.optional(), ...size }).optional(),
  ...size,
});
const noncurrent = { noncurrentDays: z.number(), newerNoncurrentVersions: z.coerce.number().optional() };
const when = { days: z.number().optional(), date: z.string().optional() };
const ruleSchema = z.strictObject({
  id: z.string(),
  status: z.enum(ExpirationStatus),
  prefix: z.string().optional(),
  filter: filterSchema.optional(),
  abortIncompleteMultipartUpload: z.strictObject({ daysAfterInitiation: z.number() }).optional(),
  expiration: z.strictObject({ ...when, expiredObjectDeleteMarker: z.boolean().optional() }).optional(),
  transitions: z.array(z.strictObject({ ...when, storageClass: z.enum(TransitionStorageClass) })).optional(),
  noncurrentVersionExpiration: z.strictObject(noncurrent).optional(),
  noncurrentVersionTransitions: z
    .array(z.strictObject({ ...noncurrent, storageClass: z.enum(TransitionStorageClass) }))
    .optional(),
});
const schema = z.strictObject({
  bucket: z.string(),
  rules: z.array(ruleSchema),
  transitionDefaultMinimumObjectSize: z.enum(TransitionDefaultMinimumObjectSize).optional(),
});

export const bucketLifecycleHandler = defineHandler({
  schema,
  create: async ({ bucket, rules, transitionDefaultMinimumObjectSize }, { site }) => {
    await site.s3.send(
      new PutBucketLifecycleConfigurationCommand({
        Bucket: bucket,
        LifecycleConfiguration: { Rules: rules.map(toAws) },
        TransitionDefaultMinimumObjectSize: transitionDefaultMinimumObjectSize,
      }),
    );
    return { id: bucket };
  },
  owner: ({ bucket }) => ({ kind: "bucket", id: bucket }),
  check: async ({ bucket, rules }, { site }) => {
    const held = await unlessAbsent(
      site.s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket: bucket })),
    );
    const found = new Map((held?.Rules ?? []).map((rule) => [rule.ID, rule]));
    const asked = new Set(rules.map(({ id }) => id));
    return [
      ...rules.map((rule): SettingReading => {
        const there = found.get(rule.id);
        return {
          what: `lifecycle rule ${rule.id}`,
          expected: comparable(toAws(rule)),
          found: there && comparable(there),
        };
      }),
      ...[...found.keys()]
        .filter((id) => !asked.has(id ?? ""))
        .map(
          (id): SettingReading => ({
            what: `lifecycle rule ${id}`,
            expected: undefined,
            found: comparable(found.get(id) ?? { Status: undefined }),
          }),
        ),
    ];
  },
});

type Rule = z.infer<typeof ruleSchema>;

function toAws(rule: Rule): LifecycleRule {
  const { expiration, noncurrentVersionExpiration: noncurrentExpiration } = rule;
  return {
    ID: rule.id,
    Status: rule.status,
    ...(rule.prefix !== undefined && rule.filter === undefined
      ? { Prefix: rule.prefix }
      : { Filter: filterOf(rule.filter) }),
    ...(rule.abortIncompleteMultipartUpload && {
      AbortIncompleteMultipartUpload: {
        DaysAfterInitiation: rule.abortIncompleteMultipartUpload.daysAfterInitiation,
      },
    }),
    ...(expiration && {
      Expiration: {
        ...moment(expiration),
        ...(expiration.expiredObjectDeleteMarker !== undefined && {
          ExpiredObjectDeleteMarker: expiration.expiredObjectDeleteMarker,
        }),
      },
    }),
    ...(rule.transitions && {
      Transitions: rule.transitions.map((one) => ({ ...moment(one), StorageClass: one.storageClass })),
    }),
    ...(noncurrentExpiration && { NoncurrentVersionExpiration: age(noncurrentExpiration) }),
    ...(rule.noncurrentVersionTransitions && {
      NoncurrentVersionTransitions: rule.noncurrentVersionTransitions.map((one) => ({
        ...age(one),
        StorageClass: one.storageClass,
      })),
    }),
  };
}

function filterOf(filter: Rule["filter"]): LifecycleRuleFilter {
  const sizes = (of: {
    objectSizeGreaterThan?: number | undefined;
    objectSizeLessThan?: number | undefined;
  }) => ({
    ...(of.objectSizeGreaterThan !== undefined && { ObjectSizeGreaterThan: of.objectSizeGreaterThan }),
    ...(of.objectSizeLessThan !== undefined && { ObjectSizeLessThan: of.objectSizeLessThan }),
  });
  if (filter === undefined) return { Prefix: "" };
  const { prefix, tag, and } = filter;
  if (and) {
    const tags = tagList(and.tags);
    return {
      And: {
        ...(and.prefix !== undefined && { Prefix: and.prefix }),
        ...(tags.length > 0 && { Tags: tags }),
        ...sizes(and),
      },
    };
  }
  if (tag) return { Tag: { Key: tag.key, Value: tag.value } };
  const given = { ...(prefix !== undefined && { Prefix: prefix }), ...sizes(filter) };
  return Object.keys(given).length === 0 ? { Prefix: "" } : given;
}

function moment({ days, date }: { days?: number | undefined; date?: string | undefined }) {
  return { ...(days !== undefined && { Days: days }), ...(date !== undefined && { Date: new Date(date) }) };
}

function age({
  noncurrentDays,
  newerNoncurrentVersions: newer,
}: {
  noncurrentDays: number;
  newerNoncurrentVersions?: number | undefined;
}) {
  return { NoncurrentDays: noncurrentDays, ...(newer !== undefined && { NewerNoncurrentVersions: newer }) };
}

/** S3 adds an empty prefix and a lower bound of 0 to an And that has none; neither narrows anything. */
function comparable(rule: LifecycleRule): unknown {
  const { Filter, ...rest } = rule;
  const and = Filter?.And;
  if (and === undefined) return { ...rest, ...(Filter && { Filter }) };
  const { Prefix, ObjectSizeGreaterThan, Tags, ...others } = and;
  return {
    ...rest,
    Filter: {
      And: {
        Prefix: Prefix ?? "",
        ObjectSizeGreaterThan: ObjectSizeGreaterThan ?? 0,
        Tags: Tags ?? [],
        ...others,
      },
    },
  };
}
