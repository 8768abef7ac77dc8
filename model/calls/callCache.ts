/** Judges each call that S3 makes as the role once, and keeps the answer. */
import { conditionTestsOf } from "../evaluation/statementParts";
import type { Decision, PolicyDocument, PolicyStatement } from "../evaluation/types";
import { knownValue } from "../known";
import type { AttachedPolicy, Role } from "../topology";
import { type CallJudgement, judgeCall, type RoleCall } from "./judgeCall";
import { type CallScope, RelevantStatements } from "./relevantStatements";

export class CallCache {
  readonly #answers = new Map<string, CallJudgement>();
  readonly #narrowing = new RelevantStatements();
  readonly #roles = new Map<Role, Map<string, Role>>();
  readonly #contexts = new Map<PolicyDocument, readonly string[]>();
  readonly #trust = new Map<Role, Decision>();
  readonly #callsUnder = new Map<PolicyStatement, ReadonlyMap<string, RoleCall>>();

  /** The role with what in its policies can concern a call. */
  roleFor(role: Role, concern: CallScope | undefined): Role {
    if (concern === undefined) return role;
    const key = `${concern.resource} ${concern.bucket}`;
    const roles = this.#roles.get(role) ?? new Map<string, Role>();
    this.#roles.set(role, roles);
    const known = roles.get(key);
    if (known !== undefined) return known;
    const narrow = (policy: AttachedPolicy) => this.#narrowing.narrowed(policy, concern);
    const narrowed = {
      ...role,
      policies: role.policies.map(narrow),
      boundary: role.boundary && narrow(role.boundary),
    };
    roles.set(key, narrowed);
    return narrowed;
  }

  /** @returns the same answer for the same call, worked out once */
  sides(call: RoleCall): CallJudgement {
    const key = [
      call.role.label,
      call.action,
      call.resource,
      call.resourceAccount,
      call.region,
      call.encryptionContext,
      call.replicaKeyArn,
      call.encryptions?.join(),
      call.policy?.label,
      call.policyMissing,
    ].join("\n");
    const known = this.#answers.get(key);
    if (known !== undefined) return known;
    const found = judgeCall(call);
    const sides: CallJudgement = {
      ...found,
      role: this.#asWritten(found.role),
      resource: this.#asWritten(found.resource),
    };
    this.#answers.set(key, sides);
    return sides;
  }

  /** @returns what the role's trust policy says to S3, decided once */
  trust(role: Role, decide: () => Decision): Decision {
    const decision = this.#trust.get(role) ?? decide();
    this.#trust.set(role, decision);
    return decision;
  }

  /** @returns by the ARNs of their roles the calls that a statement decides about, found once */
  callsUnder(
    statement: PolicyStatement,
    find: () => ReadonlyMap<string, RoleCall>,
  ): ReadonlyMap<string, RoleCall> {
    const calls = this.#callsUnder.get(statement) ?? find();
    this.#callsUnder.set(statement, calls);
    return calls;
  }

  /** Every value that conditions of the policies ask of S3's encryption context. */
  contextPatterns(policies: readonly (AttachedPolicy | undefined)[]): readonly string[] {
    return policies.flatMap((policy) => {
      const document = policy && knownValue(policy.document);
      if (document === undefined) return [];
      const known = this.#contexts.get(document);
      if (known !== undefined) return known;
      const found = contextPatternsIn(document);
      this.#contexts.set(document, found);
      return found;
    });
  }

  #asWritten(decision: Decision): Decision {
    const { statement } = decision;
    if (statement === undefined) return decision;
    return {
      ...decision,
      statement: { ...statement, statement: this.#narrowing.original(statement.statement) },
    };
  }
}

const CONTEXT_KEY = "kms:encryptioncontext:aws:s3:arn";

function contextPatternsIn({ Statement }: PolicyDocument): readonly string[] {
  return Statement.flatMap(({ Condition }) =>
    conditionTestsOf(Condition)
      .filter(({ key }) => key.toLowerCase() === CONTEXT_KEY)
      .flatMap(({ values }) => values),
  );
}
