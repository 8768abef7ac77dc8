/** The commands that reach live accounts: their arguments and options. */
import { type Command, Option } from "commander";
import type { Io } from "../io";
import type { Status } from "../status";
import type { DiagnoseOptions } from "./diagnose";
import type { VerifyCommandOptions } from "./verify";

/** Adds the commands to the program. They load the AWS SDK only when they are run. */
export function liveCommands(program: Command, io: Io, end: (status: Status) => void): void {
  withLiveOptions(
    program
      .command("verify")
      .description("write canaries to live buckets and see whether they replicate as foretold")
      .option("--export <file>", "an exported stack; may be given again; - is standard input", collected)
      .option("--outputs <file>", "what pulumi stack output --json wrote")
      .option("--bucket <name>", "a source bucket by name; may be given again", collected)
      .option("--rule <id>", "only the filter of this rule; may be given again", collected)
      .option(
        "--timeout-minutes <number>",
        "how long to wait for a copy; 15 when not given, 30 for a fire drill",
      )
      .option("--delete-markers", "also delete each canary, and see where its delete marker arrives")
      .option("--multipart", "write each canary as a multipart upload of two parts, 5 MiB and one byte")
      .option("--keep", "leave the canaries for inspection, and print the commands that remove them")
      .option("--accept-leftovers", "write although a canary could not be removed everywhere")
      .option("--fire-drill", "make one route fail on purpose, see whether its alarm is raised, put it back")
      .option("--yes", "agree to the fire drill without being asked"),
  )
    .option("--policy", "print the IAM policy that the command needs, and do nothing")
    .option("--json", "print JSON")
    .action(async (options: VerifyCommandOptions) => {
      const { verifyCommand }: typeof import("./verify") = require("./verify");
      end(await verifyCommand(options, io));
    });

  withLiveOptions(
    program
      .command("diagnose")
      .description("judge the replication of buckets as it is in live accounts, and say how to mend it")
      .argument("[bucket...]", "source buckets by name")
      .option("--all", "every bucket of the accounts that has replication rules")
      .option("--outputs <file>", "what pulumi stack output --json wrote")
      .option("--diff <export>", "also say where the accounts differ from an exported stack", collected)
      .option("--failed", "also look for objects that failed, and group them by what they failed of")
      .option("--failed-requests <number>", "the most requests for --failed; 200 when not given")
      .option("--keep-rules", "print the rules of one bucket as settings of a stack that adopts it"),
  )
    .addOption(
      new Option(
        "--disabled-rules <choice>",
        "a rule that is disabled: advise reports it as disabled, refuse as broken",
      )
        .choices(["advise", "refuse"])
        .default("advise"),
    )
    .option("--policy", "print the read-only IAM policy that the command needs, and do nothing")
    .option("--verbose", "show every requirement, also those that are met")
    .option("--json", "print JSON")
    .action(async (buckets: readonly string[], options: DiagnoseOptions) => {
      const { diagnoseCommand }: typeof import("./diagnose") = require("./diagnose");
      end(await diagnoseCommand(buckets, options, io));
    });
}

function withLiveOptions(command: Command): Command {
  return command
    .option(
      "--region <region>",
      "the Region to start from; that of the environment or profile when not given",
    )
    .option(
      "--profile <[account=]name>",
      "the profile to use, or that for another account; may be given again",
      collected,
    )
    .option("--role <account=arn>", "a role to assume for another account; may be given again", collected)
    .option("--endpoint <url>", "an emulator, or an endpoint of your own, instead of AWS")
    .option("--max-requests <number>", "the most requests to send; 2000 when not given");
}

function collected(value: string, earlier: readonly string[] = []): readonly string[] {
  return [...earlier, value];
}
