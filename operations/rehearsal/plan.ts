/** What one run of the program asks the engine for: every resource, with what the engine would know of it. */

import type { Unanswered } from "./unanswered";

/** One resource as the program registered it. */
export interface PlannedResource {
  readonly urn: string;
  /** E.g. `aws:s3/bucket:Bucket`. */
  readonly type: string;
  readonly name: string;
  /** False for component resources. */
  readonly custom: boolean;
  /** Physical id as AWS would give it; empty for components. */
  readonly id: string;
  readonly parent: string | undefined;
  /** URN of the provider resource; undefined when the program left it to the default provider. */
  readonly provider: string | undefined;
  /** Secrets are plain here: a report must not print inputs that `secretInputs` names. */
  readonly inputs: { readonly [property: string]: unknown };
  /** Inputs plus what AWS would compute. */
  readonly outputs: { readonly [property: string]: unknown };
  readonly secretInputs: readonly string[];
  /** URNs of every resource that this one waits for. */
  readonly dependencies: readonly string[];
  /** Input property -> URNs that its value came from. */
  readonly propertyDependencies: { readonly [property: string]: readonly string[] };
  readonly protect: boolean;
  readonly retainOnDelete: boolean;
}

/** One rehearsed run of a stack. */
export interface Plan {
  readonly project: string;
  readonly stack: string;
  /** In the order of registration: a resource comes after everything it depends on. */
  readonly resources: readonly PlannedResource[];
  /** The stack's outputs. */
  readonly outputs: { readonly [name: string]: unknown };
  /** What the program asked that the rehearsal could not answer. @default nothing */
  readonly unanswered?: readonly Unanswered[];
}
