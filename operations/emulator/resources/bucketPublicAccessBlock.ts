/** Handler of `aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock`. */
import {
  GetPublicAccessBlockCommand,
  type PublicAccessBlockConfiguration,
  PutPublicAccessBlockCommand,
} from "@aws-sdk/client-s3";
import { z } from "zod";
import { unlessAbsent } from "../errors";
import { isRecord } from "../values";
import { defineHandler } from "./handler";

const schema = z.strictObject({
  bucket: z.string(),
  blockPublicAcls: z.boolean().default(false),
  blockPublicPolicy: z.boolean().default(false),
  ignorePublicAcls: z.boolean().default(false),
  restrictPublicBuckets: z.boolean().default(false),
  // How the engine deletes it; AWS keeps no such setting.
  skipDestroy: z.boolean().optional(),
});

export const bucketPublicAccessBlockHandler = defineHandler({
  schema,
  create: async (inputs, { site }) => {
    await site.s3.send(
      new PutPublicAccessBlockCommand({
        Bucket: inputs.bucket,
        PublicAccessBlockConfiguration: toAws(inputs),
      }),
    );
    return { id: inputs.bucket };
  },
  owner: ({ bucket }) => ({ kind: "bucket", id: bucket }),
  check: async (inputs, { site }) => {
    const held = await unlessAbsent(site.s3.send(new GetPublicAccessBlockCommand({ Bucket: inputs.bucket })));
    return [
      {
        what: "public access block",
        expected: toAws(inputs),
        found: held?.PublicAccessBlockConfiguration ?? {},
        show: switchesOf,
      },
    ];
  },
});

function toAws(inputs: z.infer<typeof schema>): PublicAccessBlockConfiguration {
  return {
    BlockPublicAcls: inputs.blockPublicAcls,
    BlockPublicPolicy: inputs.blockPublicPolicy,
    IgnorePublicAcls: inputs.ignorePublicAcls,
    RestrictPublicBuckets: inputs.restrictPublicBuckets,
  };
}

function switchesOf(value: unknown): string {
  const on = isRecord(value) ? Object.keys(value).filter((key) => value[key] === true) : [];
  if (on.length === 4) return "all four on";
  return on.length === 0 ? "all off" : `only ${on.sort().join(", ")} on`;
}
