/** Handler of `aws:iam/rolePolicy:RolePolicy`. */
import { GetRolePolicyCommand, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { z } from "zod";
import { unlessAbsent } from "../errors";
import { nonEmptyText } from "../values";
import { defineHandler, documentSchema } from "./handler";
import { documentReading } from "./policyDocument";

const schema = z.strictObject({
  name: z.string().optional(),
  namePrefix: z.string().optional(),
  role: z.string(),
  policy: documentSchema,
});

export const iamRolePolicyHandler = defineHandler({
  schema,
  create: async ({ name, role, policy }, { site, planned, name: resourceName }) => {
    const policyName = name ?? nonEmptyText(planned["name"]) ?? resourceName;
    await site.iam.send(
      new PutRolePolicyCommand({ RoleName: role, PolicyName: policyName, PolicyDocument: policy }),
    );
    return { id: `${role}:${policyName}`, name: policyName };
  },
  owner: ({ role }) => ({ kind: "role", id: role }),
  check: async ({ role, policy }, { site, computed }) => {
    const PolicyName = computed["name"] ?? "";
    const held = await unlessAbsent(site.iam.send(new GetRolePolicyCommand({ RoleName: role, PolicyName })));
    const found = held?.PolicyDocument === undefined ? undefined : decodeURIComponent(held.PolicyDocument);
    return [documentReading(`role policy ${PolicyName}`, policy, found)];
  },
});
