import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { RECEIVING_LEFT_OUT, REPLICATED_LEFT_OUT } from "../../../components/multi-language/missingOptions";
import { resources, types } from "../../../components/multi-language/schema.json";
import { judge, topologyFromRehearsal } from "../../../model";
import { constructed, RECEIVING, REPLICATED } from "../../helpers/componentPackage";
import { PROJECT_DIRECTORY } from "../../helpers/plans";

const PAGE = readFileSync(join(PROJECT_DIRECTORY, "docs", "other-languages.md"), "utf8");

function example(language: string): string {
  const [, text] = new RegExp(`^\`\`\`${language}\n([^]*?)^\`\`\``, "m").exec(PAGE) ?? [];
  assert.ok(text !== undefined, `no example in ${language}`);
  return text;
}

/** A name of the schema, as Python has it. */
const inPython = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

describe("docs/other-languages.md", function () {
  this.timeout(300_000);

  it("has a YAML program whose routes all work", async () => {
    const { resources: declared, outputs } = parse(example("yaml"));
    const { type, properties } = declared.archive;
    assert.equal(type.replace(":", ":index:"), REPLICATED);
    const reports = judge(topologyFromRehearsal(await constructed(REPLICATED, "archive", properties)));
    assert.deepEqual(
      reports.map(({ verdict }) => verdict),
      ["works", "works"],
    );
    const [, output] = /^\$\{archive\.(\w+)\}$/.exec(outputs.bucket) ?? [];
    assert.ok(output !== undefined && output in resources[REPLICATED].properties);
  });

  it("has a Python program with names that the schema has", () => {
    const inputs = [
      resources[REPLICATED].inputProperties,
      types["s3-replication:index:Primary"].properties,
      types["s3-replication:index:Replica"].properties,
    ];
    const known = inputs.flatMap((properties) => Object.keys(properties)).map(inPython);
    const used = [...example("python").matchAll(/^ +(\w+)=|"(\w+)":/gm)].map(
      ([, argument, key]) => argument ?? key ?? "",
    );
    assert.deepEqual(used, [
      "bucket_name",
      "primary",
      "region",
      "replicas",
      "region",
      "region",
      "storage_class",
    ]);
    assert.deepEqual(
      used.filter((name) => !known.includes(name)),
      [],
    );
    assert.match(example("python"), /archive\.bucket_name/);
  });

  it("lists every output, and every argument that is not offered with the reason", () => {
    for (const [component, { properties }] of [
      ["ReplicatedBucket", resources[REPLICATED]],
      ["ReceivingBucket", resources[RECEIVING]],
    ] as const)
      for (const output of Object.keys(properties))
        assert.match(
          PAGE,
          new RegExp(`\\| (\`${component}\`)? ?\\|.*\`${output}\``),
          `${component}.${output}`,
        );
    const notOffered = [...PAGE.matchAll(/^\| `([\w.]+)` \| (a [^|]*) \|$/gm)].map(([, name, why]) => [
      name,
      why,
    ]);
    assert.deepEqual(Object.fromEntries(notOffered), { ...REPLICATED_LEFT_OUT, ...RECEIVING_LEFT_OUT });
  });
});
