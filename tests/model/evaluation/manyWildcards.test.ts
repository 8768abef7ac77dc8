import { strict as assert } from "node:assert";
import fc from "fast-check";
import { splitArn } from "../../../aws/arns";
import {
  type AccessRequest,
  type ApplicablePolicies,
  type Decision,
  evaluate,
  type PolicyStatement,
  type StatementCondition,
  type StatementPrincipal,
} from "../../../model/evaluation";
import { overRegion } from "../../../model/evaluation/arnPatterns";
import { samplesOf } from "../../../model/evaluation/arnSamples";
import { readFor } from "../../../model/evaluation/evaluate";
import { patternsOver } from "../../../model/evaluation/resource";
import { verdictFor } from "../../../model/evaluation/verdict";
import { BUCKET, call, HERE, policies, policy, ROLE_ARN, THERE, variable } from "./cast";

const allow = (...Resource: readonly string[]): PolicyStatement => ({
  Effect: "Allow",
  Action: "*",
  Resource,
});
const deny = (...Resource: readonly string[]): PolicyStatement => ({
  Sid: "No",
  Effect: "Deny",
  Action: "*",
  Resource,
});
/** A condition that the call does not determine. */
const PERHAPS: StatementCondition = { StringEquals: { "aws:SourceVpc": "vpc-1" } };
const perhaps = (statement: PolicyStatement): PolicyStatement => ({ ...statement, Condition: PERHAPS });

const COUNT = 300;
const numbers = Array.from({ length: COUNT }, (_, number) => number);
/** Buckets of other teams; as AWS reads a wildcard, objects of this bucket too. */
const teams = numbers.map((number) => `arn:aws:s3:::*-team${number}-*/logs/*`);
const logs = numbers.map((number) => `${BUCKET}/*/team${number}/*.log`);
/** Buckets of other teams that are certainly not this one. */
const others = numbers.map((number) => `arn:aws:s3:::team${number}-*/logs/*`);

const of = (...statements: readonly PolicyStatement[]): Decision =>
  evaluate(call({ resource: `${BUCKET}/*` }), policies({ identity: [policy("p", ...statements)] }));

describe("hundreds of wildcards over one bucket", () => {
  const cases: readonly [string, readonly PolicyStatement[], Decision["verdict"]][] = [
    ["are allowed by one of the wildcards that covers it", [allow(...teams, `${BUCKET}/*`)], "allowed"],
    [
      "are allowed by one of many statements",
      [...teams.map((team) => allow(team)), allow("arn:aws:s3:::rep*")],
      "allowed",
    ],
    ["are allowed by a wildcard that ends in the bucket's name", [allow("arn:aws:s3:::*plica/*")], "allowed"],
    ["are allowed beside a Deny on other buckets", [allow(...teams, "*"), deny(...others)], "allowed"],
    [
      "are allowed beside a Deny that leaves the bucket out",
      [allow(...teams, "*"), { Effect: "Deny", Action: "*", NotResource: [...teams, `${BUCKET}*`] }],
      "allowed",
    ],
    [
      "are allowed where only an Allow with a condition beside it is open",
      [...logs.map((log) => perhaps(allow(log))), allow(`${BUCKET}/*`)],
      "allowed",
    ],
    ["are not allowed where none of them covers it", [allow(...teams, ...logs)], "denied"],
    ["are denied by one of the wildcards of a Deny", [allow("*"), deny(...teams)], "denied"],
    ["are denied by one of many statements", [allow("*"), ...logs.map((log) => deny(log))], "denied"],
    [
      "are denied by a Deny on everything else than they match",
      [allow("*"), { Effect: "Deny", Action: "*", NotResource: logs }],
      "denied",
    ],
    ["are open where a Deny over part of it is", [allow("*"), perhaps(deny(...logs))], "unknown"],
    ["are open where the Allow that covers it is", [perhaps(allow("*")), allow(...logs)], "unknown"],
  ];
  for (const [sentence, statements, verdict] of cases) {
    it(sentence, () => assert.equal(of(...statements).verdict, verdict));
  }

  it("name the statement that covers everything", () => {
    const { because } = of(allow(...logs), { ...allow(`${BUCKET}/*`), Sid: "All" });
    assert.equal(because, `statement "All" of p allows s3:ReplicateObject on ${BUCKET}/*`);
  });

  it("name the Deny and an object that it denies", () => {
    const { because, explicit } = of(allow("*"), deny(...logs));
    assert.equal(
      because,
      `statement "No" of p denies s3:ReplicateObject on part of ${BUCKET}/* (for example ${BUCKET}//team0/.log)`,
    );
    assert.equal(explicit, true);
  });

  it("are too many to judge where only several Allows together may cover everything", () => {
    const { verdict, because } = of(allow(...logs, `${BUCKET}/a*`), {
      Effect: "Allow",
      Action: "*",
      NotResource: `${BUCKET}/a*`,
    });
    assert.equal(verdict, "unknown");
    assert.equal(
      because,
      `the wildcards of the Allow statements divide ${BUCKET}/* into too many parts to judge`,
    );
  });

  it("are too many to judge where a Deny leaves out hundreds of parts that may be everything together", () => {
    const parts = [`${BUCKET}/?`, `${BUCKET}/??*`, ...logs];
    const { verdict, because } = of(allow("*"), {
      Sid: "No",
      Effect: "Deny",
      Action: "*",
      NotResource: parts,
    });
    assert.equal(verdict, "unknown");
    assert.equal(
      because,
      `the wildcards of statement "No" of p divide ${BUCKET}/* into too many parts to judge`,
    );
  });

  it("say what else is not known", () => {
    const { because } = of(perhaps(allow("*")), allow(...logs));
    assert.match(
      because,
      /^whether statement 1 of p allows .* aws:SourceVpc; and the wildcards of the Allow/,
    );
  });
});

