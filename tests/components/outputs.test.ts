import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { problemsOf } from "../../components/checks";
import { receivingProblemsOf } from "../../components/checks/receiving";
import { ReceivingBucket, type ReceivingBucketArgs, ReplicatedBucket } from "../../components/index";
import { type Problem, problemLine } from "../../components/problems";
import type { ReplicatedBucketArgs } from "../../components/replicatedBucketArgs";
import type { Plan } from "../../operations/rehearsal/plan";
import type { RunKind } from "../../operations/rehearsal/recorder";
import { record } from "../../operations/rehearsal/rehearse";
import { UNKNOWN_VALUE } from "../../operations/rehearsal/values";
import { policyOf, resource, SMALL } from "../helpers/plans";

const HERE = "111122223333";
const THERE = "444455556666";
const KEY_ID = "1234abcd-12ab-34cd-56ef-1234567890ab";
const keyIn = (region: string, account: string) => `arn:aws:kms:${region}:${account}:key/${KEY_ID}`;
const AUDIT = `arn:aws:iam::${HERE}:role/audit`;
const STATEMENT = { Sid: "Audit", Effect: "Allow", Principal: { AWS: AUDIT } } as const;

/** Every argument at least once, in arguments that are accepted. */
const REPLICATED: { readonly [what: string]: ReplicatedBucketArgs } = {
  "a new role and new buckets": {
    bucketName: "acme-archive",
    roleName: "replicator",
    rolePath: "/data/",
    permissionsBoundary: `arn:aws:iam::${HERE}:policy/boundary`,
    keyAlias: "vault",
    tags: { team: "storage" },
    endpoint: "http://127.0.0.1:4566",
    primary: {
      region: "eu-west-1",
      accountId: HERE,
      assumeRole: { roleArn: `arn:aws:iam::${HERE}:role/deployer`, sessionName: "ci", externalId: "acme" },
      accessLogBucket: "acme-logs",
      bucketPolicyStatements: [{ ...STATEMENT, Action: "s3:GetBucketPolicy" }],
      keyPolicyStatements: [{ ...STATEMENT, Action: ["kms:GetKeyPolicy"] }],
    },
    replicas: [
      {
        region: "eu-central-1",
        name: "backup",
        bucketName: "acme-backup",
        keyAlias: "backup",
        accessLogBucket: "acme-logs-central",
        tags: { tier: "cold" },
        lifecycle: { transitions: [{ storageClass: "GLACIER", afterDays: 1 }] },
        rules: [
          { name: "reports", filter: { prefix: "reports/" }, storageClass: "STANDARD_IA", priority: 7 },
        ],
      },
      {
        region: "eu-south-1",
        name: "partner",
        accountId: THERE,
        bucketArn: "arn:aws:s3:::partner-vault",
        keyArn: keyIn("eu-south-1", THERE),
        filter: { tags: { copy: "yes" } },
        deleteMarkers: false,
      },
      {
        region: "us-east-1",
        accountId: THERE,
        assumeRole: { roleArn: `arn:aws:iam::${THERE}:role/deployer` },
        keyArn: keyIn("us-east-1", THERE),
      },
    ],
    readers: [{ principals: [AUDIT, THERE], prefix: "reports/", of: ["primary", "backup"] }],
    writers: [`arn:aws:iam::${HERE}:role/publisher`],
    versionDeleters: [`arn:aws:iam::${HERE}:role/records-*`],
    logDelivery: ["cloudtrail"],
    lifecycle: { primary: { expireInDays: 30 }, replicas: {} },
    objectLock: {},
    metrics: true,
    alarms: {
      email: ["team@example.com"],
      queues: [`arn:aws:sqs:eu-west-1:${HERE}:pager`],
      topics: [`arn:aws:sns:eu-west-1:${HERE}:on-call`],
      lagMinutes: 30,
      notifications: { eventbridge: true },
    },
    backfill: { reportBucket: "acme-reports" },
    providers: "site",
  },
  "a primary that stays with its owner": {
    bucketName: "acme-ledger",
    roleArn: `arn:aws:iam::${HERE}:role/platform/replication`,
    primary: {
      region: "eu-west-1",
      accountId: HERE,
      bucketArn: "arn:aws:s3:::acme-ledger",
      keyArn: keyIn("eu-west-1", HERE),
      keepRules: [
        {
          id: "old",
          priority: 1,
          status: "Enabled",
          filter: { prefix: "" },
          deleteMarkerReplication: { status: "Disabled" },
          destination: { bucket: "arn:aws:s3:::acme-old" },
        },
      ],
    },
    replicas: [{ region: "eu-central-1" }],
  },
  "what is adopted, and uploaders": {
    bucketName: "acme-archive",
    primary: {
      region: "eu-west-1",
      accountId: HERE,
      profile: "admin",
      adopt: { keyId: KEY_ID },
      keepRules: [],
    },
    alarms: { failureEvents: false },
    replicas: [{ region: "eu-north-1", adopt: { keyId: KEY_ID, alias: false } }],
    deleteMarkers: false,
    replicateOnlyFrom: { tag: { key: "copy", value: "yes" }, principals: [AUDIT] },
  },
};

