import assert from "node:assert/strict";
import fc from "fast-check";
import type { ReplicaArgs } from "../../../components/replicatedBucketArgs";
import { judge, type RouteReport, topologyFromRehearsal } from "../../../model";
import { mermaidText } from "../../../operations/report/mermaidText";
import { replicationDiagram } from "../../../operations/report/replicationDiagram";
import { sitesOf } from "../../../operations/report/sites";
import { planOf } from "../../helpers/plans";

const REGIONS = [
  "ap-northeast-1",
  "ap-south-1",
  "ca-central-1",
  "eu-central-1",
  "eu-north-1",
  "eu-west-2",
  "eu-west-3",
  "sa-east-1",
  "us-east-1",
  "us-east-2",
  "us-west-1",
  "us-west-2",
];
const PARTNER: ReplicaArgs = {
  region: "eu-north-1",
  name: "partner",
  accountId: "444455556666",
  bucketName: "partner-archive",
  assumeRole: { roleArn: "arn:aws:iam::444455556666:role/deployer" },
};

/** The diagram of replicas, by routes that are changed before they are drawn. */
async function drawn(
  replicas: readonly ReplicaArgs[],
  change: (route: RouteReport) => RouteReport = (route) => route,
  primary: { readonly accountId?: string } = { accountId: "111122223333" },
): Promise<readonly string[]> {
  const plan = await planOf({ replicas: [...replicas], primary: { region: "eu-west-1", ...primary } });
  const routes = judge(topologyFromRehearsal(plan)).map(change);
  return replicationDiagram(plan, sitesOf(plan), routes).split("\n");
}

/** The diagram of one source with a replica in each of these Regions. */
async function drawnAlike(
  regions: readonly string[],
  change: (route: RouteReport) => RouteReport = (route) => route,
): Promise<readonly string[]> {
  const plan = await planOf();
  const [route] = judge(topologyFromRehearsal(plan));
  assert.ok(route);
  const routes = regions.map((region) =>
    change({ ...route, rule: region, destination: `acme-archive-${region}`, destinationRegion: region }),
  );
  return replicationDiagram(plan, sitesOf(plan), routes).split("\n");
}

/** The route of this rule with this requirement judged otherwise, and with this verdict. */
function judgedAs(
  rule: string,
  verdict: RouteReport["verdict"],
  id: string,
): (route: RouteReport) => RouteReport {
  return (route) =>
    route.rule !== rule
      ? route
      : {
          ...route,
          verdict,
          requirements: route.requirements.map((requirement) =>
            requirement.id === id
              ? { ...requirement, verdict: verdict === "broken" ? "unmet" : "unknown" }
              : requirement,
          ),
        };
}

const only = (lines: readonly string[], part: string) => lines.filter((line) => line.includes(part));

