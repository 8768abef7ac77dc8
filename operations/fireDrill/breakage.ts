/** How one route is made to fail, and how that is undone. */
import {
  DeleteBucketPolicyCommand,
  GetBucketPolicyCommand,
  GetBucketVersioningCommand,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
} from "@aws-sdk/client-s3";
import type { Known } from "../../model";
import type { Answer, Reader } from "../live/reader";
import type { ReachedEnd } from "../verify/ends";
import { quietly } from "../verify/leftovers";
import { DRILL_ACTIONS, EMULATED_DRILL_ACTIONS } from "./actions";
import { type DrillDenial, isSamePolicy, withDrillStatement, withoutDrillStatement } from "./policyText";
import type { Unrestored } from "./result";

/** A change that makes the replication to one bucket fail. */
export interface Breakage {
  /** What is changed, to complete "to make it fail, the drill …". */
  readonly words: string;
  readonly apply: (reader: Reader) => Promise<Answer<unknown>>;
  /** Never throws. May be repeated, and is right also where it is not known whether `apply` has arrived. */
  readonly undo: (reader: Reader) => Promise<Undone>;
}

export interface Undone {
  readonly unrestored: readonly Unrestored[];
  readonly notes: readonly string[];
}

export type Prepared = { readonly breakage: Breakage } | { readonly problem: string };

/** Only reads: a Deny for the role in the policy of the destination, for the keys of the drill alone. */
export async function denyingPolicy(end: ReachedEnd, denial: DrillDenial, reader: Reader): Promise<Prepared> {
  const read = await policyOf(end, reader);
  if ("unknown" in read) return { problem: `the policy of ${end.name} is not known: ${read.unknown}` };
  const original = read.known;
  const changed = withDrillStatement(original, denial);
  if ("problem" in changed) return { problem: `${end.name}: ${changed.problem}` };
  return {
    breakage: {
      words: `adds a Deny of s3:ReplicateObject for ${denial.roleArn} on ${denial.bucketArn}/${denial.keyPrefix}* to the policy of ${end.name}`,
      apply: (writer) => putPolicy(end, changed.text, writer),
      undo: (cleaner) => restorePolicy(end, original, changed.text, cleaner),
    },
  };
}

async function restorePolicy(
  end: ReachedEnd,
  original: string | undefined,
  drills: string,
  reader: Reader,
): Promise<Undone> {
  const current = await policyOf(end, reader).catch((): Known<undefined> => ({ unknown: "not read" }));
  const notes: string[] = [];
  let wanted = original;
  // S3 may still show an older policy, so that the original is put also where it seems to be there.
  if ("known" in current && !isSamePolicy(current.known, drills) && !isSamePolicy(current.known, original)) {
    const without = current.known === undefined ? undefined : withoutDrillStatement(current.known);
    notes.push(
      `the policy of ${end.name} was changed by somebody else meanwhile: that change was kept, without the statement of the drill`,
    );
    if (without === undefined) return { unrestored: [], notes };
    wanted = without === "" ? undefined : without;
  }
  const answer = await quietly(
    wanted === undefined ? deletePolicy(end, reader) : putPolicy(end, wanted, reader),
  );
  if ("answer" in answer || (wanted === undefined && answer.refusal.kind === "absent")) {
    return { unrestored: [], notes };
  }
  const remedy =
    wanted === undefined
      ? `aws s3api delete-bucket-policy --bucket ${end.name}`
      : `aws s3api put-bucket-policy --bucket ${end.name} --policy '${wanted.replaceAll("'", "'\\''")}'`;
  return { unrestored: [{ bucket: end.name, because: answer.unknown, remedy }], notes };
}

function policyOf(end: ReachedEnd, reader: Reader): Promise<Known<string | undefined>> {
  return reader.read<string | undefined, undefined>({
    action: DRILL_ACTIONS.GetBucketPolicy,
    resource: end.arn,
    caller: end.caller,
    ask: async (options) => (await end.s3.send(new GetBucketPolicyCommand(end.where), options)).Policy,
    absent: { value: undefined },
  });
}

function putPolicy(end: ReachedEnd, Policy: string, reader: Reader): Promise<Answer<unknown>> {
  return reader.attempt({
    action: DRILL_ACTIONS.PutBucketPolicy,
    resource: end.arn,
    caller: end.caller,
    ask: (options) => end.s3.send(new PutBucketPolicyCommand({ ...end.where, Policy }), options),
  });
}

function deletePolicy(end: ReachedEnd, reader: Reader): Promise<Answer<unknown>> {
  return reader.attempt({
    action: DRILL_ACTIONS.DeleteBucketPolicy,
    resource: end.arn,
    caller: end.caller,
    ask: (options) => end.s3.send(new DeleteBucketPolicyCommand(end.where), options),
  });
}

/** Only reads. For an emulator, which evaluates no policy of the role: it fails where the destination's versioning is suspended. */
export async function suspendedVersioning(end: ReachedEnd, reader: Reader): Promise<Prepared> {
  const status = await reader.read({
    action: EMULATED_DRILL_ACTIONS.GetBucketVersioning,
    resource: end.arn,
    caller: end.caller,
    ask: async (options) => (await end.s3.send(new GetBucketVersioningCommand(end.where), options)).Status,
  });
  if ("unknown" in status)
    return { problem: `the versioning of ${end.name} is not known: ${status.unknown}` };
  if (status.known !== "Enabled") {
    return { problem: `the versioning of ${end.name} is ${status.known ?? "off"} already` };
  }
  return {
    breakage: {
      words: `suspends the versioning of ${end.name}, since an emulator does not evaluate policies`,
      apply: (writer) => putVersioning(end, "Suspended", writer),
      undo: async (cleaner) => {
        const answer = await quietly(putVersioning(end, "Enabled", cleaner));
        if ("answer" in answer) return { unrestored: [], notes: [] };
        const remedy = `aws s3api put-bucket-versioning --bucket ${end.name} --versioning-configuration Status=Enabled`;
        return { unrestored: [{ bucket: end.name, because: answer.unknown, remedy }], notes: [] };
      },
    },
  };
}

function putVersioning(end: ReachedEnd, Status: "Enabled" | "Suspended", reader: Reader) {
  const VersioningConfiguration = { Status };
  return reader.attempt({
    action: EMULATED_DRILL_ACTIONS.PutBucketVersioning,
    resource: end.arn,
    caller: end.caller,
    ask: (options) =>
      end.s3.send(new PutBucketVersioningCommand({ ...end.where, VersioningConfiguration }), options),
  });
}
