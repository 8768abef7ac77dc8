import assert from "node:assert/strict";
import fc from "fast-check";
import { KNOWN_REGIONS } from "../../aws/regions";
import { problemLine } from "../../components/problems";
import { parseSettings } from "../../components/settings";
import { decodeConfiguration, readConfiguration } from "../../components/stackArguments";
import type { ResourceProperties } from "../../operations/rehearsal/values";
import { planOf, rulesOf } from "../helpers/plans";

const SMALL = { prefix: "acme", primaryRegion: "eu-west-1", replicas: ["eu-central-1"] };

function lines(settings: ResourceProperties): readonly string[] {
  const parsed = parseSettings(settings);
  return "problems" in parsed ? parsed.problems.map(problemLine) : [];
}

function argsOf(settings: ResourceProperties) {
  const parsed = parseSettings(settings);
  assert.ok("args" in parsed, "problems" in parsed ? parsed.problems.map(problemLine).join("\n") : "");
  return parsed.args;
}

describe("settings", () => {
  it("need a prefix, a primary region and a replica, and have a default for everything else", () => {
    assert.deepEqual(argsOf(SMALL), {
      bucketName: "acme-archive",
      primary: {
        region: "eu-west-1",
        accountId: undefined,
        assumeRole: undefined,
        profile: undefined,
        accessLogBucket: undefined,
        bucketPolicyStatements: undefined,
        keyPolicyStatements: undefined,
      },
      replicas: [{ region: "eu-central-1" }],
      providers: "site",
      filter: {},
      deleteMarkers: true,
      roleName: undefined,
      rolePath: undefined,
      permissionsBoundary: undefined,
      roleArn: undefined,
      backfill: undefined,
      replicationTimeControl: false,
      metrics: true,
      lifecycle: {},
      objectLock: undefined,
      readers: undefined,
      writers: undefined,
      versionDeleters: undefined,
      logDelivery: [],
      keyAlias: "archive",
      keyDeletionWindowInDays: 30,
      tags: {},
      protect: true,
      retainOnDelete: true,
      endpoint: undefined,
    });
  });

  it("pass everything that is set on to the component", () => {
    const replica = {
      region: "eu-north-1",
      name: "cold",
      bucketName: "acme-cold",
      storageClass: "GLACIER_IR",
      filter: { prefix: "logs/", tags: { tier: "gold" } },
      priority: 7,
      deleteMarkers: false,
      lifecycle: { noncurrentVersionsExpireInDays: 30 },
      accessLogBucket: "acme-logs-north",
    };
    const args = argsOf({
      ...SMALL,
      replicas: [replica],
      accountId: "111122223333",
      filter: { prefix: "data/" },
      replicationTimeControl: true,
      lifecycle: { primary: { unfinishedUploadsExpireInDays: 1 } },
      objectLock: { mode: "COMPLIANCE", years: 1 },
      logDelivery: ["cloudtrail"],
      accessLogBucket: "acme-logs",
      keyAlias: "vault",
      keyDeletionWindowInDays: 7,
      tags: { team: "storage" },
      protect: false,
      retainOnDelete: false,
      metrics: true,
      endpoint: "http://127.0.0.1:4566",
    });
    assert.deepEqual(args.replicas, [replica]);
    assert.deepEqual(args.primary, {
      region: "eu-west-1",
      accountId: "111122223333",
      assumeRole: undefined,
      profile: undefined,
      accessLogBucket: "acme-logs",
      bucketPolicyStatements: undefined,
      keyPolicyStatements: undefined,
    });
    assert.deepEqual(args.objectLock, { mode: "COMPLIANCE", years: 1 });
    assert.deepEqual(args.lifecycle, { primary: { unfinishedUploadsExpireInDays: 1 } });
    assert.equal(args.keyAlias, "vault");
    assert.equal(args.endpoint, "http://127.0.0.1:4566");
  });

  it("turn Object Lock on without a default retention when only enabled is set, and off when it is empty", () => {
    assert.deepEqual(argsOf({ ...SMALL, objectLock: { enabled: true } }).objectLock, {});
    assert.equal(argsOf({ ...SMALL, objectLock: {} }).objectLock, undefined);
    assert.equal(argsOf({ ...SMALL, objectLock: { enabled: false } }).objectLock, undefined);
  });
});

