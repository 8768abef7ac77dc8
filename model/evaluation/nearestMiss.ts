/** Finds the statement that came nearest to allowing a call, and what it lacks. */
import { matchAction } from "./action";
import { failedLines, matchCondition } from "./condition";
import { slipsIn } from "./mistakenPrincipals";
import type { LivePolicies, PolicySide } from "./paths";
import { callerName, isNamed, namesOf, namingOf, whyNotNamed } from "./principal";
import { accountNamed, type PrincipalNames } from "./principalNames";
import { matchResource } from "./resource";
import { type Call, entriesOf, readingOf, statementName } from "./statement";
import { listOf } from "./statementParts";
import { type Answer, doubtful, no, YES } from "./ternary";
import type { Decision, NamedPolicy, PolicyStatement } from "./types";

type Explained = Pick<Decision, "because" | "statement">;

/** An Allow that does not cover the call, and how close it comes. */
interface Miss {
  readonly policy: NamedPolicy;
  readonly statement: PolicyStatement;
  readonly name: string;
  /** What in it fails: elements first, then each test of its condition. */
  readonly failing: () => readonly Answer[];
  readonly nearness: number;
}

/**
 * Why one side gives no Allow: the statement that comes nearest, and what in it fails. Of the four elements the action
 * weighs most, for a statement about another action is seldom the one that was meant.
 */
export function nearestMiss(
  side: PolicySide,
  policies: LivePolicies,
  resource: string,
  call: Call,
  shown: string,
): Explained {
  const candidates = policiesOf(side, policies);
  const asked = `${call.request.action} on ${shown}`;
  if (candidates.length === 0) return { because: withoutPolicy(side, asked, policies, call) };
  const misses = candidates.flatMap((policy) => missesIn(policy, side, resource, call, shown));
  const labels = candidates.map((policy) => policy.label).join(" and ");
  const nearest = misses.reduce<Miss | undefined>(
    (best, miss) => (best && best.nearness >= miss.nearness ? best : miss),
    undefined,
  );
  const noOne = `${candidates.length > 1 ? "none of " : ""}${labels} ${candidates.length > 1 ? "allows" : "does not allow"} ${asked}`;
  if (!nearest) return { because: `${noOne}: it has no Allow` };
  const why =
    nearest
      .failing()
      .map((answer) => answer.why())
      .join(", and ") || nothingToDelegate(side, call);
  return {
    because: `${noOne}: the nearest is ${nearest.name}${candidates.length > 1 ? ` of ${nearest.policy.label}` : ""}, and ${why}`,
    statement: { policy: nearest.policy.label, statement: nearest.statement },
  };
}

function policiesOf(side: PolicySide, { applicable }: LivePolicies): readonly NamedPolicy[] {
  if (side === "identity") return applicable.identity;
  const one =
    side === "boundary" ? applicable.boundary : side === "resource" ? applicable.resource : undefined;
  return one ? [one] : [];
}

function withoutPolicy(
  side: PolicySide,
  asked: string,
  { applicable }: LivePolicies,
  { request }: Call,
): string {
  if (side === "identity") return `${callerName(request.caller)} has no policy that could allow ${asked}`;
  const kind = { bucket: "bucket policy", key: "key policy", trust: "trust policy" }[applicable.resourceKind];
  const whose = request.caller.kind === "service" ? "a service" : "another account";
  if (applicable.resourceKind === "bucket")
    return `there is no bucket policy, and ${whose} needs one for ${asked}`;
  return `there is no ${kind} that could allow ${asked}`;
}

function missesIn(
  policy: NamedPolicy,
  side: PolicySide,
  resource: string,
  call: Call,
  shown: string,
): readonly Miss[] {
  if ("unknown" in policy.document) return [];
  const { Version } = policy.document;
  const misses: Miss[] = [];
  const entries = entriesOf(policy, policy.document, call.request.caller);
  for (const { statement, position, names, values } of entries) {
    if (statement.Effect !== "Allow") continue;
    const action = matchAction(statement, call.request.action);
    const reading = readingOf(policy, call, side !== "resource");
    const elements = [
      action,
      side === "resource" ? principalAnswer(statement, call, names) : YES,
      matchResource(statement, resource, reading, shown),
    ];
    const answers = [...elements, matchCondition(statement.Condition, Version, reading.context, values)];
    const weights = [8, 4, 2, 1];
    const score = answers.reduce((sum, answer, i) => sum + (answer.is === "no" ? 0 : (weights[i] ?? 0)), 0);
    const meant = answers[1]?.is === "no" ? meantFor(statement, call, names) : 0;
    // Between statements about other actions, the one whose action is spelled most alike was probably meant.
    const likeness = action.is === "no" ? likenessOf(statement, call.request.action) : 0;
    misses.push({
      policy,
      statement,
      name: statementName(statement, position),
      failing: () => [
        ...elements.filter((answer) => answer.is === "no"),
        ...failedLines(statement.Condition, Version, reading.context),
      ],
      nearness: score + meant + likeness,
    });
  }
  return misses;
}

function principalAnswer(
  statement: PolicyStatement,
  { request, limited }: Call,
  names: PrincipalNames | undefined,
): Answer {
  const is = isNamed(namingOf(statement, request.caller, limited, names));
  if (is === "yes") return YES;
  const why = () => whyNotNamed(statement, request.caller, names);
  return is === "no" ? no(why) : doubtful(why);
}

/**
 * What a principal that is not the caller says about whom the author meant: almost as much as the caller itself where
 * it is a slip, nothing where it is somebody else. The root of the resource's own account stands for that account's
 * policies and is in most key policies, so that it is hardly ever the one that was meant for a caller of another.
 */
function meantFor(
  { Principal }: PolicyStatement,
  { request }: Call,
  sorted: PrincipalNames | undefined,
): number {
  const { caller, resourceAccount: owner } = request;
  const slips = slipsIn(sorted?.thatMayBeMeant(caller, owner) ?? Principal, caller, owner);
  if (slips.length > 0) return slips.every(({ isAccount }) => isAccount) ? 1 : 3;
  if (sorted !== undefined) return sorted.isAllOf(owner) ? -8 : 0;
  const names = namesOf(Principal);
  const isDelegation = names.every((name) => accountNamed(name) === (owner ?? ""));
  return names.length > 0 && isDelegation ? -8 : 0;
}

/** From 0 to just under 1: the share of the action that some name of the statement begins with. */
function likenessOf(statement: PolicyStatement, action: string): number {
  const shared = listOf(statement.Action).map((name) => {
    let length = 0;
    while (length < action.length && name[length]?.toLowerCase() === action[length]?.toLowerCase()) length++;
    return length / (action.length + 1);
  });
  return Math.max(0, ...shared);
}

/** Everything matches and still it does not count: the statement names only the caller's account. */
function nothingToDelegate(side: PolicySide, { request }: Call): string {
  if (side !== "resource") return "it is not enough on its own";
  return `it names only the account of ${callerName(request.caller)}, which leaves the decision to that account's policies`;
}
