/** Checks of lists of principals: each is a role, a user or an account. One that is an output is checked once it is known. */
import { isAccountId } from "../../aws/accounts";
import { partitionOfRegion } from "../../aws/partitions";
import type { Problem } from "../problems";
import type { AccessArgs, Principals } from "../replicatedBucketArgs";
import { problemsIn, type Row } from "./rows";

const COUNT_ROWS: readonly Row<number>[] = [
  {
    condition: (count) => count === 0,
    expected: "at least one principal",
    found: "an empty list",
    fix: "name a role, a user or an account, or leave it out",
  },
];

/** Problems of one list of principals, of buckets in the partition of `region`. */
export function listProblems(
  path: string,
  principals: Principals | undefined,
  region: string,
  { wildcards = false }: { readonly wildcards?: boolean } = {},
): readonly Problem[] {
  if (principals === undefined) return [];
  const partition = partitionOfRegion(region);
  const name = wildcards ? "[\\w+=,.@/*?-]+" : "[\\w+=,.@/-]+";
  const arn = new RegExp(`^arn:${partition}:iam::\\d{12}:((role|user)/${name}|root)$`);
  const texts = principals.flatMap((value, index) =>
    typeof value === "string" ? [{ path: `${path}[${index}]`, value }] : [],
  );
  return [
    ...problemsIn([{ path, value: principals.length }], COUNT_ROWS),
    ...problemsIn(texts, [
      {
        condition: (principal) => !isAccountId(principal) && !arn.test(principal),
        expected: `the arn of a role or user (arn:${partition}:iam::<account>:role/<path and name>) or the 12 digits of an account`,
        fix: principalFix,
      },
    ]),
  ];
}

/** Who may delete versions; patterns of names are allowed. */
export function versionDeleterProblems(named: Principals | undefined, region: string): readonly Problem[] {
  return listProblems("versionDeleters", named, region, { wildcards: true });
}

/** Problems of all principals of the arguments. */
export function principalProblems(
  { readers = [], replicateOnlyFrom, writers, versionDeleters }: AccessArgs,
  region: string,
): readonly Problem[] {
  return [
    ...readers.flatMap(({ principals }, index) =>
      listProblems(`readers[${index}].principals`, principals, region),
    ),
    ...listProblems("replicateOnlyFrom.principals", replicateOnlyFrom?.principals, region),
    ...listProblems("writers", writers, region),
    ...versionDeleterProblems(versionDeleters, region),
  ];
}

function principalFix(principal: string): string {
  if (principal === "*") return "name the principal: a wildcard would make the bucket public";
  if (principal.includes(":assumed-role/"))
    return "name the role itself; a session of it has another arn each time";
  if (principal.includes("*") || principal.includes("?"))
    return "a policy cannot grant to a pattern; name each one";
  return "copy it from iam, its path included";
}
