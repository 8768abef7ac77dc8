import { strict as assert } from "node:assert";
import fc from "fast-check";
import { topologyFromStackExport } from "../../../model";
import { routesOf } from "../../../model/route";
import { type ExportedResource, exported, exportObject, exportOf, exportText, only } from "./stack";

const bucket = (name: string, stack = "dev"): ExportedResource => ({
  type: "s3/bucket:Bucket",
  name,
  inputs: { bucket: name },
  id: name,
  stack,
});
const secret = (rest: object) => ({
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  ...rest,
});

function problemsOf(...written: readonly unknown[]): readonly string[] {
  const reading = topologyFromStackExport(...written);
  return "problems" in reading ? reading.problems : [];
}

describe("a stack export", () => {
  it("is read as text and parsed", () => {
    for (const written of [exportText(bucket("a")), exportObject(bucket("a"))]) {
      assert.deepEqual(only(exported(written).buckets).name, { known: "a" });
    }
  });
  it("is read as the state file of a self-managed backend, too", () => {
    const { deployment } = JSON.parse(exportText(bucket("a")));
    assert.equal(
      exported({ version: 3, checkpoint: { stack: "dev", latest: deployment } }).buckets.length,
      1,
    );
  });
  it("finds its providers, with region and account", () => {
    assert.deepEqual(only(exported(exportText(bucket("a"))).buckets).site, {
      account: { known: "111122223333" },
      region: { known: "eu-west-1" },
      partition: "aws",
    });
  });
  for (const mark of ["delete", "pendingReplacement"]) {
    it(`leaves out what a replacement has marked with ${mark}`, () => {
      const old = { ...bucket("a"), inputs: { bucket: "old" }, [mark]: true };
      const { buckets } = exported(exportText(old, bucket("a")));
      assert.deepEqual(only(buckets).name, { known: "a" });
    });
  }
  it("reads a plain secret and keeps an encrypted one as unknown", () => {
    const open = { ...bucket("a"), inputs: { bucket: secret({ plaintext: '"a"' }) } };
    const shut = { ...bucket("b"), id: "", inputs: { bucket: secret({ ciphertext: "v1:x" }) } };
    const { buckets } = exported(exportText(open, shut));
    assert.deepEqual(
      buckets.map(({ name }) => name),
      [{ known: "a" }, { unknown: "encrypted in the export" }],
    );
  });
  it("tells what it holds", () => {
    const shut = { ...bucket("b"), inputs: { bucket: "b", policy: [secret({ ciphertext: "v1:x" })] } };
    const reading = topologyFromStackExport(
      exportText(bucket("a"), shut, { type: "gcp:storage/bucket:Bucket", name: "g" }),
    );
    assert.ok("contents" in reading);
    assert.equal(reading.contents.resources, 4);
    assert.deepEqual(
      [...reading.contents.byPackage],
      [
        ["aws", 2],
        ["gcp", 1],
      ],
    );
    assert.deepEqual(reading.contents.encrypted, ["urn:pulumi:dev::app::aws:s3/bucket:Bucket::b: policy"]);
  });
  it("that holds nothing of AWS has an empty topology, and says what it holds", () => {
    const reading = topologyFromStackExport(exportText({ type: "gcp:storage/bucket:Bucket", name: "g" }));
    assert.ok("topology" in reading);
    assert.deepEqual(reading.topology, { buckets: [], keys: [], roles: [], configurations: [] });
    assert.deepEqual([...reading.contents.byPackage.keys()], ["gcp"]);
  });
  it("of a stack without resources is read", () => {
    assert.deepEqual(exported({ version: 3, deployment: { manifest: {} } }).buckets, []);
  });
});

