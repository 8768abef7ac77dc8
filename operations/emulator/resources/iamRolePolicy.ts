/** `aws:iam/rolePolicy:RolePolicy` */
import { GetRolePolicyCommand, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { z } from "zod";
import { textOf } from "../values";
import { defineHandler, documentSchema } from "./handler";
import { documentFinding } from "./policyDocument";
import { unlessAbsent } from "./reading";

const schema = z.strictObject({
  name: z.string().optional(),
  namePrefix: z.string().optional(),
  role: z.string(),
  policy: documentSchema,
});

export const iamRolePolicy = defineHandler({
  schema,
  create: async ({ name, role, policy }, { site, planned, name: resourceName }) => {
    const policyName = name ?? textOf(planned["name"]) ?? resourceName;
    await site.iam.send(
      new PutRolePolicyCommand({ RoleName: role, PolicyName: policyName, PolicyDocument: policy }),
    );
    return { id: `${role}:${policyName}`, name: policyName };
  },
  subject: ({ role }) => ({ kind: "role", id: role }),
  check: async ({ role, policy }, { site, computed }) => {
    const PolicyName = computed["name"] ?? "";
    const held = await unlessAbsent(site.iam.send(new GetRolePolicyCommand({ RoleName: role, PolicyName })));
    const found = held?.PolicyDocument === undefined ? undefined : decodeURIComponent(held.PolicyDocument);
    return [documentFinding(`role policy ${PolicyName}`, policy, found)];
  },
});
