/** Which resources a stack gains, loses or replaces, and which of their settings change. */
import { groupBy } from "../../model";
import { shortType } from "../report/tree";
import { type Change, change, type Effect, listed } from "./change";
import { type PropertyChange, propertyChanges, wordsOf } from "./flatten";
import { DOCUMENT_PROPERTIES } from "./policyDocuments";
import { isElsewhere, ownResources, placeOf, type State, type StateResource } from "./state";

/** Resources that hold data, or without which data cannot be read. */
const STATEFUL: ReadonlySet<string> = new Set(["aws:s3/bucket:Bucket", "aws:kms/key:Key"]);

/**
 * Inputs whose change makes the provider replace the resource, apart from those that the id is made of.
 *
 * @see https://www.pulumi.com/registry/packages/aws/api-docs/s3/bucket/
 * @see https://www.pulumi.com/registry/packages/aws/api-docs/kms/key/
 */
const REPLACING: { readonly [type: string]: readonly string[] } = {
  "aws:s3/bucket:Bucket": ["objectLockEnabled"],
  "aws:kms/key:Key": ["customerMasterKeySpec", "keyUsage", "multiRegion", "customKeyStoreId"],
  "aws:iam/role:Role": ["path"],
};

/** Settings whose value before made the data safer than any other. */
const SAFE_VALUES: readonly { readonly type: string; readonly path: RegExp; readonly safe: string }[] = [
  { type: "aws:s3/bucketVersioning:BucketVersioning", path: /\.status$/, safe: '"Enabled"' },
  {
    type: "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
    path: /^(block|ignore|restrict)/,
    safe: "true",
  },
  { type: "aws:kms/key:Key", path: /^(enableKeyRotation|isEnabled)$/, safe: "true" },
  {
    type: "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
    path: /objectOwnership$/,
    safe: '"BucketOwnerEnforced"',
  },
];

const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";
const REPLICATION = "aws:s3/bucketReplicationConfig:BucketReplicationConfig";

export function resourceChanges(base: State, head: State): readonly Change[] {
  const [before, after] = [byUrn(base), byUrn(head)];
  const added = [...after.values()].filter(({ urn }) => !before.has(urn));
  const removed = [...before.values()].filter(({ urn }) => !after.has(urn));
  const kept = [...after.values()].flatMap((now) => {
    const old = before.get(now.urn);
    return old === undefined ? [] : [{ old, now, reasons: reasonsToReplace(old, now, base, head) }];
  });
  const replaced = kept.filter(({ reasons }) => reasons.length > 0);
  const updated = kept.filter(({ reasons }) => reasons.length === 0);
  return [
    ...replacements(replaced),
    ...removed.filter(isStateful).map(removedWithData),
    ...removedAlarms(removed.filter(isAlarm)),
    ...summary(
      "resource-removed",
      "removed",
      removed.filter((one) => !isStateful(one) && !isAlarm(one)),
      removed.length,
    ),
    ...summary("resource-added", "added", added, added.length),
    ...protectionChanges(kept),
    ...settingChanges(updated),
  ];
}

function byUrn(state: State): ReadonlyMap<string, StateResource> {
  return new Map(ownResources(state).map((resource) => [resource.urn, resource]));
}

function isStateful({ type }: StateResource): boolean {
  return STATEFUL.has(type);
}

function isAlarm({ type }: StateResource): boolean {
  return type === ALARM;
}

function removedAlarms(alarms: readonly StateResource[]): readonly Change[] {
  if (alarms.length === 0) return [];
  const names = alarms.map(({ name }) => name);
  const text =
    names.length === 1 ? `alarm ${names.join("")} is removed` : `${names.length} alarms are removed`;
  return [
    {
      ...change("resource-removed", "worse", names.join(" "), text),
      details: names.length === 1 ? [] : [listed(names)],
    },
  ];
}

function removedWithData(resource: StateResource): Change {
  const { type, name } = resource;
  const text = `${shortType(type)} ${name} leaves the stack${afterwards(resource)}`;
  return change("resource-removed", "worse", name, text);
}

/** What becomes of a resource that is removed from the stack or replaced. */
function afterwards({ retainOnDelete }: StateResource): string {
  if (retainOnDelete === undefined) return "";
  return retainOnDelete ? ", and stays in AWS (retainOnDelete)" : ", and is deleted in AWS";
}

interface Replaced extends Kept {
  readonly reasons: readonly string[];
}

