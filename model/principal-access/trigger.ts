/** Who may set the tags of a rule: the principals that the policies name, and all others. */
import { arnParts } from "../../aws/arns";
import { listOf } from "../evaluation/statementParts";
import { knownValue } from "../known";
import { isDisabled, type Route } from "../route";
import { anyoneOf, oneSpelling, type Person, personNamed, strangerTo } from "./callers";
import type { Context } from "./callFacts";
import type { DataBucket } from "./ends";
import { statementsOf } from "./policyText";
import { askBucket, type CallAnswer, type PrincipalLookup } from "./principalCalls";
import type { NamedPrincipal } from "./principals";
import type { AccessReport } from "./report";
import { exemptedBy, guardFor, otherTagsGuarded } from "./tagGuard";
import { WAYS, type Way, type WrittenTags } from "./taggingOperations";

interface Trigger {
  readonly end: DataBucket;
  readonly prefix: string;
  readonly tags: WrittenTags;
  readonly principals: PrincipalLookup;
  /** Objects that represent all below the prefix. */
  readonly samples: readonly string[];
}

interface Asker {
  readonly person: Person;
  readonly unnamed: boolean;
}

/** Every way to set the tags of every rule that asks for some, for each who might. */
export function triggersOf(
  end: DataBucket,
  named: readonly NamedPrincipal[],
  principals: PrincipalLookup,
): readonly AccessReport[] {
  const answers = new Map<string, readonly AccessReport[]>();
  return end.routes.flatMap((route) => {
    const filter = knownValue(route.rule.filter);
    const tags = filter?.tags ?? {};
    if (Object.keys(tags).length === 0 || isDisabled(route.rule)) return [];
    const prefix = filter?.prefix ?? "";
    // The rules to several replicas mostly ask for the same tags.
    const key = JSON.stringify([prefix, tags]);
    const reports =
      answers.get(key) ??
      reportsOn({ end, prefix, tags, principals, samples: samplesBelow(end, prefix) }, named);
    answers.set(key, reports);
    return reports.map((report) => ({ ...report, rule: ruleOf(route) }));
  });
}

const ruleOf = ({ ruleName }: Route): string => ruleName;

function reportsOn(trigger: Trigger, named: readonly NamedPrincipal[]): readonly AccessReport[] {
  const { end } = trigger;
  const exempted = exemptedBy(end).map((name) => oneSpelling(name, end.bucket.site.partition));
  const writers = named
    .filter(({ scopes }) => [...scopes.values()].some(({ writes }) => writes))
    .map(({ name }) => name);
  const people = [...new Set([...exempted, ...writers])]
    .filter((name) => !end.replicators.has(name))
    .flatMap((name) => personNamed(name, end.bucket.site.partition, end.account) ?? [])
    .map((person): Asker => ({ person, unnamed: false }));
  const exempt = [...new Set(exempted.length > 0 ? exempted : writers)];
  return [...people, ...unnamedOf(end)].flatMap((asker) =>
    WAYS.map((way) => reportOf(trigger, asker, way, exempt)),
  );
}

function unnamedOf({ account, bucket }: DataBucket): readonly Asker[] {
  const { partition } = bucket.site;
  const insider =
    account === undefined
      ? anyoneOf(SOME_ACCOUNT, partition, "any other principal in the bucket's account")
      : anyoneOf(account, partition, `any other principal in account ${account}`);
  return [insider, strangerTo(partition)].map((person) => ({ person, unnamed: true }));
}

function reportOf(
  trigger: Trigger,
  { person, unnamed }: Asker,
  way: Way,
  exempt: readonly string[],
): AccessReport {
  const { end, prefix, tags } = trigger;
  const { verdict, because, given } = answerFor(trigger, person, way);
  const [key] = Object.keys(tags);
  const isOpen = verdict === "may" && unnamed && key !== undefined;
  return {
    bucket: end.name,
    principal: person.shown,
    action: way.id,
    resource: `${end.name}/${prefix}*`,
    verdict,
    because: isOpen ? withTypo(because, end, tags) : because,
    ...(given !== undefined && { given }),
    ...(isOpen && { fix: guardFor(way.id, end, key, exempt) }),
    tags: Object.entries(tags)
      .map(([name, value]) => `${name}=${value}`)
      .join(", "),
    ...(unnamed && { unnamed }),
  };
}

