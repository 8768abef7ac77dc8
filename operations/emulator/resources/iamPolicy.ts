/** Handler of `aws:iam/policy:Policy`. */
import { CreatePolicyCommand, GetPolicyCommand, GetPolicyVersionCommand } from "@aws-sdk/client-iam";
import { z } from "zod";
import { unlessAbsent } from "../errors";
import { nonEmptyText } from "../values";
import { defineHandler, documentSchema, tagList, tagMap, tagsSchema } from "./handler";
import { documentReading } from "./policyDocument";

const schema = z.strictObject({
  name: z.string().optional(),
  namePrefix: z.string().optional(),
  path: z.string().optional(),
  description: z.string().optional(),
  policy: documentSchema,
  tags: tagsSchema.optional(),
});

export const iamPolicyHandler = defineHandler({
  schema,
  create: async (inputs, { site: { iam }, planned, name, defaultTags }) => {
    const PolicyName = inputs.name ?? nonEmptyText(planned["name"]) ?? name;
    const tags = tagList({ ...defaultTags, ...inputs.tags });
    const { Policy: made } = await iam.send(
      new CreatePolicyCommand({
        PolicyName,
        Path: inputs.path,
        Description: inputs.description,
        PolicyDocument: inputs.policy,
        ...(tags.length > 0 && { Tags: tags }),
      }),
    );
    const arn = made?.Arn ?? "";
    return { id: arn, arn, name: PolicyName };
  },
  owner: (_inputs, computed) => ({ kind: "policy", id: computed["arn"] ?? "" }),
  check: async (inputs, { site: { iam }, computed, defaultTags }) => {
    const PolicyArn = computed["arn"] ?? "";
    const held = await unlessAbsent(iam.send(new GetPolicyCommand({ PolicyArn })));
    const VersionId = held?.Policy?.DefaultVersionId ?? "v1";
    const version = await unlessAbsent(iam.send(new GetPolicyVersionCommand({ PolicyArn, VersionId })));
    const document = version?.PolicyVersion?.Document;
    return [
      documentReading(
        "policy",
        inputs.policy,
        document === undefined ? undefined : decodeURIComponent(document),
      ),
      { what: "tags", expected: { ...defaultTags, ...inputs.tags }, found: tagMap(held?.Policy?.Tags) },
    ];
  },
});