describe("what is no stack export", () => {
  const cases: readonly (readonly [string, unknown, RegExp])[] = [
    [
      "an empty text",
      " ",
      /^expected a stack export, found an empty text; write one with: pulumi stack export/,
    ],
    [
      "a text that is cut off",
      exportText(bucket("a")).slice(0, -20),
      /it seems to be cut off; write one with/,
    ],
    ["a text that is no JSON", "resources:\n  a: b", /^expected JSON, found text that is none/],
    ["a number", "7", /^expected the JSON object of a stack export, found a number/],
    ["a list", "[]", /found a list/],
    ["null", "null", /found nothing/],
    ["another object", '{"Resources":{},"Outputs":{}}', /^expected a "deployment", found Resources, Outputs/],
    ["an object of nothing", "{}", /^expected a "deployment", found nothing/],
    [
      "resources that are no list",
      { deployment: { resources: {} } },
      /^deployment\.resources: expected a list, found an object/,
    ],
  ];
  for (const [title, written, problem] of cases) {
    it(`${title} is a problem, not an exception`, () => assert.match(only(problemsOf(written)), problem));
  }
  it("says in which file, and every problem at once", () => {
    assert.deepEqual(
      problemsOf("", exportText(bucket("a")), "7").map((problem) => problem.slice(0, 9)),
      ["export 1:", "export 3:"],
    );
  });
  it("is one stack given twice", () => {
    assert.deepEqual(problemsOf(exportText(bucket("a")), exportText(bucket("b"))), [
      "export 2: expected another stack, found dev::app as in export 1",
    ]);
  });
  it("is nothing at all", () => {
    assert.deepEqual(problemsOf(), ["expected at least one export, found none"]);
  });
  it("never throws, whatever JSON it is", () => {
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), fc.string()), (value) => {
        topologyFromStackExport(value);
        topologyFromStackExport({ deployment: { resources: value } });
        topologyFromStackExport({ deployment: { resources: [value] } });
        topologyFromStackExport({
          deployment: {
            resources: [
              {
                urn: "urn:pulumi:a::b::aws:s3/bucket:Bucket::c",
                type: "aws:s3/bucket:Bucket",
                inputs: value,
                outputs: value,
                provider: value,
                propertyDependencies: value,
              },
            ],
          },
        });
      }),
    );
  });
});

describe("several stacks together", () => {
  const configuration: ExportedResource = {
    type: "s3/bucketReplicationConfig:BucketReplicationConfig",
    name: "c",
    stack: "primary",
    inputs: {
      bucket: "source",
      role: "arn:aws:iam::111122223333:role/archive",
      rules: [{ status: "Enabled", filter: {}, destination: { bucket: "arn:aws:s3:::copy" } }],
    },
  };
  const primary = exportText(bucket("source", "primary"), configuration);
  const replica = exportText(bucket("copy", "replica"), {
    type: "s3/bucketVersioning:BucketVersioning",
    name: "v",
    stack: "replica",
    inputs: { bucket: "copy", versioningConfiguration: { status: "Enabled" } },
  });

  it("find what one of them refers to in another", () => {
    const route = only(routesOf(exported(primary, replica)));
    assert.ok("found" in route.destination);
    assert.equal(route.destination.found.label, "urn:pulumi:replica::app::aws:s3/bucket:Bucket::copy");
    assert.deepEqual(route.destination.found.versioning, { known: "Enabled" });
  });
  it("leave it outside where the other is not given", () => {
    assert.deepEqual(only(routesOf(exported(primary))).destination, { outside: "arn:aws:s3:::copy" });
  });
  it("know a bucket from the stack that manages it, where another only reads it", () => {
    const reading = exportText(
      bucket("source", "primary"),
      { ...bucket("copy", "primary"), external: true, inputs: {}, outputs: { bucket: "copy" } },
      configuration,
    );
    for (const order of [
      [reading, replica],
      [replica, reading],
    ]) {
      const topology = exported(...order);
      assert.equal(topology.buckets.length, 2);
      const route = only(routesOf(topology));
      assert.ok("found" in route.destination);
      assert.equal(route.destination.found.label, "urn:pulumi:replica::app::aws:s3/bucket:Bucket::copy");
    }
  });
});

describe("a large export", () => {
  function time(buckets: number, unrelated: number): number {
    const resources: ExportedResource[] = [];
    for (let index = 0; index < buckets; index += 1) {
      const name = `bucket-${index}`;
      resources.push(bucket(name), {
        type: "s3/bucketVersioning:BucketVersioning",
        name,
        inputs: { bucket: name, versioningConfiguration: { status: "Enabled" } },
      });
    }
    for (let index = 0; index < unrelated; index += 1) {
      resources.push({ type: "aws:ec2/instance:Instance", name: `instance-${index}`, inputs: { ami: "x" } });
    }
    const written = exportOf(resources);
    const start = process.hrtime.bigint();
    assert.equal(exported(written).buckets.length, buckets);
    return Number(process.hrtime.bigint() - start) / 1e6;
  }

  it("of 8,000 buckets takes not much more for each than one of 1,000", () => {
    time(1000, 0);
    const [small, large] = [time(1000, 0), time(8000, 0)];
    assert.ok(large < 8 * Math.max(small, 5) * 3, `${small} ms for 1,000, ${large} ms for 8,000`);
  });
  it("reads past 200,000 unrelated resources in a moment", () => {
    const taken = time(10, 200_000);
    assert.ok(taken < 2500, `${taken} ms`);
  });
});
