/** Handler of `aws:s3/bucketReplicationConfig:BucketReplicationConfig`. */
import {
  GetBucketReplicationCommand,
  PutBucketReplicationCommand,
  type ReplicationRule,
} from "@aws-sdk/client-s3";
import { z } from "zod";
import { bucketNameOfArn } from "../../../aws/arns";
import { unlessAbsent } from "../errors";
import { isRecord } from "../values";
import { defineHandler, type SettingReading } from "./handler";
import { ruleSchema, toReplicationRule } from "./replicationRules";

const schema = z.strictObject({
  bucket: z.string(),
  role: z.string(),
  rules: z.array(ruleSchema),
  token: z.string().optional(),
});

export const bucketReplicationHandler = defineHandler({
  schema,
  create: async ({ bucket, role, rules, token }, { site }) => {
    await site.s3.send(
      new PutBucketReplicationCommand({
        Bucket: bucket,
        ReplicationConfiguration: { Role: role, Rules: rules.map(toReplicationRule) },
        Token: token,
      }),
    );
    return { id: bucket };
  },
  owner: ({ bucket }) => ({ kind: "bucket", id: bucket }),
  check: async ({ bucket, role, rules }, { site }) => {
    const held = await unlessAbsent(site.s3.send(new GetBucketReplicationCommand({ Bucket: bucket })));
    const configuration = held?.ReplicationConfiguration;
    const found = configuration?.Rules ?? [];
    // A rule without an id gets one from S3; the order of the rules is kept, so the place identifies it.
    const places = Array.from({ length: Math.max(rules.length, found.length) }, (_, index) => index);
    return [
      { what: "replication role", expected: role, found: configuration?.Role ?? "none", show: String },
      ...places.map((index): SettingReading => {
        const asked = rules[index];
        const there = found[index];
        return {
          what: `replication rule ${asked?.id ?? there?.ID ?? index + 1}`,
          expected: asked && withoutGivenId(toReplicationRule(asked), asked.id),
          found: there && withoutGivenId(there, asked?.id),
          show: describe,
        };
      }),
    ];
  },
});

function withoutGivenId(rule: ReplicationRule, asked: string | undefined): ReplicationRule {
  if (asked !== undefined) return rule;
  const { ID: _given, ...rest } = rule;
  return rest;
}

function describe(rule: unknown): string {
  if (!isRecord(rule)) return "none";
  const destination = isRecord(rule["Destination"]) ? rule["Destination"] : {};
  const bucket = bucketNameOfArn(String(destination["Bucket"]));
  const priority = rule["Priority"] === undefined ? "" : `, priority ${rule["Priority"]}`;
  return `to ${bucket}${priority}, ${rule["Status"]}`;
}
