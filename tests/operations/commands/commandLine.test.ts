import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isProperties } from "../../../operations/rehearsal/values";
import { run } from "../../helpers/commandLine";

const EXPORT = join(__dirname, "..", "..", "fixtures", "engine", "stack-export.json");

describe("the command line", () => {
  const wrong: readonly { readonly words: readonly string[]; readonly says: RegExp }[] = [
    { words: ["reherse"], says: /unknown command 'reherse'/ },
    { words: ["rehearse", "--sack", "dev"], says: /unknown option '--sack'/ },
    { words: ["rehearse", "--json", "--markdown"], says: /'--json' cannot be used with option '--markdown'/ },
    {
      words: ["rehearse", "--stack", "nowhere"],
      says: /^Pulumi\.nowhere\.yaml: expected a file, found none; choose one of .*dev/,
    },
    { words: ["prove"], says: /missing required argument 'file'/ },
    {
      words: ["prove", "nothing.json"],
      says: /^nothing\.json: expected a file, found none that can be read/,
    },
    { words: ["prove", "-", "-"], says: /^-: expected standard input once/ },
    { words: ["explain"], says: /missing required argument 'key'/ },
    {
      words: ["explain", "a", "--sse", "rot13"],
      says: /^--sse: expected one of none, AES256, aws:kms, aws:kms:dsse, SSE-C, found rot13$/m,
    },
    ...["glacier", "NOPE", "OUTPOSTS", ""].map((name) => ({
      words: ["explain", "a", "--storage-class", name],
      says: new RegExp(
        `^--storage-class: expected one of STANDARD, REDUCED_REDUNDANCY, .*GLACIER_IR, found ${name}$`,
        "m",
      ),
    })),
    {
      words: ["explain", "a", "--tag", "a=b", "--tag", "a=c"],
      says: /^--tag: expected each key once, found a twice$/m,
    },
    {
      words: ["explain", "a", "--written-tag", "a=b"],
      says: /^--written-tag: expected only with --event change-tags; other events take --tag$/m,
    },
    {
      words: ["explain", "é".repeat(513)],
      says: /^key: expected at most 1024 bytes of UTF-8, found 1026$/m,
    },
    {
      words: ["explain", "a", "--size", "53687091200001"],
      says: /^--size: expected at most 53687091200000 bytes .*, found 53687091200001$/m,
    },
    {
      words: ["explain", "a", "--event", "fly", "--tag", "x", "--size", "big"],
      says: /^--event: .*\n--size: expected a number of bytes, found big\n--tag: expected key=value, found x$/m,
    },
  ];
  for (const { words, says } of wrong) {
    it(`ends with 2 and says what is wrong: ${words.join(" ").slice(0, 80)}`, async () => {
      const { status, stdout, stderr } = await run(words);
      assert.equal(status, 2);
      assert.match(stderr, says);
      assert.equal(stdout, "");
    });
  }

  it("explains itself", async () => {
    const { status, stdout } = await run(["--help"]);
    assert.equal(status, 0);
    for (const command of ["rehearse", "prove", "explain"])
      assert.match(stdout, new RegExp(`^ {2}${command} `, "m"));
  });
});

