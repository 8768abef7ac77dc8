import { Command, Option } from "commander";
import type { RehearseOptions } from "./commands/rehearse";
import type { Io } from "./io";
import { STATUS, type Status } from "./status";

/** Runs the words of one command line; throws what commander, the command or its input make of them. */
export async function runCommandLine(words: readonly string[], io: Io): Promise<Status> {
  let status: Status = STATUS.done;
  const program = new Command("s3-replication")
    .description("replicates s3 buckets, and proves beforehand that s3 will be able to do it")
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
    })
    .showHelpAfterError("(add --help for what there is)");

  program
    .command("rehearse")
    .description("show what a stack would build, without a cloud")
    .option("--stack <name>", "which Pulumi.<name>.yaml to use", "dev")
    .option("--config-file <path>", "file to use instead of Pulumi.<stack>.yaml")
    .option("--emulator", "also build it in a local AWS emulator and watch objects replicate")
    .addOption(new Option("--json", "print JSON").conflicts("markdown"))
    .option("--markdown", "print Markdown with a diagram, for a comment in a pull request")
    .action(async (options: RehearseOptions) => {
      status = await load<typeof import("./commands/rehearse")>("./commands/rehearse").rehearseCommand(
        options,
        io,
      );
    });

  await program.parseAsync([...words], { from: "user" });
  return status;
}

/** Loads a command only when it is asked for: most need neither Pulumi nor the AWS SDK. */
function load<T>(path: string): T {
  return require(path);
}
