/** Checks of the statements that the arguments add to policies of buckets and keys. */
import { isPublicPrincipal, limitsCallers } from "../../aws/publicPrincipals";
import type { BuiltPolicyDocument } from "../documents/policyDocument";
import type { PolicyOptions, PolicyStatementArgs } from "../policyOptions";
import { type Problem, shownValue, suggestion } from "../problems";
import { type Checked, problemsIn, type Row } from "./rows";

/** What a policy belongs to. */
type Owner = "bucket" | "key";

/** A statement, and the resource whose policy it is for. */
interface OwnStatement {
  readonly statement: PolicyStatementArgs;
  readonly of: Owner;
  /** Of a bucket whose name is known. */
  readonly bucketArn: string | undefined;
}

const ELEMENTS = ["Sid", "Effect", "Principal", "Action", "Resource", "Condition"];
const SERVICE = { bucket: "s3", key: "kms" } as const;

const ELEMENT_ROWS: readonly Row<string>[] = [
  {
    condition: (element) => !ELEMENTS.includes(element),
    expected: "an element of a statement",
    fix: (element) =>
      /^Not(Principal|Action|Resource)$/.test(element)
        ? "it reaches more than what it names; name what the statement is for, and exceptions in a condition"
        : suggestion(element, ELEMENTS),
  },
];

const STATEMENT_ROWS: readonly Row<OwnStatement>[] = [
  {
    condition: ({ statement: { Sid } }) => Sid !== undefined && !/^[A-Za-z0-9]+$/.test(Sid),
    where: (_, path) => `${path}.Sid`,
    expected: "letters and digits",
    found: ({ statement }) => shownValue(statement.Sid),
    fix: "choose a name such as AuditorsRead",
  },
  {
    condition: ({ statement: { Effect } }) => !["Allow", "Deny"].includes(Effect),
    where: (_, path) => `${path}.Effect`,
    expected: "Allow or Deny",
    found: ({ statement }) => shownValue(statement.Effect),
    fix: ({ statement }) => suggestion(String(statement.Effect), ["Allow", "Deny"]),
  },
  {
    condition: ({ statement }) => principalsOf(statement).length === 0,
    where: (_, path) => `${path}.Principal`,
    expected: "who the statement is about",
    found: ({ statement }) => shownValue(statement.Principal),
    fix: "name a role, a user, an account or a service, e.g. { AWS: arn:aws:iam::444455556666:role/audit }",
  },
  {
    condition: ({ statement }) =>
      statement.Effect === "Allow" &&
      principalsOf(statement).some(isPublicPrincipal) &&
      !testsOf(statement).some(({ operator, key, values }) => limitsCallers(operator, key, values)),
    where: (_, path) => `${path}.Principal`,
    expected: "named principals, or a condition that names accounts, an organization or a network",
    found: ({ statement }) => shownValue(statement.Principal),
    fix: "name the principals, or add a condition such as StringEquals aws:PrincipalOrgID: this would be public",
  },
  {
    condition: ({ statement, of }) => {
      const actions = listOf(statement.Action);
      const own = new RegExp(`^${SERVICE[of]}:[A-Za-z*?]+$`, "i");
      return actions.length === 0 || !actions.every((action) => action === "*" || own.test(action));
    },
    where: (_, path) => `${path}.Action`,
    expected: ({ of }) => `actions of ${SERVICE[of]}, since this is the policy of a ${of}`,
    found: ({ statement }) => shownValue(statement.Action),
    fix: ({ of }) =>
      `write them with the service in front, e.g. ${of === "key" ? "kms:Decrypt" : "s3:GetObject"}`,
  },
  {
    condition: ({ statement: { Resource }, bucketArn, of }) =>
      of === "bucket" &&
      Resource !== undefined &&
      bucketArn !== undefined &&
      !isIn(listOf(Resource), (resource) => resource === bucketArn || resource.startsWith(`${bucketArn}/`)),
    where: (_, path) => `${path}.Resource`,
    expected: ({ bucketArn }) => `${bucketArn} or objects in it, ${bucketArn}/*`,
    found: ({ statement }) => shownValue(statement.Resource),
    fix: "s3 refuses a policy about another bucket; correct it, or leave Resource out for the bucket and all of its objects",
  },
  {
    condition: ({ statement: { Resource }, of }) =>
      of === "key" && Resource !== undefined && !isIn(listOf(Resource), (resource) => resource === "*"),
    where: (_, path) => `${path}.Resource`,
    expected: '"*", which is the key itself in its policy',
    found: ({ statement }) => shownValue(statement.Resource),
    fix: "leave it out",
  },
];

