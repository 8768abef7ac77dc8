/** `prove` and `explain` of estates in which a replica is itself a source. */
import assert from "node:assert/strict";
import { run } from "../../helpers/commandLine";
import {
  EXPORT_TEXT,
  exportWithRuleFromReplica,
  exportWithRules,
  FIRST_REPLICA,
  SECOND_REPLICA,
  SOURCE,
} from "../../helpers/exports";
import { onOneLine } from "../../helpers/reportText";

const CHAINED = exportWithRuleFromReplica("acme-third");
const CHAIN_NOTE = `"${FIRST_REPLICA}" receives replicas from "${SOURCE}" and has rules to "acme-third": replicas are not replicated on, so "${SOURCE}" needs a rule of its own to "acme-third", or batch replication from "${FIRST_REPLICA}"`;

describe("prove of a chain of buckets", () => {
  it("says that replicas are not replicated on, in text and for programs", async () => {
    const { stdout } = await run(["prove", "-"], { input: CHAINED });
    assert.ok(onOneLine(stdout).includes(`what s3 does not do - ${CHAIN_NOTE}`), stdout);
    const json = JSON.parse((await run(["prove", "-", "--json"], { input: CHAINED })).stdout);
    assert.deepEqual(json.notes, [CHAIN_NOTE]);
  });

  it("breaks no route because of it", async () => {
    const { routes } = JSON.parse((await run(["prove", "-", "--json"], { input: CHAINED })).stdout);
    const ofSource = routes.filter(({ source }: { readonly source: string }) => source === SOURCE);
    assert.deepEqual(
      ofSource.map(({ verdict }: { readonly verdict: string }) => verdict),
      ["works", "works"],
    );
  });

  it("says nothing of the kind without a chain", async () => {
    const { stdout } = await run(["prove", "-"], { input: EXPORT_TEXT });
    assert.doesNotMatch(stdout, /what s3 does not do|replicated on/);
    const json = JSON.parse((await run(["prove", "-", "--json"], { input: EXPORT_TEXT })).stdout);
    assert.deepEqual(json.notes, []);
  });

  it("says of two buckets that replicate to each other that it does not loop", async () => {
    const { stdout } = await run(["prove", "-"], { input: exportWithRuleFromReplica(SOURCE) });
    assert.match(
      onOneLine(stdout),
      /"acme-archive" and "\S+" replicate to each other|"\S+" and "acme-archive" replicate to each other/,
    );
    assert.match(onOneLine(stdout), /it does not loop/);
  });
});

describe("explain --bucket", () => {
  const words = ["explain", "a.txt", "--export", "-"];
  const sourcesIn = async (input: string, ...more: readonly string[]) => {
    const { stdout } = await run([...words, "--json", ...more], { input });
    const { journeys } = JSON.parse(stdout);
    return journeys.map(({ source }: { readonly source: string }) => source);
  };

  it("tells for every source bucket when not given, and says that there is a choice", async () => {
    assert.deepEqual(await sourcesIn(CHAINED), [SOURCE, SOURCE, FIRST_REPLICA]);
    const { stdout } = await run(words, { input: CHAINED });
    assert.ok(
      onOneLine(stdout).includes(
        `reported for each of 2 source buckets; --bucket selects one: ${SOURCE}, ${FIRST_REPLICA}`,
      ),
      stdout,
    );
  });

  it("tells for that bucket alone, by its name or its ARN", async () => {
    for (const bucket of [SOURCE, `arn:aws:s3:::${SOURCE}`]) {
      assert.deepEqual(await sourcesIn(CHAINED, "--bucket", bucket), [SOURCE, SOURCE]);
    }
    assert.deepEqual(await sourcesIn(CHAINED, "--bucket", FIRST_REPLICA), [FIRST_REPLICA]);
    const { stdout } = await run([...words, "--bucket", SOURCE], { input: CHAINED });
    assert.doesNotMatch(stdout, /--bucket selects one/);
  });

  it("speaks of no choice where there is one source bucket", async () => {
    const { stdout, status } = await run(words, { input: EXPORT_TEXT });
    assert.equal(status, 0);
    assert.doesNotMatch(stdout, /--bucket/);
  });

  it("says that a copy does not go on from its destination, and nothing of it without a rule there", async () => {
    const { stdout } = await run([...words, "--bucket", SOURCE], { input: CHAINED });
    assert.ok(
      onOneLine(stdout).includes(
        `note: the copy does not go on from ${FIRST_REPLICA} to acme-third: replicas are not replicated on `,
      ),
    );
    assert.doesNotMatch((await run(words, { input: EXPORT_TEXT })).stdout, /replicated on/);
  });

  const wrong: readonly (readonly [string, RegExp])[] = [
    [
      "acme-archiv",
      /^--bucket: expected a source bucket, found acme-archiv; did you mean "acme-archive"\?\n$/,
    ],
    [
      "something-else-altogether",
      /^--bucket: expected a source bucket, found something-else-altogether; use one of acme-archive, acme-archive-replication-ap-northeast-1\n$/,
    ],
    [SECOND_REPLICA, /, found \S+, which has no replication rules of its own; /],
    ["", /^--bucket: expected a source bucket, found nothing; use one of /],
  ];
  for (const [bucket, says] of wrong) {
    it(`ends with 2 and says which buckets there are: ${JSON.stringify(bucket)}`, async () => {
      const { status, stdout, stderr } = await run([...words, "--bucket", bucket], { input: CHAINED });
      assert.equal(status, 2);
      assert.match(stderr, says);
      assert.equal(stdout, "");
    });
  }
});

