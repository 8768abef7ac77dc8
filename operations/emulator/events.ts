/** The events that show what a route does, one after the other, each as S3 would see it. */
import type { EventKind, Outcome } from "./expectation";
import {
  changeTags,
  deleteObject,
  type Ends,
  headOf,
  newCustomerKey,
  observeObject,
  replicaTags,
  type Sent,
  sendInParts,
  sendObject,
  unlessRefused,
  versionsOf,
} from "./probe";
import type { RouteRule } from "./rule";
import { canonical } from "./values";

export interface Observed {
  readonly event: EventKind;
  readonly outcome: Outcome;
}

/** What the emulator gave the replica of the small object, where there is one. */
export interface ReplicaMarks {
  readonly sourceVersionId: string | undefined;
  readonly replicaVersionId: string | undefined;
  readonly key: string | undefined;
}

export interface Events {
  readonly observed: readonly Observed[];
  readonly replica: ReplicaMarks | undefined;
}

/**
 * @param applyRule - puts the rule in force, where none was; called once an older object is there
 * @param place - tells the keys of one rule's objects from another's
 */
export async function playEvents(
  ends: Ends,
  rule: RouteRule,
  place: number,
  applyRule: () => Promise<void>,
): Promise<Events> {
  const { source, destination } = ends;
  const { tags } = rule;
  const tagged = Object.keys(tags).length > 0;
  const under = (name: string) => `${rule.prefix}rehearsal/${place + 1}/${name}`;
  const observed: Observed[] = [];
  const see = (event: EventKind, outcome: Outcome) => observed.push({ event, outcome });

  const older = await sendObject(source, { key: under("older"), text: "older", tags });
  await applyRule();
  see("object older than the rule", await observeObject(ends, older));

  const small = await sendObject(source, { key: under("small"), text: "small", tags });
  see("small object", await observeObject(ends, small));
  const replica = await marksOf(ends, small);

  const large = await sendInParts(source, { key: under("large"), text: "large", tags });
  see("multipart upload over 5 MiB", await observeObject(ends, large));

  const again = await sendObject(source, { key: small.key, text: "small, written again", tags });
  const overwritten = await observeObject(ends, again);
  const { count } = await versionsOf(destination, small.key);
  see(
    "overwritten object",
    overwritten.headline === "arrives" ? withFact(overwritten, "versions", String(count)) : overwritten,
  );

  if (rule.prefix !== "") {
    const outside = await sendObject(source, { key: outsideOf(rule.prefix, place), text: "outside", tags });
    see("object outside the prefix", await observeObject(ends, outside));
  }
  if (tagged) {
    const other = Object.fromEntries(
      Object.entries(tags).map(([key, value]) => [key, `not ${value}`.slice(0, 256)]),
    );
    const without = await sendObject(source, { key: under("untagged"), text: "other tags", tags: other });
    see("object without the tags", await observeObject(ends, without));
  }

  const plain = await sendObject(source, {
    key: under("sse-s3"),
    text: "sse-s3",
    tags,
    encryption: "AES256",
  });
  see("object encrypted with SSE-S3", await observeObject(ends, plain));
  see(
    "object encrypted with SSE-C",
    await unlessRefused(async () => {
      const encryption = { customerKey: newCustomerKey() };
      return observeObject(
        ends,
        await sendObject(source, { key: under("sse-c"), text: "sse-c", tags, encryption }),
      );
    }),
  );

  const changed = { ...tags, [tagged ? (Object.keys(tags)[0] ?? "changed") : "changed"]: "afterwards" };
  await changeTags(source, small.key, changed);
  const arrived = canonical(await replicaTags(destination, small.key)) === canonical(changed);
  see("tags changed afterwards", { headline: arrived ? "arrives" : "stays", facts: {} });

  see(
    "version deleted by its id",
    await unlessRefused(async () => {
      const before = await versionsOf(destination, small.key);
      await deleteObject(source, small.key, small.versionId);
      const after = await versionsOf(destination, small.key);
      return { headline: canonical(before) === canonical(after) ? "stays" : "arrives", facts: {} };
    }),
  );

  await deleteObject(source, small.key);
  const { deleted } = await versionsOf(destination, small.key);
  see("object deleted", { headline: deleted ? "arrives" : "stays", facts: {} });
  return { observed, replica };
}

function withFact(outcome: Outcome, fact: string, value: string): Outcome {
  return { ...outcome, facts: { ...outcome.facts, [fact]: value } };
}

async function marksOf({ destination }: Ends, sent: Sent): Promise<ReplicaMarks | undefined> {
  const replica = await headOf(destination, sent);
  return (
    replica && {
      sourceVersionId: sent.versionId,
      replicaVersionId: replica.VersionId,
      key: replica.SSEKMSKeyId,
    }
  );
}

/** A key that does not begin with the prefix: one of two that begin with different letters. */
function outsideOf(prefix: string, place: number): string {
  const folder = prefix.startsWith("o") ? "elsewhere" : "outside";
  return `${folder}/rehearsal/${place + 1}`;
}
