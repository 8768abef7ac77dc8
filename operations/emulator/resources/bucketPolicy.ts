/** Handler of `aws:s3/bucketPolicy:BucketPolicy`. */
import { GetBucketPolicyCommand, PutBucketPolicyCommand } from "@aws-sdk/client-s3";
import { z } from "zod";
import { unlessAbsent } from "../errors";
import { defineHandler, documentSchema } from "./handler";
import { documentReading } from "./policyDocument";

const schema = z.strictObject({ bucket: z.string(), policy: documentSchema });

export const bucketPolicyHandler = defineHandler({
  schema,
  create: async ({ bucket, policy }, { site }) => {
    await site.s3.send(new PutBucketPolicyCommand({ Bucket: bucket, Policy: policy }));
    return { id: bucket };
  },
  owner: ({ bucket }) => ({ kind: "bucket", id: bucket }),
  check: async ({ bucket, policy }, { site }) => {
    const held = await unlessAbsent(site.s3.send(new GetBucketPolicyCommand({ Bucket: bucket })));
    return [documentReading("bucket policy", policy, held?.Policy)];
  },
});