describe("prove of a rule that is disabled", () => {
  const paused = (...positions: readonly number[]) =>
    exportWithRules((rules) => {
      for (const position of positions) rules[position].status = "Disabled";
    });
  const prove = async (input: string, ...more: readonly string[]) => {
    const { status, stdout } = await run(["prove", "-", ...more], { input });
    const json = JSON.parse((await run(["prove", "-", "--json", ...more], { input })).stdout);
    return { status, stdout, json };
  };

  it("calls it disabled, and the rest is what counts", async () => {
    const { status, stdout, json } = await prove(paused(0));
    assert.equal(status, 0);
    assert.match(stdout, /^✓ routes: 1 of 2 routes work, 1 disabled\n/);
    assert.match(stdout, /^ {2}– ap-northeast-1: disabled, /m);
    assert.match(
      onOneLine(stdout),
      /\? rule-enabled: status is "Disabled", so the rule replicates nothing; /,
    );
    assert.doesNotMatch(stdout, /broken/);
    assert.equal(json.verdict, "works");
    assert.deepEqual(
      json.routes.map(({ verdict, status }: { readonly [key: string]: string }) => [verdict, status]),
      [
        ["unproven", "disabled"],
        ["works", undefined],
      ],
    );
  });

  it("does not say that a bucket works all of whose rules are disabled", async () => {
    const { status, stdout, json } = await prove(paused(0, 1));
    assert.equal(status, 3);
    assert.match(stdout, /^\? routes: 2 of 2 routes disabled, nothing replicates from acme-archive\n/);
    assert.doesNotMatch(stdout, /works|broken/);
    assert.equal(json.verdict, "unproven");
  });

  it("calls it broken with --disabled-rules refuse", async () => {
    const { status, stdout, json } = await prove(paused(0), "--disabled-rules", "refuse");
    assert.equal(status, 1);
    assert.match(stdout, /^✗ routes: 1 of 2 routes broken; ap-northeast-1: rule-enabled, see below\n/);
    assert.equal(json.verdict, "broken");
    assert.equal("status" in json.routes[0], false);
  });

  it("says what else is broken about it", async () => {
    const input = paused(0).replaceAll("s3:ReplicateObject", "s3:ReplicateObjects");
    const { status, stdout } = await prove(input);
    assert.equal(status, 1);
    assert.match(stdout, /^ {2}✗ ap-northeast-1: disabled and broken, /m);
  });

  it("says nothing of the kind of rules that are enabled, whatever the choice", async () => {
    for (const choice of ["advise", "refuse"]) {
      const { status, stdout } = await prove(EXPORT_TEXT, "--disabled-rules", choice);
      assert.equal(status, 0);
      assert.doesNotMatch(stdout, /disabled/);
    }
  });

  it("takes no other choice", async () => {
    for (const command of [["prove", "-"], ["rehearse"]]) {
      const { status, stderr } = await run([...command, "--disabled-rules", "allow"], { input: EXPORT_TEXT });
      assert.equal(status, 2);
      assert.match(stderr, /Allowed choices are advise, refuse/);
    }
  });
});
