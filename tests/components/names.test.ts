import assert from "node:assert/strict";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { problemsOf } from "../../components/checks";
import { problemLine } from "../../components/problems";
import type { ReplicatedBucketArgs } from "../../components/replicatedBucketArgs";
import { parseSettings } from "../../components/settings";
import { namesOf } from "../../components/stackNames";
import { namesOfOtherStacks } from "../../operations/rehearsal/otherStacks";
import { readStackConfiguration } from "../../operations/rehearsal/stackFiles";
import { ofType, PROJECT_DIRECTORY, planOf, programPlan, resource, SMALL } from "../helpers/plans";

const SETTINGS = { prefix: "acme", primaryRegion: "eu-west-1", replicas: ["eu-central-1"] };

function problems(args: Partial<ReplicatedBucketArgs>): readonly string[] {
  return problemsOf({ ...SMALL, ...args }).map(problemLine);
}

describe("names of the settings", () => {
  it("name the primary, and what is made of its name", async () => {
    const plan = await programPlan({ ...SETTINGS, bucketName: "vault" });
    assert.deepEqual(
      ofType(plan, "aws:s3:Bucket").map(({ inputs }) => inputs["bucket"]),
      ["vault", "vault-replication-eu-central-1"],
    );
    assert.equal(
      resource(plan, "aws:iam:Role", "archive-replication-role").inputs["name"],
      "vault-replication",
    );
  });

  it("are told under the setting that has them", () => {
    const parsed = parseSettings({ ...SETTINGS, bucketName: "Vault" });
    assert.deepEqual("problems" in parsed ? parsed.problems.map(({ path }) => path) : [], ["bucketName"]);
  });

  it("are refused for a receiver, whose bucket has a name there", () => {
    const parsed = parseSettings({
      prefix: "partner",
      bucketName: "vault",
      receiver: { region: "eu-north-1", sourceAccountId: "111122223333" },
    });
    assert.deepEqual("problems" in parsed ? parsed.problems.map(problemLine) : [], [
      'bucketName: expected only receiver, found "vault"; it belongs to the stack that replicates; remove it here',
    ]);
  });

  it("name the key of one replica, and leave the others' aliases", async () => {
    const plan = await planOf({
      keyAlias: "vault",
      replicas: [{ region: "eu-central-1", keyAlias: "vault/frankfurt" }, { region: "eu-north-1" }],
    });
    assert.deepEqual(
      ofType(plan, "aws:kms:Alias")
        .map(({ name, inputs }) => [name, inputs["name"]])
        .sort(),
      [
        ["archive-alarms-eu-central-1-alias", "alias/acme-archive-replication-alarms"],
        ["archive-alarms-eu-north-1-alias", "alias/acme-archive-replication-alarms"],
        ["archive-alarms-eu-west-1-alias", "alias/acme-archive-replication-alarms"],
        ["archive-eu-central-1-alias", "alias/vault/frankfurt"],
        ["archive-eu-north-1-alias", "alias/vault/replication"],
        ["archive-primary-alias", "alias/vault"],
      ],
    );
  });
});

describe("aliases of keys", () => {
  it("are refused where two are equal in one account and region", () => {
    assert.deepEqual(
      problems({
        replicas: [
          { region: "eu-central-1", keyAlias: "copy" },
          { region: "eu-central-1", name: "second", keyAlias: "copy" },
        ],
      }),
      [
        'replicas[1].keyAlias: expected an alias other than that of replicas[0].keyAlias, whose key is in eu-central-1 as well, found "alias/copy"; kms takes an alias once in an account and region; choose another keyAlias',
      ],
    );
    assert.deepEqual(problems({ replicas: [{ region: "eu-west-1", name: "same", keyAlias: "archive" }] }), [
      'replicas[0].keyAlias: expected an alias other than that of keyAlias, whose key is in eu-west-1 as well, found "alias/archive"; kms takes an alias once in an account and region; choose another keyAlias',
    ]);
    assert.deepEqual(
      problems({
        replicas: [
          { region: "eu-central-1" },
          { region: "eu-central-1", name: "second", keyAlias: "archive/replication" },
        ],
      }).length,
      1,
    );
  });

  it("may be equal in other regions and accounts", () => {
    assert.deepEqual(
      problems({
        replicas: [
          { region: "eu-central-1", keyAlias: "archive" },
          { region: "eu-north-1", keyAlias: "archive" },
          {
            region: "eu-west-1",
            name: "partner",
            accountId: "444455556666",
            profile: "p",
            keyAlias: "archive",
          },
        ],
      }),
      [],
    );
  });

  it("are refused where KMS has another form for them", () => {
    assert.deepEqual(problems({ replicas: [{ region: "eu-central-1", keyAlias: "alias/copy" }] }), [
      'replicas[0].keyAlias: expected letters, digits, / _ and -, not beginning with aws/, found "alias/copy"; write it without the leading alias/, e.g. archive',
    ]);
  });
});

