/** Generates the section on fire drills. */
import { z } from "zod";
import { fireDrillPolicy } from "../fireDrill/permissions";
import { fireDrillSchema } from "../fireDrill/result";
import { jsonBlock } from "./pageParts";

/** Only what `verify` does not need anyway. */
function added(): object {
  return { ...fireDrillPolicy(), Statement: fireDrillPolicy().Statement.slice(-2) };
}

export function fireDrillSection(): readonly string[] {
  return [
    "## Fire drill",
    "",
    "An alarm in the wrong Region, or with one dimension too few, never goes off. A fire drill makes one route fail on purpose and",
    "sees whether an alarm on its failed operations is raised.",
    "",
    "```sh",
    "npx s3-replication verify --fire-drill --export stack.json --rule eu-central-1    # asks on a terminal",
    "npx s3-replication verify --fire-drill --bucket acme-archive --yes                # does not ask",
    "npx s3-replication verify --fire-drill --bucket acme-archive --endpoint http://127.0.0.1:4566",
    "```",
    "",
    "| exit status | meaning |",
    "| --- | --- |",
    "| 0 | S3 failed as it should, and the alarm was raised |",
    "| 1 | there is no such alarm, it was not raised in time, or a setting could not be put back |",
    "| 2 | an option or the credentials cannot be used, or nobody has agreed (`--yes`) |",
    "| 3 | it is not known: the alarm was raised before, S3 went on replicating, or something could not be read |",
    "| 130 | ended by Ctrl-C, after everything was put back |",
    "",
    "1. The first route that works by the model is chosen; `--bucket` and `--rule` choose another one.",
    "2. `DescribeAlarms` in the Region and account of the source looks for alarms on `OperationsFailedReplication` with exactly the dimensions",
    "   `SourceBucket`, `DestinationBucket` and `RuleId` of the route. Where there is none, or one is raised already, nothing is changed.",
    "3. The policy of the destination gets one more statement: a Deny of `s3:ReplicateObject`, for the replication role only, on the keys of",
    "   this drill only (`<prefix>_s3-replication-canary/fire-drill-<random part>/*`). No other object is concerned.",
    "4. A canary is written, and another one every 30 seconds while the change is not yet in effect, until S3 says `FAILED`.",
    "5. The policy is put back at once, byte for byte; where there was none, it is deleted. Where somebody else has changed it meanwhile, that",
    "   change is kept and only the statement `S3ReplicationFireDrill` is removed.",
    "6. The alarm is awaited for at most `--timeout-minutes` (30), counted from the change. S3 publishes the metric some minutes later.",
    "7. The canaries are removed on every side. The drill waits at most 20 minutes until the alarm has gone back; it does so by itself.",
    "",
    "Subscribers of the alarm get its messages: tell them before. After Ctrl-C, SIGTERM, SIGHUP, an error or expired credentials",
    "everything is put back all the same; what cannot be is listed with the command that does it. A killed process (SIGKILL) leaves the",
    "statement, which harms no object; the next drill finds it and says so.",
    "",
    "An emulator does not evaluate policies, so that there the versioning of the destination is suspended instead, which S3 and the emulator",
    "both answer with `FAILED`. An emulator has no metrics of replication either: the drill publishes the failure itself, where S3 would, and",
    "sets the alarm back itself. This shows that the alarm watches the right metric in the right Region, not that S3 publishes it.",
    "",
    "`verify --fire-drill --policy` prints what `verify` needs, and these two statements. A principal that may change the policy of a bucket may do much:",
    "give it to a person for the time of the drill, not to a scheduled role.",
    "",
    ...jsonBlock(added()),
    "",
    "`--json` prints an object of this schema.",
    "",
    ...jsonBlock(z.toJSONSchema(fireDrillSchema)),
    "",
  ];
}
