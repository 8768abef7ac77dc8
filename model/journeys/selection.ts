/** Which of the rules that admit an event acts for a destination. */
import { endKey, type Route } from "../route";
import type { Match } from "./ruleMatching";

/** A route with what the event means for it. */
export interface Contender {
  readonly route: Route;
  readonly match: Match;
  /**
   * The rule takes this kind of event up: KMS objects by its opt-in, delete markers by its switch. Whether S3 counts that as part of
   * matching is not documented, so it matters where rules differ in it.
   */
  readonly takesUp: boolean | undefined;
}

export type Selection =
  | { readonly acts: true }
  | { readonly acts: false; readonly winner: Route }
  | { readonly acts: "unknown"; readonly because: string };

/**
 * Among the matching rules for the same destination bucket the largest priority wins alone; every other destination gets its own copy.
 *
 * @param contenders every rule of one source bucket
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-add-config.html
 */
export function selectRules(contenders: readonly Contender[]): ReadonlyMap<Route, Selection> {
  const candidates = contenders.filter(({ match }) => match.matches !== false);
  const byDestination = new Map<string, Contender[]>();
  const open: Contender[] = [];
  for (const contender of candidates) {
    const destination = destinationOf(contender.route);
    const rivals = destination === undefined ? open : byDestination.get(destination);
    if (rivals !== undefined) rivals.push(contender);
    else if (destination !== undefined) byDestination.set(destination, [contender]);
  }
  const selections = new Map<Route, Selection>();
  for (const group of byDestination.values()) {
    const rivals = [...group, ...open];
    for (const contender of group) selections.set(contender.route, select(contender, rivals));
  }
  for (const contender of open) selections.set(contender.route, select(contender, candidates));
  return selections;
}

function select(contender: Contender, rivals: readonly Contender[]): Selection {
  let winner: Contender | undefined;
  let doubt: string | undefined;
  for (const rival of rivals) {
    if (rival === contender || !mayShareDestination(contender.route, rival.route)) continue;
    const order = compare(contender, rival);
    if (order === "before") continue;
    if (order !== "after") doubt ??= order.doubt;
    else if (winner === undefined || compare(winner, rival) === "after") winner = rival;
  }
  if (winner !== undefined) return shadowed(contender, winner);
  return doubt === undefined ? { acts: true } : { acts: "unknown", because: doubt };
}

/** Which of two rules goes first, or why that is not known. */
function compare(one: Contender, other: Contender): "before" | "after" | { readonly doubt: string } {
  const priority = one.route.rule.priority;
  const rivalPriority = other.route.rule.priority;
  const name = `rule "${other.route.ruleName}"`;
  if ("unknown" in priority || "unknown" in rivalPriority) {
    return { doubt: `it is not known whether it or ${name} has the larger priority` };
  }
  const [mine, theirs] = [priority.known, rivalPriority.known];
  if (mine === undefined || theirs === undefined || mine === theirs) {
    return { doubt: `it and ${name} have no different priorities, which S3 refuses for the same objects` };
  }
  if (mine > theirs) return "before";
  if (other.match.matches === "unknown") {
    return { doubt: `${name} has the larger priority and ${other.match.because}` };
  }
  const isSame = destinationOf(one.route) !== undefined && destinationOf(other.route) !== undefined;
  return isSame ? "after" : { doubt: `${name} has the larger priority and may have the same destination` };
}

function shadowed(contender: Contender, winner: Contender): Selection {
  if (contender.takesUp === true && winner.takesUp !== true) {
    const because =
      `rule "${winner.route.ruleName}" has the larger priority but does not take this up, and AWS does not say ` +
      "whether it then shadows this rule";
    return { acts: "unknown", because };
  }
  return { acts: false, winner: winner.route };
}

/** What identifies a destination; undefined where it is not known. */
function destinationOf({ destination }: Route): string | undefined {
  return endKey(destination);
}

function mayShareDestination(one: Route, other: Route): boolean {
  const [mine, theirs] = [destinationOf(one), destinationOf(other)];
  return mine === undefined || theirs === undefined || mine === theirs;
}
