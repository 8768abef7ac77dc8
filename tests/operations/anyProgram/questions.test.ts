import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import fc from "fast-check";
import { Answers } from "../../../operations/rehearsal/answers";
import { awsOutputs } from "../../../operations/rehearsal/awsOutputs";
import { knownResult } from "../../../operations/rehearsal/functions";
import { policyDocument } from "../../../operations/rehearsal/policyDocument";
import { Questions } from "../../../operations/rehearsal/questions";
import { type RunContext, record } from "../../../operations/rehearsal/rehearse";
import { isProperties, type ResourceProperties, UNKNOWN_VALUE } from "../../../operations/rehearsal/values";
import { run } from "../../helpers/commandLine";
import { type ForeignProject, foreignProject } from "../../helpers/foreignProject";

const CONTEXT: RunContext = { project: "p", stack: "s", kind: "update" };
const SITE = { accountId: "111122223333", region: "eu-west-1" };

describe("the outputs of a resource without an entry of its own", () => {
  const cases: readonly (readonly [
    type: string,
    inputs: ResourceProperties,
    id: string,
    computed: ResourceProperties,
  ])[] = [
    [
      "aws:sns/topic:Topic",
      { name: "t" },
      "arn:aws:sns:eu-west-1:111122223333:t",
      { name: "t", arn: "arn:aws:sns:eu-west-1:111122223333:t" },
    ],
    [
      "aws:sqs/queue:Queue",
      { name: "q" },
      "https://sqs.eu-west-1.amazonaws.com/111122223333/q",
      {
        name: "q",
        arn: "arn:aws:sqs:eu-west-1:111122223333:q",
        url: "https://sqs.eu-west-1.amazonaws.com/111122223333/q",
      },
    ],
    [
      "aws:dynamodb/table:Table",
      { name: "t" },
      "t",
      { name: "t", arn: "arn:aws:dynamodb:eu-west-1:111122223333:table/t" },
    ],
    [
      "aws:cloudwatch/logGroup:LogGroup",
      { name: "/a/b" },
      "/a/b",
      { name: "/a/b", arn: "arn:aws:logs:eu-west-1:111122223333:log-group:/a/b" },
    ],
    [
      "aws:ssm/parameter:Parameter",
      { name: "/a/b" },
      "/a/b",
      { name: "/a/b", arn: "arn:aws:ssm:eu-west-1:111122223333:parameter/a/b" },
    ],
    [
      "aws:iam/user:User",
      { name: "u", path: "/staff/" },
      "u",
      { name: "u", arn: "arn:aws:iam::111122223333:user/staff/u", uniqueId: "AIDAD4B8DCDAEF3F8D3E6" },
    ],
    ["aws:s3/bucketObjectv2:BucketObjectv2", { bucket: "b", key: "k" }, "b/k", { arn: "arn:aws:s3:::b/k" }],
    ["aws:s3/bucketVersioning:BucketVersioning", { bucket: "b" }, "b", {}],
    ["random:index/randomInteger:RandomInteger", { min: 3, max: 9 }, "3", { result: 3 }],
  ];
  for (const [type, inputs, id, computed] of cases) {
    it(`has what follows from its inputs: ${type}`, () => {
      const created = awsOutputs({ type, seed: "seed", name: "it", inputs, site: SITE });
      const { uniqueId: _, ...rest } = computed;
      assert.equal(created.id, id);
      assert.deepEqual(
        { ...created.outputs, uniqueId: undefined },
        { ...inputs, ...rest, uniqueId: undefined },
      );
    });
  }

  it("has an id of its kind, the same at each run, and another for each resource", () => {
    const idOf = (type: string, seed: string) =>
      awsOutputs({ type, seed, name: "it", inputs: {}, site: SITE }).id;
    assert.match(idOf("aws:ec2/vpc:Vpc", "a"), /^vpc-0[0-9a-f]{16}$/);
    assert.match(idOf("aws:ec2/securityGroup:SecurityGroup", "a"), /^sg-0[0-9a-f]{16}$/);
    assert.match(idOf("aws:lambda/function:Function", "a"), /^it-[0-9a-f]{7}$/);
    assert.match(idOf("acme:shop/till:Till", "a"), /^it-[0-9a-f]{7}$/);
    assert.match(idOf("random:index/randomPet:RandomPet", "a"), /^rehearsed-[0-9a-f]{6}$/);
    assert.equal(idOf("aws:ec2/vpc:Vpc", "a"), idOf("aws:ec2/vpc:Vpc", "a"));
    assert.notEqual(idOf("aws:ec2/vpc:Vpc", "a"), idOf("aws:ec2/vpc:Vpc", "b"));
  });

  it("are not known beyond that, so that nothing is made of values that nobody gave", async () => {
    const seen: unknown[] = [];
    const { resources, outputs } = await record(CONTEXT, async () => {
      const vpc = new aws.ec2.Vpc("vpc", { cidrBlock: "10.0.0.0/16" });
      vpc.mainRouteTableId.apply((id) => seen.push(id));
      vpc.cidrBlock.apply((block) => seen.push(block));
      new aws.ec2.Subnet("subnet", {
        vpcId: vpc.id,
        cidrBlock: "10.0.0.0/24",
        availabilityZone: vpc.defaultNetworkAclId,
      });
      return { table: vpc.mainRouteTableId };
    });
    assert.deepEqual(seen, ["10.0.0.0/16"]);
    const subnet = resources.find(({ name }) => name === "subnet");
    assert.match(String(subnet?.inputs["vpcId"]), /^vpc-0/);
    assert.equal(subnet?.inputs["availabilityZone"], UNKNOWN_VALUE);
    assert.equal(outputs["table"], UNKNOWN_VALUE);
  });
});