describe("the diagram of a replication", () => {
  it("has a frame for the sources and the replicas of each account, and one arrow a rule", async () => {
    assert.deepEqual(
      await drawn([
        { region: "eu-central-1", filter: { prefix: "a/" }, storageClass: "STANDARD_IA" },
        PARTNER,
      ]),
      [
        '%%{init: {"flowchart": {"wrappingWidth": 400, "nodeSpacing": 20, "subGraphTitleMargin": {"bottom": 8}}}}%%',
        "flowchart LR",
        '  subgraph a0["source in account 111122223333"]',
        "    direction LR",
        '    b0["acme-archive<br/>eu-west-1"]',
        "  end",
        '  subgraph a1["replica in account 111122223333"]',
        "    direction LR",
        '    b1["acme-archive-replication-eu-central-1"]',
        "  end",
        '  subgraph a2["replica in account 444455556666"]',
        "    direction LR",
        '    b2["partner-archive<br/>eu-north-1"]',
        "  end",
        '  b0 -- "eu-central-1<br/>a/#42;<br/>as STANDARD#95;IA" --> b1',
        '  b0 -- "partner" --> b2',
      ],
    );
  });

  it("says of an account that it is assumed", async () => {
    const assumed = await drawn([{ region: "eu-central-1" }], undefined, {});
    assert.equal(only(assumed, "in account 111122223333 (assumed)").length, 2);
    assert.equal(only(await drawn([{ region: "eu-central-1" }]), "assumed").length, 0);
  });

  it("shows a dozen replicas that look alike as one box, and names each", async () => {
    const lines = await drawnAlike(REGIONS);
    assert.deepEqual(only(lines, "b1["), [
      '    b1["12 replicas<br/>ap-northeast-1, ap-south-1, ca-central-1<br/>eu-central-1, eu-north-1, eu-west-2<br/>eu-west-3, sa-east-1, us-east-1<br/>us-east-2, us-west-1, us-west-2"]',
    ]);
    assert.deepEqual(only(lines, "-->"), ['  b0 -- "12 rules" --> b1']);
    assert.equal(only(lines, "b2").length, 0);
  });

  it("names twelve and counts the others", async () => {
    const [box = ""] = only(await drawnAlike([...REGIONS, "eu-south-1", "eu-south-2"]), "b1[");
    assert.ok(box.startsWith('    b1["14 replicas<br/>'), box);
    assert.ok(box.endsWith('us-west-1, us-west-2<br/>and 2 more"]'), box);
    assert.equal(box.includes("eu-south-1"), false, box);
  });

  it("says the Region of a replica in a box whose rule is called otherwise", async () => {
    const lines = await drawnAlike(["eu-central-1", "eu-north-1"], (route) =>
      route.rule === "eu-north-1" ? { ...route, rule: "north" } : route,
    );
    assert.deepEqual(only(lines, "b1["), ['    b1["2 replicas<br/>eu-central-1, north (eu-north-1)"]']);
  });

  it("shows replicas with the same rules as one box, with an arrow for each rule", async () => {
    const rules = [
      { name: "logs", filter: { prefix: "logs/" } },
      { name: "rest", filter: { prefix: "data/" }, storageClass: "GLACIER" },
    ];
    const lines = await drawn(["eu-central-1", "eu-north-1"].map((region) => ({ region, rules })));
    assert.deepEqual(only(lines, "b1["), ['    b1["2 replicas<br/>eu-central-1, eu-north-1"]']);
    assert.deepEqual(only(lines, "-->"), [
      '  b0 -- "2 rules<br/>logs/#42;" --> b1',
      '  b0 -- "2 rules<br/>data/#42;<br/>as GLACIER" --> b1',
    ]);
  });

  const DIFFERENT: readonly { readonly by: string; readonly replica: ReplicaArgs; readonly shown: string }[] =
    [
      { by: "prefix", replica: { region: "eu-north-1", filter: { prefix: "a/" } }, shown: "a/#42;" },
      {
        by: "tag",
        replica: { region: "eu-north-1", filter: { tags: { team: "x" } }, deleteMarkers: false },
        shown: "team=x<br/>no delete markers",
      },
      {
        by: "storage class",
        replica: { region: "eu-north-1", storageClass: "GLACIER" },
        shown: "as GLACIER",
      },
      {
        by: "delete markers",
        replica: { region: "eu-north-1", deleteMarkers: false },
        shown: "no delete markers",
      },
      { by: "RTC", replica: { region: "eu-north-1", replicationTimeControl: true }, shown: "with RTC" },
      { by: "account", replica: PARTNER, shown: "partner" },
    ];
  for (const { by, replica, shown } of DIFFERENT) {
    it(`keeps replicas apart that differ by ${by}`, async () => {
      const lines = await drawn([{ region: "eu-central-1" }, { region: "us-east-1" }, replica]);
      assert.deepEqual(
        only(lines, "-->")
          .map((line) => line.trim().slice(3))
          .sort(),
        [
          '-- "2 rules" --> b1',
          `-- "${replica.name ?? replica.region}${by === "account" ? "" : `<br/>${shown}`}" --> b2`,
        ].sort(),
      );
    });
  }

  const MARKED = [
    {
      verdict: "broken",
      box: "classDef broken fill:#ffebe9,stroke:#cf222e,stroke-width:3px,color:#82071e",
      arrow: "linkStyle 0 stroke:#cf222e,stroke-width:3px",
    },
    {
      verdict: "unproven",
      box: "classDef unproven fill:#fff8c5,stroke:#bf8700,stroke-width:3px,color:#633c01",
      arrow: "linkStyle 0 stroke:#bf8700,stroke-width:3px",
    },
  ] as const;
  for (const { verdict, box, arrow } of MARKED) {
    it(`colours a route that is ${verdict}, with the requirement, and keeps it out of the others' box`, async () => {
      const lines = await drawnAlike(REGIONS, judgedAs("ap-northeast-1", verdict, "source-key-decrypt"));
      assert.deepEqual(only(lines, "-->"), [
        `  b0 -- "ap-northeast-1<br/>${verdict}#58; source-key-decrypt" --> b1`,
        '  b0 -- "11 rules" --> b2',
      ]);
      assert.deepEqual(lines.slice(-3), [`  ${box}`, `  class b1 ${verdict}`, `  ${arrow}`]);
    });
  }

  it("colours nothing where everything works", async () => {
    assert.deepEqual(only(await drawn([{ region: "eu-central-1" }, PARTNER]), "tyle"), []);
  });

  it("dashes a route that is disabled", async () => {
    const lines = await drawn([{ region: "eu-central-1" }], (route) => ({
      ...route,
      verdict: "unproven",
      status: "disabled",
    }));
    assert.deepEqual(only(lines, "-->"), ['  b0 -- "eu-central-1<br/>disabled" --> b1']);
    assert.ok(lines.includes("  linkStyle 0 stroke:#818b98,stroke-dasharray:5 5"));
  });

  it("draws a chain and a pair of buckets with one box for each bucket", async () => {
    const plan = await planOf();
    const [route] = judge(topologyFromRehearsal(plan));
    assert.ok(route);
    const back = { ...route, rule: "back", source: route.destination, destination: route.source };
    const lines = replicationDiagram(plan, sitesOf(plan), [route, back]).split("\n");
    assert.equal(only(lines, "[").length - only(lines, "subgraph").length, 2);
    assert.deepEqual(only(lines, "-->").sort(), ['  b0 -- "eu-central-1" --> b1', '  b1 -- "back" --> b0']);
  });

  it("does not take two buckets for one because neither's name is known", async () => {
    const plan = await planOf();
    const [route] = judge(topologyFromRehearsal(plan));
    assert.ok(route);
    const lines = replicationDiagram(
      plan,
      [],
      ["a", "b"].map((rule) => ({ ...route, rule, source: "unknown" })),
    ).split("\n");
    assert.deepEqual(only(lines, "-->"), ['  b0 -- "a" --> b2', '  b1 -- "b" --> b2']);
  });

  it("is empty without a route", async () => {
    const plan = await planOf();
    assert.equal(replicationDiagram(plan, sitesOf(plan), []), "");
  });
});

