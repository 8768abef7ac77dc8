/** Runs the transforms of a program, as the engine does before it registers a resource. */
import * as pulumi from "@pulumi/pulumi";
import type { Registration } from "./registration";
import type { ResourceProperties } from "./values";

/**
 * The transforms that a program has registered so far.
 *
 * @see https://www.pulumi.com/docs/iac/concepts/resources/options/transforms/
 */
export class Transforms {
  readonly #known = new Map<string, pulumi.ResourceTransform>();
  readonly #ofStack: pulumi.ResourceTransform[] = [];
  readonly #ofResources = new Map<string, readonly pulumi.ResourceTransform[]>();
  readonly #parents = new Map<string, string>();

  /** @param token the name that requests give a transform */
  add(token: string, transform: pulumi.ResourceTransform): void {
    this.#known.set(token, transform);
  }

  addToStack(token: string): void {
    this.#ofStack.push(...this.#transforms([token]));
  }

  /**
   * Runs the transforms of the resource, then those of its parents from the nearest on, then those of the stack.
   *
   * @param tokens the resource's own transforms
   */
  async run(registration: Registration, urn: string, tokens: readonly string[]): Promise<Registration> {
    const own = this.#transforms(tokens);
    this.#parents.set(urn, registration.parent);
    if (own.length > 0) this.#ofResources.set(urn, own);
    let transformed = registration;
    for (const transform of [...own, ...this.#ofParents(registration.parent), ...this.#ofStack])
      transformed = await transformedBy(transform, transformed);
    return transformed;
  }

  #transforms(tokens: readonly string[]): readonly pulumi.ResourceTransform[] {
    return tokens.flatMap((token) => this.#known.get(token) ?? []);
  }

  *#ofParents(nearest: string): Iterable<pulumi.ResourceTransform> {
    for (let parent: string | undefined = nearest; parent !== undefined; parent = this.#parents.get(parent))
      yield* this.#ofResources.get(parent) ?? [];
  }
}

async function transformedBy(
  transform: pulumi.ResourceTransform,
  registration: Registration,
): Promise<Registration> {
  const { type, name, custom, properties } = registration;
  const props = Object.fromEntries(
    Object.entries(properties).map(([property, value]) => [
      property,
      pulumi.runtime.deserializeProperty(value),
    ]),
  );
  const result = await transform({ type, name, custom, props, opts: optionsOf(registration) });
  if (result === undefined) return registration;
  return {
    ...registration,
    ...(await serialized(result.props, registration)),
    ...(await chosen(result.opts, registration)),
  };
}

function optionsOf(registration: Registration): pulumi.ResourceOptions {
  const { parent, provider, dependencies, protect, retainOnDelete } = registration;
  return {
    dependsOn: dependencies.map((urn) => new pulumi.DependencyResource(urn)),
    protect,
    retainOnDelete,
    ...(parent !== "" && { parent: new pulumi.DependencyResource(parent) }),
    ...(provider !== "" && { provider: new pulumi.DependencyProviderResource(provider) }),
  };
}

type Values = Pick<Registration, "properties" | "propertyDependencies">;

/** A value of another resource that a transform puts in is one that the property depends on. */
async function serialized(
  props: pulumi.Inputs,
  { propertyDependencies: before }: Registration,
): Promise<Values> {
  const properties: [string, unknown][] = [];
  const propertyDependencies: [string, readonly string[]][] = [];
  for (const [name, value] of Object.entries(props)) {
    const sources = new Set<pulumi.Resource>();
    const sent: unknown = await pulumi.runtime.serializeProperty(name, value, sources);
    if (sent === undefined) continue;
    properties.push([name, sent]);
    const urns = new Set([...(before[name] ?? []), ...(await urnsOf([...sources]))]);
    if (urns.size > 0) propertyDependencies.push([name, [...urns]]);
  }
  const sentProperties: ResourceProperties = Object.fromEntries(properties);
  return { properties: sentProperties, propertyDependencies: Object.fromEntries(propertyDependencies) };
}

type Options = Pick<Registration, "provider" | "dependencies" | "protect" | "retainOnDelete">;

/** The options that a transform returns replace all that there were; without options they stay. */
async function chosen(
  options: pulumi.CustomResourceOptions | undefined,
  { provider, dependencies, protect, retainOnDelete }: Registration,
): Promise<Options> {
  if (options === undefined) return { provider, dependencies, protect, retainOnDelete };
  const awaited: unknown = await valueIn(pulumi.output(options.dependsOn));
  const added = [awaited].flat().filter(pulumi.Resource.isInstance);
  return {
    provider: options.provider === undefined ? "" : await referenceTo(options.provider),
    dependencies: [...new Set([...dependencies, ...(await urnsOf(added))])],
    protect: options.protect === true,
    retainOnDelete: options.retainOnDelete === true,
  };
}

async function referenceTo({ urn, id }: pulumi.ProviderResource): Promise<string> {
  return `${await valueIn(urn)}::${await valueIn(id)}`;
}

function urnsOf(resources: readonly pulumi.Resource[]): Promise<readonly string[]> {
  return Promise.all(resources.map(({ urn }) => valueIn(urn)));
}

function valueIn<T>(output: pulumi.Output<T>): Promise<T> {
  return new Promise((resolve) => {
    output.apply(resolve);
  });
}
