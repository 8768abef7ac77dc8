import { strict as assert } from "node:assert";
import {
  type ApplicablePolicies,
  type ContextValue,
  type Decision,
  evaluate,
  type NamedPolicy,
  type PolicyDocument,
} from "../../../model/evaluation";
import { caseOf } from "./differential/cases";

/**
 * What is not known must never be guessed: a verdict that is given although something is hidden must be the verdict
 * for whatever the hidden thing may turn out to be.
 */
const CASES = 4_000;

const POSSIBLE: readonly ContextValue[] = [
  { absent: true },
  ["alpha"],
  ["beta", "abc"],
  ["2026-01-01T00:00:00Z"],
  ["1"],
  ["true"],
  ["false"],
  ["203.0.113.7"],
  ["2001:db8::7"],
  ["arn:aws:iam::111122223333:role/archive"],
  ["QUI="],
];

/** These follow from the caller itself, so leaving them out of the context does not hide them. */
const OF_THE_CALLER = ["aws:PrincipalArn", "aws:username"];

const ABSENT: ContextValue = { absent: true };

const DOCUMENTS: readonly PolicyDocument[] = [
  { Version: "2012-10-17", Statement: [] },
  { Version: "2012-10-17", Statement: [{ Effect: "Allow", Principal: "*", Action: "*", Resource: "*" }] },
  { Version: "2012-10-17", Statement: [{ Effect: "Deny", Principal: "*", Action: "*", Resource: "*" }] },
];

