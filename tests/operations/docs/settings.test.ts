import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv from "ajv";
import { parse } from "yaml";
import { problemLine } from "../../../components/problems";
import { parseSettings } from "../../../components/settings";
import { settingsSchema } from "../../../components/settingsSchema";
import { settingRows } from "../../../operations/docs/settingRows";
import { SUBJECTS } from "../../../operations/docs/settingSubjects";
import { settingsPage } from "../../../operations/docs/settingsPage";
import { stackSchema } from "../../../operations/docs/stackSchema";
import { isProperties, type ResourceProperties } from "../../../operations/rehearsal/values";
import { PROJECT_DIRECTORY } from "../../helpers/plans";

const SCHEMA_LINE = "# yaml-language-server: $schema=schema/stack.schema.json";
const STACK_FILES = readdirSync(PROJECT_DIRECTORY).filter((file) => /^Pulumi\..+\.yaml$/.test(file));

const validate = new Ajv({ allErrors: true, allowUnionTypes: true }).compile(stackSchema());

/** Where the schema refuses a stack file; empty where it does not. */
function refusals(content: unknown): readonly string[] {
  validate(content);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

function contentOf(text: string): ResourceProperties {
  const content: unknown = parse(text);
  assert.ok(isProperties(content));
  return content;
}

describe("the schema of stack files", () => {
  it("is the one that is checked in", () => {
    const file = readFileSync(join(PROJECT_DIRECTORY, "schema", "stack.schema.json"), "utf8");
    assert.deepEqual(JSON.parse(file), JSON.parse(JSON.stringify(stackSchema())));
  });

  it("is there for every stack file of the project", () => {
    assert.equal(STACK_FILES.length, 5);
  });

  for (const file of STACK_FILES) {
    it(`is named by ${file} and accepts it`, () => {
      const text = readFileSync(join(PROJECT_DIRECTORY, file), "utf8");
      assert.equal(text.split("\n")[0], SCHEMA_LINE);
      assert.deepEqual(refusals(contentOf(text)), []);
    });
  }

  it("accepts what Pulumi writes, secrets and settings of providers", () => {
    const text = `
secretsprovider: awskms://alias/pulumi
encryptedkey: abc
encryptionsalt: v1:abc
environment:
  - acme/prod
config:
  aws:region: eu-west-1
  pulumi:disable-default-providers: ["*"]
  s3-replication:prefix:
    secure: v1:abc
  s3-replication:assumeRole:
    roleArn: arn:aws:iam::111122223333:role/deployer
    externalId:
      secure: v1:abc
  s3-replication:replicas:
    - eu-central-1
    - { region: eu-north-1, assumeRole: "arn:aws:iam::444455556666:role/deployer" }
`;
    assert.deepEqual(refusals(contentOf(text)), []);
    assert.deepEqual(refusals({ config: null }), []);
  });

  const wrong: readonly (readonly [what: string, content: ResourceProperties])[] = [
    ["a slip of a key of the file", { confg: {} }],
    ["a slip of a setting", { config: { "s3-replication:prefx": "acme" } }],
    ["a slip of the namespace", { config: { "s3-replicaton:prefix": "acme" } }],
    ["a setting without a namespace", { config: { prefix: "acme" } }],
    ["a slip in a replica", { config: { "s3-replication:replicas": [{ regoin: "eu-west-1" }] } }],
    ["a replica without a region", { config: { "s3-replication:replicas": [{ name: "a" }] } }],
    ["a slip of a region", { config: { "s3-replication:replicas": ["eu-wset-1"] } }],
    ["a place", { config: { "s3-replication:primaryRegion": "Frankfurt" } }],
    ["a number in place of a text", { config: { "s3-replication:accountId": 111122223333 } }],
    ["an account of eleven digits", { config: { "s3-replication:accountId": "11112222333" } }],
    ["a text in place of a boolean", { config: { "s3-replication:metrics": "yes" } }],
    ["a number out of range", { config: { "s3-replication:keyDeletionWindowInDays": 5 } }],
    ["a fraction", { config: { "s3-replication:objectLock": { mode: "GOVERNANCE", days: 1.5 } } }],
    ["a retention beyond 100 years", { config: { "s3-replication:objectLock": { years: 101 } } }],
    ["a mode that does not exist", { config: { "s3-replication:objectLock": { mode: "governance" } } }],
    [
      "a storage class that does not exist",
      {
        config: { "s3-replication:replicas": [{ region: "eu-west-1", storageClass: "GLACER" }] },
      },
    ],
  ];
  for (const [what, content] of wrong) {
    it(`refuses ${what}`, () => assert.notDeepEqual(refusals(content), []));
  }
});

describe("the page of settings", () => {
  const page = settingsPage(settingRows());

  it("has every setting in exactly one subject", () => {
    assert.deepEqual(
      SUBJECTS.flatMap(({ settings }) => settings).sort(),
      Object.keys(settingsSchema.shape).sort(),
    );
    for (const { name } of settingRows()) {
      const own = name.slice(name.lastIndexOf(".") + 1);
      assert.ok(page.includes(`- \`${own}\` (`), name);
    }
  });

  it("has no table, and says type, default and values of a setting", () => {
    assert.doesNotMatch(page, /^\|/m);
    for (const line of [
      "- `prefix` (text, required): Prefix of every name; the primary's name is &lt;prefix>-archive.",
      "- `keyDeletionWindowInDays` (whole number, default `30`): Days between the request to delete a key and its deletion, 7 to 30.",
      "  - `mode` (`GOVERNANCE` or `COMPLIANCE`): Mode of the default retention.",
      "    - `roleArn` (text, required): ARN of a role that trusts the credentials.",
    ]) {
      assert.ok(page.split("\n").includes(line), line);
    }
  });

  const base = {
    prefix: "acme",
    primaryRegion: "eu-west-1",
    replicas: ["eu-central-1"],
    accountId: "111122223333",
  };
  for (const { title, settings, example } of SUBJECTS) {
    it(`has an example that is accepted and shows the subject: ${title}`, () => {
      const config = contentOf(example);
      assert.deepEqual(refusals({ config }), []);
      const own = Object.fromEntries(
        Object.entries(config).map(([key, value]) => [key.replace("s3-replication:", ""), value]),
      );
      assert.ok(settings.some((name) => name in own));
      const parsed = parseSettings("receiver" in own ? own : { ...base, ...own });
      assert.deepEqual("problems" in parsed ? parsed.problems.map(problemLine) : [], []);
    });
  }
});
