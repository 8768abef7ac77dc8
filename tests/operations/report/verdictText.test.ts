import assert from "node:assert/strict";
import fc from "fast-check";
import { judge } from "../../../model/judge";
import { rehearsalReportText } from "../../../operations/commands/rehearsalReportText";
import type { EnforcementLevel, PackResult } from "../../../operations/policy/packResult";
import { judgedIn } from "../../../operations/report/judged";
import { paint } from "../../../operations/report/paint";
import { rehearsalReport } from "../../../operations/report/rehearsalReport";
import { policiesVerdict, verdictText, withMore } from "../../../operations/report/verdictText";
import { planOf } from "../../helpers/plans";
import { SAME_ACCOUNT_REPLICA, workingTopology } from "../../helpers/topologies";

const policy = (
  name: string,
  enforcementLevel: EnforcementLevel,
  violated: boolean,
): PackResult["policies"][number] => ({
  name,
  displayName: name,
  kind: "resource",
  enforcementLevel,
  severity: undefined,
  violations: violated ? [{ urn: undefined, message: "it is so", enforcementLevel }] : [],
  notApplicable: [],
});

const packOf = (...policies: PackResult["policies"]): PackResult => ({
  pack: { name: "pack", version: "1.0.0" },
  policies,
});

describe("the verdict on policies", () => {
  const cases: readonly (readonly [string, PackResult, string, string])[] = [
    [
      "none is violated",
      packOf(policy("a", "mandatory", false), policy("b", "disabled", false)),
      "good",
      "policies: 1 of pack 1.0.0, none violated",
    ],
    [
      "one blocks",
      packOf(policy("a", "mandatory", true), policy("b", "advisory", true)),
      "bad",
      "policies: 2 of 2 violated, 1 mandatory: a, b; see below",
    ],
    [
      "one advises",
      packOf(policy("a", "advisory", true), policy("b", "mandatory", false)),
      "advice",
      "policies: 1 of 2 violated, none of them mandatory: a; see below",
    ],
    ["all are disabled", packOf(policy("a", "disabled", false)), "none", "policies: all 1 are disabled"],
  ];
  for (const [what, pack, outcome, words] of cases) {
    it(`says it in a line: ${what}`, () => {
      const verdict = policiesVerdict(pack);
      assert.deepEqual([verdict.outcome, verdict.candidates[0]], [outcome, words]);
    });
  }
});

describe("what was judged", () => {
  it("names the regions where they fit, else counts them", () => {
    const at = (...places: readonly string[]) =>
      places.map((place) => {
        const [account = "", region = ""] = place.split(" ");
        return { account, region };
      });
    const [first, second] = judgedIn("stack dev", at("111122223333 eu-west-1", "111122223333 eu-north-1"));
    assert.equal(first, "stack dev: eu-west-1, eu-north-1 in account 111122223333");
    assert.equal(second, "stack dev: eu-west-1, eu-north-1");
    const many = judgedIn(
      "stack dev",
      at("111122223333 eu-west-1", "444455556666 eu-west-1", "unknown unknown"),
    );
    assert.deepEqual(many, [
      "stack dev: eu-west-1 in account 111122223333; eu-west-1 in account 444455556666",
      "stack dev: 1 region in 2 accounts",
      "stack dev: 1 region",
    ]);
    assert.deepEqual(judgedIn("a.json", []), ["a.json: no site that is known"]);
  });
});

describe("the first three lines", () => {
  it("are routes, policies and what was judged, however long the names are", () => {
    const name = fc.stringMatching(/^[a-z ]{1,255}$/).filter((text) => text.trim() !== "");
    fc.assert(
      fc.property(name, name, name, (rule, reason, stack) => {
        const routes = {
          outcome: "bad",
          candidates: [`routes: 1 broken; ${rule}: ${reason}, see below`, "routes: 1 broken, see below"],
        } as const;
        const text = verdictText(
          {
            routes: withMore(routes, { outcome: "good", text: "on the emulator 14 events as in S3" }),
            policies: policiesVerdict(packOf(policy(rule, "advisory", true))),
            judged: judgedIn(`stack ${stack}`, []),
          },
          paint(false),
        );
        const [first = "", second = "", third = ""] = text.split("\n");
        assert.match(
          first,
          /^✗ routes: 1 broken.*(?:; on the emulator 14 events as in S3|; see "emulator" below)$/,
        );
        assert.match(second, /^! policies: 1 of 1 violated, none of them mandatory/);
        assert.match(third, /^ {2}judged: stack /);
        assert.ok(first.length <= 80 && second.length <= 80);
      }),
    );
  });

  it("take the emulator's word along, and say where it did not come to one", async () => {
    const report = rehearsalReport(await planOf(), []);
    const judgement = {
      routes: judge(
        workingTopology({
          replicas: [SAME_ACCOUNT_REPLICA, { ...SAME_ACCOUNT_REPLICA, name: "acme-second" }],
        }),
      ),
      access: [],
      backfills: [],
      notes: [],
    };
    const policies = packOf(policy("a", "mandatory", false));
    const first = (emulated: Parameters<typeof rehearsalReportText>[0]["emulated"]) =>
      rehearsalReportText({ report, judgement, policies, emulated }, paint(false), false).split("\n");
    const section = {
      asExpected: true,
      summary: "on the emulator 7 events as in S3",
      json: {},
      text: () => "THE RUN\n",
    };
    assert.equal(first(undefined)[0]?.startsWith("✓ routes: "), true);
    assert.equal(first(undefined)[0]?.includes("emulator"), false);
    assert.match(first(section)[0] ?? "", /^✓ routes: .* work; on the emulator 7 events as in S3$/);
    assert.ok(first(section).includes("THE RUN"));
    const differs = { ...section, asExpected: false, summary: "on the emulator 2 differences, see below" };
    assert.match(first(differs)[0] ?? "", /^✗ routes: .* work; on the emulator 2 differences, see below$/);
    assert.match(first("ended early")[0] ?? "", /^\? routes: .* work; the emulator's run ended early$/);
    assert.equal(first("ended early").includes("THE RUN"), false);
  });
});
