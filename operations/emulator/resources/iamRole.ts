/** Handler of `aws:iam/role:Role`. */
import { CreateRoleCommand, GetRoleCommand } from "@aws-sdk/client-iam";
import { z } from "zod";
import { nonEmptyText } from "../values";
import { defineHandler, documentSchema, tagList, tagMap, tagsSchema } from "./handler";
import { documentReading } from "./policyDocument";

const schema = z.strictObject({
  name: z.string().optional(),
  namePrefix: z.string().optional(),
  path: z.string().optional(),
  description: z.string().optional(),
  assumeRolePolicy: documentSchema,
  maxSessionDuration: z.number().optional(),
  permissionsBoundary: z.string().optional(),
  tags: tagsSchema.optional(),
  // How the engine deletes it; AWS keeps no such setting.
  forceDetachPolicies: z.boolean().optional(),
});

export const iamRoleHandler = defineHandler({
  schema,
  create: async (inputs, { site: { iam }, planned, name, defaultTags }) => {
    const RoleName = inputs.name ?? nonEmptyText(planned["name"]) ?? name;
    const tags = tagList({ ...defaultTags, ...inputs.tags });
    const { Role: made } = await iam.send(
      new CreateRoleCommand({
        RoleName,
        Path: inputs.path,
        Description: inputs.description,
        AssumeRolePolicyDocument: inputs.assumeRolePolicy,
        MaxSessionDuration: inputs.maxSessionDuration,
        PermissionsBoundary: inputs.permissionsBoundary,
        ...(tags.length > 0 && { Tags: tags }),
      }),
    );
    return { id: RoleName, name: RoleName, arn: made?.Arn ?? "", uniqueId: made?.RoleId ?? "" };
  },
  owner: (_inputs, computed) => ({ kind: "role", id: computed["name"] ?? "" }),
  check: async (inputs, { site: { iam }, computed, defaultTags }) => {
    const RoleName = computed["name"] ?? "";
    const { Role: held } = await iam.send(new GetRoleCommand({ RoleName }));
    return [
      documentReading(
        "trust policy",
        inputs.assumeRolePolicy,
        decodeURIComponent(held?.AssumeRolePolicyDocument ?? ""),
      ),
      { what: "path", expected: inputs.path ?? "/", found: held?.Path ?? "none" },
      { what: "tags", expected: { ...defaultTags, ...inputs.tags }, found: tagMap(held?.Tags) },
      {
        what: "permissions boundary",
        expected: inputs.permissionsBoundary ?? "none",
        found: held?.PermissionsBoundary?.PermissionsBoundaryArn ?? "none",
      },
    ];
  },
});
