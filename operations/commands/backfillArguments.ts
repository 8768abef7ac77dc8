/** The arguments and options of `backfill`. */
import type { Command } from "commander";
import type { Io } from "../io";
import type { Status } from "../status";
import type { BackfillCommandOptions } from "./backfill";
import { withLiveOptions } from "./live";

/** Adds the command to the program. It loads the AWS SDK only when it is run. */
export function backfillArguments(program: Command, io: Io, end: (status: Status) => void): void {
  withLiveOptions(
    program
      .command("backfill")
      .description(
        "replicate objects that were there before the rules, or that failed, with S3 Batch Replication",
      )
      .option(
        "--export <file>",
        "an exported stack, to prove routes and role by; may be given again; - is standard input",
        (value: string, earlier: readonly string[] = []) => [...earlier, value],
      )
      .option(
        "--outputs <file>",
        "what pulumi stack output --json wrote; routes and role are then proven by the live account",
      )
      .option("--bucket <name>", "the source bucket by name; with --export, which one of several")
      .option("--status <words>", "none, failed, completed, replica; none,failed when not given")
      .option("--prefix <text>", "only keys that begin with it")
      .option("--after <time>", "only versions created after it, e.g. 2026-11-01T12:00:00Z")
      .option("--before <time>", "only versions created before it")
      .option(
        "--new-destination <bucket>",
        "also what has been replicated elsewhere, for a destination that was added",
      )
      .option(
        "--job-role <arn>",
        "role of the job; that of the stack's outputs, or of the name that backfill: true gives, when not given",
      )
      .option("--report <s3://bucket/prefix>", "place for its report; found as the role when not given")
      .option("--job <id>", "go on with this job instead of making one")
      .option(
        "--despite-unknown",
        "start although not everything could be proven; what is broken still stops",
      )
      .option("--dry-run", "list and count the objects, and cancel the job")
      .option("--yes", "start without asking")
      .option("--no-wait", "do not wait for the end of the job"),
  )
    .option("--policy", "print the IAM policy that the command needs, and do nothing")
    .option("--json", "print JSON")
    .action(async (options: BackfillCommandOptions) => {
      const { backfillCommand }: typeof import("./backfill") = require("./backfill");
      end(await backfillCommand(options, io));
    });
}
