/** Who may touch the data now and might not before, as the model judges it. */
import { groupBy } from "../../model";
import { type Change, listed } from "./change";
import type { State, StateAccess } from "./state";

/** One change for each principal and part of a bucket that it may do more with, or less. */
export function accessChanges(base: State, head: State): readonly Change[] {
  const [before, after] = [byQuestion(base), byQuestion(head)];
  const [oldBuckets, newBuckets] = [bucketsOf(base), bucketsOf(head)];
  const oldPrincipals = new Set(base.access.map(({ principal }) => principal));
  const wider = head.access.filter(isMay).filter((one) => before.get(questionOf(one))?.verdict !== "may");
  const narrower = base.access
    .filter(isMay)
    .filter((one) => newBuckets.has(one.bucket) && after.get(questionOf(one))?.verdict !== "may");
  return [
    ...grouped(wider, ({ principal, bucket, resource }, what) => {
      // Data that is new can only be read by principals that are named with it.
      const isExpected = !oldBuckets.has(bucket) && oldPrincipals.has(principal);
      return {
        kind: "access-wider",
        effect: isExpected ? "different" : "worse",
        subject: principal,
        text: `${principal} may ${what} ${resource}${isExpected ? ", which is new" : ", and might not before"}`,
        details: [],
      };
    }),
    ...grouped(narrower, ({ principal, resource }, what) => ({
      kind: "access-narrower",
      effect: "different",
      subject: principal,
      text: `${principal} may no longer ${what} ${resource}`,
      details: [],
    })),
  ];
}

function isMay({ verdict }: StateAccess): boolean {
  return verdict === "may";
}

function byQuestion({ access }: State): ReadonlyMap<string, StateAccess> {
  return new Map(access.map((one) => [questionOf(one), one]));
}

function questionOf({ bucket, principal, action, resource, rule, tags }: StateAccess): string {
  return JSON.stringify([bucket, principal, action, resource, rule, tags]);
}

/** The buckets that take part in a route, or whose policy was judged. */
function bucketsOf({ access, routes }: State): ReadonlySet<string> {
  return new Set([
    ...access.map(({ bucket }) => bucket),
    ...routes.flatMap(({ source, destination }) => [source, destination]),
  ]);
}

function grouped(
  reports: readonly StateAccess[],
  toChange: (first: StateAccess, what: string) => Change,
): readonly Change[] {
  const groups = groupBy(reports, ({ principal, resource }) => JSON.stringify([principal, resource]));
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const actions = new Set(group.map(({ action }) => action.replaceAll("-", " ")));
    return [toChange(first, listed([...actions]))];
  });
}
