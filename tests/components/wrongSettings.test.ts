import assert from "node:assert/strict";
import fc from "fast-check";
import { problemLine } from "../../components/problems";
import { parseSettings } from "../../components/settings";
import type { ResourceProperties } from "../../operations/rehearsal/values";

const SMALL = { prefix: "acme", primaryRegion: "eu-west-1", replicas: ["eu-central-1"] };
const HERE = "111122223333";
const THERE = "444455556666";
const ROLE = `arn:aws:iam::${THERE}:role/deployer`;
const THERE_IN_NORTH = { region: "eu-north-1", accountId: THERE };
const RECEIVER = { region: "eu-north-1", sourceAccountId: HERE };

function lines(settings: ResourceProperties): readonly string[] {
  const parsed = parseSettings(settings);
  return "problems" in parsed ? parsed.problems.map(problemLine) : [];
}

/** Settings, and every line that is told for them: nothing else may be told. */
interface Case {
  readonly what: string;
  readonly settings: ResourceProperties;
  readonly says: readonly string[];
}

function tellExactly(cases: readonly Case[]): void {
  for (const { what, settings, says } of cases) {
    it(what, () => assert.deepEqual(lines(settings), says));
  }
}

describe("settings of which some cannot be read", () => {
  tellExactly([
    {
      what: "keep the other replicas where one has an unknown name in it",
      settings: {
        ...SMALL,
        replicas: ["eu-central-1", { region: "eu-north-1", storageclas: "GLACIER" }],
        readers: [{ principals: [HERE], of: ["eu-central-1", "eu-north-1", "eu-nrth-1"] }],
      },
      says: [
        'replicas[1].storageclas: expected a known setting, found "storageclas"; did you mean "storageClass"?',
        'readers[0].of[2]: expected primary or a replica that is made here, found "eu-nrth-1"; did you mean "eu-north-1"?',
      ],
    },
    {
      what: "are judged beside every kind of wrong entry",
      settings: {
        ...SMALL,
        replicas: [
          "eu-central-1",
          5,
          { regoin: "eu-north-1", storageClass: "GLACER" },
          { region: "eu-west-3", priority: -1 },
        ],
      },
      says: [
        "replicas[1]: expected an object, found 5; write its settings below it: region, name, bucketName, keyAlias, accountId, assumeRole, profile, bucketArn, keyArn, receiver, storageClass, filter, priority, deleteMarkers, paused, replicationTimeControl, metrics, rules, twoWay, ownerOverride, tags, lifecycle, accessLogBucket, bucketPolicyStatements, keyPolicyStatements, adopt",
        'replicas[2].regoin: expected a known setting, found "regoin"; did you mean "region"?',
        'replicas[2].storageClass: expected a storage class that replicas can have, found "GLACER"; did you mean "GLACIER"?',
        "replicas[3].priority: expected a whole number from 0 to 2147483647, found -1; choose another number, or leave it out",
      ],
    },
    {
      what: "are judged in lists of readers and of principals",
      settings: {
        ...SMALL,
        readers: [{ principal: [HERE] }, { principals: ["ann", 444455556666], of: ["priary"] }],
      },
      says: [
        'readers[0].principal: expected a known setting, found "principal"; did you mean "principals"?',
        "readers[1].principals[1]: expected text, found 444455556666; put it in quotes",
        'readers[1].principals[0]: expected the arn of a role or user (arn:aws:iam::<account>:role/<path and name>) or the 12 digits of an account, found "ann"; copy it from iam, its path included',
        'readers[1].of[0]: expected primary or a replica that is made here, found "priary"; did you mean "primary"?',
      ],
    },
    {
      what: "are judged in lists of rules",
      settings: {
        ...SMALL,
        replicas: [
          {
            region: "eu-central-1",
            rules: [{ nam: "a", filter: { prefix: "a/" } }, 5, { name: "B", filter: { prefix: "/b" } }],
          },
        ],
      },
      says: [
        'replicas[0].rules[0].nam: expected a known setting, found "nam"; did you mean "name"?',
        "replicas[0].rules[1]: expected an object, found 5; write its settings below it: name, storageClass, filter, priority, deleteMarkers, paused, replicationTimeControl, metrics",
        'replicas[0].rules[2].name: expected 1 to 64 lower-case letters, digits and hyphens, found "B"; choose a short name such as reports',
        'replicas[0].rules[2].filter.prefix: expected a prefix without a leading slash, found "/b"; remove the slash',
      ],
    },
    {
      what: "are judged in objects",
      settings: {
        ...SMALL,
        lifecycle: { primary: { noncurrentVersionsExpireInDays: 0 }, replica: {} },
        replicateOnlyFrom: { tag: { key: 1, value: "a" }, principals: ["x"] },
        deleteMarkers: false,
      },
      says: [
        "replicateOnlyFrom.tag.key: expected text, found 1; put it in quotes",
        'lifecycle.replica: expected a known setting, found "replica"; did you mean "replicas"?',
        'replicateOnlyFrom.principals[0]: expected the arn of a role or user (arn:aws:iam::<account>:role/<path and name>) or the 12 digits of an account, found "x"; copy it from iam, its path included',
        "lifecycle.primary.noncurrentVersionsExpireInDays: expected a whole number of days, 1 to 2147483647, found 0; choose a number of days, or leave it out",
      ],
    },
    {
      what: "are judged in those of a receiving stack",
      settings: { prefix: "partner", receiver: { ...RECEIVER, regin: 1 }, keyAlias: "alias/x", metric: true },
      says: [
        'receiver.regin: expected a known setting, found "regin"; did you mean "region"?',
        'metric: expected a known setting, found "metric"; did you mean "metrics"?',
        'keyAlias: expected letters, digits, / _ and -, not beginning with aws/, found "alias/x"; write it without the leading alias/, e.g. archive',
      ],
    },
    {
      what: "are not called missing where their names are misspelled",
      settings: {
        prefx: "acme",
        primaryRegon: "eu-west-1",
        primaryRegion: "",
        replica: ["eu-central-1"],
        replicas: [],
      },
      says: [
        'prefx: expected a known setting, found "prefx"; did you mean "prefix"?',
        'primaryRegon: expected a known setting, found "primaryRegon"; did you mean "primaryRegion"?',
        'replica: expected a known setting, found "replica"; did you mean "replicas"?',
      ],
    },
    {
      what: "cause no second problem where the misspelled name gives the account's role",
      settings: { ...SMALL, accountId: HERE, replicas: [{ ...THERE_IN_NORTH, assumRole: ROLE }] },
      says: [
        'replicas[0].assumRole: expected a known setting, found "assumRole"; did you mean "assumeRole"?',
      ],
    },
    {
      what: "cause no second problem where the role is no text",
      settings: { ...SMALL, accountId: HERE, replicas: [{ ...THERE_IN_NORTH, assumeRole: 5 }] },
      says: [
        "replicas[0].assumeRole: expected an object, found 5; write its settings below it: roleArn, sessionName, externalId",
      ],
    },
    {
      what: "cause no second problem where an account lacks its quotes",
      settings: { ...SMALL, accountId: 111122223333, replicas: [{ ...THERE_IN_NORTH, assumeRole: ROLE }] },
      says: ["accountId: expected text, found 111122223333; put it in quotes"],
    },
    {
      what: "cause no second problem about a value that nobody wrote",
      settings: { prefix: "partner", primaryRegion: "", replicas: [], receiver: { region: "eu-north-1" } },
      says: [
        "receiver: expected either sourceRoleArn or sourceAccountId, found neither; keep sourceRoleArn when you know the role: it need not exist yet",
      ],
    },
    {
      what: "cause no second problem where the receiver itself cannot be read",
      settings: { prefix: "partner", primaryRegion: "", replicas: [], receiver: "eu-north-1" },
      says: [
        'receiver: expected an object, found "eu-north-1"; write its settings below it: region, name, bucketName, sourceRoleArn, sourceAccountId, keyArn, adopt',
      ],
    },
  ]);

  it("have the problems that they have alone, whatever single replica beside them is wrong", () => {
    const broken = fc.constantFrom<unknown>(
      5,
      null,
      [],
      {},
      { region: 1 },
      { regoin: "eu-west-2" },
      { region: "eu-west-2", x: 1 },
      { region: "eu-west-2", filter: "a" },
      { region: "nowhere" },
    );
    const others = fc.array(
      fc.constantFrom<unknown>(
        { region: "eu-central-1", storageClass: "no" },
        { region: "eu-north-1", priority: -1 },
        { region: "eu-west-3", name: "Bad!" },
        { region: "eu-south-1", adopt: { keyId: "x" } },
        "eu-south-2",
      ),
      { minLength: 1, maxLength: 4 },
    );
    fc.assert(
      fc.property(broken, others, (wrong, replicas) => {
        const alone = lines({ ...SMALL, replicas });
        const together = lines({ ...SMALL, replicas: [...replicas, wrong] });
        const added = together.filter((line) => !alone.includes(line));
        assert.deepEqual(
          alone.filter((line) => !together.includes(line)),
          [],
        );
        assert.ok(added.length > 0);
        assert.deepEqual(
          added.filter((line) => !line.startsWith(`replicas[${replicas.length}]`)),
          [],
        );
      }),
    );
  });
});

