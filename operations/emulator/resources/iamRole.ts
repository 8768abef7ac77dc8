/** `aws:iam/role:Role` */
import {
  AttachRolePolicyCommand,
  CreateRoleCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  ListAttachedRolePoliciesCommand,
  PutRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { z } from "zod";
import { textOf } from "../values";
import { defineHandler, documentSchema, tagList, tagMap, tagsSchema } from "./handler";
import { documentFinding } from "./policyDocument";

const schema = z.strictObject({
  name: z.string().optional(),
  namePrefix: z.string().optional(),
  path: z.string().optional(),
  description: z.string().optional(),
  assumeRolePolicy: documentSchema,
  maxSessionDuration: z.number().optional(),
  permissionsBoundary: z.string().optional(),
  tags: tagsSchema.optional(),
  inlinePolicies: z.array(z.strictObject({ name: z.string(), policy: documentSchema })).default([]),
  managedPolicyArns: z.array(z.string()).default([]),
  // How the engine deletes it; AWS keeps no such setting.
  forceDetachPolicies: z.boolean().optional(),
});

export const iamRole = defineHandler({
  schema,
  create: async (inputs, { site: { iam }, planned, name, defaultTags }) => {
    const RoleName = inputs.name ?? textOf(planned["name"]) ?? name;
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
    for (const { name: PolicyName, policy: PolicyDocument } of inputs.inlinePolicies) {
      await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument }));
    }
    for (const PolicyArn of inputs.managedPolicyArns) {
      await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
    }
    return { id: RoleName, name: RoleName, arn: made?.Arn ?? "", uniqueId: made?.RoleId ?? "" };
  },
  subject: (_inputs, computed) => ({ kind: "role", id: computed["name"] ?? "" }),
  check: async (inputs, { site: { iam }, computed, defaultTags }) => {
    const RoleName = computed["name"] ?? "";
    const { Role: held } = await iam.send(new GetRoleCommand({ RoleName }));
    const inline = await Promise.all(
      inputs.inlinePolicies.map(async ({ name: PolicyName, policy }) => {
        const there = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }));
        return documentFinding(
          `role policy ${PolicyName}`,
          policy,
          decodeURIComponent(there.PolicyDocument ?? ""),
        );
      }),
    );
    const attached = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName }));
    const arns = new Set((attached.AttachedPolicies ?? []).map(({ PolicyArn }) => PolicyArn));
    return [
      documentFinding(
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
      ...inline,
      ...inputs.managedPolicyArns.map((arn) => ({
        what: `attached policy ${arn}`,
        expected: "attached",
        found: arns.has(arn) ? "attached" : "not attached",
      })),
    ];
  },
});
