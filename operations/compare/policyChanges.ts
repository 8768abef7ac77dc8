/** Which policies of a stack allow more than before, or deny less. */
import { groupBy, type PolicyDocument } from "../../model";
import { isProperties } from "../rehearsal/values";
import { ruleInputsOf } from "../report/ruleInputs";
import { type Change, type ChangeKind, change, type Effect, listed } from "./change";
import { type Grant, grantsOf, isCovered } from "./grants";
import { documentsOf, type StatedDocument } from "./policyDocuments";
import { accountOf, isElsewhere, ownResources, type State } from "./state";

const NOTHING: PolicyDocument = { Statement: [] };
/** Of a long list, so many are named. */
const MOST_NAMED = 6;

/** One change for each document that grants what it did not, or no longer what it did. */
export function policyChanges(base: State, head: State): readonly Change[] {
  const before = new Map(documentsOf(base).map((one) => [one.key, one]));
  const known = knownIn(base, head);
  return documentsOf(head).flatMap((now) => changesOf(before.get(now.key), now, known));
}

function changesOf(old: StatedDocument | undefined, now: StatedDocument, known: Known): readonly Change[] {
  const before = old?.document ?? NOTHING;
  const after = now.document;
  if ("problem" in after || "problem" in before) {
    if (JSON.stringify(before) === JSON.stringify(after)) return [];
    const problem = "problem" in after ? after.problem : "its old document cannot be read";
    return [
      {
        ...change("policy-unreadable", "worse", now.label, `${now.label} changes, and cannot be compared`),
        details: [problem],
      },
    ];
  }
  const added = grantsOf(after, "Allow").filter((grant) => !isCovered(grant, before, after.Version));
  const denied = grantsOf(before, "Deny").filter((grant) => !isCovered(grant, after, before.Version));
  const gone = grantsOf(before, "Allow").filter((grant) => !isCovered(grant, after, before.Version));
  const denies = grantsOf(after, "Deny").filter((grant) => !isCovered(grant, before, after.Version));
  const expected = added.filter((grant) => isAboutNew(grant, now, known));
  const surprising = added.filter((grant) => !expected.includes(grant));
  const isNew = old === undefined;
  return [
    ...changeOf("policy-wider", "worse", now, "allows more than before", [
      ...sentences(surprising, before, "allows"),
      ...sentences(denied, NOTHING, "no longer denies"),
    ]),
    ...(isNew
      ? []
      : changeOf(
          "policy-wider",
          "different",
          now,
          "allows more, of what is new",
          sentences(expected, before, "allows"),
        )),
    ...(isNew
      ? []
      : changeOf("policy-narrower", "different", now, "allows less than before", [
          ...sentences(gone, NOTHING, "no longer allows"),
          ...sentences(denies, NOTHING, "denies"),
        ])),
  ];
}

function changeOf(
  kind: ChangeKind,
  effect: Effect,
  { label }: StatedDocument,
  what: string,
  details: readonly string[],
): readonly Change[] {
  if (details.length === 0) return [];
  return [{ ...change(kind, effect, label, `${label} ${what}`), details }];
}

/** What a grant to a new resource may be about without being a surprise. */
interface Known {
  readonly head: State;
  readonly principals: ReadonlySet<string>;
  readonly roleNames: ReadonlySet<string>;
  readonly newUrns: ReadonlySet<string>;
  /** Beginnings of the ARNs of resources that come with this change. */
  readonly newArns: readonly string[];
}

function knownIn(base: State, head: State): Known {
  const oldBuckets = new Set(ownResources(base).map(({ id }) => id));
  // What is replaced elsewhere has a new ARN, too.
  const old = new Map(ownResources(base).map((one) => [one.urn, one]));
  const added = ownResources(head).filter((now) => {
    const before = old.get(now.urn);
    return before === undefined || isElsewhere(before, base, now, head);
  });
  const newBuckets = [
    ...ownResources(head)
      .filter(({ type, id }) => type === "aws:s3/bucket:Bucket" && id !== undefined && !oldBuckets.has(id))
      .map(({ id }) => String(id)),
    ...head.routes
      .map(({ destination }) => destination)
      .filter((name) => !base.routes.some(({ destination }) => destination === name)),
  ];
  const newKeys = added.filter(({ type }) => type === "aws:kms/key:Key").map(({ id }) => String(id));
  return {
    head,
    principals: new Set(
      documentsOf(base).flatMap(({ document }) =>
        "problem" in document ? [] : grantsOf(document, "Allow").map(({ principal }) => principal),
      ),
    ),
    roleNames: new Set(
      ownResources(head)
        .filter(({ type }) => type === "aws:iam/role:Role")
        .map(({ id }) => String(id)),
    ),
    newUrns: new Set(added.map(({ urn }) => urn)),
    newArns: [
      ...newBuckets.map((name) => `:s3:::${name}`),
      ...newKeys.map((id) => `:key/${id}`),
      ...replicaKeysOf(head).filter((arn) => !replicaKeysOf(base).includes(arn)),
    ],
  };
}