const RECEIVING: { readonly [what: string]: ReceivingBucketArgs } = {
  "a key that stays with its owner": {
    bucketName: "partner-vault",
    region: "eu-north-1",
    accountId: THERE,
    assumeRole: { roleArn: `arn:aws:iam::${THERE}:role/deployer` },
    accessLogBucket: "partner-logs",
    keyArn: keyIn("eu-north-1", THERE),
    source: { roleArn: `arn:aws:iam::${HERE}:role/replication` },
    readers: [{ principals: [`arn:aws:iam::${THERE}:role/analysts`], prefix: "reports/" }],
    versionDeleters: [THERE],
    lifecycle: { expireInDays: 30 },
    tags: { team: "storage" },
  },
  "an account as the source": {
    bucketName: "partner-vault",
    region: "eu-north-1",
    accountId: THERE,
    keyAlias: "vault",
    adopt: { keyId: KEY_ID },
    source: { accountId: HERE },
    bucketPolicyStatements: [{ ...STATEMENT, Action: "s3:GetBucketPolicy" }],
  },
};

/** The arguments that take an output: names, ARNs and principals that are only in resources and policies. */
const TAKEN = {
  replicated: [
    "alarms.queues[]",
    "backfill.reportBucket",
    "bucketName",
    "permissionsBoundary",
    "primary.accessLogBucket",
    "primary.assumeRole.roleArn",
    "primary.bucketArn",
    "primary.keyArn",
    "readers[].principals[]",
    "replicas[].accessLogBucket",
    "replicas[].assumeRole.roleArn",
    "replicas[].bucketArn",
    "replicas[].bucketName",
    "replicas[].keyArn",
    "replicateOnlyFrom.principals[]",
    "roleArn",
    "roleName",
    "versionDeleters[]",
    "writers[]",
  ],
  receiving: [
    "accessLogBucket",
    "assumeRole.roleArn",
    "bucketName",
    "keyArn",
    "readers[].principals[]",
    "source.accountId",
    "source.roleArn",
    "versionDeleters[]",
  ],
} as const;

/** What is said of the others, by the argument's path; each has another answer. */
const INSTEAD: readonly (readonly [path: string, fix: string])[] = [
  ["primary.region", "write the region: it decides which providers there are"],
  [
    "primary.accountId",
    "write the 12 digits: whether a replica is in another account is decided before any output is known",
  ],
  [
    "alarms.topics[0]",
    "its region decides which topics are made: write the arn, or leave it out and subscribe to topicArns of the component's alarms",
  ],
  ["primary.adopt.keyId", "pulumi imports by an id that is known when the program runs; write the id"],
  ["keyAlias", "aliases are compared before anything is created; write the alias"],
  [
    "primary.bucketPolicyStatements[0].Principal.AWS",
    "statements are checked before anything is created; write the value: an arn is made of account, path and name",
  ],
  [
    "primary.keepRules[0].destination.bucket",
    "kept rules are compared with those of the stack before anything is created; write the value, as aws s3api get-bucket-replication shows it",
  ],
  [
    "rolePath",
    "write the value itself: it is checked, or decides which resources there are, before any output is known",
  ],
];

type Path = readonly (string | number)[];

const textOf = (path: Path) =>
  path.reduce<string>(
    (text, part) => (typeof part === "number" ? `${text}[${part}]` : text === "" ? part : `${text}.${part}`),
    "",
  );
const patternOf = (path: Path) => textOf(path).replace(/\[\d+\]/g, "[]");