function isIn(resources: readonly string[], fits: (resource: string) => boolean): boolean {
  return resources.length > 0 && resources.every(fits);
}

/** Names of the arguments that have the statements. */
export interface StatementPaths {
  readonly bucketPolicyStatements: string;
  readonly keyPolicyStatements: string;
}

/** What AWS would refuse of the statements for one bucket and its key, each by itself. */
export function statementProblems(
  paths: StatementPaths,
  { bucketPolicyStatements = [], keyPolicyStatements = [] }: PolicyOptions,
  bucketArn: string | undefined,
): readonly Problem[] {
  return [
    ...bucketPolicyStatements.flatMap((statement, index) =>
      problemsOfOne(`${paths.bucketPolicyStatements}[${index}]`, { statement, of: "bucket", bucketArn }),
    ),
    ...keyPolicyStatements.flatMap((statement, index) =>
      problemsOfOne(`${paths.keyPolicyStatements}[${index}]`, { statement, of: "key", bucketArn }),
    ),
  ];
}

function problemsOfOne(path: string, own: OwnStatement): readonly Problem[] {
  const elements = Object.keys(own.statement).map((element) => ({
    path: `${path}.${element}`,
    value: element,
  }));
  return [...problemsIn(elements, ELEMENT_ROWS), ...problemsIn([{ path, value: own }], STATEMENT_ROWS)];
}

/** The name of a statement, and whether one before it in the policy has it. */
interface StatementId {
  readonly id: string;
  readonly isTaken: boolean;
}

const ID_ROWS: readonly Row<StatementId>[] = [
  {
    condition: ({ isTaken }) => isTaken,
    expected: "a name that no other statement of the policy has",
    found: ({ id }) => `${shownValue(id)} again`,
    fix: "choose another name, or leave Sid out",
  },
];

/**
 * Names of statements that are in a policy twice.
 *
 * @param document has the statements of the arguments at its end.
 */
export function repeatedIds(
  path: string,
  own: readonly PolicyStatementArgs[] = [],
  document: BuiltPolicyDocument,
): readonly Problem[] {
  const ids = document.Statement.map(({ Sid }) => Sid);
  const first = ids.length - own.length;
  return problemsIn(
    own.flatMap(({ Sid }, index): readonly Checked<StatementId>[] =>
      Sid === undefined
        ? []
        : [
            {
              path: `${path}[${index}].Sid`,
              value: { id: Sid, isTaken: ids.slice(0, first + index).includes(Sid) },
            },
          ],
    ),
    ID_ROWS,
  );
}

type Names = string | readonly string[];

function listOf(names: Names | undefined): readonly string[] {
  if (names === undefined) return [];
  return typeof names === "string" ? [names] : names;
}

function principalsOf({ Principal }: PolicyStatementArgs): readonly string[] {
  if (typeof Principal !== "object") return listOf(Principal);
  const names: readonly (Names | undefined)[] = Object.values(Principal);
  return names.flatMap(listOf);
}

function testsOf({ Condition = {} }: PolicyStatementArgs) {
  return Object.entries(Condition).flatMap(([operator, tests]) =>
    Object.entries(tests).map(([key, values]) => ({ operator, key, values: listOf(values) })),
  );
}
