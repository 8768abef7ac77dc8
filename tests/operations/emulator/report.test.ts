import assert from "node:assert/strict";
import { renderEmulatorReport } from "../../../operations/emulator/report";
import type { EmulatorReport, ExercisedEvent, ExercisedRoute } from "../../../operations/emulator/types";
import type { Paint } from "../../../operations/report/paint";
import { tooWide } from "../../helpers/reportText";

const good = (event: string, found: string): ExercisedEvent => ({
  event,
  expected: found,
  found,
  verdict: "as expected",
});
const unseen = (event: string, because: string): ExercisedEvent => ({
  event,
  expected: "x",
  found: "y",
  verdict: "not emulated",
  because,
});

const route = (rule: string, events: readonly ExercisedEvent[]): ExercisedRoute => ({
  rule,
  source: "acme",
  destination: `acme-${rule}`,
  sourceRegion: "eu-west-1",
  destinationRegion: rule,
  events,
});

const EVENTS = [good("small object", "arrives"), unseen("replica's key", "it keeps the source's key")];

const REPORT: EmulatorReport = {
  emulator: "ministack 1.5.33",
  verdict: "as expected",
  created: [
    { name: "archive-bucket", type: "aws:s3/bucket:Bucket", account: "111122223333", region: "eu-west-1" },
    { name: "archive-key", type: "aws:kms/key:Key", account: "111122223333", region: "eu-west-1" },
    { name: "replica-bucket", type: "aws:s3/bucket:Bucket", account: "444455556666", region: "us-east-1" },
  ],
  notEmulated: [],
  comparisons: [
    {
      resource: "bucket acme",
      what: "versioning",
      expected: "Enabled",
      found: "Enabled",
      verdict: "as expected",
    },
    { resource: "bucket acme", what: "tags", expected: "{}", found: "{}", verdict: "as expected" },
    {
      resource: "key archive-key",
      what: "state",
      expected: "Enabled",
      found: "Enabled",
      verdict: "as expected",
    },
  ],
  routes: [route("eu-central-1", EVENTS), route("us-east-1", EVENTS)],
};

const LIMITS = `the emulator is not S3:
  - it replicates by the first matching rule only, so each rule is exercised
    alone
  - it evaluates neither the role's nor the keys' policies, and a bucket's own
    only across accounts
  - it does not copy retention and legal holds
  - it replicates at once and measures nothing
  - it raises an alarm for a metric of its name, whatever its dimensions`;

describe("the emulator's report", () => {
  it("says in a line each what went well, and tells like routes in one column", () => {
    assert.equal(
      renderEmulatorReport(REPORT),
      `on the local AWS emulator (ministack 1.5.33)
  ✓ created 3 resources in 111122223333: eu-west-1 (2); in 444455556666:
    us-east-1 (1)
  ✓ read back 3 settings of 1 bucket, 1 key: all as the program asks

on the emulator from acme (eu-west-1)
                 eu-central-1, us-east-1
  small object   ✓ arrives
  replica's key  – not emulated

  – replica's key: it keeps the source's key

${LIMITS}
2 events on 2 routes went as they would in S3
`,
    );
  });

  it("tells every difference in full", () => {
    const bad: ExercisedEvent = {
      event: "small object",
      expected: "arrives",
      found: "fails",
      verdict: "differs",
    };
    const report: EmulatorReport = {
      ...REPORT,
      verdict: "differs",
      notEmulated: [
        {
          resource: "failures (aws:cloudwatch/metricAlarm:MetricAlarm)",
          what: "all of it",
          because: "nothing is measured",
        },
        {
          resource: "lag (aws:cloudwatch/metricAlarm:MetricAlarm)",
          what: "all of it",
          because: "nothing is measured",
        },
        { resource: "acme (aws:s3/bucket:Bucket)", what: "website", because: "it is not given" },
      ],
      comparisons: [
        {
          resource: "bucket acme",
          what: "versioning",
          expected: "Enabled",
          found: "Suspended",
          verdict: "differs",
        },
      ],
      routes: [route("eu-central-1", [bad]), route("us-east-1", [good("small object", "arrives")])],
    };
    assert.equal(
      renderEmulatorReport(report),
      `on the local AWS emulator (ministack 1.5.33)
  ✓ created 3 resources in 111122223333: eu-west-1 (2); in 444455556666:
    us-east-1 (1)
  – not emulated: failures (aws:cloudwatch/metricAlarm:MetricAlarm), lag
    (aws:cloudwatch/metricAlarm:MetricAlarm): nothing is measured
  – not emulated: website of acme (aws:s3/bucket:Bucket): it is not given
  ✗ read back 1 setting of 1 bucket: 1 not as the program asks
    bucket acme, versioning
      expected Enabled
      found    Suspended

on the emulator from acme (eu-west-1)
                eu-central-1                us-east-1
  small object  ✗ fails; expected: arrives  ✓ arrives

${LIMITS}
2 differences from what the program asks for or what S3 would do
`,
    );
  });

  it("stays narrow with many routes that differ, and short with many that do not", () => {
    const rules = Array.from({ length: 16 }, (_, index) => `region-${index}`);
    const alike = renderEmulatorReport({ ...REPORT, routes: rules.map((rule) => route(rule, EVENTS)) });
    assert.match(alike, /region-0 and 15 more/);
    assert.equal(alike.match(/small object/g)?.length, 1);
    const unlike = renderEmulatorReport({
      ...REPORT,
      routes: rules
        .slice(0, 7)
        .map((rule, index) => route(rule, [good("small object", `arrives as CLASS_${index}`)])),
    });
    assert.equal(unlike.match(/small object/g)?.length, 3);
    assert.deepEqual(tooWide(unlike), []);
  });

  it("counts regions where there are many", () => {
    const created = Array.from({ length: 9 }, (_, index) => ({
      name: `bucket-${index}`,
      type: "aws:s3/bucket:Bucket",
      account: "111122223333",
      region: `region-${index}`,
    }));
    assert.match(
      renderEmulatorReport({ ...REPORT, created }),
      /created 9 resources in 111122223333: 9 regions\n/,
    );
  });

  it("colours words without moving them", () => {
    const marked: Paint = {
      green: (text) => `\u001b[32m${text}\u001b[39m`,
      red: (text) => `\u001b[31m${text}\u001b[39m`,
      yellow: (text) => `\u001b[33m${text}\u001b[39m`,
      dim: (text) => `\u001b[2m${text}\u001b[22m`,
      bold: (text) => `\u001b[1m${text}\u001b[22m`,
    };
    const coloured = renderEmulatorReport(REPORT, marked);
    assert.notEqual(coloured, renderEmulatorReport(REPORT));
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
    const bare = coloured.replaceAll(/\u001b\[\d+m/g, "");
    const trimmed = (text: string) => text.split("\n").map((line) => line.trimEnd());
    assert.deepEqual(trimmed(bare), trimmed(renderEmulatorReport(REPORT)));
  });

  it("has nothing to say of routes where there are none", () => {
    const text = renderEmulatorReport({ ...REPORT, routes: [] });
    assert.ok(!text.includes("on the emulator from"));
    assert.match(text, /the program replicates nothing: there is no route to exercise\n$/);
  });
});