describe("a function whose result follows from its arguments and the site", () => {
  const cases: readonly (readonly [token: string, args: ResourceProperties, result: ResourceProperties])[] = [
    [
      "aws:index/getCallerIdentity:getCallerIdentity",
      {},
      {
        accountId: "111122223333",
        arn: "arn:aws:iam::111122223333:root",
        id: "111122223333",
        userId: "111122223333",
      },
    ],
    [
      "aws:index/getRegion:getRegion",
      {},
      { region: "eu-west-1", name: "eu-west-1", id: "eu-west-1", endpoint: "ec2.eu-west-1.amazonaws.com" },
    ],
    [
      "aws:index/getRegion:getRegion",
      { region: "cn-north-1" },
      {
        region: "cn-north-1",
        name: "cn-north-1",
        id: "cn-north-1",
        endpoint: "ec2.cn-north-1.amazonaws.com.cn",
      },
    ],
    [
      "aws:index/getPartition:getPartition",
      {},
      { partition: "aws", id: "aws", dnsSuffix: "amazonaws.com", reverseDnsPrefix: "com.amazonaws" },
    ],
    ["aws:index/getDefaultTags:getDefaultTags", {}, { id: "default-tags", tags: {} }],
    [
      "aws:index/getServicePrincipal:getServicePrincipal",
      { serviceName: "s3" },
      {
        id: "s3.amazonaws.com",
        name: "s3.amazonaws.com",
        serviceName: "s3",
        region: "eu-west-1",
        suffix: "amazonaws.com",
      },
    ],
    [
      "aws:index/getArn:getArn",
      { arn: "arn:aws:s3:::b" },
      {
        id: "arn:aws:s3:::b",
        arn: "arn:aws:s3:::b",
        partition: "aws",
        service: "s3",
        region: "",
        account: "",
        resource: "b",
      },
    ],
    [
      "aws:s3/getBucket:getBucket",
      { bucket: "b" },
      {
        id: "b",
        bucket: "b",
        arn: "arn:aws:s3:::b",
        bucketRegion: "eu-west-1",
        bucketDomainName: "b.s3.amazonaws.com",
        bucketRegionalDomainName: "b.s3.eu-west-1.amazonaws.com",
      },
    ],
  ];
  for (const [token, args, result] of cases) {
    it(`is answered: ${token} ${JSON.stringify(args)}`, () => {
      assert.deepEqual(knownResult(token, args, SITE), result);
    });
  }

  it("has no answer where only a cloud knows it", () => {
    for (const token of [
      "aws:ssm/getParameter:getParameter",
      "aws:kms/getKey:getKey",
      "aws:ec2/getAmi:getAmi",
    ])
      assert.equal(knownResult(token, { name: "a" }, SITE), undefined);
    assert.equal(knownResult("aws:index/getArn:getArn", { arn: "no arn" }, SITE), undefined);
  });

  it("makes three zones of the region", () => {
    const result = knownResult("aws:index/getAvailabilityZones:getAvailabilityZones", {}, SITE);
    assert.deepEqual(result?.["names"], ["eu-west-1a", "eu-west-1b", "eu-west-1c"]);
    assert.equal(new Set([result?.["zoneIds"]].flat()).size, 3);
  });
});

