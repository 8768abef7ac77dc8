/** Principals of the arguments as text: resolved for policies, foreseen for the checks that come before. */
import * as pulumi from "@pulumi/pulumi";
import { partitionOfRegion } from "../aws/partitions";
import { principalProblems } from "./checks/principals";
import { PLACEHOLDER_ACCOUNT } from "./foreseenRole";
import { problemList } from "./problems";
import type { AccessArgs, Principals, ReaderArgs, UploaderArgs } from "./replicatedBucketArgs";

/** {@link AccessArgs} whose principals are all known. */
export interface KnownAccess {
  readonly readers?: readonly KnownReaders[] | undefined;
  readonly replicateOnlyFrom?: KnownUploaders | undefined;
  readonly writers?: readonly string[] | undefined;
  readonly versionDeleters?: readonly string[] | undefined;
}

export interface KnownReaders extends Omit<ReaderArgs, "principals"> {
  readonly principals: readonly string[];
}

interface KnownUploaders extends Omit<UploaderArgs, "principals"> {
  readonly principals: readonly string[];
}

/** Where a principal is an output, the longest name that a role without a path has. */
const PLACEHOLDER_ROLE = "x".repeat(64);

/**
 * The arguments once every principal is known. Those that are plain text were checked before anything was registered; an output is
 * checked here, before any policy contains it: `*` would make the bucket public.
 *
 * @param owner names the component in the error.
 * @throws pulumi.RunError from the output, with every problem.
 */
export function knownAccess(owner: string, access: AccessArgs, region: string): pulumi.Output<KnownAccess> {
  const inputs = principalsIn(access);
  return pulumi.all([...inputs]).apply((texts) => {
    const known = withTexts(access, (input) => texts[inputs.indexOf(input)] ?? "");
    const problems = principalProblems(known, region);
    if (problems.length > 0)
      throw new pulumi.RunError(problemList((count) => `${owner}: ${count}`, problems));
    return known;
  });
}

/** The arguments as long as they will be, or longer, for checks of the policies' length. */
export function foreseenAccess(access: AccessArgs, region: string): KnownAccess {
  const placeholder = `arn:${partitionOfRegion(region)}:iam::${PLACEHOLDER_ACCOUNT}:role/${PLACEHOLDER_ROLE}`;
  return withTexts(access, (input) => (typeof input === "string" ? input : placeholder));
}

function principalsIn({
  readers = [],
  replicateOnlyFrom,
  writers = [],
  versionDeleters = [],
}: AccessArgs): Principals {
  return [
    ...readers.flatMap(({ principals }) => principals),
    ...(replicateOnlyFrom?.principals ?? []),
    ...writers,
    ...versionDeleters,
  ];
}

function withTexts(
  { readers, replicateOnlyFrom, writers, versionDeleters }: AccessArgs,
  textOf: (input: pulumi.Input<string>) => string,
): KnownAccess {
  return {
    readers: readers?.map((reader) => ({ ...reader, principals: reader.principals.map(textOf) })),
    replicateOnlyFrom:
      replicateOnlyFrom === undefined
        ? undefined
        : { ...replicateOnlyFrom, principals: replicateOnlyFrom.principals.map(textOf) },
    writers: writers?.map(textOf),
    versionDeleters: versionDeleters?.map(textOf),
  };
}