describe("a region that does not exist", () => {
  tellExactly([
    {
      what: "is looked up where it is a place, and causes no problem of the names of buckets",
      settings: { ...SMALL, primaryRegion: "Frankfurt", replicas: ["Europe (Stockholm)", "sao paulo"] },
      says: [
        'primaryRegion: expected an AWS region, found "Frankfurt"; did you mean "eu-central-1"?',
        'replicas[0].region: expected an AWS region, found "Europe (Stockholm)"; did you mean "eu-north-1"?',
        'replicas[1].region: expected an AWS region, found "sao paulo"; did you mean "sa-east-1"?',
      ],
    },
    {
      what: "is told alone for a receiving stack as well",
      settings: { prefix: "partner", receiver: { ...RECEIVER, region: "Frankfurt" } },
      says: ['receiver.region: expected an AWS region, found "Frankfurt"; did you mean "eu-central-1"?'],
    },
    {
      what: "hides no other problem",
      settings: {
        ...SMALL,
        replicas: ["Frankfurt", { region: "eu-north-1", storageClass: "no" }],
        tags: { "?": "" },
      },
      says: [
        'replicas[0].region: expected an AWS region, found "Frankfurt"; did you mean "eu-central-1"?',
        'replicas[1].storageClass: expected a storage class that replicas can have, found "no"; use one of STANDARD, REDUCED_REDUNDANCY, STANDARD_IA, ONEZONE_IA, INTELLIGENT_TIERING, GLACIER, DEEP_ARCHIVE, GLACIER_IR',
        'tags.?: expected a key of 1 to 128 characters that does not begin with aws:, a value of at most 256, both of letters, digits, spaces and _.:/=+-@, found {"?":""}; choose another tag',
      ],
    },
    {
      what: "leaves the list of readers' buckets alone",
      settings: {
        ...SMALL,
        replicas: ["Frankfurt"],
        readers: [{ principals: [HERE], of: ["eu-central-1"] }],
      },
      says: ['replicas[0].region: expected an AWS region, found "Frankfurt"; did you mean "eu-central-1"?'],
    },
    {
      what: "is no region of another partition",
      settings: { ...SMALL, primaryRegion: "cn-noth-1", replicas: ["cn-north-1", "cn-nrthwest-1"] },
      says: [
        'primaryRegion: expected an AWS region, found "cn-noth-1"; did you mean "cn-north-1"?',
        'replicas[1].region: expected an AWS region, found "cn-nrthwest-1"; did you mean "cn-northwest-1"?',
      ],
    },
  ]);
});

