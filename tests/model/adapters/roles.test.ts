import { strict as assert } from "node:assert";
import type { Role } from "../../../model/topology";
import { unknownText } from "../../helpers/policyResources";
import { account, exported, exportText, only, previewOf, urn, type WrittenResource } from "./stack";

const document = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "s3:*", Resource: "*" }] };
const text = JSON.stringify(document);
const other = { Version: "2012-10-17", Statement: [{ Effect: "Deny", Action: "s3:*", Resource: "*" }] };
const trust = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: "s3.amazonaws.com" }, Action: "sts:AssumeRole" }],
};

const roleUrn = urn("iam/role:Role", "r");
const role: WrittenResource = {
  type: "iam/role:Role",
  name: "r",
  properties: { name: "archive", assumeRolePolicy: JSON.stringify(trust), arn: unknownText },
};
const policyArn = `arn:aws:iam::${account}:policy/copy`;
const managed: WrittenResource = {
  type: "iam/policy:Policy",
  name: "m",
  properties: { name: "copy", arn: policyArn, policy: text },
};

function roleWith(inline: object, ...others: readonly WrittenResource[]): Role {
  return only(previewOf({ ...role, properties: { ...role.properties, ...inline } }, ...others).roles);
}

function given(type: string, properties: object, name = "p"): WrittenResource {
  return { type: `iam/${type}`, name, properties: { role: "archive", ...properties } };
}

describe("a role", () => {
  it("has its trust policy", () => {
    assert.deepEqual(roleWith({}).trust, {
      label: 'trust policy of role "archive"',
      document: { known: trust },
    });
  });
  it("has an ARN before it exists, with its path", () => {
    assert.deepEqual(roleWith({}).arn, { known: `arn:aws:iam::${account}:role/archive` });
    assert.deepEqual(roleWith({ path: "/service-role/" }).arn, {
      known: `arn:aws:iam::${account}:role/service-role/archive`,
    });
  });
  it("has an unknown ARN where its account is not known", () => {
    const { roles } = previewOf({ ...role, provider: { region: "eu-west-1" } });
    const { arn, account: owner } = only(roles);
    assert.deepEqual(arn, owner);
    assert.ok("unknown" in arn);
  });
  it("is found by its ARN where its own account is not known, if the path is right", () => {
    const written = (arn: string) => {
      const { configurations } = previewOf(
        { ...role, properties: { ...role.properties, path: "/x/" }, provider: { region: "eu-west-1" } },
        {
          type: "s3/bucketReplicationConfig:BucketReplicationConfig",
          name: "c",
          properties: { bucket: "acme", role: arn, rules: [] },
        },
      );
      return only(configurations).role;
    };
    const right = `arn:aws:iam::${account}:role/x/archive`;
    const wrong = `arn:aws:iam::${account}:role/archive`;
    assert.deepEqual(written(right), { to: roleUrn, written: right });
    assert.deepEqual(written(wrong), { outside: wrong });
  });
  it("has no policies and no boundary where nothing gives it any", () => {
    const { policies, boundary } = roleWith({ inlinePolicies: unknownText, managedPolicyArns: unknownText });
    assert.deepEqual([policies, boundary], [[], undefined]);
  });
});