describe("a policy document that a function makes", () => {
  it("has each part as the provider writes it", () => {
    assert.deepEqual(
      policyDocument({
        policyId: "p",
        statements: [
          {
            sid: "One",
            actions: ["s3:GetObject"],
            resources: ["arn:aws:s3:::b/*", "arn:aws:s3:::b/&{aws:username}"],
            principals: [
              { type: "AWS", identifiers: ["a"] },
              { type: "AWS", identifiers: ["b"] },
              { type: "Service", identifiers: ["s3.amazonaws.com"] },
            ],
            conditions: [
              { test: "StringEquals", variable: "aws:a", values: ["1"] },
              { test: "StringEquals", variable: "aws:b", values: ["2", "3"] },
              { test: "Bool", variable: "aws:c", values: ["true"] },
            ],
          },
          {
            effect: "Deny",
            notActions: ["s3:*"],
            notResources: ["*"],
            principals: [{ type: "*", identifiers: ["*"] }],
          },
          { sid: "", notPrincipals: [{ type: "AWS", identifiers: ["*"] }] },
        ],
      }),
      {
        Version: "2012-10-17",
        Id: "p",
        Statement: [
          {
            Sid: "One",
            Effect: "Allow",
            Action: "s3:GetObject",
            Resource: ["arn:aws:s3:::b/*", `arn:aws:s3:::b/${"$"}{aws:username}`],
            Principal: { AWS: ["a", "b"], Service: "s3.amazonaws.com" },
            Condition: { StringEquals: { "aws:a": "1", "aws:b": ["2", "3"] }, Bool: { "aws:c": "true" } },
          },
          { Effect: "Deny", NotAction: "s3:*", NotResource: "*", Principal: "*" },
          { Effect: "Allow", NotPrincipal: { AWS: "*" } },
        ],
      },
    );
  });

  it("takes sources before its own statements and overrides by their sid after them", () => {
    const of = (...statements: readonly object[]) => JSON.stringify({ Statement: statements });
    const document = policyDocument({
      sourcePolicyDocuments: [of({ Sid: "A", Effect: "Allow" }, { Effect: "Deny" })],
      statements: [{ sid: "B", actions: ["s3:*"] }],
      overridePolicyDocuments: [of({ Sid: "B", Effect: "Deny" }, { Sid: "C", Effect: "Allow" })],
    });
    assert.deepEqual(document?.["Statement"], [
      { Sid: "A", Effect: "Allow" },
      { Effect: "Deny" },
      { Sid: "B", Effect: "Deny" },
      { Sid: "C", Effect: "Allow" },
    ]);
    assert.equal(policyDocument({ sourcePolicyDocuments: ["no json"] }), undefined);
  });

  it("has every statement, of whatever arguments", () => {
    const words = fc.array(fc.string(), { maxLength: 3 });
    const statement = fc.record(
      { sid: fc.uuid(), actions: words, resources: words },
      { requiredKeys: ["sid"] },
    );
    fc.assert(
      fc.property(fc.uniqueArray(statement, { selector: ({ sid }) => sid }), (statements) => {
        const made = policyDocument({ statements })?.["Statement"];
        assert.ok(Array.isArray(made));
        assert.deepEqual(
          made.map(({ Sid }) => Sid),
          statements.map(({ sid }) => sid),
        );
      }),
    );
  });
});