describe("three-valued evaluation", function () {
  this.timeout(60_000);

  it("never guesses the value of a hidden condition key", () => {
    const counts = { known: 0, unknown: 0 };
    for (let number = 0; number < CASES; number++) {
      const { request, policies } = caseOf(number);
      for (const key of Object.keys(request.context).filter((k) => !OF_THE_CALLER.includes(k))) {
        const { [key]: hidden = ABSENT, ...rest } = request.context;
        const decision = evaluate({ ...request, context: rest }, policies);
        count(counts, decision);
        for (const value of [hidden, ...POSSIBLE]) {
          agrees(
            decision,
            evaluate({ ...request, context: { ...rest, [key]: value } }, policies),
            `case ${number}, ${key}`,
          );
        }
      }
    }
    assert.ok(counts.known > counts.unknown && counts.unknown > 1_000, JSON.stringify(counts));
  });

  it("says unknown only where some value would decide otherwise, for what one condition decides", () => {
    let unknown = 0;
    for (let number = 0; number < CASES; number++) {
      const { request, policies, traits } = caseOf(number);
      if (!traits.some((trait) => /^decided by (Null|Bool|String(Not)?Like)(IfExists)?$/.test(trait)))
        continue;
      for (const key of Object.keys(request.context).filter(
        (k) => k !== "aws:username" && k !== "aws:userid",
      )) {
        const { [key]: hidden = ABSENT, ...rest } = request.context;
        if (evaluate({ ...request, context: rest }, policies).verdict !== "unknown") continue;
        unknown++;
        const tried = [hidden, ...POSSIBLE, ["Alpha"], ["be*a"], ["a?c"], [""], ["zz"]].map(
          (value) => evaluate({ ...request, context: { ...rest, [key]: value } }, policies).verdict,
        );
        assert.ok(new Set(tried).size > 1, `case ${number}, ${key}: ${tried[0]} whatever the value`);
      }
    }
    assert.ok(unknown > 50, String(unknown));
  });

  it("never guesses what a hidden document says", () => {
    const counts = { known: 0, unknown: 0 };
    for (let number = 0; number < CASES; number++) {
      const { request, policies } = caseOf(number);
      for (const { hide, put } of documentsOf(policies)) {
        const decision = evaluate(request, hide);
        count(counts, decision);
        for (const document of DOCUMENTS)
          agrees(decision, evaluate(request, put(document)), `case ${number}`);
        agrees(decision, evaluate(request, policies), `case ${number}`);
      }
    }
    assert.ok(counts.known > 500 && counts.unknown > 500, JSON.stringify(counts));
  });

  it("says of a value that is one of several only what holds for each", () => {
    const counts = { known: 0, unknown: 0 };
    for (let number = 0; number < CASES; number++) {
      const { request, policies } = caseOf(number);
      for (const key of Object.keys(request.context)) {
        const asked = (value: ContextValue) =>
          evaluate({ ...request, context: { ...request.context, [key]: value } }, policies);
        const values = ["alpha", "1", "true", "203.0.113.7"];
        const decision = asked({ oneOf: values });
        count(counts, decision);
        for (const value of values) agrees(decision, asked([value]), `case ${number}, ${key}`);
      }
    }
    assert.ok(counts.known > counts.unknown && counts.unknown > 300, JSON.stringify(counts));
  });

  it("never guesses what a document allows of which only the denies are known", () => {
    const counts = { known: 0, unknown: 0 };
    for (let number = 0; number < CASES; number++) {
      const { request, policies } = caseOf(number);
      for (const [index, { label, document }] of policies.identity.entries()) {
        if ("unknown" in document) continue;
        const put = (found: NamedPolicy["document"]): ApplicablePolicies => ({
          ...policies,
          identity: policies.identity.map((policy, i) => (i === index ? { label, document: found } : policy)),
        });
        const Deny = document.Statement.filter(({ Effect }) => Effect === "Deny");
        const denies: PolicyDocument = { ...document, Statement: Deny };
        const decision = evaluate(request, put({ unknown: "only what it denies is known", denies }));
        count(counts, decision);
        for (const allows of [
          [],
          document.Statement,
          [{ Effect: "Allow", Action: "*", Resource: "*" }] as const,
        ]) {
          const Statement = [...Deny, ...allows];
          agrees(decision, evaluate(request, put({ ...document, Statement })), `case ${number}`);
        }
      }
    }
    assert.ok(counts.known > 500 && counts.unknown > 500, JSON.stringify(counts));
  });

  it("never guesses who owns a bucket", () => {
    const counts = { known: 0, unknown: 0 };
    for (let number = 0; number < CASES; number++) {
      const { request, policies } = caseOf(number);
      if (policies.resourceKind !== "bucket") continue;
      const { resourceAccount, ...anonymous } = request;
      const decision = evaluate(anonymous, policies);
      count(counts, decision);
      for (const owner of [resourceAccount, "111122223333", "999988887777"]) {
        if (owner === undefined) continue;
        agrees(decision, evaluate({ ...anonymous, resourceAccount: owner }, policies), `case ${number}`);
      }
    }
    assert.ok(counts.known > 500 && counts.unknown > 50, JSON.stringify(counts));
  });
});

function agrees(known: Decision, full: Decision, where: string): void {
  if (known.verdict === "unknown" || full.verdict === "unknown") return;
  assert.equal(known.verdict, full.verdict, `${where}: ${known.because} / ${full.because}`);
}

function count(counts: { known: number; unknown: number }, { verdict }: Decision): void {
  counts[verdict === "unknown" ? "unknown" : "known"]++;
}

interface Hidden {
  readonly hide: ApplicablePolicies;
  readonly put: (document: PolicyDocument) => ApplicablePolicies;
}

/** The policies with each document hidden in turn. */
function documentsOf(policies: ApplicablePolicies): readonly Hidden[] {
  const hidden = (replace: (document: NamedPolicy["document"]) => ApplicablePolicies): Hidden => ({
    hide: replace({ unknown: "computed at deployment" }),
    put: replace,
  });
  const identities = policies.identity.map((_, index) =>
    hidden((document) => ({
      ...policies,
      identity: policies.identity.map((policy, i) => (i === index ? { ...policy, document } : policy)),
    })),
  );
  const { boundary, resource } = policies;
  return [
    ...identities,
    ...(boundary ? [hidden((document) => ({ ...policies, boundary: { ...boundary, document } }))] : []),
    ...(resource ? [hidden((document) => ({ ...policies, resource: { ...resource, document } }))] : []),
  ];
}
