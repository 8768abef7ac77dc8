/** Plays the events that show what a route does, one after the other. */
import type { ObjectVersion } from "../../model";
import type { PlayedEvent } from "./modelExpectation";
import type { EventOutcome, RehearsalEvent } from "./outcome";
import {
  changeTags,
  deleteObject,
  headOf,
  newCustomerKey,
  observeObject,
  type RouteBuckets,
  replicaTags,
  type SentObject,
  sendInParts,
  sendObject,
  unlessRefused,
  versionsOf,
} from "./probe";
import { canonical } from "./values";

/** An event that was played, and what became of it. */
export interface ObservedEvent extends PlayedEvent {
  readonly outcome: EventOutcome;
}

/** Which objects the rule selects. */
export interface RuleSelection {
  /** Empty for every key. */
  readonly prefix: string;
  readonly tags: { readonly [key: string]: string };
}

/** What the emulator gave the replica of the small object, where there is one. */
export interface ReplicaMarks {
  readonly sourceVersionId: string | undefined;
  readonly replicaVersionId: string | undefined;
  readonly key: string | undefined;
}

export interface PlayedRoute {
  readonly observed: readonly ObservedEvent[];
  readonly replica: ReplicaMarks | undefined;
}

/**
 * @param applyRule - puts the rule in force, where none was; called once an older object is there
 * @param place - position of the route, part of the keys so that routes do not share objects: two of them may be the two directions
 * between the same buckets
 */
export async function playEvents(
  buckets: RouteBuckets,
  { prefix, tags }: RuleSelection,
  place: number,
  applyRule: () => Promise<void>,
): Promise<PlayedRoute> {
  const { source, destination } = buckets;
  const tagged = Object.keys(tags).length > 0;
  const under = (name: string) => `${prefix}rehearsal/${place + 1}/${name}`;
  const observed: ObservedEvent[] = [];
  const seePut = (
    event: RehearsalEvent,
    { key, tags: written }: SentObject,
    outcome: EventOutcome,
    rest: Partial<ObjectVersion> = {},
  ) => observed.push({ event, happens: { kind: "put", object: { key, tags: written, ...rest } }, outcome });

  const older = await sendObject(source, { key: under("older"), text: "older", tags });
  await applyRule();
  seePut("object older than the rule", older, await observeObject(buckets, older), {
    written: "before the rule",
  });

  const small = await sendObject(source, { key: under("small"), text: "small", tags });
  seePut("small object", small, await observeObject(buckets, small));
  const replica = await marksOf(buckets, small);

  const large = await sendInParts(source, { key: under("large"), text: "large", tags });
  seePut("multipart upload over 5 MiB", large, await observeObject(buckets, large), {
    sizeBytes: large.body.length,
  });

  const again = await sendObject(source, { key: small.key, text: "small, written again", tags });
  const overwritten = await observeObject(buckets, again);
  const { count } = await versionsOf(destination, small.key);
  seePut(
    "overwritten object",
    again,
    overwritten.headline === "arrives" ? withFact(overwritten, "versions", String(count)) : overwritten,
  );

  if (prefix !== "") {
    const outside = await sendObject(source, { key: outsideOf(prefix, place), text: "outside", tags });
    seePut("object outside the prefix", outside, await observeObject(buckets, outside));
  }
  if (tagged) {
    const other = Object.fromEntries(
      Object.entries(tags).map(([key, value]) => [key, `not ${value}`.slice(0, 256)]),
    );
    const without = await sendObject(source, { key: under("untagged"), text: "other tags", tags: other });
    seePut("object without the tags", without, await observeObject(buckets, without));
  }

  const plain = await sendObject(source, {
    key: under("sse-s3"),
    text: "sse-s3",
    tags,
    encryption: "AES256",
  });
  seePut("object encrypted with SSE-S3", plain, await observeObject(buckets, plain), {
    encryption: "AES256",
  });

  const customerKey = newCustomerKey();
  const withOwnKey = { key: under("sse-c"), text: "sse-c", tags, encryption: { customerKey } };
  observed.push({
    event: "object encrypted with SSE-C",
    happens: { kind: "put", object: { key: withOwnKey.key, tags, encryption: "SSE-C" } },
    outcome: await unlessRefused(async () => observeObject(buckets, await sendObject(source, withOwnKey))),
  });

  const changed = { ...tags, [tagged ? (Object.keys(tags)[0] ?? "changed") : "changed"]: "afterwards" };
  await changeTags(source, small.key, changed);
  const arrived = canonical(await replicaTags(destination, small.key)) === canonical(changed);
  const { key } = small;
  observed.push({
    event: "tags changed afterwards",
    happens: { kind: "change-tags", object: { key, tags }, newTags: changed },
    outcome: { headline: arrived ? "arrives" : "stays", facts: {} },
  });

  observed.push({
    event: "version deleted by its id",
    happens: { kind: "delete-version", object: { key, tags } },
    outcome: await unlessRefused(async () => {
      const before = await versionsOf(destination, key);
      await deleteObject(source, key, small.versionId);
      const after = await versionsOf(destination, key);
      return { headline: canonical(before) === canonical(after) ? "stays" : "arrives", facts: {} };
    }),
  });

  await deleteObject(source, key);
  const { deleted } = await versionsOf(destination, key);
  observed.push({
    event: "object deleted",
    happens: { kind: "delete", object: { key, tags } },
    outcome: { headline: deleted ? "arrives" : "stays", facts: {} },
  });
  return { observed, replica };
}

function withFact(outcome: EventOutcome, fact: string, value: string): EventOutcome {
  return { ...outcome, facts: { ...outcome.facts, [fact]: value } };
}

async function marksOf({ destination }: RouteBuckets, sent: SentObject): Promise<ReplicaMarks | undefined> {
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