describe("answers that the user gives", () => {
  const answers = () =>
    new Answers([
      { token: "aws:ssm:getParameter", args: { name: "/a" }, result: { value: "one" } },
      {
        token: "aws:ssm/getParameter:getParameter",
        args: { filter: { tags: { team: "blue" } } },
        result: { value: "two" },
      },
      { token: "aws:ssm/getParameter:getParameter", result: { value: "any" } },
      { token: "aws:kms/getKey:getKey", result: { arn: "k" } },
    ]);
  const cases: readonly (readonly [token: string, args: ResourceProperties, value: unknown])[] = [
    ["aws:ssm/getParameter:getParameter", { name: "/a", withDecryption: true }, "one"],
    ["aws:ssm:getParameter", { name: "/a" }, "one"],
    ["aws:ssm/getParameter:getParameter", { name: "/b", filter: { tags: { team: "blue", of: "x" } } }, "two"],
    ["aws:ssm/getParameter:getParameter", { name: "/b", filter: { tags: { team: "red" } } }, "any"],
    ["aws:ssm/getParameters:getParameters", { name: "/a" }, undefined],
  ];
  for (const [token, args, value] of cases) {
    it(`fit by token and the arguments that they name: ${token} ${JSON.stringify(args)}`, () => {
      assert.equal(answers().resultOf(token, args)?.["value"], value);
    });
  }

  it("come before what a rehearsal knows itself, and those that nothing asked for are known", () => {
    const own = new Answers([
      { token: "aws:index:getRegion", result: { region: "eu-north-1" } },
      { token: "aws:kms:getKey", result: {} },
    ]);
    const questions = new Questions(own);
    assert.deepEqual(questions.result("aws:index/getRegion:getRegion", {}, SITE), { region: "eu-north-1" });
    assert.deepEqual(questions.unanswered, []);
    assert.deepEqual(
      own.unused.map(({ token }) => token),
      ["aws:kms:getKey"],
    );
  });
});

