import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { problemLine } from "../../../components/problems";
import { parseSettings } from "../../../components/settings";
import type { Plan } from "../../../operations/rehearsal/plan";
import { rehearse } from "../../../operations/rehearsal/rehearse";
import { readStackConfiguration } from "../../../operations/rehearsal/stackFiles";
import { isProperties, type ResourceProperties } from "../../../operations/rehearsal/values";
import { run } from "../../helpers/commandLine";
import { PROJECT_DIRECTORY } from "../../helpers/plans";
import { INSTALL_TIMEOUT_MS } from "../emulator/emulator";

const PAGE = readFileSync(join(PROJECT_DIRECTORY, "docs", "accounts.md"), "utf8");
const blocks = (language: string): readonly string[] =>
  [...PAGE.matchAll(new RegExp(`^\`\`\`${language}\n([^]*?)^\`\`\``, "gm"))].map(([, text]) => text ?? "");
const COMMANDS = blocks("sh")
  .join("\n")
  .split("\n")
  .filter((line) => line.startsWith("npx s3-replication "));

/** What the page says of each command: how it ends, and what it shows. */
const SAID: { readonly [command: string]: { readonly status: number; readonly shows: RegExp } } = {
  "rehearse --stack prod": { status: 0, shows: /all 2 routes work/ },
  "rehearse --stack prod --emulator": {
    status: 0,
    shows: /created 49 resources in 111122223333.*444455556666/s,
  },
  "rehearse --stack receiver": { status: 3, shows: /routes: none/ },
  "rehearse --stack sender": {
    status: 3,
    shows: /partner: .* unproven.*add to the bucket policy of partner-acme-vault/s,
  },
  "prove sender.json receiver.json": { status: 0, shows: /all 2 routes work/ },
};

/** A plan as `pulumi stack export` would write it. */
function exportOf({ resources }: Plan): string {
  const idOf = new Map(resources.map(({ urn, id }) => [urn, id]));
  return JSON.stringify({
    version: 3,
    deployment: {
      manifest: { time: "2026-11-21T11:31:24Z", magic: "", version: "" },
      resources: resources.map(({ provider, ...resource }) => ({
        ...resource,
        ...(provider !== undefined && { provider: `${provider}::${idOf.get(provider)}` }),
      })),
    },
  });
}

/** The settings of a stack with a key of another one in the place of the one that the example holds. */
async function planOfStack(stack: string, keyArn?: string): Promise<Plan> {
  const configuration = readStackConfiguration(PROJECT_DIRECTORY, stack);
  if (keyArn === undefined) return rehearse(PROJECT_DIRECTORY, configuration);
  const values = Object.fromEntries(
    Object.entries(configuration.values).map(([key, value]) => [
      key,
      value.replace(/arn:aws:kms:[\w-]+:\d+:key\/0+(-0+)+/, keyArn),
    ]),
  );
  return rehearse(PROJECT_DIRECTORY, { ...configuration, values });
}

describe("docs/accounts.md", function () {
  this.timeout(INSTALL_TIMEOUT_MS);
  const directory = mkdtempSync(join(tmpdir(), "accounts-"));
  before(async () => {
    const receiver = await planOfStack("receiver");
    const keyArn = Object(receiver.outputs["handOver"])["keyArn"];
    const sender = await planOfStack("sender", keyArn);
    writeFileSync(join(directory, "receiver.json"), exportOf(receiver));
    writeFileSync(join(directory, "sender.json"), exportOf(sender));
  });
  after(() => rmSync(directory, { recursive: true, force: true }));

  it("has commands for both ways, and each of them is tried here", () => {
    const words = COMMANDS.map((line) => line.replace("npx s3-replication ", ""));
    assert.deepEqual([...words].sort(), Object.keys(SAID).sort());
  });

  for (const command of COMMANDS) {
    it(`says how this ends: ${command}`, async () => {
      const words = command.split(" ").slice(2);
      const said = SAID[words.join(" ")];
      assert.ok(said);
      const where = words[0] === "prove" ? { directory } : {};
      const { status, stdout } = await run(words, where);
      assert.match(stdout, said.shows);
      assert.equal(status, said.status);
    });
  }

  it("shows settings that are accepted as they are written", () => {
    const base = {
      prefix: "acme-prod",
      primaryRegion: "eu-west-1",
      accountId: "111122223333",
      replicas: [{ region: "eu-north-1", name: "partner" }],
    };
    const examples = blocks("yaml").map((text): ResourceProperties => {
      const content: unknown = parse(text);
      assert.ok(isProperties(content), text);
      return Object.fromEntries(
        Object.entries(content).map(([key, value]) => [key.replace("s3-replication:", ""), value]),
      );
    });
    assert.equal(examples.length, 4);
    for (const example of examples) {
      const parsed = parseSettings({ ...base, ...example });
      assert.ok("args" in parsed, "problems" in parsed ? parsed.problems.map(problemLine).join("\n") : "");
    }
  });

  it("shows policies that are JSON", () => {
    assert.equal(blocks("json").length, 3);
    for (const text of blocks("json")) assert.ok(isProperties(JSON.parse(text)));
  });
});