describe("what contradicts itself", () => {
  const off = "object lock can never be switched off again: remove";
  tellExactly([
    {
      what: "is Object Lock that is off, with a retention",
      settings: { ...SMALL, objectLock: { enabled: false, mode: "GOVERNANCE", days: 3 } },
      says: [
        `objectLock.enabled: expected true, or nothing, with mode and days, found false; ${off} mode and days to do without it, or enabled to have it`,
      ],
    },
    {
      what: "is Object Lock that is off, with half of a retention",
      settings: { ...SMALL, objectLock: { enabled: false, years: 3 } },
      says: [
        'objectLock: expected a mode with either days or years (a whole number, 1 or more), or none of the three, found {"years":3}; for example { mode: GOVERNANCE, days: 30 }',
        `objectLock.enabled: expected true, or nothing, with years, found false; ${off} years to do without it, or enabled to have it`,
      ],
    },
    {
      what: "is the same of a receiving stack, with what it has no use for",
      settings: {
        prefix: "partner",
        receiver: { ...RECEIVER, name: "a", bucketName: "acme-copy" },
        objectLock: { enabled: false, mode: "COMPLIANCE", years: 1 },
        lifecycle: { primary: { unfinishedUploadsExpireInDays: 1 } },
        metrics: false,
      },
      says: [
        'receiver.name: expected only bucketName, found "a"; a bucket with a name of its own does not use it; remove one of them',
        "metrics: expected only receiver, found false; it belongs to the stack that replicates; remove it here",
        'lifecycle.primary: expected only receiver, found {"unfinishedUploadsExpireInDays":1}; it belongs to the stack that replicates; remove it here',
        `objectLock.enabled: expected true, or nothing, with mode and years, found false; ${off} mode and years to do without it, or enabled to have it`,
      ],
    },
    {
      what: "is adopting a bucket of another stack",
      settings: {
        ...SMALL,
        replicas: [
          {
            region: "eu-north-1",
            bucketArn: "arn:aws:s3:::vault",
            keyArn: `arn:aws:kms:eu-north-1:${HERE}:key/1`,
            adopt: { keyId: "1234abcd-12ab-34cd-56ef-1234567890ab" },
          },
        ],
        accountId: HERE,
      },
      says: [
        'replicas[0].adopt: expected only bucketArn, found {"keyId":"1234abcd-12ab-34cd-56ef-1234567890ab"}; remove it: that bucket is made and configured by its owner\'s own stack',
      ],
    },
  ]);

  it("is not Object Lock that is just off or on", () => {
    for (const objectLock of [{ enabled: false }, { enabled: true, mode: "GOVERNANCE", days: 1 }, {}]) {
      assert.deepEqual(lines({ ...SMALL, objectLock }), []);
    }
  });
});