describe("a rehearsal and the other stacks of the project", () => {
  /** Stack files with these settings, and what the rehearsal of the first one says of the others. */
  function notes(...stacks: readonly string[]): readonly string[] {
    const directory = mkdtempSync(join(tmpdir(), "stacks-"));
    writeFileSync(join(directory, "Pulumi.yaml"), "name: s3-replication\nruntime: nodejs\n");
    for (const [index, settings] of stacks.entries()) {
      const lines = settings.split("; ").map((setting) => `  s3-replication:${setting}\n`);
      writeFileSync(join(directory, `Pulumi.s${index}.yaml`), `config:\n${lines.join("")}`);
    }
    return namesOfOtherStacks(directory, readStackConfiguration(directory, "s0"));
  }
  const ONE = 'prefix: one; primaryRegion: eu-west-1; replicas: [eu-central-1]; accountId: "111122223333"';
  const TWO = ONE.replace("one", "two");

  it("say which aliases two stacks of one account share, and what to set", () => {
    assert.deepEqual(notes(ONE, TWO), [
      "aws takes a name once, and stack s1 has the same: alias/archive in eu-west-1, alias/archive/replication in eu-central-1; set another keyAlias in one of the two",
    ]);
  });

  it("say that it depends on the account where neither names one", () => {
    const unnamed = (settings: string) => settings.replace('; accountId: "111122223333"', "");
    assert.match(
      notes(unnamed(ONE), unnamed(TWO)).join(),
      /set another keyAlias in one of the two where both are deployed to one account$/,
    );
  });

  it("say which buckets have one name, in whatever account", () => {
    assert.deepEqual(notes(ONE, `${ONE.replace("111122223333", "444455556666")}; keyAlias: other`), [
      "aws takes a name once, and stack s1 has the same: bucket one-archive, bucket one-archive-replication-eu-central-1; set another prefix or bucketName in one of the two",
    ]);
  });

  for (const [what, other] of [
    ["an alias of its own", `${TWO}; keyAlias: two`],
    ["another account", TWO.replace("111122223333", "444455556666")],
    ["other regions", TWO.replace("eu-west-1", "us-east-1").replace("eu-central-1", "us-west-2")],
    ["an emulator", `${TWO}; endpoint: http://127.0.0.1:4566`],
    ["a mistake in its settings", `${TWO}; metric: true`],
    ["a receiver elsewhere", "prefix: two; receiver: { region: us-east-1, sourceAccountId: '111122223333' }"],
  ] as const) {
    it(`say nothing about a stack with ${what}`, () => assert.deepEqual(notes(ONE, other), []));
  }

  for (const stack of ["dev", "local", "prod", "receiver", "sender"]) {
    it(`say nothing about ${stack}, an example`, () =>
      assert.deepEqual(
        namesOfOtherStacks(PROJECT_DIRECTORY, readStackConfiguration(PROJECT_DIRECTORY, stack)),
        [],
      ));
  }
});

describe("the names that a stack takes", () => {
  const keyIn = (region: string) =>
    `arn:aws:kms:${region}:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
  const taken = (args: Partial<ReplicatedBucketArgs>) =>
    namesOf({ args: { ...SMALL, ...args } }).map(({ region, name }) => `${region} ${name}`);

  it("are those of buckets and keys that it makes", () => {
    assert.deepEqual(taken({}), [
      "eu-west-1 acme-archive",
      "eu-west-1 alias/archive",
      "eu-central-1 acme-archive-replication-eu-central-1",
      "eu-central-1 alias/archive/replication",
    ]);
  });

  it("are none for a key that stays with its owner", () => {
    const args = {
      primary: { ...SMALL.primary, keyArn: keyIn("eu-west-1") },
      replicas: [{ region: "eu-central-1", keyArn: keyIn("eu-central-1") }],
    };
    const buckets = ["eu-west-1 acme-archive", "eu-central-1 acme-archive-replication-eu-central-1"];
    assert.deepEqual(taken(args), buckets);
  });

  it("are none for replicas that others make", () => {
    const replicas = [
      { region: "eu-north-1", accountId: "444455556666", receiver: "acme/vaults/prod" },
      { region: "eu-south-1", bucketArn: "arn:aws:s3:::vault", keyArn: keyIn("eu-south-1") },
    ];
    assert.deepEqual(taken({ replicas }), ["eu-west-1 acme-archive", "eu-west-1 alias/archive"]);
  });
});
