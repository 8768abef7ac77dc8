/** Names that a stack shares with other stacks of the project, which AWS takes only once. */
import { parseSettings } from "../../components/settings";
import { decodeConfiguration } from "../../components/stackArguments";
import { namesOf, type StackName } from "../../components/stackNames";
import { InputError } from "../inputError";
import { readStackConfiguration, type StackConfiguration, stacksIn } from "./stackFiles";

/**
 * What collides with another stack file of the project: the same alias in one account and region, or the same bucket. No
 * preview knows it, since the engine looks at one stack alone. Stacks whose accounts are not named on both sides are not compared.
 */
export function namesOfOtherStacks(directory: string, configuration: StackConfiguration): readonly string[] {
  const own = namesIn(configuration);
  return stacksIn(directory)
    .filter((stack) => stack !== configuration.stack)
    .flatMap((stack) => {
      const others = namesIn(readable(directory, stack));
      const shared = own.filter((name) => others.some((other) => isSame(name, other)));
      return shared.length === 0 ? [] : [note(stack, shared)];
    });
}

function namesIn(configuration: StackConfiguration | undefined): readonly StackName[] {
  if (configuration === undefined) return [];
  const parsed = parseSettings(decodeConfiguration(configuration.project, configuration.values));
  return "problems" in parsed ? [] : namesOf(parsed);
}

/** A stack file with a mistake is told when that stack is rehearsed. */
function readable(directory: string, stack: string): StackConfiguration | undefined {
  try {
    return readStackConfiguration(directory, stack);
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}

function isSame(one: StackName, other: StackName): boolean {
  if (one.kind !== other.kind || one.name !== other.name || one.endpoint !== other.endpoint) return false;
  return one.kind === "bucket" || (one.region === other.region && one.accountId === other.accountId);
}

function note(stack: string, shared: readonly StackName[]): string {
  const names = shared.map(({ kind, name, region }) =>
    kind === "bucket" ? `bucket ${name}` : `${name} in ${region}`,
  );
  const where = shared.some(({ kind, accountId }) => kind === "alias" && accountId === undefined)
    ? " where both are deployed to one account"
    : "";
  const ways = [
    ...(shared.some(({ kind }) => kind === "bucket") ? ["prefix or bucketName"] : []),
    ...(shared.some(({ kind }) => kind === "alias") ? ["keyAlias"] : []),
  ];
  return `aws takes a name once, and stack ${stack} has the same: ${names.join(", ")}; set another ${ways.join(" and ")} in one of the two${where}`;
}
