/** Decides about one call, by each of its possible values where the policies ask for one that is not certain. */
import { evaluate } from "../evaluation";
import type {
  AccessRequest,
  ApplicablePolicies,
  ContextValue,
  Decision,
  NamedPolicy,
  PolicyDocument,
} from "../evaluation/types";
import { CONTEXT_CASES } from "./callCases";
import type { CallFacts } from "./callFacts";

/** What decides which cases there are. */
export type CaseCall = Pick<CallFacts, "service" | "action" | "encryptions"> & {
  /** ARN of the rule's replica key, where it is known. */
  readonly replicaKeyArn?: string;
};

/** Asks once, and where the answer hangs on a key that has one of few values, once for each of them. */
export function judgeCases(call: CaseCall, request: AccessRequest, policies: ApplicablePolicies): Decision {
  const first = evaluate(request, policies);
  if (first.verdict !== "unknown") return first;
  for (const group of CONTEXT_CASES) {
    if (group.service !== "both" && group.service !== call.service) continue;
    if (group.actions !== undefined && !group.actions.includes(call.action)) continue;
    if (!mentions(policies, group.keys)) continue;
    const answers = group
      .cases({ replicaKeyArn: call.replicaKeyArn, encryptions: call.encryptions ?? [] })
      .map((values) => evaluate({ ...request, context: withCase(request.context, values) }, policies));
    const settled = settle(answers, group.exhaustive, group.firstDecides);
    if (settled !== undefined) return { ...settled, because: `${settled.because} (${group.because})` };
  }
  return first;
}

function withCase(
  context: AccessRequest["context"],
  values: { readonly [key: string]: ContextValue },
): AccessRequest["context"] {
  return { ...context, ...values };
}

function settle(
  answers: readonly Decision[],
  exhaustive: boolean,
  firstDecides: boolean,
): Decision | undefined {
  const [first] = answers;
  if (first === undefined) return undefined;
  if (firstDecides && first.verdict === "denied") return first;
  const agreed = answers.every(({ verdict }) => verdict === first.verdict);
  if (!agreed || first.verdict === "unknown") return undefined;
  return exhaustive || first.verdict === "denied" ? first : undefined;
}

function readPart(document: NamedPolicy["document"]): PolicyDocument | undefined {
  return "unknown" in document ? document.denies : document;
}

/** Whether a condition of some policy asks for one of the keys. */
function mentions(policies: ApplicablePolicies, keys: readonly string[]): boolean {
  const wanted = new Set(keys.map((key) => key.toLowerCase()));
  const documents = [...policies.identity, policies.boundary, policies.resource].flatMap((policy) =>
    policy === undefined ? [] : (readPart(policy.document) ?? []),
  );
  return documents.some(({ Statement }) =>
    Statement.some(({ Condition }) =>
      Object.values(Condition ?? {}).some((tests) =>
        Object.keys(tests).some((key) => wanted.has(key.toLowerCase())),
      ),
    ),
  );
}
