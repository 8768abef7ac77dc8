/** How much each statement of a policy counts for a call. */
import { isNamed } from "./principal";
import { matchResource } from "./resource";
import type { LivePolicy, LiveStatement } from "./statement";
import { type Answer, allOf, decisiveOfAll, type Ternary } from "./ternary";

/** A three-valued finding with what decided it. */
export interface Weighed {
  readonly is: Ternary;
  /** The policy and, unless its document is not known, the statement that decided. */
  readonly policy?: LivePolicy;
  readonly live?: LiveStatement;
  /** Why it is not known. */
  readonly why: () => string;
}

/** What one policy, or several taken together, say about one resource. */
export interface Opinion {
  readonly deny: Weighed;
  /** Allows by how the statement names the caller; policies of the caller itself count as `direct`. */
  readonly allow: { readonly direct: Weighed; readonly role: Weighed; readonly account: Weighed };
}

export const NO_FINDING: Weighed = { is: "no", why: () => "" };

/** Weighs policies for one concrete resource: any statement of any of them may decide. */
export function weigh(policies: readonly LivePolicy[], resource: string): Opinion {
  let deny = NO_FINDING;
  let direct = NO_FINDING;
  let role = NO_FINDING;
  let account = NO_FINDING;
  for (const policy of policies) {
    if (policy.unknown !== undefined) {
      const silent: Weighed = {
        is: "unknown",
        policy,
        why: () => `its document is not known yet (${policy.unknown})`,
      };
      direct = stronger(direct, silent);
      role = stronger(role, silent);
      account = stronger(account, silent);
      if (!deniesAreKnown(policy)) {
        deny = stronger(deny, silent);
        continue;
      }
    }
    for (const live of policy.statements) {
      const covers = matchResource(live.statement, resource, policy.reading);
      if (covers.is === "no") continue;
      const answer = decisiveOfAll([live.covers, covers]);
      const finding = (naming: Ternary): Weighed => ({
        is: allOf([answer.is, naming]),
        policy,
        live,
        why: answer.is === "yes" ? whyNaming : answer.why,
      });
      if (live.statement.Effect === "Deny") {
        deny = stronger(deny, finding(isNamed(live.naming)));
        continue;
      }
      direct = stronger(direct, finding(live.naming.direct));
      role = stronger(role, finding(live.naming.role));
      account = stronger(account, finding(live.naming.account));
    }
  }
  return { deny, allow: { direct, role, account } };
}

function deniesAreKnown({ policy: { document } }: LivePolicy): boolean {
  return !("unknown" in document) || document.denies !== undefined;
}

const whyNaming: Answer["why"] = () => "whether it names the caller cannot be told";

/** The one that says more: yes before unknown before no, and of equals the earlier. */
export function stronger(left: Weighed, right: Weighed): Weighed {
  if (left.is === "yes" || right.is === "no") return left;
  return right.is === "yes" || left.is === "no" ? right : left;
}