/** The keys that rules name for replicas, which may be keys of another stack. */
function replicaKeysOf({ resources }: State): readonly string[] {
  return resources
    .flatMap(({ inputs = {} }) => ruleInputsOf(inputs))
    .map(({ destination }) =>
      isProperties(destination) ? destination["encryptionConfiguration"] : undefined,
    )
    .flatMap((encryption) => (isProperties(encryption) ? [encryption["replicaKmsKeyId"]] : []))
    .filter((arn) => typeof arn === "string");
}

/** Whether a grant only gives principals that are known already what comes with this change. */
function isAboutNew({ principal, resource }: Grant, { resource: of }: StatedDocument, known: Known): boolean {
  const isKnownPrincipal =
    principal !== "*" &&
    (known.principals.has(principal) ||
      known.roleNames.has(principal.slice(principal.lastIndexOf("/") + 1)) ||
      isOwnAccount(principal, known) ||
      isRootOf(principal, accountOf(of, known.head)));
  if (!isKnownPrincipal) return false;
  if (known.newUrns.has(of.urn)) return true;
  return known.newArns.some((arn) => {
    const at = resource.indexOf(arn);
    const next = resource.charAt(at + arn.length);
    return at >= 0 && (next === "" || next === "/");
  });
}

/** `""` is the principal of a document that is attached to a role. */
function isOwnAccount(principal: string, { principals }: Known): boolean {
  if (principal === "") return true;
  return [...principals].some((other) => isRootOf(principal, /::(\d{12}):/.exec(other)?.[1]));
}

function isRootOf(principal: string, account: string | undefined): boolean {
  return account !== undefined && new RegExp(`^arn:[^:]+:iam::${account}:root$`).test(principal);
}

/** Grants of one statement as a sentence for each set of principals and resources that has the same actions. */
function sentences(grants: readonly Grant[], before: PolicyDocument, verb: string): readonly string[] {
  const statements = groupBy(grants, ({ statement }) => statement);
  return [...statements].flatMap(([statement, ofStatement]) => {
    const name = statement.Sid === undefined ? "a statement" : `statement "${statement.Sid}"`;
    const places = groupBy(ofStatement, ({ principal, resource }) => JSON.stringify([principal, resource]));
    const alike = groupBy([...places.values()], (group) => actionsOf(group).join(" "));
    return [...alike.values()].map((groups) => {
      const all = groups.flat();
      const [resources, principals] = [
        distinct(all.map(({ resource }) => resource)),
        distinct(all.map(({ principal }) => principal)),
      ];
      const on = resources.length === 0 ? "" : ` on ${listed(resources, MOST_NAMED)}`;
      const to = principals.length === 0 ? "" : ` to ${listed(principals, MOST_NAMED)}`;
      const actions = listed(distinct(all.map(({ action }) => action)), MOST_NAMED);
      return `${name} ${verb} ${actions}${on}${to}${conditionRemark(all, before)}`;
    });
  });
}

function actionsOf(grants: readonly Grant[]): readonly string[] {
  return [...distinct(grants.map(({ action }) => action))].sort();
}

/** Says where the same was allowed before, and only the condition differs. */
function conditionRemark(grants: readonly Grant[], before: PolicyDocument): string {
  const isSame = grants.every((grant) =>
    isCovered(grant, { ...before, Statement: before.Statement.map(withoutCondition) }, before.Version),
  );
  return isSame ? ", under another condition" : "";
}

function withoutCondition({ Condition: _, ...statement }: PolicyDocument["Statement"][number]) {
  return statement;
}

function distinct(words: readonly string[]): readonly string[] {
  return [...new Set(words)].filter((word) => word !== "");
}