function withTypo(because: string, end: DataBucket, tags: WrittenTags): string {
  const others = otherTagsGuarded(end, tags);
  if (others.length === 0) return because;
  const quote = (keys: readonly string[]) => keys.map((key) => `"${key}"`).join(", ");
  return `${because}; ${end.policy.label} guards the tag ${quote(others)}, and the rule asks for ${quote(Object.keys(tags))}`;
}

/** Placeholder of the bucket's account where that is not known: no policy names it. */
const SOME_ACCOUNT = "999999999999";

/** The bucket, as its account's own principals see it, where that account is not known. */
function seenBy(end: DataBucket, person: Person): DataBucket {
  return end.account === undefined && person.account === SOME_ACCOUNT
    ? { ...end, account: SOME_ACCOUNT }
    : end;
}

const UNKNOWN_ACCOUNT: Context = Object.fromEntries(
  ["aws:PrincipalAccount", "aws:ResourceAccount", "s3:ResourceAccount"].map((key) => [
    key,
    { undetermined: "the bucket's account is not known" },
  ]),
);

/** Some object below the prefix is enough: the best answer of all that the policy distinguishes. */
function answerFor(trigger: Trigger, person: Person, way: Way): CallAnswer {
  let best: CallAnswer | undefined;
  for (const resource of trigger.samples) {
    const answer = allCalls(trigger, person, way, resource);
    if (answer.verdict === "may") return answer;
    if (best === undefined || (answer.verdict === "unknown" && best.verdict === "may not")) best = answer;
  }
  return best ?? { verdict: "unknown", because: "there is no object to ask for" };
}

function allCalls(
  { end, tags, principals }: Trigger,
  person: Person,
  { calls }: Way,
  resource: string,
): CallAnswer {
  const seen = seenBy(end, person);
  const about = seen === end ? {} : UNKNOWN_ACCOUNT;
  const answers = calls.map(({ action, context }) => {
    const answer = askBucket(seen, person, action, resource, { ...context(tags), ...about }, principals);
    return ownAccountMay(answer, end, person);
  });
  const worst =
    answers.find(({ verdict }) => verdict === "may not") ??
    answers.find(({ verdict }) => verdict === "unknown");
  const [first] = answers;
  return worst ?? answers.find(({ given }) => given !== undefined) ?? first ?? NOTHING_ASKED;
}

const NOTHING_ASKED: CallAnswer = { verdict: "unknown", because: "the way needs no call" };

/** What the bucket's policy leaves to its own account, some policy there may allow: nothing keeps it from doing so. */
function ownAccountMay(answer: CallAnswer, { policy, account }: DataBucket, person: Person): CallAnswer {
  const given = `the IAM policies of ${account === undefined ? "the bucket's account" : `account ${account}`} allow it`;
  if (answer.isLeft === true) {
    return { verdict: "may", because: `no statement of ${policy.label} denies it to ${person.shown}`, given };
  }
  return answer.given !== undefined && person.account === SOME_ACCOUNT ? { ...answer, given } : answer;
}

const MOST_SAMPLES = 20;

/** Objects that represent all below the rule's prefix that the policy's resources distinguish. */
function samplesBelow(end: DataBucket, prefix: string): readonly string[] {
  const start = `${end.arn}/${prefix}`;
  const samples = statementsOf(end.policy)
    .flatMap(({ Resource, NotResource }) => [...listOf(Resource), ...listOf(NotResource)])
    .filter((resource) => arnParts(resource)?.resource.includes("/") === true)
    .map((resource) => resource.replaceAll("*", "any").replaceAll("?", "x"))
    .filter((sample) => sample.startsWith(start) && sample.length > start.length);
  return [...new Set([`${start}any-object`, ...samples])].slice(0, MOST_SAMPLES);
}
