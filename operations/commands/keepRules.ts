/** The command `diagnose --keep-rules`: the rules of a bucket as a stack keeps them that adopts it. */
import { type KeptRules, keptRulesOf } from "../diagnose/keptRules";
import { InputError } from "../inputError";
import type { Io } from "../io";
import { openAccess } from "../live/access";
import { findBucket } from "../live/findBucket";
import { type LiveOptions, liveSettingsOf } from "../live/options";
import { readReplication } from "../live/readBucket";
import { readerOf } from "../live/reader";
import { keptRulesText } from "../report/keptRulesText";
import { STATUS, type Status } from "../status";
import { statusLine } from "../statusLine";
import { bucketNames, bucketOfOutputs } from "./liveTopology";

/** Those of `diagnose`; what asks another question is refused. */
export interface KeepRulesOptions extends LiveOptions {
  readonly all?: boolean;
  readonly outputs?: string;
  readonly diff?: readonly string[];
  readonly failed?: boolean;
  readonly json?: boolean;
}

/** @throws InputError where there is not exactly one bucket, or it does not exist. */
export async function keepRulesCommand(
  words: readonly string[],
  options: KeepRulesOptions,
  io: Io,
): Promise<Status> {
  const bucket = theBucket(words, options, io);
  const settings = liveSettingsOf(options);
  const line = statusLine(io.stderr);
  line.show("checking credentials");
  const access = await openAccess(settings, io);
  try {
    const reader = readerOf(access.signal);
    line.show(`reading the rules of ${bucket}`);
    const found = await findBucket(bucket, access, reader);
    if (found === undefined)
      throw new InputError(`bucket: expected a bucket that exists, found none named ${bucket}`);
    const replication = await readReplication(found, reader);
    const unread = reader.lacks().map((lack) => ({ ...lack }));
    const kept: KeptRules =
      "known" in replication
        ? { bucket, ...keptRulesOf(replication.known), unread }
        : { bucket, roleArn: null, keepRules: null, notKept: [], remarks: [replication.unknown], unread };
    line.clear();
    io.stdout.write(options.json === true ? `${JSON.stringify(kept, null, 2)}\n` : keptRulesText(kept));
    if (kept.keepRules === null) return STATUS.unproven;
    return kept.notKept.length > 0 ? STATUS.broken : STATUS.done;
  } finally {
    line.clear();
    access.close();
  }
}

function theBucket(words: readonly string[], options: KeepRulesOptions, io: Io): string {
  const others = [
    ...(options.all === true ? ["--all"] : []),
    ...(options.diff === undefined ? [] : ["--diff"]),
    ...(options.failed === true ? ["--failed"] : []),
  ];
  if (others.length > 0)
    throw new InputError(
      `--keep-rules: expected no other question, found ${others.join(", ")}; ask them apart`,
    );
  const names = [
    ...bucketNames("bucket", words),
    ...(options.outputs === undefined ? [] : [bucketOfOutputs(options.outputs, io)]),
  ];
  const [name, ...more] = new Set(names);
  if (name === undefined || more.length > 0)
    throw new InputError(
      `--keep-rules: expected one bucket, found ${names.join(", ") || "none"}; ask for each bucket by itself`,
    );
  return name;
}