describe("a role's policies", () => {
  const cases: readonly (readonly [string, Role, string])[] = [
    [
      "come from RolePolicy by name",
      roleWith({}, given("rolePolicy:RolePolicy", { name: "copy", policy: text })),
      'inline policy "copy" of role "archive"',
    ],
    [
      "come from RolePolicy through the role that an unknown name comes from",
      roleWith(
        { name: unknownText },
        {
          ...given("rolePolicy:RolePolicy", { role: unknownText, name: "copy", policy: text }),
          from: { role: [roleUrn] },
        },
      ),
      'inline policy "copy" of role "r"',
    ],
    [
      "come from inlinePolicies",
      roleWith({ inlinePolicies: [{ name: "copy", policy: text }] }),
      'inline policy "copy" of role "archive"',
    ],
    [
      "come from RolePolicyAttachment by ARN",
      roleWith({}, managed, given("rolePolicyAttachment:RolePolicyAttachment", { policyArn })),
      'managed policy "copy" of role "archive"',
    ],
    [
      "come from RolePolicyAttachment through the policy that an unknown ARN comes from",
      roleWith(
        {},
        { ...managed, properties: { name: unknownText, arn: unknownText, policy: text } },
        {
          ...given("rolePolicyAttachment:RolePolicyAttachment", { policyArn: unknownText }),
          from: { policyArn: [urn("iam/policy:Policy", "m")] },
        },
      ),
      'managed policy "m" of role "archive"',
    ],
    [
      "come from RolePolicyAttachment by the ARN that a policy will have",
      roleWith(
        {},
        { ...managed, properties: { name: "copy", arn: unknownText, policy: text } },
        given("rolePolicyAttachment:RolePolicyAttachment", { policyArn }),
      ),
      'managed policy "copy" of role "archive"',
    ],
    [
      "come from PolicyAttachment",
      roleWith({}, managed, {
        type: "iam/policyAttachment:PolicyAttachment",
        name: "a",
        properties: { roles: ["another", "archive"], policyArn },
      }),
      'managed policy "copy" of role "archive"',
    ],
    [
      "come from RolePolicyAttachmentsExclusive",
      roleWith({}, managed, {
        type: "iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive",
        name: "a",
        properties: { roleName: "archive", policyArns: [policyArn] },
      }),
      'managed policy "copy" of role "archive"',
    ],
    [
      "come from managedPolicyArns",
      roleWith({ managedPolicyArns: [policyArn] }, managed),
      'managed policy "copy" of role "archive"',
    ],
  ];
  for (const [title, { policies }, label] of cases) {
    it(title, () => assert.deepEqual(policies, [{ label, document: { known: document } }]));
  }

  it("are not listed twice where the role repeats what a separate resource gives", () => {
    const { policies } = roleWith(
      { inlinePolicies: [{ name: "copy", policy: JSON.stringify(other) }], managedPolicyArns: [policyArn] },
      managed,
      given("rolePolicy:RolePolicy", { name: "copy", policy: text }),
      given("rolePolicyAttachment:RolePolicyAttachment", { policyArn }, "a"),
    );
    assert.deepEqual(policies, [
      { label: 'inline policy "copy" of role "archive"', document: { known: document } },
      { label: 'managed policy "copy" of role "archive"', document: { known: document } },
    ]);
  });
  it("are open where the role repeats one that no separate resource gives any more", () => {
    const { policies } = roleWith(
      { inlinePolicies: [{ name: "gone", policy: text }] },
      given("rolePolicy:RolePolicy", { name: "copy", policy: text }),
    );
    assert.deepEqual(policies[1], {
      label: 'inline policy "gone" of role "archive"',
      document: {
        unknown:
          'inline policy "gone" was found when the provider last read the resource, but nothing in the stack sets it',
      },
    });
  });
  it("are none where inlinePolicies only says that there are to be none", () => {
    assert.deepEqual(roleWith({ inlinePolicies: [{}] }).policies, []);
    assert.deepEqual(roleWith({ inlinePolicies: [{ name: "", policy: "" }] }).policies, []);
  });
  it("are not those of another role", () => {
    const { policies } = roleWith({}, given("rolePolicy:RolePolicy", { role: "another", policy: text }));
    assert.deepEqual(policies, []);
  });
  it("that are well known are read, of others of AWS what they deny, and those of elsewhere are unknown", () => {
    const arns = [
      "arn:aws:iam::aws:policy/AdministratorAccess",
      "arn:aws:iam::aws:policy/SecurityAudit",
      "arn:aws:iam::999988887777:policy/theirs",
    ];
    const [admin, audit, theirs] = roleWith({ managedPolicyArns: arns }).policies;
    assert.deepEqual(admin?.document, {
      known: { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] },
    });
    assert.deepEqual(audit, {
      label: `managed policy ${arns[1]} of role "archive"`,
      document: { unknown: "of the policy SecurityAudit of AWS only what it denies is known" },
      denies: { Version: "2012-10-17", Statement: [] },
    });
    assert.deepEqual(theirs, {
      label: `managed policy ${arns[2]} of role "archive"`,
      document: { unknown: `${arns[2]} is outside of the stack` },
    });
  });
  it("may include one of which it is not known whose it is", () => {
    const { policies } = roleWith(
      {},
      given("rolePolicy:RolePolicy", { role: unknownText, name: "copy", policy: text }),
    );
    assert.deepEqual(policies, [
      {
        label: 'inline policy "copy" of role "archive"',
        document: {
          unknown: "it is not known whether this role has it: computed by the provider at deployment",
        },
        denies: { Statement: [] },
      },
    ]);
  });
  it("may include a Deny of which it is not known whose it is", () => {
    const { policies } = roleWith(
      {},
      given("rolePolicy:RolePolicy", {
        role: unknownText,
        name: "guard",
        policy: JSON.stringify(other),
      }),
    );
    assert.deepEqual(
      policies.map(({ denies }) => denies),
      [undefined],
    );
  });
  it("are only those that RolePoliciesExclusive leaves", () => {
    const { policies } = roleWith(
      {},
      given("rolePolicy:RolePolicy", { name: "copy", policy: text }, "one"),
      given("rolePolicy:RolePolicy", { name: "gone", policy: text }, "two"),
      {
        type: "iam/rolePoliciesExclusive:RolePoliciesExclusive",
        name: "e",
        properties: { roleName: "archive", policyNames: ["copy"] },
      },
    );
    assert.deepEqual(
      policies.map(({ label }) => label),
      ['inline policy "copy" of role "archive"'],
    );
  });
  it("are unknown where the document waits for other resources", () => {
    const waiting = given("rolePolicy:RolePolicy", { name: "copy", policy: unknownText });
    const from = [urn("kms/key:Key", "k")];
    const { policies } = roleWith(
      {},
      { ...waiting, from: { policy: from } },
      {
        type: "kms/key:Key",
        name: "k",
        properties: { arn: unknownText },
      },
    );
    assert.deepEqual(policies[0]?.document, { unknown: 'comes from Key "k" at deployment', from });
  });
});

