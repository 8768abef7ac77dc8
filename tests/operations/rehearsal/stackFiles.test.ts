import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readStackConfiguration, SECRET_PLACEHOLDER } from "../../../operations/rehearsal/stackFiles";

describe("the files of a stack", () => {
  let directory = "";
  const write = (name: string, content: string) => writeFileSync(join(directory, name), content);

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "stack-files-"));
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  it("give the project's defaults, then the stack's values, as text or JSON", () => {
    write(
      "Pulumi.yaml",
      "name: p\nconfig:\n  a: { type: string, default: x }\n  b: { type: integer, default: 1 }\n  c: []\n  d: { type: string }\n  aws:retries: { value: 3 }\n",
    );
    write("Pulumi.dev.yaml", "config:\n  p:b: 2\n  p:e: { f: [true] }\n");
    assert.deepEqual(readStackConfiguration(directory, "dev"), {
      project: "p",
      stack: "dev",
      values: { "p:a": "x", "p:b": "2", "p:c": "[]", "aws:retries": "3", "p:e": '{"f":[true]}' },
      secretKeys: [],
      environments: [],
    });
  });

  it("replace what only the secrets provider could decrypt, and say which keys that is", () => {
    write("Pulumi.yaml", "name: p\n");
    write(
      "Pulumi.dev.yaml",
      "encryptionsalt: v1:abc\nconfig:\n  p:a: { secure: v1:xyz }\n  p:b: { c: [{ secure: v1:uvw }], d: e }\n  p:f: g\n",
    );
    const { values, secretKeys } = readStackConfiguration(directory, "dev");
    assert.deepEqual(secretKeys, ["p:a", "p:b"]);
    assert.deepEqual(values, {
      "p:a": SECRET_PLACEHOLDER,
      "p:b": `{"c":["${SECRET_PLACEHOLDER}"],"d":"e"}`,
      "p:f": "g",
    });
  });

  it("may have everything that Pulumi writes into them, and nothing below config", () => {
    write("Pulumi.yaml", "name: p\n");
    write("Pulumi.dev.yaml", "secretsprovider: x\nencryptedkey: y\nencryptionsalt: z\nconfig:\n");
    assert.deepEqual(readStackConfiguration(directory, "dev").values, {});
  });

  it("name the environments that values come from, and the file where it is not the stack's own", () => {
    write("Pulumi.yaml", "name: p\n");
    const cases: readonly (readonly [string, readonly string[]])[] = [
      ["environment: [acme/prod, acme/base]", ["acme/prod", "acme/base"]],
      ["environment: [acme/prod: { merge: false }]", ["acme/prod"]],
      [
        "environment: { imports: [acme/prod], values: { a: 1 } }",
        ["acme/prod", "the one defined in the stack file"],
      ],
      ["environment: []", []],
      ["environment:", []],
      ["config: {}", []],
    ];
    for (const [content, environments] of cases) {
      write("other.yaml", `${content}\n`);
      const read = readStackConfiguration(directory, "dev", join(directory, "other.yaml"));
      assert.deepEqual([read.environments, read.file], [environments, "other.yaml"], content);
    }
  });

  const failures = [
    {
      files: {},
      says: /^Pulumi\.yaml: expected a file, found none; change to the folder of a Pulumi project$/,
    },
    {
      files: { "Pulumi.yaml": "runtime: nodejs\n" },
      says: /^Pulumi\.yaml: expected a name, found none; add name: /,
    },
    {
      files: { "Pulumi.yaml": "name: p\n", "Pulumi.prod.yaml": "{}", "Pulumi.live.yaml": "{}" },
      says: /^Pulumi\.dev\.yaml: expected a file, found none; choose one of live, prod with --stack$/,
    },
    {
      files: { "Pulumi.yaml": "name: p\n", "Pulumi.dev.yaml": "config:\n  a: [1\n" },
      says: /^Pulumi\.dev\.yaml: expected yaml, found .+; correct the file$/,
    },
    {
      files: {
        "Pulumi.yaml": "name: p\n",
        "Pulumi.dev.yaml": "confg:\n  p:a: 1\nsecretprovider: x\nnotes: y\n",
      },
      says: /^Pulumi\.dev\.yaml has 3 problems:\n {2}confg: expected a key of a stack file, found "confg"; did you mean "config"\?\n {2}secretprovider: .*; did you mean "secretsprovider"\?\n {2}notes: .*; use one of config, environment, secretsprovider, encryptedkey, encryptionsalt$/,
    },
    {
      files: { "Pulumi.yaml": "name: p\n", "Pulumi.dev.yaml": "config:\n  - p:a: 1\n" },
      says: /^Pulumi\.dev\.yaml has 1 problem:\n {2}config: expected keys and values, found \[\{"p:a":1\}\]; write each setting below it: <project>:<setting>: <value>$/,
    },
    {
      files: { "Pulumi.yaml": "name: p\n", "Pulumi.dev.yaml": "- 1\n" },
      says: /^Pulumi\.dev\.yaml: expected keys and values, found \[1\]; correct the file$/,
    },
  ];
  for (const { files, says } of failures) {
    it(`fail with ${says.source}`, () => {
      for (const [name, content] of Object.entries(files)) write(name, content);
      assert.throws(() => readStackConfiguration(directory, "dev"), { name: "InputError", message: says });
    });
  }
});
