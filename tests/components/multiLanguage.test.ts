import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { ReceivingBucket, type ReceivingBucketArgs, type ReplicatedBucketArgs } from "../../components/index";
import { schemaFile } from "../../operations/docs/packageSchema";
import type { Plan } from "../../operations/rehearsal/plan";
import { record } from "../../operations/rehearsal/rehearse";
import { constructed, PROVIDER, RECEIVING, REPLICATED } from "../helpers/componentPackage";
import { PROJECT_DIRECTORY, planOf, resource } from "../helpers/plans";

const ROLE = "arn:aws:iam::111122223333:role/service-role/acme-archive-replication";
const STACK = "pulumi:pulumi:Stack library-test";

const SMALL: ReplicatedBucketArgs = {
  bucketName: "acme-archive",
  primary: { region: "eu-west-1", accountId: "111122223333" },
  replicas: [{ region: "eu-central-1" }],
};

/** Each option that other languages have, at least once. */
const LARGE: ReplicatedBucketArgs = {
  bucketName: "acme-archive",
  primary: {
    region: "eu-west-1",
    accountId: "111122223333",
    assumeRole: { roleArn: "arn:aws:iam::111122223333:role/deployer", sessionName: "ci", externalId: "acme" },
    accessLogBucket: "acme-logs",
  },
  replicas: [
    {
      region: "eu-central-1",
      name: "backup",
      bucketName: "acme-backup",
      storageClass: "STANDARD_IA",
      deleteMarkers: false,
      metrics: false,
      lifecycle: { noncurrentVersionsExpireInDays: 30 },
      accessLogBucket: "acme-logs-central",
      tags: { tier: "cold" },
      rules: [
        { name: "reports", filter: { prefix: "reports/" }, priority: 2 },
        { name: "logs", filter: { prefix: "logs/" }, priority: 1, paused: true },
      ],
    },
    {
      region: "eu-north-1",
      accountId: "444455556666",
      profile: "partner",
      ownerOverride: false,
      replicationTimeControl: true,
      metrics: true,
    },
    {
      region: "eu-south-1",
      accountId: "777788889999",
      bucketArn: "arn:aws:s3:::partner-vault",
      keyArn: "arn:aws:kms:eu-south-1:777788889999:key/1234abcd-12ab-34cd-56ef-1234567890ab",
    },
  ],
  filter: { tags: { replicate: "yes" } },
  deleteMarkers: false,
  replicationTimeControl: false,
  metrics: true,
  lifecycle: { primary: { unfinishedUploadsExpireInDays: 1 }, replicas: {} },
  readers: [{ principals: ["444455556666"], prefix: "reports/", of: ["primary", "backup"] }],
  writers: ["arn:aws:iam::111122223333:role/publisher"],
  versionDeleters: ["111122223333"],
  logDelivery: ["cloudtrail", "vpc-flow-logs"],
  roleName: "replicator",
  rolePath: "/data/",
  permissionsBoundary: "arn:aws:iam::111122223333:policy/boundary",
  keyAlias: "vault",
  keyDeletionWindowInDays: 7,
  tags: { team: "storage" },
  protect: false,
  retainOnDelete: false,
};

const VAULT: ReceivingBucketArgs = {
  bucketName: "partner-vault",
  region: "eu-north-1",
  accountId: "444455556666",
  source: { roleArn: ROLE },
  objectLock: { mode: "GOVERNANCE", days: 30 },
  deleteMarkers: false,
  readers: [{ principals: ["arn:aws:iam::444455556666:role/analysts"], prefix: "reports/" }],
  versionDeleters: ["arn:aws:iam::444455556666:role/records-officer"],
};

/** What was registered before the error, and the lines of the error. */
async function refused(type: string, inputs: object) {
  const errors: unknown[] = [];
  const { resources } = await record({ project: "library", stack: "test", kind: "update" }, () =>
    PROVIDER.construct("archive", type, { ...inputs }, {}).catch((error: unknown) => errors.push(error)),
  );
  const [error] = errors;
  assert.ok(pulumi.InputPropertiesError.isInstance(error), String(error));
  return {
    lines: error.message.split("\n").map((line) => line.trim()),
    paths: (error.errors ?? []).map(({ propertyPath }) => propertyPath),
    registered: resources.map(({ type: token, name }) => `${token} ${name}`),
  };
}