describe("prove", () => {
  it("says that every route of the export works", async () => {
    const { status, stdout, stderr } = await run(["prove", EXPORT]);
    assert.equal(status, 0);
    assert.match(stdout, /^✓ routes: all 2 routes work\n/);
    assert.equal(stderr, "");
  });

  it("reads standard input, and tells programs the same", async () => {
    const { status, stdout } = await run(["prove", "-", "--json"], { input: readFileSync(EXPORT, "utf8") });
    const report: unknown = JSON.parse(stdout);
    assert.ok(isProperties(report) && Array.isArray(report["routes"]));
    assert.equal(report["verdict"], "works");
    const [route] = report["routes"];
    assert.deepEqual(Object.keys(route), [
      "rule",
      "source",
      "destination",
      "sourceAccount",
      "destinationAccount",
      "sourceRegion",
      "destinationRegion",
      "verdict",
      "requirements",
    ]);
    assert.deepEqual(Object.keys(route.requirements[0]).sort(), [
      "because",
      "fix",
      "id",
      "strength",
      "title",
      "url",
      "verdict",
    ]);
    assert.equal(status, 0);
  });

  it("ends with 1 and names the statement to add when a permission is missing", async () => {
    const broken = readFileSync(EXPORT, "utf8").replaceAll("s3:ReplicateObject", "s3:ReplicateObjects");
    const { status, stdout } = await run(["prove", "-"], { input: broken });
    assert.equal(status, 1);
    assert.match(stdout, /broken/);
    assert.match(stdout, /fix: .*/);
    assert.match(stdout, /s3:ReplicateObject"/);
  });

  const notExports: readonly { readonly name: string; readonly text: string; readonly says: RegExp }[] = [
    { name: "empty", text: " ", says: /^-: expected a stack export, found an empty text; write one with: / },
    {
      name: "cut off",
      text: '{"version":3,"deployment":{"resources":[{"urn"',
      says: /it seems to be cut off/,
    },
    { name: "another JSON", text: '{"Resources":{}}', says: /expected a "deployment", found Resources/ },
    { name: "a list", text: "[]", says: /expected the JSON object of a stack export/ },
    { name: "no JSON", text: "hello", says: /expected JSON, found text that is none/ },
  ];
  for (const { name, text, says } of notExports) {
    it(`ends with 2 for a file that is ${name}, without a stack trace`, async () => {
      const { status, stdout, stderr } = await run(["prove", "-"], { input: text });
      assert.equal(status, 2);
      assert.match(stderr, says);
      assert.equal(stderr.includes("    at "), false);
      assert.equal(stdout, "");
    });
  }

  it("ends with 3 for an export without replication, and says what is in it", async () => {
    const resources = [
      {
        urn: "urn:pulumi:a::b::gcp:storage/bucket:Bucket::c",
        type: "gcp:storage/bucket:Bucket",
        custom: true,
      },
    ];
    const { status, stdout } = await run(["prove", "-"], {
      input: JSON.stringify({ version: 3, deployment: { resources } }),
    });
    assert.equal(status, 3);
    assert.match(stdout, /the export has 1 resources \(1 of gcp\) and no replication rule/);
  });
});

describe("explain", () => {
  it("tells for an object what arrives where, and how", async () => {
    const { status, stdout } = await run(["explain", "a.txt", "--json"]);
    const report: unknown = JSON.parse(stdout);
    assert.ok(isProperties(report) && Array.isArray(report["journeys"]));
    assert.deepEqual(
      report["journeys"].map(({ rule, outcome, sourceStatus, destinationStatus, replica }) => [
        rule,
        outcome,
        sourceStatus,
        destinationStatus,
        replica.storageClass,
      ]),
      [
        ["eu-central-1", "replicated", "COMPLETED", "REPLICA", "STANDARD"],
        ["eu-north-1", "replicated", "COMPLETED", "REPLICA", "STANDARD_IA"],
      ],
    );
    assert.equal(status, 0);
  });

  it("ends with 0 when the answer is that nothing replicates", async () => {
    const { status, stdout } = await run(["explain", "a.txt", "--event", "delete-version"]);
    assert.equal(status, 0);
    assert.match(stdout, /not replicated/);
  });

  it("ends with 1 when S3 would try and fail", async () => {
    const directory = mkdtempSync(join(tmpdir(), "explain-"));
    const file = join(directory, "export.json");
    writeFileSync(file, readFileSync(EXPORT, "utf8").replaceAll("s3:ReplicateObject", "s3:ReplicateObjects"));
    const { status, stdout } = await run(["explain", "a.txt", "--export", file]);
    rmSync(directory, { recursive: true });
    assert.equal(status, 1);
    assert.match(stdout, /fails/);
    assert.match(stdout, /status at the source +FAILED/);
  });

  it("takes the tags of a change as those that were not there when the object was written", async () => {
    const words = ["explain", "k", "--export", EXPORT, "--json", "--event", "change-tags", "--tag", "a=1"];
    const eventOf = async (...more: readonly string[]) => {
      const report: unknown = JSON.parse((await run([...words, ...more])).stdout);
      assert.ok(isProperties(report));
      return report["event"];
    };
    assert.deepEqual(await eventOf(), { kind: "change-tags", object: { key: "k" }, newTags: { a: "1" } });
    assert.deepEqual(await eventOf("--written-tag", "a=0"), {
      kind: "change-tags",
      object: { key: "k", tags: { a: "0" } },
      newTags: { a: "1" },
    });
  });

  it("says of a put without encryption that there is none, and of others nothing of it", async () => {
    const none = await run(["explain", "k", "--export", EXPORT, "--sse", "none"]);
    assert.match(none.stdout, /note: no put leaves an object without encryption: since 2023-01-05/);
    for (const words of [["--sse", "AES256"], ["--sse", "none", "--existing"], []]) {
      const { stdout } = await run(["explain", "k", "--export", EXPORT, ...words]);
      assert.doesNotMatch(stdout, /2023-01-05/);
    }
  });

  it("takes keys and sizes up to the limits of S3", async () => {
    const words = ["--export", EXPORT, "--size", "53687091200000", "--storage-class", "GLACIER_IR"];
    assert.equal((await run(["explain", "k".repeat(1024), ...words])).status, 0);
  });

  it("takes a tag more than once, before or after the key", async () => {
    const { stdout } = await run(["explain", "--tag", "a=1", "--tag", "b=x=y", "k", "--json"]);
    const report: unknown = JSON.parse(stdout);
    assert.ok(isProperties(report));
    assert.deepEqual(report["event"], { kind: "put", object: { key: "k", tags: { a: "1", b: "x=y" } } });
  });
});

describe("rehearse", () => {
  it("shows plan, policies, routes and what S3 does not do", async () => {
    const { status, stdout, stderr } = await run(["rehearse"]);
    assert.equal(status, 0);
    assert.equal(stderr, "");
    for (const part of [
      "judged: stack dev",
      "resources: 65",
      "what differs between replicas",
      "policies: ",
      "routes: all 2 routes work",
      "what s3 does not do",
    ]) {
      assert.ok(stdout.includes(part), part);
    }
    assert.equal(stdout.includes("\u001b"), false);
  }).timeout(60_000);

  it("tells programs the verdict, the routes, the resources and the policies", async () => {
    const { status, stdout } = await run(["rehearse", "--json"]);
    const report: unknown = JSON.parse(stdout);
    assert.ok(isProperties(report));
    assert.equal(status, 0);
    assert.equal(report["verdict"], "works");
    for (const list of ["routes", "resources", "policies"]) assert.ok(Array.isArray(report[list]), list);
    const { policies, resources } = report;
    assert.ok(Array.isArray(policies) && Array.isArray(resources));
    assert.deepEqual(Object.keys(policies[0]), ["name", "enforcementLevel", "violations"]);
    const fields = ["urn", "type", "name", "provider", "id", "protect", "retainOnDelete", "inputs"];
    assert.deepEqual(Object.keys(resources[0]), fields);
  }).timeout(60_000);

  it("gives the policies the config of a file, and refuses a file that is none", async () => {
    const directory = mkdtempSync(join(tmpdir(), "pack-config-"));
    const settings = join(directory, "within.yaml");
    writeFileSync(
      settings,
      "config:\n  s3-replication:prefix: acme\n  s3-replication:primaryRegion: eu-west-1\n  s3-replication:replicas: [{ region: eu-west-1, name: backup }]\n",
    );
    const config = join(directory, "config.json");
    writeFileSync(config, '{ "replica-in-another-region": { "sameRegionAllowed": true } }');
    const wrong = join(directory, "wrong.json");
    writeFileSync(wrong, '{ "rule-metrics": "sometimes" }');
    const words = ["rehearse", "--config-file", settings];
    const refused = await run(words);
    const allowed = await run([...words, "--policy-pack-config", config]);
    const unusable = await run([...words, "--policy-pack-config", wrong]);
    rmSync(directory, { recursive: true });
    assert.equal(refused.status, 1);
    assert.match(refused.stdout, /replica-in-another-region \(mandatory\)/);
    assert.equal(allowed.status, 0, allowed.stdout);
    assert.equal(unusable.status, 2);
    assert.match(
      unusable.stderr,
      /^wrong\.json: expected policy names with a level .*found another value for rule-metrics/,
    );
  }).timeout(120_000);

  it("takes the level for all policies, and refuses config that names no policy or wrong values", async () => {
    const directory = mkdtempSync(join(tmpdir(), "pack-config-"));
    const write = (name: string, text: string) => {
      writeFileSync(join(directory, name), text);
      return join(directory, name);
    };
    const words = ["rehearse", "--json", "--policy-pack-config"];
    const all = await run([
      ...words,
      write("all.json", '{ "all": "disabled", "key-rotation": "mandatory" }'),
    ]);
    const wrong = await run([
      ...words,
      write("wrong.json", '{ "key-rotaton": "advisory", "minimum-replicas": { "minimum": "three" } }'),
    ]);
    const level = await run([
      ...words,
      write("level.json", '{ "key-rotation": { "enforcementLevel": "sometimes" } }'),
    ]);
    const empty = await run([...words, write("empty.json", "")]);
    rmSync(directory, { recursive: true });
    const { policies }: { policies: { name: string; enforcementLevel: string }[] } = JSON.parse(all.stdout);
    assert.deepEqual(
      policies.filter(({ enforcementLevel }) => enforcementLevel !== "disabled").map(({ name }) => name),
      ["key-rotation"],
    );
    assert.equal(wrong.status, 2);
    assert.equal(wrong.stdout, "");
    assert.equal(
      wrong.stderr,
      [
        "wrong.json has 2 problems:",
        '  key-rotaton: expected the name of a policy, found none of this name; did you mean "key-rotation"?',
        '  minimum-replicas.minimum: expected it to be integer, found "three"; see docs/policies.md\n',
      ].join("\n"),
    );
    assert.equal(level.status, 2);
    assert.match(level.stderr, /^level\.json: expected policy names with a level/);
    assert.equal(empty.status, 0);
  }).timeout(120_000);

  it("draws for a pull request", async () => {
    const { status, stdout } = await run(["rehearse", "--markdown"]);
    assert.equal(status, 0);
    assert.match(
      stdout,
      /^## s3-replication, stack dev: ✅ all 2 routes work\n\n```mermaid\n.*\nflowchart LR\n/,
    );
    assert.match(stdout, /### Routes: all 2 routes work/);
    assert.match(stdout, /### Policies: /);
  }).timeout(60_000);

  it("ends with 2 for wrong settings, all of them told and nothing else", async () => {
    const directory = mkdtempSync(join(tmpdir(), "settings-"));
    const file = join(directory, "wrong.yaml");
    writeFileSync(file, "config:\n  s3-replication:prefix: A\n  s3-replication:primaryRegion: eu-wset-1\n");
    const { status, stdout, stderr } = await run(["rehearse", "--config-file", file]);
    rmSync(directory, { recursive: true });
    assert.equal(status, 2);
    assert.equal(stdout, "");
    assert.match(
      stderr,
      /^the settings in wrong\.yaml have 3 problems:\n {2}primaryRegion: .*\n {2}replicas: .*\n {2}prefix: /,
    );
  }).timeout(60_000);

  it("says of values from ESC environments that they are not known, in reports and beside wrong settings", async () => {
    const directory = mkdtempSync(join(tmpdir(), "settings-"));
    const note =
      "values from the pulumi esc environment acme/prod are not known offline; write the settings among them into a copy of the stack file and give it with --config-file";
    const file = join(directory, "esc.yaml");
    const lines = ["environment: [acme/prod]", "config:", "  s3-replication:primaryRegion: eu-west-1"];
    writeFileSync(file, [...lines, "  s3-replication:replicas: [eu-central-1]", ""].join("\n"));
    const incomplete = await run(["rehearse", "--config-file", file]);
    writeFileSync(
      file,
      [...lines, "  s3-replication:prefix: acme", "  s3-replication:replicas: [eu-central-1]", ""].join("\n"),
    );
    const complete = await run(["rehearse", "--json", "--config-file", file]);
    const explained = await run(["explain", "a", "--config-file", file]);
    const without = await run(["rehearse", "--json"]);
    rmSync(directory, { recursive: true });
    assert.equal(incomplete.status, 2);
    assert.equal(
      incomplete.stderr,
      `the settings in esc.yaml have 1 problem:\n  prefix: expected text, found nothing; add it to the stack's settings\n${note}\n`,
    );
    assert.equal(complete.status, 0);
    const { notes }: { notes: readonly string[] } = JSON.parse(complete.stdout);
    assert.equal(notes[0], note);
    assert.ok(explained.stdout.replaceAll(/\s+/g, " ").includes(note));
    assert.doesNotMatch(without.stdout, /pulumi esc/);
  }).timeout(120_000);
});