describe("replicas as one text, which pulumi new asks for", () => {
  const CASES: readonly (readonly [string, readonly string[]])[] = [
    ["eu-central-1", ["eu-central-1"]],
    ["eu-central-1,eu-north-1", ["eu-central-1", "eu-north-1"]],
    [" eu-central-1 , eu-north-1, ", ["eu-central-1", "eu-north-1"]],
  ];
  for (const [text, regions] of CASES) {
    it(`are the regions between the commas: ${JSON.stringify(text)}`, () => {
      const values = decodeConfiguration("acme", {
        "acme:prefix": "acme",
        "acme:primaryRegion": "eu-west-1",
        "acme:replicas": text,
      });
      assert.deepEqual(
        argsOf(values).replicas,
        regions.map((region) => ({ region })),
      );
    });
  }

  it("are checked one by one", () => {
    assert.deepEqual(lines({ ...SMALL, replicas: "eu-central-1, eu-wset-2" }), [
      'replicas[1].region: expected an AWS region, found "eu-wset-2"; did you mean "eu-west-2"?',
    ]);
    assert.deepEqual(lines({ ...SMALL, replicas: "," }), [
      "replicas: expected at least one replica, found an empty list; name a region, e.g. eu-central-1",
    ]);
  });

  it("are the list that they are written from", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.constantFrom(...KNOWN_REGIONS), { minLength: 1 }), (regions) => {
        const ofText = parseSettings({ ...SMALL, replicas: regions.join(", ") });
        assert.deepEqual(ofText, parseSettings({ ...SMALL, replicas: regions }));
      }),
    );
  });
});

