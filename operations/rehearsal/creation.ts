/** What the creation of one resource takes and gives. */
import type { ResourceProperties } from "./values";

/** Where a resource is created. */
export interface CreationSite {
  readonly accountId: string;
  readonly region: string;
  /** Id of what exists already; not set or empty for what is created. */
  readonly importId?: string;
}

/** One resource, with what its outputs are made of. */
export interface Asked {
  readonly type: string;
  /** What invented values are made of; unique for each resource. */
  readonly seed: string;
  readonly name: string;
  readonly inputs: ResourceProperties;
  readonly site: CreationSite;
}

/** What the provider answers, as far as it follows from the inputs. */
export interface Answer {
  /** Physical id. */
  readonly id: string;
  /** Outputs that are no inputs. */
  readonly computed: ResourceProperties;
}