/** Every place in a value, those of lists and objects included. */
function placesIn(value: unknown, path: Path = []): readonly Path[] {
  if (typeof value !== "object" || value === null) return [path];
  const entries: readonly (readonly [string | number, unknown])[] = Array.isArray(value)
    ? value.map((entry, index) => [index, entry] as const)
    : Object.entries(value);
  const inside = entries.flatMap(([part, entry]) => placesIn(entry, [...path, part]));
  return path.length === 0 ? inside : [path, ...inside];
}

/** The value with another one at a place. */
function replaced(value: unknown, [part, ...rest]: Path, by: (value: unknown) => unknown): unknown {
  if (part === undefined) return by(value);
  const own = replaced(Reflect.get(Object(value), part), rest, by);
  return Array.isArray(value)
    ? value.map((entry, index) => (index === part ? own : entry))
    : { ...Object(value), [part]: own };
}

/** What the checks say, which are given values that their types do not allow. */
function said(check: (...args: never[]) => readonly Problem[], args: unknown): readonly string[] {
  const problems: readonly Problem[] = Reflect.apply(check, undefined, [args]);
  return problems.map(problemLine);
}

function planned(component: new (...args: never[]) => unknown, args: unknown, kind: RunKind = "update") {
  return record({ project: "library", stack: "test", kind }, () => {
    Reflect.construct(component, ["archive", args]);
  });
}

