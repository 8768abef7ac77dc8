import assert from "node:assert/strict";
import type { RequirementReport, RouteReport } from "../../../model";
import { paint } from "../../../operations/report/paint";
import { routesText } from "../../../operations/report/routesText";
import { routesVerdict } from "../../../operations/report/routesVerdict";

const REQUIREMENT: RequirementReport = {
  id: "source-list",
  title: "The role may list",
  strength: "required",
  verdict: "met",
  because: "it is allowed",
  fix: null,
  url: "https://aws.example/page",
};

const unmet = (part: Partial<RequirementReport> = {}): RequirementReport => ({
  ...REQUIREMENT,
  verdict: "unmet",
  because: "nothing allows it",
  fix: "add:\n{}",
  ...part,
});

const route = (rule: string, part: Partial<RouteReport> = {}): RouteReport => ({
  rule,
  source: "acme",
  destination: `acme-${rule}`,
  sourceAccount: "111122223333",
  destinationAccount: "111122223333",
  sourceRegion: "eu-west-1",
  destinationRegion: "eu-north-1",
  verdict: "works",
  requirements: [REQUIREMENT],
  ...part,
});

const broken = (rule: string, ...requirements: readonly RequirementReport[]) =>
  route(rule, { verdict: "broken", requirements: [REQUIREMENT, ...requirements] });

const text = (...routes: readonly RouteReport[]) => routesText(routes, paint(false), false);

describe("the routes of a report", () => {
  it("stand below their source, each with its bucket and its place", () => {
    assert.equal(
      text(route("a"), route("b", { destinationAccount: "444455556666", destinationRegion: "unknown" })),
      [
        "routes from acme (eu-west-1, account 111122223333)",
        "  ✓ a: works, 1 of 1 requirements met",
        "      to acme-a (eu-north-1)",
        "  ✓ b: works, 1 of 1 requirements met",
        "      to acme-b (region unknown, account 444455556666)",
        "",
      ].join("\n"),
    );
  });

  it("have a heading for each source, and none where there is no route", () => {
    assert.deepEqual(
      text(route("a"), route("b", { source: "other" }), route("c")).match(/^routes from \S+|^ {2}✓ ./gm),
      ["routes from acme", "  ✓ a", "  ✓ c", "routes from other", "  ✓ b"],
    );
    assert.equal(text(), "");
  });

  it("have those first that do not work, with the reason and what to paste", () => {
    assert.equal(
      text(route("a"), broken("b", unmet())),
      [
        "routes from acme (eu-west-1)",
        "  ✗ b: broken, 1 of 2 requirements met, 1 unmet",
        "      to acme-b (eu-north-1)",
        "      ✗ source-list: nothing allows it",
        "        fix: add:",
        "        {}",
        "        https://aws.example/page",
        "  ✓ a: works, 1 of 1 requirements met",
        "      to acme-a (eu-north-1)",
        "",
      ].join("\n"),
    );
  });

  it("do not repeat a reason that several routes have, and repeat one that differs", () => {
    const lines = text(
      broken("a", unmet()),
      broken("b", unmet()),
      broken("c", unmet({ because: "denied", fix: "other" })),
    );
    assert.match(lines, /✗ b: .*\n {6}to acme-b .*\n {6}✗ source-list: the same as for a, above\n {2}✗ c/);
    assert.match(lines, /✗ c: .*\n {6}to acme-c .*\n {6}✗ source-list: denied\n {8}fix: other\n/);
    assert.equal(lines.match(/fix: add:/g)?.length, 1);
  });

  it("do not repeat a statement that two requirements ask for", () => {
    const lines = text(broken("a", unmet(), unmet({ id: "source-read-object", because: "nor this" })));
    assert.match(lines, /✗ source-read-object: nor this\n {8}fix: the same as for source-list, above\n/);
  });

  it("mark what is only advised with another symbol than what breaks a route", () => {
    const lines = text(route("a", { requirements: [unmet({ strength: "advised" })] }));
    assert.match(lines, /^ {6}! source-list \(advised\): nothing allows it$/m);
    assert.equal(lines.includes("✗"), false);
  });

  it("mark a rule that is disabled as known, and what it asks as unknown", () => {
    const lines = text(
      route("a", { verdict: "unproven", status: "disabled", requirements: [unmet({ verdict: "unknown" })] }),
      route("b", { verdict: "unproven", requirements: [unmet({ verdict: "unknown" })] }),
    );
    assert.match(lines, /^ {2}– a: disabled, /m);
    assert.match(lines, /^ {2}\? b: unproven, /m);
    assert.match(lines, /^ {6}\? source-list: /m);
  });
});

describe("the verdict on routes", () => {
  const cases: readonly (readonly [string, readonly RouteReport[], string, string])[] = [
    ["all work", [route("a"), route("b")], "good", "routes: all 2 routes work"],
    [
      "one is broken",
      [route("a"), broken("b", unmet())],
      "bad",
      "routes: 1 of 2 routes broken; b: source-list, see below",
    ],
    [
      "what is only advised is not the reason",
      [broken("b", unmet({ id: "x", strength: "advised" }), unmet())],
      "bad",
      "routes: 1 of 1 route broken; b: source-list, see below",
    ],
    [
      "one is unproven",
      [route("a", { verdict: "unproven", requirements: [unmet({ verdict: "unknown" })] })],
      "unsure",
      "routes: 1 of 1 route unproven; a: source-list, see below",
    ],
    [
      "one is disabled",
      [route("a"), route("b", { verdict: "unproven", status: "disabled" })],
      "good",
      "routes: 1 of 2 routes work, 1 disabled",
    ],
    ["there is none", [], "unsure", "routes: none, so that there is nothing to prove"],
  ];
  for (const [what, routes, outcome, words] of cases) {
    it(`says it in a line: ${what}`, () => {
      const verdict = routesVerdict(routes);
      assert.deepEqual([verdict.outcome, verdict.candidates[0]], [outcome, words]);
    });
  }
});