/** What holds data by itself; everything else in one line for each reason. */
function replacements(replaced: readonly Replaced[]): readonly Change[] {
  const others = replaced.filter(({ now }) => !isStateful(now));
  const alike = groupBy(others, ({ reasons }) => reasons.join("; "));
  return [
    ...replaced
      .filter(({ now }) => isStateful(now))
      .map(
        ({ old, now, reasons }): Change => ({
          kind: "resource-replaced",
          effect: "worse",
          subject: now.name,
          text: `${shortType(now.type)} ${now.name} is replaced: the old one leaves the stack${afterwards(old)}`,
          details: reasons,
        }),
      ),
    ...[...alike.values()].map((group): Change => {
      const names = group.map(({ now }) => now.name);
      const many = `${names.length} ${others.length < replaced.length ? "other " : ""}resources are replaced`;
      return {
        kind: "resource-replaced",
        effect: "different",
        subject: names.join(" "),
        text: names.length === 1 ? `resource ${names.join("")} is replaced` : many,
        details: [...(group[0]?.reasons ?? []), ...(names.length === 1 ? [] : [listed(names)])],
      };
    }),
  ];
}

/** Everything else that comes or goes in one line. */
function summary(
  kind: "resource-removed" | "resource-added",
  verb: string,
  resources: readonly StateResource[],
  ofAll: number,
): readonly Change[] {
  if (resources.length === 0) return [];
  const names = resources.map(({ name }) => name);
  const [only = ""] = names;
  const other = resources.length < ofAll ? "other " : "";
  const text =
    names.length === 1 ? `resource ${only} is ${verb}` : `${names.length} ${other}resources are ${verb}`;
  return [
    {
      kind,
      effect: "different",
      subject: names.join(" "),
      text,
      details: names.length === 1 ? [] : [listed(names)],
    },
  ];
}

function reasonsToReplace(
  old: StateResource,
  now: StateResource,
  base: State,
  head: State,
): readonly string[] {
  const place = placeChange(old, now, base, head);
  const id =
    old.id !== undefined && now.id !== undefined && old.id !== now.id
      ? [`its id is ${now.id}, and was ${old.id}`]
      : [];
  const inputs = (REPLACING[now.type] ?? [])
    .filter(() => old.inputs !== undefined && now.inputs !== undefined)
    .flatMap((name) => propertyChanges({ [name]: old.inputs?.[name] }, { [name]: now.inputs?.[name] }))
    .map(wordsOf);
  return [...place, ...id, ...inputs];
}

function placeChange(old: StateResource, now: StateResource, base: State, head: State): readonly string[] {
  if (!isElsewhere(old, base, now, head)) return [];
  return [`it is in ${placeOf(now, head)}, and was in ${placeOf(old, base)}`];
}

function protectionChanges(kept: readonly Kept[]): readonly Change[] {
  const found = kept
    .filter(({ now }) => isStateful(now))
    .flatMap(({ old, now }) =>
      (["protect", "retainOnDelete"] as const)
        .filter((option) => old[option] !== undefined && now[option] !== undefined)
        .filter((option) => old[option] !== now[option])
        .map((option) => ({ name: now.name, option, isOn: now[option] === true })),
    );
  const groups = groupBy(found, ({ option, isOn }) => JSON.stringify([option, isOn]));
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const names = group.map(({ name }) => name);
    const text = `option ${first.option} is ${first.isOn ? "on" : "off"} now for ${listed(names)}`;
    return first.isOn
      ? [change("protection-added", "better", names.join(" "), text)]
      : [change("protection-removed", "worse", names.join(" "), text)];
  });
}

interface Kept {
  readonly old: StateResource;
  readonly now: StateResource;
}

/** The same change of several resources, such as one of a tag, is one change. */
function settingChanges(kept: readonly Kept[]): readonly Change[] {
  const found = kept.flatMap(({ old, now }) => {
    if (old.inputs === undefined || now.inputs === undefined || now.type === REPLICATION) return [];
    const skipped = DOCUMENT_PROPERTIES[now.type] ?? [];
    return propertyChanges(without(old.inputs, skipped), without(now.inputs, skipped)).map((property) => ({
      resource: now,
      property,
      effect: effectOf(now.type, property),
    }));
  });
  const groups = groupBy(found, ({ property, effect }) => JSON.stringify([effect, property]));
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const names = group.map(({ resource }) => resource.name);
    return [
      change(
        "setting-changed",
        first.effect,
        names.join(" "),
        `${listed(names, 4)}: ${wordsOf(first.property)}`,
      ),
    ];
  });
}

function effectOf(type: string, { path, before, after }: PropertyChange): Effect {
  const rule = SAFE_VALUES.find((one) => one.type === type && one.path.test(path));
  if (rule === undefined) return "different";
  if (before === rule.safe) return "worse";
  return after === rule.safe ? "better" : "different";
}

function without(inputs: { readonly [name: string]: unknown }, names: readonly string[]): object {
  return Object.fromEntries(Object.entries(inputs).filter(([name]) => !names.includes(name)));
}
