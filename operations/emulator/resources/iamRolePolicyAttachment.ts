/** `aws:iam/rolePolicyAttachment:RolePolicyAttachment` */
import { AttachRolePolicyCommand, ListAttachedRolePoliciesCommand } from "@aws-sdk/client-iam";
import { z } from "zod";
import { defineHandler } from "./handler";

const schema = z.strictObject({ role: z.string(), policyArn: z.string() });

export const iamRolePolicyAttachment = defineHandler({
  schema,
  create: async ({ role, policyArn }, { site }) => {
    await site.iam.send(new AttachRolePolicyCommand({ RoleName: role, PolicyArn: policyArn }));
    return { id: `${role}-${policyArn}` };
  },
  subject: ({ role }) => ({ kind: "role", id: role }),
  check: async ({ role, policyArn }, { site }) => {
    const held = await site.iam.send(new ListAttachedRolePoliciesCommand({ RoleName: role }));
    const attached = (held.AttachedPolicies ?? []).some(({ PolicyArn }) => PolicyArn === policyArn);
    return [
      {
        what: `attached policy ${policyArn.split("/").pop()}`,
        expected: "attached",
        found: attached ? "attached" : "not attached",
      },
    ];
  },
});
