/** The arguments and options of `backfill`. */
import type { Command } from "commander";
import type { Io } from "../io";
import type { Status } from "../status";
import type { BackfillCommandOptions } from "./backfill";

/** Adds the command to the program. It loads the AWS SDK only when it is run. */
export function backfillArguments(program: Command, io: Io, end: (status: Status) => void): void {
  program
    .command("backfill")
    .description("replicate objects that were there before the rules, or that failed, with S3 Batch Replication")
    .option(
      "--export <file>",
      "an exported stack, to prove the routes by; may be given again; - is standard input",
      (value: string, earlier: readonly string[] = []) => [...earlier, value],
    )
    .option("--bucket <name>", "the source bucket, where the export has several")
    .option("--status <words>", "none, failed, completed, replica; none,failed when not given")
    .option("--prefix <text>", "only keys that begin with it")
    .option("--after <time>", "only versions created after it, e.g. 2026-11-01T12:00:00Z")
    .option("--before <time>", "only versions created before it")
    .option(
      "--new-destination <bucket>",
      "also what has been replicated elsewhere, for a destination that was added",
    )
    .option("--role <arn>", "role of the job; that of the stack's outputs when not given")
    .option("--report <s3://bucket/prefix>", "place for its report; that of the stack's outputs when not given")
    .option("--job <id>", "go on with this job instead of making one")
    .option("--dry-run", "list and count the objects, and cancel the job")
    .option("--yes", "start without asking")
    .option("--no-wait", "do not wait for the end of the job")
    .option("--region <region>", "the source bucket's Region, where the export does not say it")
    .option("--profile <name>", "the profile of the source bucket's account")
    .option("--endpoint <url>", "an endpoint of your own instead of AWS")
    .option("--policy", "print the IAM policy that the command needs, and do nothing")
    .option("--json", "print JSON")
    .action(async (options: BackfillCommandOptions) => {
      const { backfillCommand }: typeof import("./backfill") = require("./backfill");
      end(await backfillCommand(options, io));
    });
}
