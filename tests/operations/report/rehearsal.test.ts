import assert from "node:assert/strict";
import { replicaDifferences } from "../../../operations/report/differences";
import { notesOnRehearsal } from "../../../operations/report/notes";
import { paint, wantsColour } from "../../../operations/report/paint";
import { rehearsalJson, resourceJson } from "../../../operations/report/rehearsalJson";
import { rehearsalReport } from "../../../operations/report/rehearsalReport";
import { rehearsalText } from "../../../operations/report/rehearsalText";
import { planOf } from "../../helpers/plans";
import { onOneLine } from "../../helpers/reportText";

describe("what differs between replicas", () => {
  it("is nothing for replicas that are alike but for names, keys and regions", async () => {
    assert.deepEqual(replicaDifferences(await planOf()), []);
  });

  it("is every property in which they do", async () => {
    const plan = await planOf({
      replicas: [
        { region: "eu-central-1", lifecycle: { noncurrentVersionsExpireInDays: 9 } },
        { region: "eu-north-1", storageClass: "GLACIER_IR", filter: { prefix: "a/" } },
      ],
    });
    const differences = new Map(replicaDifferences(plan).map(({ property, values }) => [property, values]));
    assert.deepEqual(differences.get("rule destination.storageClass"), {
      "eu-central-1": "–",
      "eu-north-1": "GLACIER_IR",
    });
    assert.deepEqual(differences.get("rule filter.prefix"), { "eu-central-1": "", "eu-north-1": "a/" });
    assert.deepEqual(
      differences.get(
        "aws:s3:BucketLifecycleConfiguration rules[1].noncurrentVersionExpiration.noncurrentDays",
      ),
      { "eu-central-1": "9", "eu-north-1": "–" },
    );
  });
});

describe("what S3 does not do", () => {
  const cases = [
    { when: "always", args: {}, says: "deleting a version by its id", not: "do not see" },
    {
      when: "delete markers are off",
      args: { deleteMarkers: false },
      says: "stays visible",
      not: "delete markers replicate when",
    },
    {
      when: "a filter is by tags",
      args: { deleteMarkers: false, filter: { tags: { a: "b" } } },
      says: "a tag added later",
      not: "15 minutes",
    },
    {
      when: "time control is on",
      args: { replicationTimeControl: true },
      says: "15 minutes",
      not: "a tag added later",
    },
    {
      when: "a lifecycle deletes",
      args: { lifecycle: { primary: { noncurrentVersionsExpireInDays: 1 } } },
      says: "lifecycle is not replicated",
      not: "15 minutes",
    },
  ];
  for (const { when, args, says, not } of cases) {
    it(`is told where it bites: ${when}`, async () => {
      const notes = notesOnRehearsal(await planOf(args)).join("\n");
      assert.ok(notes.includes(says), notes);
      assert.equal(notes.includes(not), false, notes);
    });
  }
});

describe("a report", () => {
  it("counts the resources where nobody asks for each, by kind and by region", async () => {
    const text = rehearsalText(rehearsalReport(await planOf(), []), paint(false), false);
    assert.equal(
      text,
      [
        "resources: 46 (--verbose shows each)",
        "  2 buckets, 4 keys, 1 role, 1 replication configuration, 3 alarms, 2 topics,",
        "  1 queue, 1 dashboard, 19 of other types, 2 providers, 10 components",
        "  in 111122223333: eu-west-1 (20), eu-central-1 (14)",
        "",
        "what differs between replicas",
        "  nothing but their names, keys and regions",
        "",
      ].join("\n"),
    );
  });

  it("names what is left to the default provider, also where it only counts", async () => {
    const plan = await planOf();
    const resources = plan.resources.map((one) =>
      one.name === "archive-primary-bucket" ? { ...one, provider: undefined } : one,
    );
    const report = rehearsalReport({ ...plan, resources }, []);
    const said =
      "on the default provider, so that their region and account are not known: archive-primary-bucket";
    assert.ok(onOneLine(rehearsalText(report, paint(false), false)).includes(`✗ ${said}`));
    assert.match(
      rehearsalText(report, paint(false), true),
      /archive-primary-bucket aws:s3:Bucket DEFAULT PROVIDER/,
    );
  });

  it("shows every resource with the region and account of its provider", async () => {
    const plan = await planOf();
    const text = rehearsalText(rehearsalReport(plan, ["p:secret"]), paint(false), true);
    for (const { name, custom, type } of plan.resources) {
      const line = text
        .split("\n")
        .find((found) => found.endsWith(` ${name}`) || found.includes(` ${name} `));
      assert.ok(line, name);
      if (custom && type.startsWith("aws:"))
        assert.match(
          onOneLine(text.replaceAll("│", " ")),
          new RegExp(`─ ${name} \\S+ (eu-west-1|eu-central-1) 111122223333`),
        );
    }
    assert.equal(text.includes("DEFAULT PROVIDER"), false);
    assert.match(text, /not decrypted offline, replaced by a placeholder\n {2}p:secret/);
    assert.equal(text.includes("\u001b"), false);
  });

  it("has colours only for a terminal that does not refuse them", () => {
    assert.equal(paint(true).red("x"), "\u001b[31mx\u001b[39m");
    assert.equal(wantsColour({ isTTY: true }, {}), true);
    assert.equal(wantsColour({ isTTY: true }, { NO_COLOR: "1" }), false);
    assert.equal(wantsColour({ isTTY: true }, { TERM: "dumb" }), false);
    assert.equal(wantsColour({}, {}), false);
  });

  it("names every resource for a program that reads it", async () => {
    const plan = await planOf();
    const json: unknown = JSON.parse(JSON.stringify(rehearsalJson(rehearsalReport(plan, []))));
    assert.ok(typeof json === "object" && json !== null && "resources" in json);
    assert.deepEqual(
      json.resources,
      plan.resources.map((resource) => JSON.parse(JSON.stringify(resourceJson(resource)))),
    );
    const [bucket] = plan.resources.filter(({ name }) => name === "archive-primary-bucket");
    assert.ok(bucket);
    const { urn, inputs, provider } = bucket;
    const own = { urn, type: "aws:s3/bucket:Bucket", name: "archive-primary-bucket", provider, inputs };
    assert.deepEqual(resourceJson(bucket), {
      ...own,
      id: "acme-archive",
      protect: true,
      retainOnDelete: true,
    });
  });

  it("leaves out inputs that are secret, and those of providers", async () => {
    const plan = await planOf();
    const [bucket] = plan.resources.filter(({ name }) => name === "archive-primary-bucket");
    const [provider] = plan.resources.filter(({ type }) => type === "pulumi:providers:aws");
    assert.ok(bucket && provider);
    const { inputs } = resourceJson({ ...bucket, secretInputs: ["tags"] });
    assert.deepEqual(["bucket" in inputs, "tags" in inputs, "tags" in bucket.inputs], [true, false, true]);
    assert.deepEqual([resourceJson(provider).inputs, Object.keys(provider.inputs).length > 0], [{}, true]);
  });
});