describe("a problem of the settings", () => {
  const long = "a".repeat(40);
  const cases: readonly { readonly change: ResourceProperties; readonly says: readonly string[] }[] = [
    {
      change: { prefix: undefined },
      says: ["prefix: expected text, found nothing; add it to the stack's settings"],
    },
    {
      change: { primaryRegion: "eu-wset-1" },
      says: ['primaryRegion: expected an AWS region, found "eu-wset-1"; did you mean "eu-west-1"?'],
    },
    {
      change: { replicas: [] },
      says: [
        "replicas: expected at least one replica, found an empty list; name a region, e.g. eu-central-1",
      ],
    },
    {
      change: { replicas: ["eu-central-1", "eu-central-1"] },
      says: [
        'replicas[1].region: expected a replica other than replicas[0], found "eu-central-1" again; remove it, or give it a name of its own (name: ...)',
      ],
    },
    {
      change: { replicas: ["eu-west-1"] },
      says: [
        'replicas[0].region: expected a region other than primaryRegion, or a replica with a name of its own, found "eu-west-1"; choose another region, or add a name to replicate within the region (name: backup)',
      ],
    },
    {
      change: { replicas: ["us-gov-west-1"] },
      says: [
        'replicas[0].region: expected a region of the partition aws, where primaryRegion is, found "us-gov-west-1" of aws-us-gov; s3 does not replicate between partitions; choose another region',
      ],
    },
    {
      change: { prefix: long },
      says: [
        `prefix: expected a bucket name of 3 to 63 characters, found "${long}-archive-replication-eu-central-1" with 73; shorten it by 10 or give replicas[0] a bucketName of its own`,
      ],
    },
    {
      change: { prefix: "Acme" },
      says: [
        'prefix: expected a bucket name of lower-case letters, digits, hyphens and dots, found "Acme-archive"; choose another name',
      ],
    },
    {
      change: { filter: { tags: { tier: "gold" } } },
      says: [
        "deleteMarkers: expected false for replicas[0], which filters by tags, found true, which is the default; set deleteMarkers to false, or filter by prefix only",
      ],
    },
    {
      change: { replicas: [{ region: "eu-central-1", filter: { tags: { a: "b" } }, deleteMarkers: true }] },
      says: [
        "replicas[0].deleteMarkers: expected false for replicas[0], which filters by tags, found true; set deleteMarkers to false, or filter by prefix only",
      ],
    },
    {
      change: {
        replicas: [
          { region: "eu-central-1", priority: 1 },
          { region: "eu-north-1", priority: 1 },
        ],
      },
      says: [
        "replicas[1].priority: expected a priority other than that of replicas[0], found 1; choose another number, or leave it out",
      ],
    },
    {
      change: { replicas: [{ region: "eu-central-1", priority: 2147483648 }] },
      says: [
        "replicas[0].priority: expected a whole number from 0 to 2147483647, found 2147483648; choose another number, or leave it out",
      ],
    },
    {
      change: { deleteMarker: false },
      says: ['deleteMarker: expected a known setting, found "deleteMarker"; did you mean "deleteMarkers"?'],
    },
    {
      change: { replicas: [{ region: "eu-central-1", storageclass: "GLACIER" }] },
      says: [
        'replicas[0].storageclass: expected a known setting, found "storageclass"; did you mean "storageClass"?',
      ],
    },
    {
      change: { replicas: [{ region: "eu-central-1", filter: { prefx: "a" } }] },
      says: ['replicas[0].filter.prefx: expected a known setting, found "prefx"; did you mean "prefix"?'],
    },
    {
      change: { replicas: [{ region: "eu-central-1", storageClass: "STANDARD-IA" }] },
      says: [
        'replicas[0].storageClass: expected a storage class that replicas can have, found "STANDARD-IA"; did you mean "STANDARD_IA"?',
      ],
    },
    {
      change: { replicationTimeControl: true, metrics: false },
      says: [
        "metrics: expected true with replicationTimeControl, found false; s3 refuses replication time control without metrics; leave metrics on",
      ],
    },
    {
      change: { filter: { prefix: "/logs/*" } },
      says: [
        'filter.prefix: expected a prefix without a leading slash, found "/logs/*"; remove the slash',
        'filter.prefix: expected a literal prefix, found "/logs/*"; remove the wildcard: a prefix matches every key that begins with it',
      ],
    },
    {
      change: { keyDeletionWindowInDays: 5 },
      says: [
        "keyDeletionWindowInDays: expected a whole number from 7 to 30, found 5; kms waits 7 to 30 days before it deletes a key; 30 is the safest",
      ],
    },
    {
      change: { lifecycle: { primary: { noncurrentVersionsExpireInDays: 0 } } },
      says: [
        "lifecycle.primary.noncurrentVersionsExpireInDays: expected a whole number of days, 1 to 2147483647, found 0; choose a number of days, or leave it out",
      ],
    },
    {
      change: { objectLock: { mode: "GOVERNANCE" } },
      says: [
        'objectLock: expected a mode with either days or years (a whole number, 1 or more), or none of the three, found {"mode":"GOVERNANCE"}; for example { mode: GOVERNANCE, days: 30 }',
      ],
    },
    {
      change: { objectLock: { mode: "GOVERNANCE", days: 1 }, logDelivery: ["s3-access-logs"] },
      says: [
        'objectLock: expected no default retention in a bucket that receives s3 access logs, found {"mode":"GOVERNANCE","days":1}; s3 does not deliver access logs into such a bucket; leave mode, days and years out',
      ],
    },
    {
      change: { logDelivery: ["cloudtrial"] },
      says: [
        'logDelivery[0]: expected one of cloudtrail, cloudwatch-logs, s3-access-logs, vpc-flow-logs, found "cloudtrial"; did you mean "cloudtrail"?',
      ],
    },
    {
      change: { accessLogBucket: "acme-archive" },
      says: [
        'accessLogBucket: expected a bucket outside of this replication, found "acme-archive"; every delivered log would cause another one; name a bucket kept for logs',
      ],
    },
    {
      change: { accountId: "1111-2222-3333" },
      says: [
        'accountId: expected the 12 digits of an aws account, found "1111-2222-3333"; write the digits without hyphens, in quotes',
      ],
    },
    {
      change: { tags: { "aws:team": "x" } },
      says: [
        'tags.aws:team: expected a key of 1 to 128 characters that does not begin with aws:, a value of at most 256, both of letters, digits, spaces and _.:/=+-@, found {"aws:team":"x"}; choose another tag',
      ],
    },
    {
      change: { endpoint: "localhost:4566" },
      says: [
        'endpoint: expected the address of an emulator, found "localhost:4566"; for example http://127.0.0.1:4566',
      ],
    },
    {
      change: { keyAlias: "alias/archive" },
      says: [
        'keyAlias: expected letters, digits, / _ and -, not beginning with aws/, found "alias/archive"; write it without the leading alias/, e.g. archive',
      ],
    },
    {
      change: { protect: "yes" },
      says: ['protect: expected true or false, found "yes"; write true: yes is text in yaml 1.2'],
    },
    {
      change: { replicas: [{ region: "eu-central-1", bucketName: "acme-archive" }] },
      says: [
        'replicas[0].bucketName: expected a bucket other than that of prefix, found "acme-archive"; choose another name; for several rules to one bucket, give one replica a list of rules',
      ],
    },
    {
      change: { replicas: [{ region: "eu-central-1", name: "Backup!" }] },
      says: [
        'replicas[0].name: expected lower-case letters, digits and hyphens, found "Backup!"; choose a short name such as backup',
      ],
    },
    {
      change: { replicas: 3 },
      says: ["replicas: expected a list, found 3; write a list"],
    },
  ];

  for (const { change, says } of cases) {
    it(`is told for ${JSON.stringify(change)}`, () => {
      const told = lines({ ...SMALL, ...change });
      for (const line of says) assert.ok(told.includes(line), `${line}\nis not among\n${told.join("\n")}`);
    });
  }

  it("comes with all the others", () => {
    const told = lines({ prefix: "Acme", primaryRegion: "mars", replicas: [], keyDeletionWindowInDays: 1 });
    assert.deepEqual(
      told.map((line) => line.slice(0, line.indexOf(":"))),
      ["primaryRegion", "replicas", "prefix", "keyDeletionWindowInDays"],
    );
  });

  it("comes with the others even where some settings cannot be read at all", () => {
    const told = lines({
      prefix: "Acme",
      replicas: ["eu-wset-1", "eu-north-1"],
      keyDeletionWindowInDays: 1,
      protect: "yes",
      metric: true,
    });
    assert.deepEqual(
      told.map((line) => line.slice(0, line.indexOf(":"))),
      ["primaryRegion", "protect", "metric", "replicas[0].region", "prefix", "keyDeletionWindowInDays"],
    );
    assert.equal(told.join().includes("placeholder"), false);
  });

  it("is told when there are more rules than S3 takes", () => {
    const replicas = Array.from({ length: 1001 }, (_, index) => ({
      region: "eu-central-1",
      name: `r${index}`,
    }));
    assert.ok(
      lines({ ...SMALL, replicas }).includes(
        "replicas: expected at most 1000 rules, one for each replica or several, found 1001; remove replicas or rules",
      ),
    );
  });

  it("is told when the role's policies would not fit", () => {
    const replicas = (length: number) =>
      Array.from({ length }, (_, index) => ({ region: "eu-central-1", name: `r${index}` }));
    assert.deepEqual(lines({ ...SMALL, replicas: replicas(40) }), []);
    assert.match(
      lines({ ...SMALL, replicas: replicas(200) }).join("\n"),
      /^replicas: expected each managed policy of the replication role of at most 6144 characters, found \d+ for 200 replicas; iam takes no more; use fewer replicas or shorter bucket names$/,
    );
  });

  it("is never raised for a replica within the primary's region that has a name of its own", () => {
    assert.deepEqual(lines({ ...SMALL, replicas: [{ region: "eu-west-1", name: "backup" }] }), []);
  });
});

