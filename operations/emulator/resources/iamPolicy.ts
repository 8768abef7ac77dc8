/** `aws:iam/policy:Policy` */
import { CreatePolicyCommand, GetPolicyCommand, GetPolicyVersionCommand } from "@aws-sdk/client-iam";
import { z } from "zod";
import { textOf } from "../values";
import { defineHandler, documentSchema, tagList, tagsSchema } from "./handler";
import { documentFinding } from "./policyDocument";

const schema = z.strictObject({
  name: z.string().optional(),
  namePrefix: z.string().optional(),
  path: z.string().optional(),
  description: z.string().optional(),
  policy: documentSchema,
  tags: tagsSchema.optional(),
});

export const iamPolicy = defineHandler({
  schema,
  create: async (inputs, { site, planned, name, defaultTags }) => {
    const PolicyName = inputs.name ?? textOf(planned["name"]) ?? name;
    const tags = tagList({ ...defaultTags, ...inputs.tags });
    const { Policy: made } = await site.iam.send(
      new CreatePolicyCommand({
        PolicyName,
        Path: inputs.path,
        Description: inputs.description,
        PolicyDocument: inputs.policy,
        ...(tags.length > 0 && { Tags: tags }),
      }),
    );
    const arn = made?.Arn ?? "";
    return { id: arn, arn, name: PolicyName, policyId: made?.PolicyId ?? "" };
  },
  subject: (_inputs, computed) => ({ kind: "policy", id: computed["name"] ?? "" }),
  check: async ({ policy }, { site, computed }) => {
    const PolicyArn = computed["arn"] ?? "";
    const { Policy: held } = await site.iam.send(new GetPolicyCommand({ PolicyArn }));
    const { PolicyVersion: version } = await site.iam.send(
      new GetPolicyVersionCommand({ PolicyArn, VersionId: held?.DefaultVersionId }),
    );
    return [documentFinding("document", policy, decodeURIComponent(version?.Document ?? ""))];
  },
});