/** Every part that any of the patterns tells apart, compared with every statement. */
function fully(
  request: AccessRequest,
  applicable: ApplicablePolicies,
): Pick<Decision, "verdict" | "explicit"> {
  const { live, call: read } = readFor(request, applicable);
  const fields = splitArn(request.resource);
  const patterns = [...live.identity, live.boundary, live.resource].flatMap((one) =>
    one === undefined
      ? []
      : one.statements.flatMap(({ statement }) => patternsOver(statement, fields, one.reading)),
  );
  const { resources, isComplete } = samplesOf(request.resource, patterns, Number.POSITIVE_INFINITY);
  assert.ok(isComplete);
  const found = resources.map((resource) => verdictFor(live, resource, read));
  if (found.some(({ explicit }) => explicit === true)) return { verdict: "denied", explicit: true };
  if (found.some(({ verdict }) => verdict === "denied")) return { verdict: "denied", explicit: false };
  return { verdict: found.some(({ verdict }) => verdict === "unknown") ? "unknown" : "allowed" };
}

describe("the quick path over a wildcard tail", function () {
  this.timeout(120_000);

  const tail = fc.oneof(
    fc.constantFrom("*", "/*", "/a*", "/*a", "/a?*", "/?*", "", "/", "/b", `/${variable("aws:SourceVpc")}*`),
    fc.array(fc.constantFrom("a", "b", "*", "?"), { maxLength: 4 }).map((parts) => `/${parts.join("")}`),
  );
  const pattern = fc.oneof(
    { weight: 8, arbitrary: tail.map((text) => `${BUCKET}${text}`) },
    {
      weight: 1,
      arbitrary: fc.constantFrom("*", "arn:aws:s3:::*a/*", "arn:aws:s3:::other/*", "arn:aws:s3*"),
    },
    { weight: 1, arbitrary: fc.constant(`${BUCKET}/${variable("aws:FederatedProvider")}/*`) },
  );
  const principal = fc.constantFrom<StatementPrincipal>(
    "*",
    { AWS: ROLE_ARN },
    { AWS: HERE },
    { AWS: `arn:aws:iam::${THERE}:root` },
  );
  const statement = fc
    .record({
      Effect: fc.constantFrom<"Allow" | "Deny">("Allow", "Allow", "Allow", "Deny"),
      isNegated: fc.constantFrom(false, false, false, true),
      isOpen: fc.constantFrom(false, false, true),
      Principal: principal,
      isOutside: fc.constantFrom(false, false, false, true),
      patterns: fc.array(pattern, { minLength: 1, maxLength: 4 }),
    })
    .map(
      ({ Effect, isNegated, isOpen, Principal, isOutside, patterns }): PolicyStatement => ({
        Effect,
        Action: "*",
        ...(isOutside ? { NotPrincipal: Principal } : { Principal }),
        ...(isNegated ? { NotResource: patterns } : { Resource: patterns }),
        ...(isOpen && { Condition: PERHAPS }),
      }),
    );
  const document = fc.array(statement, { minLength: 1, maxLength: 4 });
  const given = fc.record({
    identity: fc.array(document, { maxLength: 2 }),
    boundary: fc.option(document, { nil: undefined }),
    resource: fc.option(document, { nil: undefined }),
    kind: fc.constantFrom<"bucket" | "key">("bucket", "key"),
    owner: fc.constantFrom(HERE, THERE, undefined),
    isUnread: fc.constantFrom(false, false, false, true),
    prefix: fc.constantFrom("/", "/a", "/ab"),
    mostSteps: fc.constantFrom(0, 1, 20, 200, 200_000),
  });

  it("never answers otherwise than every part of it together, whatever it leaves out", () => {
    const counts = { same: 0, gaveUp: 0 };
    fc.assert(
      fc.property(given, ({ identity, boundary, resource, kind, owner, isUnread, prefix, mostSteps }) => {
        const { resourceAccount: _, ...anonymous } = call({
          resource: `${BUCKET}${prefix}*`,
          context: { "aws:FederatedProvider": { absent: true } },
        });
        const request = { ...anonymous, ...(owner !== undefined && { resourceAccount: owner }) };
        const applicable = policies({
          identity: [
            ...identity.map((statements, number) => policy(`p${number}`, ...statements)),
            ...(isUnread ? [{ label: "unread", document: { unknown: "not read" } }] : []),
          ],
          ...(boundary && { boundary: policy("boundary", ...boundary) }),
          ...(resource && { resource: policy("resource", ...resource) }),
          resourceKind: kind,
        });
        const { live, call: read } = readFor(request, applicable);
        const quick = overRegion(live, read, mostSteps);
        const full = fully(request, applicable);
        if (quick.because.includes("too many parts to judge")) {
          assert.equal(quick.verdict, "unknown");
          counts.gaveUp++;
          return;
        }
        assert.equal(quick.verdict, full.verdict, quick.because);
        // A Deny that was not looked at through may decide what lacks an Allow anyway.
        if (quick.explicit === true) assert.equal(full.explicit, true);
        counts.same++;
      }),
      { numRuns: 4_000, seed: 11 },
    );
    assert.ok(counts.same > 2_500 && counts.gaveUp > 100, JSON.stringify(counts));
  });
});
