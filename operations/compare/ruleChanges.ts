/** Which settings of replication rules change. */
import { isProperties, type ResourceProperties } from "../rehearsal/values";
import { destinationBucketName, ruleInputsOf } from "../report/ruleInputs";
import type { Change, Effect } from "./change";
import { type PropertyChange, propertyChanges, wordsOf } from "./flatten";
import type { State } from "./state";

const REPLICATION = "aws:s3/bucketReplicationConfig:BucketReplicationConfig";

/** One change for each rule that is there before and after, with every setting that differs. */
export function ruleChanges(base: State, head: State): readonly Change[] {
  const before = rulesOf(base);
  return [...rulesOf(head)].flatMap(([key, rule]) => {
    const old = before.get(key);
    if (old === undefined) return [];
    const found = propertyChanges(old, rule);
    if (found.length === 0) return [];
    const id = String(rule["id"]);
    return [
      {
        kind: "rule-changed" as const,
        effect: worstOf(old, rule, found),
        subject: id,
        text: `rule ${id} to ${destinationBucketName(rule)} changes`,
        details: found.map(wordsOf),
      },
    ];
  });
}

/** Rules by the buckets that they connect and their ids: one that leads elsewhere is another replica. */
function rulesOf({ resources }: State): ReadonlyMap<string, ResourceProperties> {
  return new Map(
    resources
      .filter(({ type }) => type === REPLICATION)
      .flatMap(({ inputs = {} }) =>
        ruleInputsOf(inputs).map((rule): [string, ResourceProperties] => [
          JSON.stringify([inputs["bucket"], destinationBucketName(rule), rule["id"]]),
          isProperties(rule) ? rule : {},
        ]),
      ),
  );
}

/** Elements of a rule that do or report more while they are enabled; delete markers may be wanted on either side. */
const ENABLED = /(^|\.)status$/;
const MARKERS = /^deleteMarkerReplication/;
const FILTER = /^(filter|prefix)(\.|$)/;

function worstOf(
  old: ResourceProperties,
  rule: ResourceProperties,
  found: readonly PropertyChange[],
): Effect {
  const effects = new Set([
    ...found.filter(({ path }) => !FILTER.test(path)).map(effectOf),
    ...(found.some(({ path }) => FILTER.test(path)) ? [effectOfFilter(old, rule)] : []),
  ]);
  if (effects.has("worse")) return "worse";
  return effects.size === 1 && effects.has("better") ? "better" : "different";
}

function effectOf({ path, before, after }: PropertyChange): Effect {
  if (!ENABLED.test(path) || MARKERS.test(path)) return "different";
  if (before === '"Enabled"') return "worse";
  return after === '"Enabled"' ? "better" : "different";
}

/** Whether objects that replicated before are left out. */
function effectOfFilter(old: ResourceProperties, rule: ResourceProperties): Effect {
  const [was, is] = [takesEverything(old), takesEverything(rule)];
  if (was === is) return "different";
  return was ? "worse" : "better";
}

function takesEverything({ filter, prefix }: ResourceProperties): boolean {
  const leaves = Object.values(isProperties(filter) ? filter : {}).filter((value) => value !== "");
  return leaves.length === 0 && (prefix === undefined || prefix === "");
}