/** What a plan asks of AWS. Names are left out: one of a subscription is made of the text of its receiver. */
const asked = ({ resources }: Plan) =>
  resources
    .filter(({ custom }) => custom)
    .map(({ type, inputs }) => `${type} ${JSON.stringify(inputs)}`)
    .map((text) => text.replace(/urn:[^"]*/g, ""))
    .sort();

for (const { component, check, cases, taken } of [
  { component: ReplicatedBucket, check: problemsOf, cases: REPLICATED, taken: TAKEN.replicated },
  { component: ReceivingBucket, check: receivingProblemsOf, cases: RECEIVING, taken: TAKEN.receiving },
] as const)
  describe(`outputs in the arguments of a ${component.name}`, () => {
    const isTaken = (path: Path) => taken.some((pattern) => pattern === patternOf(path));
    const places = Object.entries(cases).flatMap(([what, args]) =>
      placesIn(args).map((path) => ({ what, args, path })),
    );

    it("are tried at every place of arguments that are accepted", () => {
      for (const args of Object.values(cases)) assert.deepEqual(said(check, args), []);
      const tried = new Set(places.map(({ path }) => patternOf(path)));
      assert.deepEqual(
        taken.filter((pattern) => !tried.has(pattern)),
        [],
      );
    });

    it("are refused where resources or checks depend on the value, and where is said", () => {
      for (const { args, path } of places) {
        // The provider's own inputs, at any depth.
        if (isTaken(path) || textOf(path).startsWith("alarms.notifications")) continue;
        for (const [found, later] of [
          ["an output", (value: unknown) => pulumi.output(value)],
          ["a promise", (value: unknown) => Promise.resolve(value)],
        ] as const) {
          const lines = said(check, replaced(args, path, later));
          assert.equal(lines.length, 1, `${textOf(path)}: ${lines.join("\n")}`);
          assert.ok(
            lines[0]?.startsWith(
              `${textOf(path)}: expected a value that is known when the program runs, found ${found}; `,
            ),
            lines[0],
          );
        }
      }
    });

    for (const [what, args] of Object.entries(cases))
      it(`make the same resources elsewhere as plain text does: ${what}`, async () => {
        // An import needs a name that is known.
        const isImported = JSON.stringify(args).includes('"adopt"');
        const paths = placesIn(args).filter(
          (path) => isTaken(path) && !(isImported && textOf(path) === "bucketName"),
        );
        const later = (of: unknown, path: Path) => replaced(of, path, (value) => pulumi.output(value));
        for (const path of paths) assert.deepEqual(said(check, later(args, path)), [], textOf(path));
        const all = paths.reduce<unknown>(later, args);
        assert.deepEqual(asked(await planned(component, all)), asked(await planned(component, args)));
      });
  });

describe("an output that is refused", () => {
  for (const [path, fix] of INSTEAD)
    it(`is told what to write instead: ${path}`, () => {
      const lines = Object.values(REPLICATED).flatMap((args) => {
        const place = placesIn(args).find((one) => textOf(one) === path);
        return place === undefined
          ? []
          : said(
              problemsOf,
              replaced(args, place, (value) => pulumi.output(value)),
            );
      });
      assert.equal(
        lines[0],
        `${path}: expected a value that is known when the program runs, found an output; ${fix}`,
      );
    });

  it("leaves nothing registered", async () => {
    const registered: string[] = [];
    const args = replaced(SMALL, ["primary", "region"], (value) => pulumi.output(value));
    await assert.rejects(
      record({ project: "library", stack: "test", kind: "update" }, () => {
        pulumi.runtime.registerStackTransformation(({ type, props, opts }) => {
          registered.push(type);
          return { props, opts };
        });
        Reflect.construct(ReplicatedBucket, ["archive", args]);
      }),
      /ReplicatedBucket "archive": 1 problem\n {2}primary\.region: expected a value that is known/,
    );
    assert.deepEqual(registered, []);
  });
});

describe("an output that is taken", () => {
  it("asks for the account of a replica's role, which it does not tell in time", () => {
    const assumeRole = { roleArn: pulumi.output(`arn:aws:iam::${THERE}:role/deployer`) };
    const replica = { region: "eu-north-1", assumeRole };
    assert.deepEqual(said(problemsOf, { ...SMALL, replicas: [replica] }), [
      "replicas[0].accountId: expected the account of the role, because assumeRole.roleArn is an output, found nothing; add the 12 digits: rules and policies depend on it before an output is known",
    ]);
    assert.deepEqual(said(problemsOf, { ...SMALL, replicas: [{ ...replica, accountId: THERE }] }), []);
  });

  it("tells one role from another where sites share a provider", () => {
    const roleArn = pulumi.output(`arn:aws:iam::${THERE}:role/deployer`);
    const replicas = (second: pulumi.Input<string>) => [
      { region: "eu-north-1", accountId: THERE, assumeRole: { roleArn } },
      { region: "us-east-1", accountId: THERE, assumeRole: { roleArn: second } },
    ];
    const shared = { ...SMALL, providers: "account" } as const;
    assert.deepEqual(said(problemsOf, { ...shared, replicas: replicas(roleArn) }), []);
    assert.deepEqual(said(problemsOf, { ...shared, replicas: replicas(pulumi.output("other")) }), [
      "replicas[1].assumeRole: expected the role or profile of replicas[0], since one provider reaches the account, found another role; use one role or profile for the account, or set providers to site",
    ]);
  });

  it("is a principal whose policies wait for it", async () => {
    const program = () => {
      const reader = new aws.iam.Role("reader", { assumeRolePolicy: "{}" });
      new ReplicatedBucket("archive", { ...SMALL, readers: [{ principals: [reader.arn] }] });
    };
    const made = await record({ project: "library", stack: "test", kind: "update" }, program);
    const { outputs, urn } = resource(made, "aws:iam:Role", "reader");
    const policy = resource(made, "aws:s3:BucketPolicy", "archive-primary-policy");
    assert.ok(JSON.stringify(policyOf(policy)).includes(`"AWS":"${outputs["arn"]}"`));
    assert.ok(policy.dependencies.includes(urn));
    const preview = await record({ project: "library", stack: "test", kind: "first preview" }, program);
    assert.equal(
      resource(preview, "aws:s3:BucketPolicy", "archive-primary-policy").inputs["policy"],
      UNKNOWN_VALUE,
    );
  });

  for (const [what, later, message] of [
    [
      "everybody as a reader",
      { readers: [{ principals: [pulumi.output("*")] }] },
      /ReplicatedBucket "archive": 1 problem\n {2}readers\[0\]\.principals\[0\]: expected the arn of a role or user .* found "\*"; name the principal: a wildcard would make the bucket public/,
    ],
    [
      "a pattern as a writer",
      { writers: [pulumi.output(`arn:aws:iam::${HERE}:role/*`)] },
      /writers\[0\]: expected .*; a policy cannot grant to a pattern/,
    ],
  ] as const)
    it(`is refused once it is known, before any policy has it: ${what}`, async () => {
      await assert.rejects(planned(ReplicatedBucket, { ...SMALL, ...later }), message);
    });

  for (const [what, source, message] of [
    [
      "a role",
      { roleArn: pulumi.output("*") },
      /source\.roleArn: expected the arn of the role .* found "\*"/,
    ],
    [
      "an account",
      { accountId: pulumi.output("*") },
      /source\.accountId: expected the 12 digits .* found "\*"/,
    ],
  ] as const)
    it(`is refused as a source that is not ${what}`, async () => {
      const [vault] = Object.values(RECEIVING);
      await assert.rejects(planned(ReceivingBucket, { ...vault, source }), message);
    });
});