/** What a plan asks of AWS, by type and name: inputs and options, whatever the parents. */
const asked = ({ resources }: Plan) =>
  Object.fromEntries(
    resources
      .filter(({ type }) => /^(aws|pulumi:providers):/.test(type))
      .map(({ type, name, inputs, protect, retainOnDelete }) => [
        `${type} ${name}`,
        JSON.parse(withoutParents(JSON.stringify({ inputs, protect, retainOnDelete }))),
      ]),
  );

/** The wrapper is one more parent in each URN. */
const withoutParents = (text: string) =>
  text.replace(/(urn:pulumi:[^:]+::[^:]+::)[^"]*?([^"$]+::[^"]+)/g, "$1$2");

const components = ({ resources }: Plan) =>
  resources
    .filter(({ type }) => type.startsWith("s3-replication:"))
    .map(({ type, name }) => `${type} ${name}`);

describe("the component package for other languages", function () {
  this.timeout(300_000);

  it("has the schema that is checked in, as Pulumi derives it: npm run schema writes it", async () => {
    const { path, content } = await schemaFile(PROVIDER);
    assert.equal(readFileSync(join(PROJECT_DIRECTORY, path), "utf8"), content);
  });

  it("needs no package of AWS where it is used", async () => {
    const schema: { dependencies: readonly unknown[]; name: string; version: string } = JSON.parse(
      await PROVIDER.getSchema(),
    );
    assert.deepEqual(schema.dependencies, []);
    assert.equal(schema.name, "s3-replication");
    assert.equal(schema.version, "0.1.0");
  });

  for (const [what, args] of [
    ["the smallest replication", SMALL],
    ["a replication with every option", LARGE],
    [
      "one in two ways, with a replica that exists already",
      {
        ...SMALL,
        replicas: [
          { region: "eu-central-1", twoWay: true },
          { region: "eu-north-1", adopt: { keyId: "1234abcd-12ab-34cd-56ef-1234567890ab" } },
        ],
      },
    ],
    ["one with Object Lock", { ...SMALL, objectLock: { mode: "COMPLIANCE", years: 1 } }],
    [
      "one with readers of what some principals upload",
      {
        ...SMALL,
        deleteMarkers: false,
        replicateOnlyFrom: { tag: { key: "copy", value: "yes" }, principals: [ROLE] },
      },
    ],
    [
      "one with an existing role, in an emulator",
      {
        ...SMALL,
        roleArn: "arn:aws:iam::111122223333:role/data/replicator",
        endpoint: "http://127.0.0.1:4566",
      },
    ],
  ] as const) {
    it(`makes the resources that the component makes for TypeScript: ${what}`, async () => {
      const direct = await planOf({ objectLock: undefined, ...args });
      const wrapped = await constructed(REPLICATED, "archive", args);
      assert.deepEqual(asked(wrapped), asked(direct));
      assert.deepEqual(components(wrapped), [`${REPLICATED} archive`, ...components(direct)]);
    });
  }

  for (const [what, args] of [
    ["for a role", VAULT],
    ["for an account", { ...VAULT, source: { accountId: "111122223333" }, readers: undefined }],
  ] as const) {
    it(`makes the bucket that receives as for TypeScript: ${what}`, async () => {
      const direct = await record({ project: "library", stack: "test", kind: "update" }, () => {
        new ReceivingBucket("vault", args);
      });
      const wrapped = await constructed(RECEIVING, "vault", args);
      assert.deepEqual(asked(wrapped), asked(direct));
      assert.deepEqual(components(wrapped), [`${RECEIVING} vault`, ...components(direct)]);
    });
  }

  it("has outputs of plain values", async () => {
    const plan = await constructed(REPLICATED, "archive", LARGE);
    const [wrapper] = plan.resources.filter(({ type }) => type === REPLICATED);
    const key = (name: string) => resource(plan, "aws:kms:Key", name).outputs["arn"];
    const partner = {
      region: "eu-south-1",
      accountId: "777788889999",
      bucketName: "partner-vault",
      bucketArn: "arn:aws:s3:::partner-vault",
      keyArn: "arn:aws:kms:eu-south-1:777788889999:key/1234abcd-12ab-34cd-56ef-1234567890ab",
    };
    const { requestedGrants, ...outputs } = wrapper?.outputs ?? {};
    assert.deepEqual(outputs, {
      bucketName: "acme-archive",
      primary: {
        region: "eu-west-1",
        accountId: "111122223333",
        bucketName: "acme-archive",
        bucketArn: "arn:aws:s3:::acme-archive",
        keyArn: key("archive-primary-key"),
      },
      replicas: {
        backup: {
          region: "eu-central-1",
          accountId: "111122223333",
          bucketName: "acme-backup",
          bucketArn: "arn:aws:s3:::acme-backup",
          keyArn: key("archive-backup-key"),
        },
        "eu-north-1": {
          region: "eu-north-1",
          accountId: "444455556666",
          bucketName: "acme-archive-replication-eu-north-1",
          bucketArn: "arn:aws:s3:::acme-archive-replication-eu-north-1",
          keyArn: key("archive-eu-north-1-key"),
        },
        "eu-south-1": partner,
      },
      roleArn: "arn:aws:iam::111122223333:role/data/replicator",
    });
    assert.deepEqual(Object.keys(Object(requestedGrants)), ["eu-south-1"]);
    const { bucketPolicy, keyPolicy } = Object(Reflect.get(Object(requestedGrants), "eu-south-1"));
    assert.deepEqual(
      JSON.parse(bucketPolicy).map(({ Resource }: { Resource: string }) => Resource),
      ["arn:aws:s3:::partner-vault/*"],
    );
    assert.equal(JSON.parse(keyPolicy).length, 1);
  });

  it("hands over as text what the source's owner must grant", async () => {
    const plan = await constructed(RECEIVING, "vault", VAULT);
    const [wrapper] = plan.resources.filter(({ type }) => type === RECEIVING);
    const { sourceMustGrant, ...outputs } = wrapper?.outputs ?? {};
    assert.deepEqual(outputs, {
      bucketName: "partner-vault",
      handOver: {
        region: "eu-north-1",
        accountId: "444455556666",
        bucketArn: "arn:aws:s3:::partner-vault",
        keyArn: resource(plan, "aws:kms:Key", "vault-key").outputs["arn"],
      },
      requestedGrants: { bucketPolicy: "[]", keyPolicy: "[]" },
    });
    assert.equal(JSON.parse(String(sourceMustGrant)).Version, "2012-10-17");
  });

  it("asks as text for what the owner of a receiving bucket's key has to grant", async () => {
    const keyArn = "arn:aws:kms:eu-north-1:777788889999:key/1234abcd-12ab-34cd-56ef-1234567890ab";
    const plan = await constructed(RECEIVING, "vault", { ...VAULT, keyArn: pulumi.output(keyArn) });
    const [wrapper] = plan.resources.filter(({ type }) => type === RECEIVING);
    const { bucketPolicy, keyPolicy } = Object(wrapper?.outputs["requestedGrants"]);
    assert.equal(bucketPolicy, "[]");
    assert.deepEqual(
      JSON.parse(keyPolicy).map(({ Sid }: { Sid: string }) => Sid),
      ["ReplicationUse", "Readers1Decrypt"],
    );
    assert.equal(Object(wrapper?.outputs["handOver"]).keyArn, keyArn);
  });

  it("takes outputs of other resources for names", async () => {
    const args = {
      ...SMALL,
      bucketName: pulumi.output("acme-archive"),
      roleName: pulumi.output("replicator"),
      readers: [{ principals: [pulumi.output("444455556666")] }],
      alarms: { queues: [pulumi.output("arn:aws:sqs:eu-west-1:111122223333:pager")] },
    };
    const plan = await constructed(REPLICATED, "archive", args);
    assert.match(
      String(resource(plan, "aws:s3:BucketPolicy", "archive-primary-policy").inputs["policy"]),
      /arn:aws:iam::444455556666:root/,
    );
    assert.equal(
      resource(plan, "aws:sns:TopicSubscription", "archive-alarms-eu-west-1-queue-1").inputs["endpoint"],
      "arn:aws:sqs:eu-west-1:111122223333:pager",
    );
    assert.equal(resource(plan, "aws:s3:Bucket", "archive-primary-bucket").inputs["bucket"], "acme-archive");
    assert.equal(resource(plan, "aws:iam:Role", "archive-replication-role").inputs["name"], "replicator");
  });

  it("works in a first preview, when AWS has named nothing", async () => {
    const plan = await constructed(REPLICATED, "archive", SMALL, "first preview");
    assert.deepEqual(asked(plan), asked(await planOf({}, "first preview")));
  });
});

describe("wrong inputs of another language", function () {
  this.timeout(300_000);

  it("are reported all at once, with the names of the schema, before anything is registered", async () => {
    const { lines, paths, registered } = await refused(REPLICATED, {
      protcet: true,
      primary: { regoin: "eu-west-1" },
      replicas: "eu-central-1",
      deleteMarkers: "yes",
      logDelivery: ["cloudtrail", "cloudtrial"],
      objectLock: { mode: "GOVERNACE", days: "30" },
      tags: pulumi.output({ team: "storage" }),
      writers: [5],
      filter: null,
      keyDeletionWindowInDays: 3,
    });
    assert.deepEqual(lines, [
      'ReplicatedBucket "archive": 13 problems',
      'protcet: expected a known name, found "protcet"; did you mean "protect"?',
      "bucketName: expected text, found nothing; add it",
      'primary.regoin: expected a known name, found "regoin"; did you mean "region"?',
      "primary.region: expected text, found nothing; add it",
      'replicas: expected a list, found "eu-central-1"; see docs/other-languages.md',
      "filter: expected an object, found null; leave it out",
      'deleteMarkers: expected true or false, found "yes"; see docs/other-languages.md',
      "writers[0]: expected text, found 5; see docs/other-languages.md",
      'objectLock.mode: expected one of GOVERNANCE, COMPLIANCE, found "GOVERNACE"; did you mean "GOVERNANCE"?',
      'objectLock.days: expected a number, found "30"; see docs/other-languages.md',
      "tags: expected an object, found an output or a secret; write the value itself: it decides which resources there are, before any output is known",
      'logDelivery[1]: expected one of cloudtrail, cloudwatch-logs, s3-access-logs, vpc-flow-logs, found "cloudtrial"; did you mean "cloudtrail"?',
      "keyDeletionWindowInDays: expected a whole number from 7 to 30, found 3; kms waits 7 to 30 days before it deletes a key; 30 is the safest",
    ]);
    assert.deepEqual(paths, [
      "protcet",
      "bucketName",
      "primary.regoin",
      "primary.region",
      "replicas",
      "filter",
      "deleteMarkers",
      "writers[0]",
      "objectLock.mode",
      "objectLock.days",
      "tags",
      "logDelivery[1]",
      "keyDeletionWindowInDays",
    ]);
    assert.deepEqual(registered, [STACK]);
  });

  it("are judged as the arguments of TypeScript are", async () => {
    const inputs = { ...SMALL, replicas: [{ region: "eu-wset-1" }], tags: { "aws:team": "x" } };
    const { lines, registered } = await refused(REPLICATED, inputs);
    const direct = await planOf(inputs).then(
      () => "",
      (error: unknown) => (error instanceof Error ? error.message : ""),
    );
    assert.deepEqual(
      lines,
      direct.split("\n").map((line) => line.trim()),
    );
    assert.match(lines.join("\n"), /^replicas\[0\]\.region: expected an AWS region, found "eu-wset-1"/m);
    assert.deepEqual(registered, [STACK]);
  });

  const SOURCES: readonly (readonly [object, string])[] = [
    [{}, "source: expected either roleArn or accountId, found neither; name the role where you can"],
    [
      { roleArn: ROLE, accountId: "111122223333" },
      "source: expected either roleArn or accountId, found both; name the role where you can",
    ],
    [
      { roleArn: "replicator" },
      'source.roleArn: expected the arn of the role that replicates, arn:aws:iam::<account>:role/<path and name>, found "replicator"; copy replicationRoleArn of the sending stack, its path included',
    ],
    [
      { accountId: 111122223333 },
      "source.accountId: expected text, found 111122223333; see docs/other-languages.md",
    ],
  ];
  for (const [source, line] of SOURCES) {
    it(`are reported for the source of a receiving bucket: ${JSON.stringify(source)}`, async () => {
      const { lines, registered } = await refused(RECEIVING, { ...VAULT, source });
      assert.deepEqual(lines.slice(1), [line]);
      assert.deepEqual(registered, [STACK]);
    });
  }
});