describe("text in a Mermaid label", () => {
  const CASES = [
    { text: "acme-archive.logs/2026", label: "acme-archive.logs/2026" },
    { text: 'a"]', label: "a#34;#93;" },
    { text: "#35; &amp;", label: "#35;35#59; #38;amp#59;" },
    { text: '%%{init: "x"}%%', label: "#37;#37;#123;init#58; #34;x#34;#125;#37;#37;" },
    { text: "<img src=x>", label: "#60;img src=x#62;" },
    { text: "`code` *a* _b_", label: "#96;code#96; #42;a#42; #95;b#95;" },
    { text: "1. one", label: "1#46; one" },
    { text: "- one", label: "#45; one" },
    { text: "two\nlines", label: "two lines" },
    { text: "é😀", label: "#233;#128512;" },
  ];
  for (const { text, label } of CASES) {
    it(`is ${JSON.stringify(label)} for ${JSON.stringify(text)}`, () => {
      assert.equal(mermaidText(text), label);
    });
  }

  it("is made of harmless characters and entities, and says the same", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        const label = mermaidText(text);
        assert.match(label, /^([A-Za-z0-9 ,()/=.-]|#\d+;)*$/);
        assert.equal(
          label.replaceAll(/#(\d+);/g, (_, code) => String.fromCodePoint(Number(code))),
          text.replaceAll(/\s+/g, " ").trim(),
        );
      }),
    );
  });
});
