/** Handler of `aws:s3/bucketOwnershipControls:BucketOwnershipControls`. */
import {
  GetBucketOwnershipControlsCommand,
  ObjectOwnership,
  PutBucketOwnershipControlsCommand,
} from "@aws-sdk/client-s3";
import { z } from "zod";
import { unlessAbsent } from "../errors";
import { defineHandler } from "./handler";

const schema = z.strictObject({
  bucket: z.string(),
  rule: z.strictObject({ objectOwnership: z.enum(ObjectOwnership) }),
});

export const bucketOwnershipControlsHandler = defineHandler({
  schema,
  create: async ({ bucket, rule }, { site }) => {
    await site.s3.send(
      new PutBucketOwnershipControlsCommand({
        Bucket: bucket,
        OwnershipControls: { Rules: [{ ObjectOwnership: rule.objectOwnership }] },
      }),
    );
    return { id: bucket };
  },
  owner: ({ bucket }) => ({ kind: "bucket", id: bucket }),
  check: async ({ bucket, rule }, { site }) => {
    const held = await unlessAbsent(site.s3.send(new GetBucketOwnershipControlsCommand({ Bucket: bucket })));
    return [
      {
        what: "object ownership",
        expected: rule.objectOwnership,
        found: held?.OwnershipControls?.Rules?.[0]?.ObjectOwnership ?? "none",
      },
    ];
  },
});
