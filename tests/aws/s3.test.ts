import assert from "node:assert/strict";
import fc from "fast-check";
import { BUCKET_NAME_RULES, isBucketName, RESERVED_SUFFIXES } from "../../aws/bucketNames";
import { s3KeyCondition, s3ViaService } from "../../aws/keyCondition";
import { collidingTagKeys, isTag } from "../../aws/limits";
import { filtersOverlap, type ObjectFilter } from "../../aws/replicationFilters";

const brokenRules = (name: string) =>
  BUCKET_NAME_RULES.filter(({ isBroken }) => isBroken(name)).map(({ expected }) => expected);

describe("names of buckets", () => {
  for (const name of ["acme-archive", "a1b", "acme.archive", "a".repeat(63)]) {
    it(`can be ${name}`, () => {
      assert.deepEqual(brokenRules(name), []);
      assert.equal(isBucketName(name), true);
    });
  }

  for (const [name, expected] of [
    ["ab", "a bucket name of 3 to 63 characters"],
    ["a".repeat(64), "a bucket name of 3 to 63 characters"],
    ["Acme", "a bucket name of lower-case letters, digits, hyphens and dots"],
    ["acme_archive", "a bucket name of lower-case letters, digits, hyphens and dots"],
    ["-acme", "a bucket name that begins and ends with a letter or a digit"],
    ["acme-", "a bucket name that begins and ends with a letter or a digit"],
    ["ac..me", "a bucket name without two dots in a row"],
    ["192.168.0.1", "a bucket name that does not look like an ip address"],
    ["xn--acme", 'a bucket name that does not begin with the reserved "xn--"'],
    ["sthree-acme", 'a bucket name that does not begin with the reserved "sthree-"'],
    ["amzn-s3-demo-acme", 'a bucket name that does not begin with the reserved "amzn-s3-demo-"'],
    ["acme-s3alias", 'a bucket name that does not end with the reserved "-s3alias"'],
    ["acme--ol-s3", 'a bucket name that does not end with the reserved "--ol-s3"'],
    ["acme.mrap", 'a bucket name that does not end with the reserved ".mrap"'],
    ["acme--x-s3", 'a bucket name that does not end with the reserved "--x-s3"'],
    ["acme--table-s3", 'a bucket name that does not end with the reserved "--table-s3"'],
  ] as const) {
    it(`cannot be ${name}`, () => assert.deepEqual(brokenRules(name), [expected]));
  }

  it("say by a reserved ending what else they name", () => {
    const kind = RESERVED_SUFFIXES.find(({ suffix }) => "acme--euw1-az1--x-s3".endsWith(suffix))?.kind;
    assert.equal(kind, "a directory bucket");
  });
});

describe("filters of two rules", () => {
  const prefix = fc.constantFrom("", "a", "ab", "b");
  const filter: fc.Arbitrary<ObjectFilter> = fc.record(
    { prefix, tags: fc.dictionary(fc.constantFrom("k", "l"), fc.constantFrom("1", "2")) },
    { requiredKeys: [] },
  );
  const keys = ["", "a", "ab", "b"];
  const tagSets = [undefined, "1", "2"].flatMap((k) =>
    [undefined, "1", "2"].map((l) => ({ ...(k !== undefined && { k }), ...(l !== undefined && { l }) })),
  );
  const matches = ({ prefix: begin = "", tags = {} }: ObjectFilter, key: string, own: object) =>
    key.startsWith(begin) && Object.entries(tags).every(([name, value]) => Reflect.get(own, name) === value);

  it("overlap exactly where some object matches both", () => {
    fc.assert(
      fc.property(filter, filter, (one, other) => {
        const shared = keys.some((key) =>
          tagSets.some((tags) => matches(one, key, tags) && matches(other, key, tags)),
        );
        assert.equal(filtersOverlap(one, other), shared);
        assert.equal(filtersOverlap(other, one), shared);
      }),
      { numRuns: 500 },
    );
  });
});

describe("the condition on the use of a key", () => {
  it("names S3 in the region, and the bucket in both forms of the encryption context", () => {
    assert.equal(s3ViaService("cn-north-1"), "s3.cn-north-1.amazonaws.com");
    assert.deepEqual(s3KeyCondition("eu-west-1", "arn:aws:s3:::acme"), {
      StringEquals: { "kms:ViaService": "s3.eu-west-1.amazonaws.com" },
      StringLike: { "kms:EncryptionContext:aws:s3:arn": ["arn:aws:s3:::acme", "arn:aws:s3:::acme/*"] },
    });
  });

  it("narrows only the form that names the object", () => {
    const condition = s3KeyCondition("eu-west-1", "arn:aws:s3:::acme", "logs/*");
    assert.deepEqual(condition.StringLike, {
      "kms:EncryptionContext:aws:s3:arn": ["arn:aws:s3:::acme", "arn:aws:s3:::acme/logs/*"],
    });
  });
});

describe("tags", () => {
  it("have keys of 1 to 128 characters that are not AWS's, and values of at most 256", () => {
    assert.equal(isTag("k".repeat(128), "v".repeat(256)), true);
    assert.equal(isTag("tier", ""), true);
    for (const [key, value] of [
      ["", "v"],
      ["k".repeat(129), "v"],
      ["k", "v".repeat(257)],
      ["aws:team", "v"],
      ["AWS:team", "v"],
    ] as const) {
      assert.equal(isTag(key, value), false, key);
    }
  });

  it("have only the characters that IAM takes", () => {
    assert.equal(isTag("Größe ünd_9.:/=+-@", "東京 1"), true);
    for (const character of ["?", "*", ";", ",", "&", "#", "(", "\n", "\t", "\u{1f600}"]) {
      assert.equal(isTag(`a${character}`, ""), false, `key with ${character}`);
      assert.equal(isTag("a", `b${character}`), false, `value with ${character}`);
    }
  });

  it("collide where their keys differ in case only", () => {
    assert.deepEqual(collidingTagKeys(["stage", "team"]), []);
    assert.deepEqual(collidingTagKeys(["Stage", "team", "stage", "STAGE"]), [
      ["stage", "Stage"],
      ["STAGE", "Stage"],
    ]);
  });
});