describe("what AWS would refuse in the middle of a deployment", () => {
  const tag = (shown: string) =>
    `expected a key of 1 to 128 characters that does not begin with aws:, a value of at most 256, both of letters, digits, spaces and _.:/=+-@, found ${shown}`;
  const days = "expected a whole number of days, 1 to 2147483647, found";
  const hundred = "s3 retains for 100 years at most; nobody can shorten a retention in compliance mode";
  tellExactly([
    {
      what: "is a tag with other characters than IAM's, or a key in two cases",
      settings: { ...SMALL, tags: { Stage: "a", stage: "b", owner: "a;b" } },
      says: [
        `tags.owner: ${tag('{"owner":"a;b"}')}; choose another tag`,
        'tags.stage: expected a key that differs from Stage in more than case, found "stage"; iam takes the two for one and refuses the role; keep one of them',
      ],
    },
    {
      what: "is such a tag in a filter or of an upload",
      settings: {
        ...SMALL,
        deleteMarkers: false,
        filter: { tags: { "a*": "b" } },
        replicateOnlyFrom: { tag: { key: "replicate", value: "a?" }, principals: [HERE] },
      },
      says: [
        `filter.tags.a*: ${tag('{"a*":"b"}')}; use a tag that objects can carry`,
        'replicateOnlyFrom.tag.value: expected at most 256 letters, digits, spaces and _.:/=+-@, found "a?"; choose a value such as yes',
      ],
    },
    {
      what: "is a retention of more than 100 years, in days",
      settings: { ...SMALL, objectLock: { mode: "COMPLIANCE", days: 36501 } },
      says: [`objectLock.days: expected at most 36500 days, found 36501; ${hundred}`],
    },
    {
      what: "is a retention of more than 100 years, in years",
      settings: { ...SMALL, objectLock: { mode: "COMPLIANCE", years: 101 } },
      says: [`objectLock.years: expected at most 100 years, found 101; ${hundred}`],
    },
    {
      what: "is a number of days that no 32-bit integer holds",
      settings: {
        ...SMALL,
        lifecycle: { replicas: { noncurrentVersionsExpireInDays: 2147483648 } },
        replicas: [{ region: "eu-central-1", lifecycle: { unfinishedUploadsExpireInDays: 1e12 } }],
      },
      says: [
        `lifecycle.replicas.noncurrentVersionsExpireInDays: ${days} 2147483648; choose a number of days, or leave it out`,
        `replicas[0].lifecycle.unfinishedUploadsExpireInDays: ${days} 1000000000000; choose a number of days, or leave it out`,
      ],
    },
    {
      what: "is a prefix that xml cannot carry",
      settings: { ...SMALL, filter: { prefix: "a\u0001" } },
      says: [
        'filter.prefix: expected a prefix without control characters, found "a\\u0001"; remove them: s3\'s configuration is xml, which cannot carry them',
      ],
    },
    {
      what: "is an alias that the name of a replica makes too long, said with the alias",
      settings: {
        ...SMALL,
        replicas: [{ region: "eu-central-1", name: "n".repeat(240), bucketName: "acme-copy" }],
      },
      says: [
        `keyAlias: expected aliases of at most 256 characters, found "alias/archive/replication/${"n".repeat(50)}... with 266; shorten keyAlias or the name of the replica`,
      ],
    },
    {
      what: "is a role's name that is too long",
      settings: {
        ...SMALL,
        prefix: "a".repeat(48),
        replicas: [{ region: "eu-central-1", bucketName: "acme-copy" }],
      },
      says: [
        `prefix: expected a role name of 1 to 64 letters, digits and +=,.@_-, found "${"a".repeat(48)}-archive-replication"; shorten it, or set roleName to a name for the role`,
      ],
    },
    {
      what: "is the id of a rule that is too long",
      settings: {
        ...SMALL,
        replicas: [
          {
            region: "eu-central-1",
            name: "n".repeat(220),
            bucketName: "acme-copy",
            rules: [{ name: "a" }, { name: "r".repeat(40) }],
          },
        ],
      },
      says: [
        `replicas[0].rules[1].name: expected a rule's id of at most 255 characters, found "${"n".repeat(76)}... with 261; shorten the name of the rule or of the replica`,
      ],
    },
    {
      what: "is a tag of one replica with other characters",
      settings: { ...SMALL, replicas: [{ region: "eu-central-1", tags: { "a?": "", ok: "" } }] },
      says: [`replicas[0].tags.a?: ${tag('{"a?":""}')}; choose another tag`],
    },
    {
      what: "is an id of a key that is none",
      settings: { ...SMALL, replicas: [{ region: "eu-central-1", adopt: { keyId: "alias/archive" } }] },
      says: [
        'replicas[0].adopt.keyId: expected the id of a key, such as 1234abcd-12ab-34cd-56ef-1234567890ab, found "alias/archive"; write the id of the key that the alias stands for: aws kms describe-key shows it',
      ],
    },
  ]);

  it("is not the largest value that it takes", () => {
    for (const settings of [
      { objectLock: { mode: "GOVERNANCE", days: 36500 } },
      { objectLock: { mode: "GOVERNANCE", years: 100 } },
      { lifecycle: { primary: { noncurrentVersionsExpireInDays: 2147483647 } } },
      { tags: { "Cost Center": "a/b=c+d-e@f.g:h_i", größe: "" } },
      { filter: { prefix: "a\tü/" } },
    ]) {
      assert.deepEqual(lines({ ...SMALL, ...settings }), []);
    }
  });

  it("is not a tag key in two cases where no role carries it", () => {
    assert.deepEqual(lines({ prefix: "partner", receiver: RECEIVER, tags: { Stage: "a", stage: "b" } }), []);
  });
});

