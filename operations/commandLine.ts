/** The command line: its commands, arguments and options. */
import { Command, Option } from "commander";
import { version } from "../package.json";
import { backfillArguments } from "./commands/backfillArguments";
import type { ExplainOptions } from "./commands/explain";
import { liveCommands } from "./commands/live";
import type { ProveOptions } from "./commands/prove";
import type { RehearseOptions } from "./commands/rehearse";
import type { Io } from "./io";
import { projectDirectory } from "./projectDirectory";
import { STATUS, type Status } from "./status";

/** Runs the words of one command line; throws what commander, the command or its input make of them. */
export async function runCommandLine(words: readonly string[], io: Io): Promise<Status> {
  let status: Status = STATUS.done;
  const program = new Command("s3-replication")
    .version(version, "-V, --version", "print the version")
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
    .addOption(answersOption())
    .option(
      "--policy-pack <folder>",
      "folder of a policy pack to judge by, instead of this project's own; may be given again",
      collected,
    )
    .option(
      "--policy-pack-config <path>",
      "JSON file with config of the policy pack, as for pulumi preview; given again, of the next pack",
      collected,
    )
    .option(
      "--compare <report.json | git ref>",
      "also show what changes against a report of rehearse --json, or against the stack at a git ref",
    )
    .option("--emulator", "also build it in a local AWS emulator and watch objects replicate")
    .addOption(new Option("--json", "print JSON").conflicts("markdown"))
    .option("--verbose", "show every site, resource, policy and requirement, also those that are met")
    .option("--markdown", "print Markdown with a diagram, for a comment in a pull request")
    .addOption(disabledRulesOption())
    .action(async (options: RehearseOptions) => {
      // Before Pulumi is loaded, which fails in a folder that is gone.
      projectDirectory(io.directory);
      status = await load<typeof import("./commands/rehearse")>("./commands/rehearse").rehearseCommand(
        options,
        io,
      );
    });

  program
    .command("prove")
    .description("judge every route of exported stacks (pulumi stack export)")
    .argument(
      "<file...>",
      "what pulumi stack export wrote, of one stack or of several together; - is standard input",
    )
    .option("--json", "print JSON")
    .option("--verbose", "show every requirement, also those that are met")
    .addOption(disabledRulesOption())
    .action(async (files: readonly string[], options: ProveOptions) => {
      status = await load<typeof import("./commands/prove")>("./commands/prove").proveCommand(
        files,
        options,
        io,
      );
    });

  program
    .command("explain")
    .description("tell what happens to one object on every route")
    .argument("<key>", "the object's key")
    .option("--stack <name>", "which Pulumi.<name>.yaml to use", "dev")
    .option("--config-file <path>", "file to use instead of Pulumi.<stack>.yaml")
    .addOption(answersOption())
    .option("--export <file>", "an exported stack to use instead of a rehearsal; - is standard input")
    .option("--bucket <name>", "the source bucket that it is in; every one when not given")
    .option(
      "--event <kind>",
      "what happens to it: put, delete, delete-version, change-tags ...; put when not given",
    )
    .option("--delete", "the same as --event delete")
    .option(
      "--tag <key=value>",
      "a tag that it is written with, or that --event change-tags sets; may be given again",
      collected,
    )
    .option(
      "--written-tag <key=value>",
      "for --event change-tags: a tag that it was written with; may be given again",
      collected,
    )
    .option(
      "--sse <kind>",
      "its encryption: aws:kms, aws:kms:dsse, AES256, SSE-C, none; the bucket's default when not given",
    )
    .option(
      "--storage-class <name>",
      "its storage class: STANDARD, STANDARD_IA, GLACIER ...; STANDARD when not given",
    )
    .option("--size <bytes>", "its size")
    .option("--existing", "it was there before the rule")
    .option("--replica", "it was itself written by replication")
    .option("--json", "print JSON")
    .action(async (key: string, options: ExplainOptions) => {
      if (options.export === undefined) projectDirectory(io.directory);
      status = await load<typeof import("./commands/explain")>("./commands/explain").explainCommand(
        key,
        options,
        io,
      );
    });

  backfillArguments(program, io, (ended) => {
    status = ended;
  });
  liveCommands(program, io, (ended) => {
    status = ended;
  });

  await program.parseAsync([...words], { from: "user" });
  return status;
}

/** The choice that the policy `replication-works` has as `disabledRules`. */
function disabledRulesOption(): Option {
  return new Option(
    "--disabled-rules <choice>",
    "a rule that is disabled: advise reports it as disabled, refuse as broken",
  )
    .choices(["advise", "refuse"])
    .default("advise");
}

/** What a program reads from a cloud: the same for every command that rehearses. */
function answersOption(): Option {
  return new Option(
    "--answers <file>",
    "JSON or YAML file with the results of functions, and of resources that the program reads",
  );
}

/** Loads a command only when it is asked for: most need neither Pulumi nor the AWS SDK. */
function load<T>(path: string): T {
  return require(path);
}

function collected(value: string, earlier: readonly string[] = []): readonly string[] {
  return [...earlier, value];
}