describe("rehearse --answers", function () {
  this.timeout(60_000);
  let project: ForeignProject;
  before(() => {
    project = foreignProject({
      "index.ts": `import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
const { value } = aws.ssm.getParameterOutput({ name: "/shop/owner" });
const network = new pulumi.StackReference("acme/network/prod");
new aws.sns.Topic("alarms", { name: pulumi.interpolate\`\${value}-\${network.requireOutput("zone")}\` });
export const owner = value;
`,
    });
  });
  after(() => project.remove());
  const rehearsed = (answers: string | undefined, ...words: readonly string[]) => {
    if (answers !== undefined) writeFileSync(join(project.directory, "answers.yaml"), answers);
    const chosen = answers === undefined ? [] : ["--answers", "answers.yaml"];
    return run(["rehearse", ...chosen, ...words], { directory: project.directory });
  };
  const BOTH = `
- { token: "aws:ssm:getParameter", args: { name: /shop/owner }, result: { value: blue } }
- { token: "pulumi:pulumi:StackReference", args: { name: acme/network/prod }, result: { outputs: { zone: a } } }
`;

  it("names every question without an answer in one list, and proves nothing", async () => {
    const { status, stdout, stderr } = await rehearsed(undefined);
    const listed = stdout.slice(stdout.indexOf("\nnot answered\n")).replace(/\n {4}/g, " ");
    assert.deepEqual(listed.split("\n").slice(1, 5), [
      "not answered",
      '  aws:ssm/getParameter:getParameter {"name":"/shop/owner"}',
      '  pulumi:pulumi:StackReference {"id":"acme/network/prod"} (resource that is read)',
      "  values from them are not known here; --answers <file> gives them, see docs/rehearse-any-program.md",
    ]);
    assert.doesNotMatch(stdout, /what differs between replicas/);
    assert.equal(stderr, "");
    assert.equal(status, 3);
  });

  it("names them in each format", async () => {
    const { stdout: json } = await rehearsed(undefined, "--json");
    const report: unknown = JSON.parse(json);
    assert.ok(isProperties(report));
    assert.deepEqual(report["unanswered"], [
      { kind: "function", token: "aws:ssm/getParameter:getParameter", args: { name: "/shop/owner" } },
      {
        kind: "resource that is read",
        token: "pulumi:pulumi:StackReference",
        args: { id: "acme/network/prod" },
      },
    ]);
    const { stdout: markdown } = await rehearsed(undefined, "--markdown");
    assert.match(
      markdown,
      /\nNot answered:\n\n- `aws:ssm\/getParameter:getParameter \{"name":"\/shop\/owner"\}`\n/,
    );
  });

  it("has none to name where all are answered", async () => {
    const { status, stdout, stderr } = await rehearsed(BOTH);
    assert.doesNotMatch(stdout, /not answered/);
    assert.equal(stderr, "");
    assert.equal(status, 0);
  });

  it("says which answers nothing asked for", async () => {
    const { status, stderr } = await rehearsed(
      `${BOTH}- { token: "aws:kms:getKey", args: { keyId: "1" }, result: {} }\n`,
    );
    assert.equal(
      stderr,
      'answers: nothing asked for aws:kms:getKey {"keyId":"1"}; compare it with what the program calls\n',
    );
    assert.equal(status, 0);
  });

  const wrong: readonly (readonly [content: string, says: RegExp])[] = [
    [
      "a: 1",
      /^answers\.yaml: expected a list of answers, found \{"a":1\}; see docs\/rehearse-any-program\.md\n$/,
    ],
    ["- [", /^answers\.yaml: expected yaml or json, found .+; see docs/],
    ["- 5", /^answers\.yaml\[0\]: expected token and result, found 5; see docs/],
    [
      '- { result: {} }\n- { token: "a:b:c", result: 3 }\n- { token: "a:b:c", result: {}, arguments: {} }',
      /^answers\.yaml\[0\] token: expected the token of a function or the type of a resource, found nothing; .*\nanswers\.yaml\[1\] result: expected an object, found 3; .*\nanswers\.yaml\[2\]: expected token, args and result, found arguments; /,
    ],
  ];
  for (const [content, says] of wrong) {
    it(`says what is wrong with a file of answers: ${JSON.stringify(content).slice(0, 50)}`, async () => {
      const { status, stdout, stderr } = await rehearsed(content);
      assert.match(stderr, says);
      assert.equal(stdout, "");
      assert.equal(status, 2);
    });
  }

  it("says that there is no such file", async () => {
    const { status, stderr } = await run(["rehearse", "--answers", "none.yaml"], {
      directory: project.directory,
    });
    assert.match(stderr, /^none\.yaml: expected a file with answers, found none at .*none\.yaml; see docs/);
    assert.equal(status, 2);
  });
});

describe("values of questions without an answer", () => {
  it("make the text that they get into unknown, and the resources that they name", async () => {
    const { resources, unanswered } = await record(CONTEXT, async () => {
      const { value } = await aws.ssm.getParameter({ name: "/plain" });
      assert.equal(value, undefined);
      const name = aws.ssm.getParameterOutput({ name: "/name" }).value;
      const bucket = new aws.s3.Bucket("bucket", { bucket: pulumi.interpolate`shop-${name}` });
      const role = new aws.iam.Role("role", {
        assumeRolePolicy: pulumi.jsonStringify({ bucket: bucket.arn }),
      });
      new aws.s3.BucketPolicy("policy", {
        bucket: bucket.id,
        policy: pulumi.interpolate`{"role":"${role.name}"}`,
      });
    });
    const inputsOf = (name: string) => resources.find((resource) => resource.name === name)?.inputs;
    assert.deepEqual(inputsOf("bucket"), { bucket: UNKNOWN_VALUE });
    assert.deepEqual(inputsOf("role"), { assumeRolePolicy: UNKNOWN_VALUE });
    assert.equal(resources.find(({ name }) => name === "bucket")?.id, "");
    assert.equal(inputsOf("policy")?.["bucket"], UNKNOWN_VALUE);
    assert.match(String(inputsOf("policy")?.["policy"]), /^\{"role":"[0-9a-f]+"\}$/);
    assert.equal(unanswered?.length, 2);
  });
});