describe("a value of another type", () => {
  tellExactly(
    (
      [
        ["replicationTimeControl", "yes", "true or false", "write true: yes is text in yaml 1.2"],
        ["metrics", "off", "true or false", "write false: off is text in yaml 1.2"],
        ["protect", "true", "true or false", "write true without quotes"],
        ["deleteMarkers", 1, "true or false", "write true: 1 is a number"],
        ["deleteMarkers", "maybe", "true or false", "write true or false"],
        ["keyDeletionWindowInDays", "20", "a number", "write 20 without quotes"],
        ["keyDeletionWindowInDays", "long", "a number", "write a number"],
        ["writers", HERE, "a list", `write it as a list: [${HERE}]`],
        ["writers", {}, "a list", "write a list"],
        ["prefix", ["acme"], "text", "write one text"],
        ["keyAlias", 5, "text", "put it in quotes"],
        ["tags", "team", "an object", "write a name and a value below it, e.g. team: storage"],
        ["filter", "logs/", "an object", "write its settings below it: prefix, tags"],
      ] as const
    ).map(([name, value, expected, fix]) => ({
      what: `is told with what to write instead: ${name}: ${JSON.stringify(value)}`,
      settings: { ...SMALL, [name]: value },
      says: [`${name}: expected ${expected}, found ${JSON.stringify(value)}; ${fix}`],
    })),
  );
});
