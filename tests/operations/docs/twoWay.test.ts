import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { isProperties } from "../../../operations/rehearsal/values";
import { run } from "../../helpers/commandLine";
import { PROJECT_DIRECTORY } from "../../helpers/plans";
import { onOneLine } from "../../helpers/reportText";
import { INSTALL_TIMEOUT_MS } from "../emulator/emulator";

const PAGE = readFileSync(join(PROJECT_DIRECTORY, "docs", "two-way.md"), "utf8");
const blocks = (language: string): readonly string[] =>
  [...PAGE.matchAll(new RegExp(`^\`\`\`${language}\n([^]*?)^\`\`\``, "gm"))].map(([, text]) => text ?? "");
const COMMANDS = blocks("sh").flatMap((block) => block.trimEnd().split("\n"));
const TWIN = "acme-both-archive-replication-eu-central-1";

/** What each command of the page shows, and what it does not. */
const SAID: readonly (readonly [words: RegExp, shows: readonly RegExp[], not: RegExp])[] = [
  [
    /^rehearse .*two-way.yaml$/,
    [
      /all 3 routes work/,
      /policies: \d+ of s3-replication .*, none violated/,
      /replicate to each other: it does not loop/,
      /replica modification sync is enabled in both directions/,
      /"acme-both-archive-replication-eu-central-1" needs a rule of its own to "acme-both-archive-replication-eu-north-1"/,
    ],
    /broken|unproven/,
  ],
  [/^rehearse .*two-way.yaml --emulator$/, [/created 59 resources in 111122223333/], /✗/],
  [
    /^explain .* --bucket acme-both-archive-replication-eu-central-1$/,
    [
      /put: 1 of 1 replicated/,
      new RegExp(`primary: replicated from ${TWIN} to acme-both-archive `),
      /does not come back from acme-both-archive to/,
      /does not go on from acme-both-archive to acme-both-archive-replication-eu-north-1/,
    ],
    /from acme-both-archive to \S+ an enabled rule/,
  ],
  [
    /^explain .* --bucket acme-both-archive --replica$/,
    [/put: 2 of 2 not replicated/, /the version is itself a replica/],
    /: replicated from/,
  ],
  [
    /^explain .* --event change-tags --tag reviewed=yes$/,
    [
      /change-tags: 1 of 2 replicated/,
      /eu-central-1: replicated .* both buckets have rules pointing at each other/,
      /eu-north-1: not replicated/,
    ],
    /eu-north-1: replicated/,
  ],
  [
    /^rehearse .*two-way-accounts.yaml$/,
    [/all 2 routes work/, /none violated/, /primary: works/, /partner: works/],
    /broken|unproven/,
  ],
  [
    /^rehearse .*two-way-accounts.yaml --emulator$/,
    [/created 50 resources in 111122223333.*444455556666/],
    /✗/,
  ],
];

describe("docs/two-way.md", function () {
  this.timeout(INSTALL_TIMEOUT_MS);

  it("has commands for what it claims, and each of them is tried here", () => {
    assert.equal(COMMANDS.length, SAID.length);
  });

  for (const command of COMMANDS) {
    it(`says how this ends: ${command}`, async () => {
      const words = command.replace("npx s3-replication ", "");
      const [said, ...others] = SAID.filter(([pattern]) => pattern.test(words));
      assert.ok(said !== undefined && others.length === 0);
      const { status, stdout, stderr } = await run(words.split(" "));
      assert.equal(status, 0, stdout + stderr);
      const [, shows, not] = said;
      for (const pattern of shows) assert.match(onOneLine(stdout), pattern);
      assert.doesNotMatch(onOneLine(stdout), not);
    });
  }

  it("shows the settings of the examples as they are in the files", () => {
    const shown = [...PAGE.matchAll(/^`(docs\/examples\/\S+)`:\n\n```yaml\n([\s\S]*?)^```/gm)];
    assert.equal(shown.length, 2);
    for (const [, path = "", text] of shown) {
      assert.equal(text, readFileSync(join(PROJECT_DIRECTORY, path), "utf8"));
    }
  });

  it("shows policies that are JSON", () => {
    assert.equal(blocks("json").length, 1);
    for (const text of blocks("json")) assert.ok(isProperties(JSON.parse(text)));
  });
});