describe("settings as the engine hands them over", () => {
  it("are text where the setting is text, and JSON elsewhere", () => {
    assert.deepEqual(
      decodeConfiguration("s3-replication", {
        "s3-replication:accountId": "012345678901",
        "s3-replication:endpoint": "true",
        "s3-replication:metrics": "false",
        "s3-replication:keyDeletionWindowInDays": "7",
        "s3-replication:replicas": '["eu-central-1"]',
        "s3-replication:tags": '{"a":"b"}',
        "s3-replication:unheardOf": "1",
        "aws:region": "eu-west-1",
      }),
      {
        accountId: "012345678901",
        endpoint: "true",
        metrics: false,
        keyDeletionWindowInDays: 7,
        replicas: ["eu-central-1"],
        tags: { a: "b" },
        unheardOf: "1",
      },
    );
  });

  it("are read from a namespace that is a slip of the project's name, too, and the slip is told", () => {
    const { settings, problems } = readConfiguration("s3-replication", {
      "s3-replicaton:prefix": "acme",
      "s3-replication:replicas": "[]",
      "s3-replicaton:replicas": '["eu-central-1"]',
      "s3-replication:primaryRegion": "eu-west-1",
    });
    assert.deepEqual(problems.map(problemLine), [
      's3-replicaton:prefix: expected the namespace s3-replication, found "s3-replicaton"; did you mean "s3-replication:prefix"?',
      's3-replicaton:replicas: expected the namespace s3-replication, found "s3-replicaton"; did you mean "s3-replication:replicas"?',
    ]);
    assert.deepEqual(settings, {
      prefix: "acme",
      replicas: ["eu-central-1"],
      primaryRegion: "eu-west-1",
    });
  });

  it("may stand beside those of providers and of other projects", () => {
    const { settings, problems } = readConfiguration("s3-replication", {
      "aws:profile": "acme",
      "pulumi:disable-default-providers": '["*"]',
      "s3-notification:topic": "a",
      "s3-replication:prefix": "acme",
    });
    assert.deepEqual(problems, []);
    assert.deepEqual(settings, { prefix: "acme" });
  });
});

