import assert from "node:assert/strict";
import { problemLine } from "../../components/problems";
import { parseSettings } from "../../components/settings";
import type { ResourceProperties } from "../../operations/rehearsal/values";

const SMALL = { prefix: "acme", primaryRegion: "eu-west-1", replicas: ["eu-central-1"] };
const HERE = "111122223333";
const THERE = "444455556666";
const ROLE = `arn:aws:iam::${THERE}:role/deployer`;
const KEY = `arn:aws:kms:eu-north-1:${THERE}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
const VAULT = "arn:aws:s3:::partner-vault";
const TWO_COMPANIES = { ...SMALL, accountId: HERE };

function lines(settings: ResourceProperties): readonly string[] {
  const parsed = parseSettings(settings);
  return "problems" in parsed ? parsed.problems.map(problemLine) : [];
}

function argsOf(settings: ResourceProperties) {
  const parsed = parseSettings(settings);
  assert.ok("args" in parsed, lines(settings).join("\n"));
  return parsed.args;
}

describe("settings of other accounts", () => {
  it("take a role as its ARN or as an object", () => {
    const replica = { region: "eu-north-1", accountId: THERE };
    const [asText] = argsOf({ ...TWO_COMPANIES, replicas: [{ ...replica, assumeRole: ROLE }] }).replicas;
    const [asObject] = argsOf({
      ...TWO_COMPANIES,
      replicas: [{ ...replica, assumeRole: { roleArn: ROLE } }],
    }).replicas;
    assert.deepEqual(asText, { ...replica, assumeRole: { roleArn: ROLE } });
    assert.deepEqual(asObject, asText);
    const full = { roleArn: ROLE, sessionName: "acme", externalId: "a:b" };
    assert.deepEqual(
      argsOf({ ...TWO_COMPANIES, replicas: [{ ...replica, assumeRole: full }] }).replicas[0]?.assumeRole,
      full,
    );
  });

  it("reach the primary with a role or a profile of its own", () => {
    const own = `arn:aws:iam::${HERE}:role/archiver`;
    assert.deepEqual(argsOf({ ...SMALL, assumeRole: own }).primary.assumeRole, { roleArn: own });
    assert.equal(argsOf({ ...SMALL, profile: "acme" }).primary.profile, "acme");
  });

  it("are not set when they are empty, as the project file leaves them", () => {
    const args = argsOf({
      ...SMALL,
      assumeRole: "",
      profile: "",
      receiver: {},
      readers: [],
      replicateOnlyFrom: {},
      writers: [],
      versionDeleters: [],
    });
    assert.equal(JSON.stringify(args), JSON.stringify(argsOf(SMALL)));
    for (const name of ["readers", "replicateOnlyFrom", "writers", "versionDeleters"]) {
      assert.equal(Reflect.get(args, name), undefined, name);
    }
  });

  it("make a receiving bucket instead of a replication", () => {
    const parsed = parseSettings({
      prefix: "partner",
      primaryRegion: "",
      replicas: [],
      accountId: THERE,
      receiver: { region: "eu-north-1", sourceAccountId: HERE },
      deleteMarkers: false,
      lifecycle: { replicas: { noncurrentVersionsExpireInDays: 9 } },
      objectLock: { enabled: true },
    });
    assert.ok("receiver" in parsed);
    assert.deepEqual(parsed.receiver, {
      bucketName: "partner-archive-replication-eu-north-1",
      bucketPolicyStatements: undefined,
      keyPolicyStatements: undefined,
      region: "eu-north-1",
      source: { accountId: HERE },
      accountId: THERE,
      profile: undefined,
      accessLogBucket: undefined,
      deleteMarkers: false,
      readers: undefined,
      versionDeleters: undefined,
      lifecycle: { noncurrentVersionsExpireInDays: 9 },
      objectLock: {},
      keyAlias: "archive",
      keyDeletionWindowInDays: 30,
      tags: {},
      protect: true,
      retainOnDelete: true,
      endpoint: undefined,
    });
  });

  it("name the receiving bucket by the receiver's own name", () => {
    const receiver = { region: "eu-north-1", name: "acme", sourceAccountId: HERE };
    const parsed = parseSettings({ prefix: "partner", receiver });
    assert.equal("receiver" in parsed && parsed.receiver.bucketName, "partner-archive-replication-acme");
  });
});

describe("a problem of the settings of other accounts", () => {
  const there = { region: "eu-north-1", accountId: THERE, assumeRole: ROLE };
  const given = { region: "eu-north-1", bucketArn: VAULT, keyArn: KEY };
  const uploaders = { tag: { key: "replicate", value: "yes" }, principals: [ROLE] };
  const receiver = { region: "eu-north-1", sourceAccountId: HERE };
  const principalExpected =
    "expected the arn of a role or user (arn:aws:iam::<account>:role/<path and name>) or the 12 digits of an account";

  const cases: readonly { readonly settings: ResourceProperties; readonly says: readonly string[] }[] = [
    {
      settings: { ...SMALL, replicas: [there] },
      says: [
        "accountId: expected the account of the primary, because replicas[0] names its own, found nothing; add the 12 digits: whether a replica is in another account is decided before anything is made",
      ],
    },
    {
      settings: { ...TWO_COMPANIES, replicas: ["eu-central-1", { region: "eu-north-1", accountId: THERE }] },
      says: [
        'replicas[1].accountId: expected account 111122223333, as in accountId, or a way to reach another one, found "444455556666"; add assumeRole with the arn of a role there, or a profile',
      ],
    },
    {
      settings: { ...TWO_COMPANIES, replicas: [{ ...there, accountId: "777788889999" }] },
      says: [
        'replicas[0].assumeRole: expected a role of account 777788889999, which replicas[0].accountId names, found "arn:aws:iam::444455556666:role/deployer" of 444455556666; correct one of the two',
      ],
    },
    {
      settings: { ...TWO_COMPANIES, assumeRole: ROLE },
      says: [
        'assumeRole: expected a role of account 111122223333, which accountId names, found "arn:aws:iam::444455556666:role/deployer" of 444455556666; correct one of the two',
      ],
    },
    {
      settings: { ...TWO_COMPANIES, replicas: [{ ...there, profile: "partner" }] },
      says: [
        "replicas[0].assumeRole: expected one way to reach the account, found replicas[0].assumeRole and replicas[0].profile; keep one: a profile can name the role that it assumes itself",
      ],
    },
    {
      settings: { ...TWO_COMPANIES, replicas: [{ region: "eu-north-1", profile: "partner" }] },
      says: [
        "replicas[0].accountId: expected the account of the profile, found nothing; add the 12 digits: rules and policies depend on it",
      ],
    },
    {
      settings: { ...TWO_COMPANIES, replicas: [{ region: "eu-north-1", assumeRole: "deployer" }] },
      says: [
        'replicas[0].assumeRole: expected the arn of a role, arn:aws:iam::<account>:role/<name>, found "deployer"; copy it from the role in iam, its path included',
      ],
    },
    {
      settings: {
        ...TWO_COMPANIES,
        replicas: [{ ...there, assumeRole: { roleArn: ROLE, sessionName: "x y", externalId: "#" } }],
      },
      says: [
        'replicas[0].assumeRole.sessionName: expected 2 to 64 letters, digits and +=,.@_-, found "x y"; choose a name such as s3-replication, or leave it out',
        'replicas[0].assumeRole.externalId: expected 2 to 1224 letters, digits and +=,.@:/_-, found "#"; use the external id that the role\'s trust policy names, or leave it out',
      ],
    },
    {
      settings: { ...TWO_COMPANIES, replicas: [{ ...there, assumeRole: { role: ROLE } }] },
      says: [
        "replicas[0].assumeRole.roleArn: expected text, found nothing; add it to the stack's settings",
        'replicas[0].assumeRole.role: expected a known setting, found "role"; use one of roleArn, sessionName, externalId',
      ],
    },
    {
      settings: { ...TWO_COMPANIES, replicas: [{ region: "eu-west-1", accountId: HERE }] },
      says: [
        'replicas[0].region: expected a region other than primaryRegion, or a replica with a name of its own, found "eu-west-1"; choose another region, or add a name to replicate within the region (name: backup)',
      ],
    },
    {
      settings: { ...TWO_COMPANIES, replicas: [there, { ...there, assumeRole: ROLE }] },
      says: [
        'replicas[1].region: expected a replica other than replicas[0], found "eu-north-1" again; remove it, or give it a name of its own (name: ...)',
      ],
    },
    {
      settings: { ...TWO_COMPANIES, replicas: [{ region: "eu-north-1", name: "primary" }] },
      says: [
        'replicas[0].name: expected a name other than primary, found "primary"; choose a name such as backup',
      ],
    },
    {
      settings: { ...TWO_COMPANIES, replicas: [{ region: "eu-north-1", bucketArn: VAULT }] },
      says: [
        "replicas[0].keyArn: expected the arn of a key in eu-north-1, arn:aws:kms:eu-north-1:<account>:key/<id>, found nothing; copy handOver.keyArn of the receiving stack",
      ],
    },
    {
      settings: { ...TWO_COMPANIES, replicas: [{ ...given, bucketArn: "partner-vault" }] },
      says: [
        'replicas[0].bucketArn: expected the arn of a bucket, arn:aws:s3:::<name>, found "partner-vault"; copy handOver.bucketArn of the receiving stack',
      ],
    },
    {
      settings: { ...TWO_COMPANIES, replicas: [{ ...given, region: "eu-south-1" }] },
      says: [
        `replicas[0].keyArn: expected the arn of a key in eu-south-1, arn:aws:kms:eu-south-1:<account>:key/<id>, found "${KEY}"; the key must be in the bucket's region; correct the key or the region`,
      ],
    },
    {
      settings: {
        ...TWO_COMPANIES,
        replicas: [{ ...given, keyArn: `arn:aws:kms:eu-north-1:${THERE}:alias/vault` }],
      },
      says: [
        `replicas[0].keyArn: expected the arn of a key in eu-north-1, arn:aws:kms:eu-north-1:<account>:key/<id>, found "arn:aws:kms:eu-north-1:${THERE}:alias/vault"; write the key's own arn: permissions on an alias grant nothing`,
      ],
    },
    {
      settings: {
        ...TWO_COMPANIES,
        replicas: [{ ...given, assumeRole: ROLE, lifecycle: { noncurrentVersionsExpireInDays: 1 } }],
      },
      says: [
        `replicas[0].assumeRole: expected only bucketArn, found {"roleArn":"${ROLE}"}; remove it: that bucket is made and configured by its owner's own stack`,
        'replicas[0].lifecycle: expected only bucketArn, found {"noncurrentVersionsExpireInDays":1}; remove it: that bucket is made and configured by its owner\'s own stack',
      ],
    },
    {
      settings: { ...TWO_COMPANIES, replicas: [{ ...given, bucketArn: "arn:aws:s3:::acme-archive" }] },
      says: [
        'replicas[0].bucketArn: expected a bucket other than that of prefix, found "acme-archive"; choose another name; for several rules to one bucket, give one replica a list of rules',
      ],
    },
    {
      settings: { ...SMALL, readers: [{ principals: [] }] },
      says: [
        "readers[0].principals: expected at least one principal, found an empty list; name a role, a user or an account, or leave it out",
      ],
    },
    {
      settings: {
        ...SMALL,
        readers: [{ principals: ["*", "ann", `arn:aws:sts::${HERE}:assumed-role/a/b`] }],
      },
      says: [
        `readers[0].principals[0]: ${principalExpected}, found "*"; name the principal: a wildcard would make the bucket public`,
        `readers[0].principals[1]: ${principalExpected}, found "ann"; copy it from iam, its path included`,
        `readers[0].principals[2]: ${principalExpected}, found "arn:aws:sts::${HERE}:assumed-role/a/b"; name the role itself; a session of it has another arn each time`,
      ],
    },
    {
      settings: { ...SMALL, readers: [{ principals: [`arn:aws:iam::${HERE}:role/team-*`] }] },
      says: [
        `readers[0].principals[0]: ${principalExpected}, found "arn:aws:iam::${HERE}:role/team-*"; a policy cannot grant to a pattern; name each one`,
      ],
    },
    {
      settings: { ...SMALL, readers: [{ principals: [HERE], of: ["eu-centrl-1"], prefix: "/a*" }] },
      says: [
        'readers[0].prefix: expected a prefix without a leading slash, found "/a*"; remove the slash',
        'readers[0].prefix: expected a literal prefix, found "/a*"; remove the wildcard: a prefix matches every key that begins with it',
        'readers[0].of[0]: expected primary or a replica that is made here, found "eu-centrl-1"; did you mean "eu-central-1"?',
      ],
    },
    {
      settings: { ...SMALL, readers: [{ principals: [HERE], prefix: `\${aws:username}/` }] },
      says: [
        `readers[0].prefix: expected a literal prefix, found "\${aws:username}/"; policies would replace the variable; leave \${ out`,
      ],
    },
    {
      settings: {
        ...TWO_COMPANIES,
        replicas: [given],
        readers: [{ principals: [HERE], of: ["eu-north-1"] }],
      },
      says: [
        'readers[0].of[0]: expected primary or a replica that is made here, found "eu-north-1"; use one of primary',
      ],
    },
    {
      settings: { ...SMALL, replicateOnlyFrom: uploaders },
      says: [
        "deleteMarkers: expected false for replicas[0], which filters by tags, found true, which is the default; set deleteMarkers to false, or filter by prefix only",
      ],
    },
    {
      settings: {
        ...SMALL,
        deleteMarkers: false,
        replicateOnlyFrom: { tag: { key: "a b", value: "x" }, principals: [] },
      },
      says: [
        "replicateOnlyFrom.principals: expected at least one principal, found an empty list; name a role, a user or an account, or leave it out",
        'replicateOnlyFrom.tag.key: expected 1 to 128 letters, digits and .:=+@_- that do not begin with aws:, found "a b"; choose a tag such as replicate',
      ],
    },
    {
      settings: {
        ...SMALL,
        deleteMarkers: false,
        replicas: [{ region: "eu-central-1", filter: { tags: { replicate: "no" } } }],
        replicateOnlyFrom: uploaders,
      },
      says: [
        'replicas[0].filter.tags.replicate: expected "yes", the value of replicateOnlyFrom.tag, found "no"; an object carries a tag once; filter by another tag',
      ],
    },
    {
      settings: { ...SMALL, writers: ["everyone"] },
      says: [`writers[0]: ${principalExpected}, found "everyone"; copy it from iam, its path included`],
    },
    {
      settings: { ...SMALL, versionDeleters: ["*"] },
      says: [
        `versionDeleters[0]: ${principalExpected}, found "*"; name the principal: a wildcard would make the bucket public`,
      ],
    },
    {
      settings: { prefix: "partner", receiver: { region: "eu-north-1" } },
      says: [
        "receiver: expected either sourceRoleArn or sourceAccountId, found neither; keep sourceRoleArn when you know the role: it need not exist yet",
      ],
    },
    {
      settings: { prefix: "partner", receiver: { ...receiver, sourceRoleArn: ROLE } },
      says: [
        "receiver: expected either sourceRoleArn or sourceAccountId, found both; keep sourceRoleArn when you know the role: it need not exist yet",
      ],
    },
    {
      settings: { ...SMALL, receiver, writers: [HERE], readers: [{ principals: [HERE], of: ["primary"] }] },
      says: [
        'primaryRegion: expected only receiver, found "eu-west-1"; it belongs to the stack that replicates; remove it here',
        'replicas: expected only receiver, found [{"region":"eu-central-1"}]; it belongs to the stack that replicates; remove it here',
        `writers: expected only receiver, found ["${HERE}"]; it belongs to the stack that replicates; remove it here`,
        'readers[0].of: expected only receiver, found ["primary"]; there is only one bucket; remove it',
      ],
    },
    {
      settings: { prefix: "partner", receiver: { ...receiver, region: "eu-nroth-1" } },
      says: ['receiver.region: expected an AWS region, found "eu-nroth-1"; did you mean "eu-north-1"?'],
    },
    {
      settings: { prefix: "partner", receiver: { ...receiver, sourceRole: ROLE } },
      says: [
        'receiver.sourceRole: expected a known setting, found "sourceRole"; did you mean "sourceRoleArn"?',
      ],
    },
    {
      settings: { prefix: "partner", receiver: "eu-north-1" },
      says: [
        'receiver: expected an object, found "eu-north-1"; write its settings below it: region, name, bucketName, sourceRoleArn, sourceAccountId, keyArn, adopt',
      ],
    },
    {
      settings: { prefix: "acme" },
      says: ["primaryRegion: expected text, found nothing; add it to the stack's settings"],
    },
    {
      settings: { ...SMALL, primaryRegion: "" },
      says: ["primaryRegion: expected text, found nothing; add it to the stack's settings"],
    },
  ];

  for (const { settings, says } of cases) {
    it(`is told for ${JSON.stringify(settings)}`, () => {
      const told = lines(settings);
      for (const line of says) assert.ok(told.includes(line), `${line}\nis not among\n${told.join("\n")}`);
    });
  }

  it("does not ask a receiving stack for a primary, however wrong the receiver is", () => {
    assert.equal(lines({ prefix: "partner", receiver: "eu-north-1" }).length, 1);
    assert.equal(lines({ prefix: "partner", primaryRegion: "", replicas: [], receiver: "x" }).length, 1);
    assert.deepEqual(lines({ prefix: "partner", receiver: { region: 1 } }), [
      "receiver.region: expected text, found 1; put it in quotes",
      "receiver: expected either sourceRoleArn or sourceAccountId, found neither; keep sourceRoleArn when you know the role: it need not exist yet",
    ]);
  });

  it("is never raised for what is complete", () => {
    for (const settings of [
      { ...TWO_COMPANIES, replicas: [there] },
      { ...TWO_COMPANIES, replicas: [{ region: "eu-north-1", assumeRole: ROLE }] },
      { ...TWO_COMPANIES, replicas: [{ region: "eu-west-1", assumeRole: ROLE }] },
      { ...TWO_COMPANIES, replicas: [{ region: "eu-north-1", accountId: THERE, profile: "partner" }] },
      { ...TWO_COMPANIES, replicas: [given, "eu-central-1"] },
      // The credentials are of the replica's account, and the primary is reached with a role.
      {
        ...SMALL,
        assumeRole: `arn:aws:iam::${HERE}:role/archiver`,
        replicas: ["eu-central-1", { region: "eu-north-1", accountId: THERE }],
      },
      { ...SMALL, versionDeleters: [`arn:aws:iam::${HERE}:role/aws-reserved/sso.amazonaws.com/*/Admin_*`] },
      { ...SMALL, readers: [{ principals: [HERE, ROLE], prefix: "a/", of: ["primary", "eu-central-1"] }] },
      { ...SMALL, deleteMarkers: false, replicateOnlyFrom: uploaders },
      { prefix: "partner", receiver: { region: "eu-north-1", sourceRoleArn: ROLE } },
    ]) {
      assert.deepEqual(lines(settings), []);
    }
  });

  it("is told when a policy would be longer than S3 and KMS take", () => {
    const readers = Array.from({ length: 60 }, (_, index) => ({
      principals: [`arn:aws:iam::${THERE}:role/${"team/".repeat(10)}reader-${index}`],
      prefix: `reports/${index}/`,
    }));
    assert.deepEqual(lines({ ...SMALL, readers }), [
      "prefix: expected a policy of the bucket of at most 20480 bytes, found 31850; name fewer readers and writers, or put them behind one role or account",
    ]);
    const everywhere = readers.map((reader) => ({ ...reader, of: ["eu-central-1"] }));
    assert.match(
      lines({ ...SMALL, readers: everywhere })[0] ?? "",
      /^replicas\[0\]: expected a policy of the bucket/,
    );
    assert.match(
      lines({ prefix: "partner", receiver, readers })[0] ?? "",
      /^prefix: expected a policy of the bucket of at most 20480 bytes/,
    );
    assert.deepEqual(lines({ ...SMALL, readers: readers.slice(0, 10) }), []);
  });
});
