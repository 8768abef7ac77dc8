/** How a fix refers to an existing statement. */
import type { PolicyDocument, PolicyStatement } from "../evaluation/types";
import { knownValue } from "../known";
import type { KeyState, RouteFacts } from "../routeFacts";
import type { AttachedPolicy } from "../topology";

/** The words and the document of one statement. */
export interface StatementPlace {
  /** `statement "Guard"`, or its position counted from 1 where its Sid does not tell it from the others. */
  readonly words: string;
  readonly document: PolicyDocument | undefined;
}

/** @param label the policy that the statement is in */
export function placeOfStatement(
  subject: RouteFacts,
  label: string,
  statement: PolicyStatement,
): StatementPlace {
  return placeAmong(policiesOf(subject), label, statement);
}

/** The same among policies that are given. */
export function placeAmong(
  policies: readonly (AttachedPolicy | undefined)[],
  label: string,
  statement: PolicyStatement,
): StatementPlace {
  for (const policy of policies) {
    const document = policy?.label === label ? knownValue(policy.document) : undefined;
    const position = document?.Statement.indexOf(statement) ?? -1;
    if (document !== undefined && position >= 0) {
      return { words: wordsFor(statement, position, document), document };
    }
  }
  const { Sid } = statement;
  return { words: Sid ? `statement "${Sid}"` : `the ${statement.Effect}`, document: undefined };
}

/** The statement as it counts on its own in the document that it is in. */
export function alone(statement: PolicyStatement, document: PolicyDocument | undefined): PolicyDocument {
  const { Version } = document ?? { Version: "2012-10-17" };
  return { ...(Version !== undefined && { Version }), Statement: [statement] };
}

function wordsFor({ Sid }: PolicyStatement, position: number, { Statement }: PolicyDocument): string {
  const isUnique = Sid && Statement.filter((other) => other.Sid === Sid).length === 1;
  return isUnique ? `statement "${Sid}"` : `statement ${position + 1}`;
}

function policiesOf(subject: RouteFacts): readonly (AttachedPolicy | undefined)[] {
  const { role, source, destination, sourceKey, replicaKey } = subject;
  return [
    ...(role?.policies ?? []),
    role?.boundary,
    role?.trust,
    source.bucket?.policy,
    destination.bucket?.policy,
    keyPolicyOf(sourceKey),
    keyPolicyOf(replicaKey),
  ];
}

function keyPolicyOf(key: KeyState): AttachedPolicy | undefined {
  return "arn" in key ? key.policy : undefined;
}
