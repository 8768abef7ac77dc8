import assert from "node:assert/strict";
import fc from "fast-check";
import type { ReplicatedBucketArgs } from "../../../components/replicatedBucketArgs";
import { accessOf, judge, type RouteReport, topologyFromRehearsal } from "../../../model";
import type { PackResult, Violation } from "../../../operations/policy/packResult";
import { codeBlock, markdownText } from "../../../operations/report/markdownText";
import { rehearsalMarkdown } from "../../../operations/report/rehearsalMarkdown";
import { rehearsalReport } from "../../../operations/report/rehearsalReport";
import { planOf, programPlan } from "../../helpers/plans";

const packWith = (violations: readonly Violation[]): PackResult => ({
  pack: { name: "pack", version: "1" },
  policies: [
    {
      name: "key-rotation",
      displayName: "KMS keys rotate",
      kind: "resource",
      enforcementLevel: "mandatory",
      severity: "medium",
      violations,
      notApplicable: [],
    },
  ],
});

async function markdownOf(
  args: Partial<ReplicatedBucketArgs>,
  change: (route: RouteReport) => RouteReport = (route) => route,
  violations: readonly Violation[] = [],
): Promise<string> {
  const plan = await planOf(args);
  const topology = topologyFromRehearsal(plan);
  const routes = judge(topology).map(change);
  return rehearsalMarkdown(
    rehearsalReport(plan, ["p:secret"]),
    { routes, access: accessOf(topology), notes: [] },
    packWith(violations),
  );
}

/** Titles of every part, folded ones in brackets. */
const parts = (markdown: string) =>
  [...markdown.matchAll(/^#+ (.*)$|<summary>(.*)<\/summary>/gm)].map(
    ([, title, folded]) => title ?? `[${folded}]`,
  );

describe("the comment in a pull request", () => {
  it("begins with the verdict and the diagram, and folds what few readers need", async () => {
    const markdown = await markdownOf({ replicas: [{ region: "eu-central-1" }, { region: "eu-north-1" }] });
    assert.match(markdown, /^## library, stack test: ✅ all 2 routes work\n\n```mermaid\n/);
    assert.deepEqual(parts(markdown), [
      "library, stack test: ✅ all 2 routes work",
      "Policies: none violated",
      "Routes: all 2 routes work",
      "[65 resources in 3 sites]",
      "[What differs between the replicas]",
      "[What S3 does not do]",
    ]);
    assert.match(markdown, /^Not decrypted offline, replaced by a placeholder: p:secret\.$/m);
  });

  it("says what is wrong right below the diagram, with what to paste", async () => {
    const markdown = await markdownOf(
      {},
      (route) => ({
        ...route,
        verdict: "broken",
        requirements: route.requirements.map((requirement) =>
          requirement.id === "source-key-decrypt"
            ? {
                ...requirement,
                verdict: "unmet",
                because: "Action is kms:Get* of <key>",
                fix: "add kms:Decrypt",
              }
            : requirement,
        ),
      }),
      [
        {
          urn: "urn:pulumi:s::p::aws:kms/key:Key::my_key",
          message: "set enableKeyRotation\nto *true*",
          enforcementLevel: "mandatory",
        },
      ],
    );
    assert.match(markdown, /^## library, stack test: ❌ 1 of 1 route broken\n/);
    const [, below = ""] = markdown.split(/```mermaid\n[\s\S]*?\n```\n\n/);
    assert.ok(
      below.startsWith(
        [
          "**eu-central-1**: [source-key-decrypt](https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-config-for-kms-objects.html) is unmet: Action is kms:Get\\* of \\<key\\>",
          "",
          "```",
          "add kms:Decrypt",
          "```",
          "",
          "### Policies: 1 violation",
          "",
          "- **key-rotation** (mandatory) my\\_key: set enableKeyRotation to \\*true\\*",
          "",
          "### Routes: 1 of 1 route broken",
        ].join("\n"),
      ),
      below,
    );
  });

  it("folds what is only advised", async () => {
    const markdown = await markdownOf({ replicas: [{ region: "eu-south-1" }] });
    assert.ok(parts(markdown).includes("[Also advised: 1]"), markdown);
    assert.match(
      markdown,
      /<summary>Also advised: 1<\/summary>\n\n\*\*eu-south-1\*\*: \[sites-opt-in-regions\]/,
    );
  });

  it("has a row for each value that replicas have, not a column for each replica", async () => {
    const markdown = await markdownOf({
      replicas: [
        { region: "eu-central-1", storageClass: "STANDARD_IA" },
        { region: "eu-north-1", storageClass: "STANDARD_IA" },
        { region: "us-east-1" },
      ],
    });
    const rows = markdown.split("\n").filter((line) => line.startsWith("| rule destination.storageClass |"));
    assert.deepEqual(rows, [
      "| rule destination.storageClass | STANDARD\\_IA | eu-central-1, eu-north-1 |",
      "| rule destination.storageClass | not set | us-east-1 |",
    ]);
  });

  it("compares nothing where there is one replica, and draws nothing where there is no rule", async () => {
    assert.equal((await markdownOf({})).includes("differ"), false);
    const plan = await programPlan({
      prefix: "partner-acme",
      receiver: { region: "eu-north-1", sourceRoleArn: "arn:aws:iam::111122223333:role/replication" },
    });
    const markdown = rehearsalMarkdown(
      rehearsalReport(plan, []),
      { routes: [], access: [], notes: [] },
      packWith([]),
    );
    assert.match(
      markdown,
      /^## s3-replication, stack test: ❔ none, so that there is nothing to prove\n\n### Policies/,
    );
    assert.equal(markdown.includes("mermaid"), false);
    assert.equal(markdown.includes("differ"), false);
  });
});

describe("text in Markdown", () => {
  it("has nothing that GitHub takes for syntax", () => {
    assert.equal(
      markdownText("a *b* _c_ `d` <e> [f](g) ~h~ $i$ \\"),
      "a \\*b\\* \\_c\\_ \\`d\\` \\<e\\> \\[f\\](g) \\~h\\~ \\$i\\$ \\\\",
    );
  });

  it("mentions nobody", () => {
    assert.equal(markdownText("@octocat and a@b.example"), "@\u200boctocat and a@b.example");
  });

  it("stays on its line and says the same", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        assert.equal(
          markdownText(text)
            .replaceAll(/\\([^A-Za-z0-9])/g, "$1")
            .replaceAll("\u200b", ""),
          text.replaceAll(/\s+/g, " ").trim(),
        );
      }),
    );
  });

  it("is fenced by more backticks than it has", () => {
    assert.deepEqual(codeBlock("a"), ["```", "a", "```"]);
    assert.deepEqual(codeBlock("a\n````\nb", "  "), ["  `````", "  a", "  ````", "  b", "  `````"]);
  });
});
