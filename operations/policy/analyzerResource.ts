/** A resource of a stack, with what the engine passes to a policy pack. */

export interface AnalyzerResource {
  readonly type: string;
  readonly urn: string;
  readonly name: string;
  /** What policies of the whole stack see: the outputs. */
  readonly properties: Properties;
  /** What policies of one resource see: the inputs. By default the same as `properties`. */
  readonly inputs?: Properties;
  readonly provider?: AnalyzerProvider;
  /** URN. */
  readonly parent?: string;
  /** URNs of everything that it waits for. */
  readonly dependencies?: readonly string[];
  /** Property -> URNs of the resources that its value comes from. */
  readonly propertyDependencies?: { readonly [property: string]: readonly string[] };
  readonly options?: { readonly protect?: boolean };
}

export interface AnalyzerProvider {
  readonly type: string;
  readonly urn: string;
  readonly name: string;
  readonly properties: Properties;
}

/** Secrets may be marked as the engine marks them; a value that is not known yet is the engine's text for it. */
export interface Properties {
  readonly [name: string]: unknown;
}