describe("any settings", () => {
  const text = fc.oneof(fc.constantFrom("acme", "a", "eu-west-1", "", "GLACIER", "logs/"), fc.string());
  const region = fc.constantFrom(...KNOWN_REGIONS, "nowhere");
  const filter = fc.record(
    { prefix: text, tags: fc.dictionary(text, text, { maxKeys: 3 }) },
    { requiredKeys: [] },
  );
  const replica = fc.oneof(
    region,
    fc.record(
      {
        region,
        name: fc.constantFrom("a", "b", "c-1"),
        storageClass: fc.constantFrom("STANDARD_IA", "GLACIER", "no"),
        filter,
        priority: fc.integer({ min: -1, max: 5 }),
        deleteMarkers: fc.boolean(),
      },
      { requiredKeys: ["region"] },
    ),
  );
  const plausible = fc.record(
    {
      prefix: fc.constantFrom("acme", "a-b", "x"),
      primaryRegion: region,
      replicas: fc.array(replica, { maxLength: 4 }),
      filter,
      deleteMarkers: fc.boolean(),
      replicationTimeControl: fc.boolean(),
      metrics: fc.boolean(),
      objectLock: fc.record({
        mode: fc.constantFrom("GOVERNANCE", "COMPLIANCE"),
        days: fc.integer({ min: 0, max: 3 }),
      }),
    },
    { requiredKeys: ["prefix", "primaryRegion", "replicas"] },
  );

  it("are either accepted or answered with problems, whatever they are", () => {
    const anything = fc.dictionary(
      fc.oneof(
        fc.constantFrom(
          "prefix",
          "replicas",
          "filter",
          "tags",
          "objectLock",
          "lifecycle",
          "assumeRole",
          "receiver",
          "readers",
          "replicateOnlyFrom",
          "writers",
          "versionDeleters",
          "bucketPolicyStatements",
          "keyPolicyStatements",
          "providers",
        ),
        fc.string(),
      ),
      fc.anything(),
    );
    fc.assert(
      fc.property(fc.oneof(anything, plausible), (settings) => {
        const parsed = parseSettings(settings);
        assert.ok(!("problems" in parsed) || parsed.problems.length > 0);
      }),
      { numRuns: 500 },
    );
  });

  it("that are accepted give one rule a replica, with unique ids and priorities", async () => {
    await fc.assert(
      fc.asyncProperty(plausible, async (settings) => {
        const parsed = parseSettings(settings);
        if (!("args" in parsed)) return;
        const rules = rulesOf(await planOf(parsed.args));
        assert.equal(rules.length, parsed.args.replicas.length);
        assert.equal(new Set(rules.map((rule) => rule["id"])).size, rules.length);
        assert.equal(new Set(rules.map((rule) => rule["priority"])).size, rules.length);
      }),
      { numRuns: 50 },
    );
  });
});
