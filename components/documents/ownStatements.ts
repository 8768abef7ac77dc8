/** Statements of the arguments, as policy documents contain them. */
import type { PolicyStatementArgs } from "../policyOptions";
import { type BuiltPolicyStatement, oneOrMany } from "./policyDocument";

/** Statements of a bucket policy; one without resources is about the bucket and all of its objects. */
export function ownBucketStatements(
  bucketArn: string,
  statements: readonly PolicyStatementArgs[] = [],
): readonly BuiltPolicyStatement[] {
  return statements.map((statement) => builtStatement(statement, [bucketArn, `${bucketArn}/*`]));
}

/** Statements of a key policy, in which `*` is the key itself. */
export function ownKeyStatements(
  statements: readonly PolicyStatementArgs[] = [],
): readonly BuiltPolicyStatement[] {
  return statements.map((statement) => builtStatement(statement, ["*"]));
}

/** The elements in the order of the others' and lists of one as AWS stores them, so that a refresh shows no difference. */
function builtStatement(
  { Sid, Effect, Principal, Action, Resource, Condition }: PolicyStatementArgs,
  allResources: readonly string[],
): BuiltPolicyStatement {
  return {
    ...(Sid !== undefined && { Sid }),
    Effect,
    Principal: Principal === "*" ? Principal : stored(Principal),
    Action: storedValue(Action),
    Resource: storedValue(Resource ?? allResources),
    ...(Condition !== undefined && {
      Condition: Object.fromEntries(
        Object.entries(Condition).map(([operator, tests]) => [operator, stored(tests)]),
      ),
    }),
  };
}

type Names = string | readonly string[];

function stored(names: { readonly [kind: string]: Names | undefined }): { readonly [kind: string]: Names } {
  return Object.fromEntries(
    Object.entries(names).flatMap(([kind, value]) =>
      value === undefined ? [] : [[kind, storedValue(value)]],
    ),
  );
}

function storedValue(value: Names): Names {
  return typeof value === "string" ? value : oneOrMany(value);
}
