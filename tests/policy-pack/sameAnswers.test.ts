import assert from "node:assert/strict";
import { join } from "node:path";
import { AnalyzeResponse } from "@pulumi/pulumi/proto/analyzer_pb";
import { type Analyzer, connect, type PackConfig } from "../../operations/policy/analyzerClient";
import type { AnalyzerResource } from "../../operations/policy/analyzerResource";
import { type PackProcess, startPackProcess } from "../../operations/policy/packProcess";
import { startAsTheEngineDoes } from "../helpers/enginePack";
import { PROJECT_DIRECTORY } from "../helpers/plans";
import { firstPreview, settledStack, UNKNOWN } from "./stacks";

const PACK = join(PROJECT_DIRECTORY, "policy-pack");

/** Of every other resource, the first property is not known. */
function halfUnknown(resources: readonly AnalyzerResource[]): readonly AnalyzerResource[] {
  return resources.map((resource, index) => {
    const [first] = Object.keys(resource.properties);
    if (first === undefined || index % 2 === 0) return resource;
    const properties = { ...resource.properties, [first]: UNKNOWN };
    return { ...resource, properties, inputs: { ...resource.inputs, [first]: UNKNOWN } };
  });
}

/** Nothing that sets up a bucket is left, so that most policies find something. */
function bare(resources: readonly AnalyzerResource[]): readonly AnalyzerResource[] {
  return resources.filter(({ type }) => !/Versioning|PublicAccess|Encryption|Policy|Ownership/.test(type));
}

const STACKS: readonly (readonly [string, readonly AnalyzerResource[]])[] = [
  ["a stack that works", settledStack()],
  ["a first preview", firstPreview()],
  ["a stack of which half is not known", halfUnknown(settledStack())],
  ["buckets that lack everything", bare(settledStack())],
  ["a resource of another provider", [{ type: "random:index:Id", urn: "urn:r", name: "r", properties: {} }]],
  ["nothing", []],
];

const CONFIGS: readonly (readonly [string, PackConfig])[] = [
  ["as it comes", {}],
  [
    "with other levels and choices",
    {
      "bucket-versioning": "disabled",
      "replication-works": "disabled",
      "must-replicate": "advisory",
      "rule-time-control": "mandatory",
      "minimum-replicas": { minimum: 3 },
      "allowed-regions": { regions: ["eu-west-1"] },
      "bucket-key": { nonsense: true },
    },
  ],
];

describe("a rehearsal's pack, of which less is asked than by the engine,", function () {
  this.timeout(120_000);
  let packs: readonly PackProcess[] = [];
  let analyzers: readonly Analyzer[] = [];

  before(async () => {
    packs = [startPackProcess, startAsTheEngineDoes].map((start) => start(PACK));
    analyzers = await Promise.all(packs.map(async ({ port }) => connect(await port)));
  });
  after(() => {
    for (const analyzer of analyzers) analyzer.close();
    for (const pack of packs) pack.stop();
  });

  const bothSay = async (ask: (analyzer: Analyzer) => Promise<object>) => {
    const [ours, engines] = await Promise.all(analyzers.map(ask));
    return { ours, engines };
  };

  for (const [how, config] of CONFIGS) {
    describe(how, () => {
      before(async () => {
        for (const analyzer of analyzers) {
          const info = await analyzer.info();
          const levels = new Map(
            info.getPoliciesList().map((policy) => [policy.getName(), policy.getEnforcementlevel()] as const),
          );
          await analyzer.configure(config, levels);
        }
      });

      for (const [what, resources] of STACKS) {
        it(`says the same of ${what}`, async () => {
          const { ours, engines } = await bothSay(async (analyzer) => {
            const alone = await Promise.all(resources.map((resource) => analyzer.analyze(resource)));
            const together = await analyzer.analyzeStack(resources);
            return [...alone, together].map((answer) => answer.toObject());
          });
          assert.deepEqual(ours, engines);
        });
      }

      it("finds enough in buckets that lack everything for this to mean something", async () => {
        const { ours } = await bothSay((analyzer) => analyzer.analyzeStack(bare(settledStack())));
        assert.ok(ours instanceof AnalyzeResponse && ours.getDiagnosticsList().length > 10);
      });
    });
  }
});