describe("a role's permissions boundary", () => {
  it("is a policy of the stack", () => {
    assert.deepEqual(roleWith({ permissionsBoundary: policyArn }, managed).boundary, {
      label: 'permissions boundary (managed policy "copy")',
      document: { known: document },
    });
  });
  it("is unknown where it is outside of the stack", () => {
    const arn = "arn:aws:iam::999988887777:policy/limits";
    assert.deepEqual(roleWith({ permissionsBoundary: arn }).boundary?.document, {
      unknown: `${arn} is outside of the stack`,
    });
  });
  it("is none where the provider reports an empty text", () => {
    assert.equal(roleWith({ permissionsBoundary: "" }).boundary, undefined);
  });
});

describe("an exported role", () => {
  const written = { name: "archive", assumeRolePolicy: JSON.stringify(trust) };
  const outputs = {
    ...written,
    arn: `arn:aws:iam::${account}:role/archive`,
    inlinePolicies: [{ name: "copy", policy: text }],
    managedPolicyArns: [policyArn],
  };

  it("has policies that were only read as unknown, since nothing in the stack sets them", () => {
    const { policies } = only(
      exported(exportText({ type: "iam/role:Role", name: "r", inputs: written, outputs })).roles,
    );
    assert.deepEqual(
      policies.map((policy) => "unknown" in policy.document),
      [true, true],
    );
  });
  it("has them as read where the stack only reads the role", () => {
    const { policies } = only(
      exported(exportText({ type: "iam/role:Role", name: "r", inputs: {}, outputs, external: true })).roles,
    );
    assert.deepEqual(policies[0]?.document, { known: document });
  });
  it("is one role where one stack manages it and another reads it", () => {
    const { roles } = exported(
      exportText({ type: "iam/role:Role", name: "read", inputs: {}, outputs, external: true, stack: "a" }),
      exportText({ type: "iam/role:Role", name: "r", inputs: written, outputs, stack: "b" }),
    );
    assert.equal(only(roles).label, "urn:pulumi:b::app::aws:iam/role:Role::r");
  });
});
