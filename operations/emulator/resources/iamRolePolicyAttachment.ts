/** Handler of `aws:iam/rolePolicyAttachment:RolePolicyAttachment`. */
import { AttachRolePolicyCommand, ListAttachedRolePoliciesCommand } from "@aws-sdk/client-iam";
import { z } from "zod";
import { unlessAbsent } from "../errors";
import { defineHandler } from "./handler";

const schema = z.strictObject({ role: z.string(), policyArn: z.string() });

export const iamRolePolicyAttachmentHandler = defineHandler({
  schema,
  create: async ({ role, policyArn }, { site: { iam } }) => {
    await iam.send(new AttachRolePolicyCommand({ RoleName: role, PolicyArn: policyArn }));
    return { id: `${role}/${policyArn}` };
  },
  owner: ({ role }) => ({ kind: "role", id: role }),
  check: async ({ role, policyArn }, { site: { iam } }) => {
    const held = await unlessAbsent(iam.send(new ListAttachedRolePoliciesCommand({ RoleName: role })));
    const arns = held?.AttachedPolicies?.map(({ PolicyArn }) => PolicyArn) ?? [];
    return [
      {
        what: "attached policy",
        expected: policyArn,
        found: arns.includes(policyArn) ? policyArn : arns.join(", ") || "none",
      },
    ];
  },
});
