/** Roles of a set-up with everything that is attached to them. */
import type { RoleSetUp, Statement } from "./setUp";
import { json, type Properties, type Resource } from "./stackResource";

/** The unique id that IAM gives a role; `aws:userid` begins with it. */
export const UNIQUE_ID = "AROAEXAMPLEID00000001";

const S3_MAY_ASSUME: readonly Statement[] = [
  { Effect: "Allow", Principal: { Service: "s3.amazonaws.com" }, Action: "sts:AssumeRole" },
];

export function roleResources(role: RoleSetUp): readonly Resource[] {
  const { name, account, path = "/", boundary } = role;
  const region = "us-east-1";
  const policyArn = (policy: string) => `arn:aws:iam::${account}:policy/${policy}`;
  const part = (type: string, label: string, inputs: Properties, computed: Properties = {}): Resource => ({
    type,
    name: label,
    account,
    region,
    inputs,
    computed,
  });
  const managed = (label: string, statements: readonly Statement[]) =>
    part(
      "iam/policy:Policy",
      label,
      { name: label, policy: json(statements) },
      { arn: policyArn(label), path: "/" },
    );
  const attach = (arn: string) =>
    part("iam/rolePolicyAttachment:RolePolicyAttachment", `${name}-${arn.split("/").at(-1)}`, {
      role: name,
      policyArn: arn,
    });
  return [
    part(
      "iam/role:Role",
      name,
      {
        name,
        path,
        assumeRolePolicy: json(role.trust ?? S3_MAY_ASSUME),
        ...(boundary !== undefined && { permissionsBoundary: policyArn(`${name}-boundary`) }),
        ...(role.tags !== undefined && { tags: role.tags }),
      },
      {
        arn: `arn:aws:iam::${account}:role${path}${name}`,
        uniqueId: UNIQUE_ID,
        ...(role.tags !== undefined && { tagsAll: role.tags }),
      },
    ),
    ...(role.statements.length === 0
      ? []
      : role.managed
        ? [managed(`${name}-policy`, role.statements), attach(policyArn(`${name}-policy`))]
        : [
            part("iam/rolePolicy:RolePolicy", `${name}-inline`, {
              role: name,
              name: "replicate",
              policy: json(role.statements),
            }),
          ]),
    ...(role.attached ?? []).map(attach),
    ...(boundary === undefined ? [] : [managed(`${name}-boundary`, boundary)]),
  ];
}
