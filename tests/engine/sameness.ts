/** Holds what the rehearsal plans against what the engine has and hands to policies. */
import type { Deployment } from "@pulumi/pulumi/automation";
import type { AnalyzerResource } from "../../operations/policy/analyzerResource";
import { analyzerResources } from "../../operations/rehearsal/analyzerResources";
import type { Plan, PlannedResource } from "../../operations/rehearsal/plan";

type Values = { readonly [name: string]: unknown };

/** All that is compared of one resource; what one side does not tell is left out of both. */
export type Told = { readonly [aspect: string]: unknown };

/** A difference that stays, and how both sides are made equal before they are compared. */
export interface Difference {
  readonly what: string;
  readonly because: string;
  readonly level: (told: Told) => Told;
}

export const DIFFERENCES: readonly Difference[] = [
  {
    what: "the order of dependencies",
    because:
      "the SDK gathers them as promises settle, and the engine keeps the order in which they were sent",
    level: (told) => ({
      ...told,
      dependencies: sorted(told["dependencies"]),
      propertyDependencies: Object.fromEntries(
        Object.entries(valuesOf(told["propertyDependencies"])).map(([name, urns]) => [name, sorted(urns)]),
      ),
    }),
  },
  {
    what: "__internal",
    because: "the engine's own notes on a provider; it hands them to no policy",
    level: (told) => ({
      ...told,
      inputs: Object.fromEntries(
        Object.entries(valuesOf(told["inputs"])).filter(([name]) => name !== "__internal"),
      ),
    }),
  },
  {
    what: "__defaults",
    because: "the real provider notes in the inputs which of them it has filled in; the policies skip it",
    level: (told) => ({ ...told, inputs: withoutDefaults(told["inputs"]) }),
  },
];

/** The rehearsed resources, with the ids that AWS has given instead of the invented ones. */
export function withRealIds(plan: Plan, deployment: Deployment): Plan {
  let text = JSON.stringify(plan);
  for (const { urn, id } of plan.resources) {
    const real = resourcesOf(deployment).find((each) => each["urn"] === urn)?.["id"];
    if ((UUID.test(id) || id.startsWith("https://sqs.")) && typeof real === "string")
      text = text.replaceAll(id, real);
  }
  const renamed: Plan = JSON.parse(text);
  return renamed;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** What the plan tells of each resource, in the words of the engine's state. */
export function toldByPlan({ resources }: Plan): ReadonlyMap<string, Told> {
  return new Map(
    resources.map((resource) => [
      resource.urn,
      {
        type: resource.type,
        custom: resource.custom,
        parent: resource.parent ?? "",
        provider: resource.provider ?? "",
        protect: resource.protect,
        retainOnDelete: resource.retainOnDelete,
        dependencies: resource.dependencies,
        propertyDependencies: resource.propertyDependencies,
        inputs: resource.inputs,
      },
    ]),
  );
}

export function toldByState(deployment: Deployment): ReadonlyMap<string, Told> {
  return new Map(
    resourcesOf(deployment).map((resource) => {
      const provider = String(resource["provider"] ?? "");
      return [
        String(resource["urn"]),
        {
          type: resource["type"],
          custom: resource["custom"],
          parent: resource["parent"] ?? "",
          provider: provider.slice(0, Math.max(0, provider.lastIndexOf("::"))),
          protect: resource["protect"] ?? false,
          retainOnDelete: resource["retainOnDelete"] ?? false,
          dependencies: resource["dependencies"] ?? [],
          propertyDependencies: nonEmpty(resource["propertyDependencies"]),
          inputs: resource["inputs"] ?? {},
        },
      ];
    }),
  );
}

/** What the rehearsal hands to policies of one resource. */
export function singleOfPlan({ resources }: Plan): ReadonlyMap<string, Told> {
  return new Map(
    analyzerResources(resources).map((resource) => [
      resource.urn,
      { ...common(resource), inputs: resource.inputs ?? resource.properties },
    ]),
  );
}

export function singleOfWire(asked: readonly AnalyzerResource[]): ReadonlyMap<string, Told> {
  return new Map(
    asked.map((resource) => [resource.urn, { ...common(resource), inputs: resource.properties }]),
  );
}

/** What the rehearsal, and what the engine, hands to policies of the whole stack. */
export function togetherOf(
  plan: Plan,
  asked: readonly AnalyzerResource[],
): readonly [ReadonlyMap<string, Told>, ReadonlyMap<string, Told>] {
  const planned = analyzerResources(plan.resources);
  const handed = new Map(asked.map((resource) => [resource.urn, resource.properties]));
  const inputs = new Map(plan.resources.map((resource) => [resource.urn, resource]));
  const tell = (resource: AnalyzerResource, other: Values): [string, Told] => [
    resource.urn,
    {
      ...common(resource),
      parent: resource.parent ?? "",
      dependencies: resource.dependencies,
      propertyDependencies: resource.propertyDependencies,
      outputs: comparable(resource.properties, other, inputs.get(resource.urn)),
    },
  ];
  const rehearsed = new Map(planned.map((resource) => [resource.urn, resource.properties]));
  return [
    new Map(planned.map((resource) => tell(resource, handed.get(resource.urn) ?? {}))),
    new Map(asked.map((resource) => tell(resource, rehearsed.get(resource.urn) ?? {}))),
  ];
}

/** A difference of its own that needs no levelling: what only a provider computes is its own affair, unless both sides have it: every input, and what both have. */
function comparable(own: Values, other: Values, planned: PlannedResource | undefined): Values {
  const isInput = (name: string) => planned?.custom === true && name in planned.inputs;
  return Object.fromEntries(
    Object.entries(own).filter(
      ([name]) =>
        planned?.custom === false || isInput(name) || (name in other && !isUnknown(own, other, name)),
    ),
  );
}

const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

function isUnknown(own: Values, other: Values, name: string): boolean {
  return own[name] === UNKNOWN || other[name] === UNKNOWN;
}

/** A line for each resource and aspect in which the sides differ. */
export function differencesBetween(
  rehearsed: ReadonlyMap<string, Told>,
  engine: ReadonlyMap<string, Told>,
): readonly string[] {
  const level = (told: Told) => DIFFERENCES.reduce((left, { level: even }) => even(left), told);
  return [...new Set([...rehearsed.keys(), ...engine.keys()])].flatMap((urn) => {
    const [ours, theirs] = [rehearsed.get(urn), engine.get(urn)];
    if (ours === undefined) return [`${urn}: the engine alone has it`];
    if (theirs === undefined) return [`${urn}: the rehearsal alone has it`];
    const [left, right] = [level(ours), level(theirs)];
    return [...new Set([...Object.keys(left), ...Object.keys(right)])]
      .filter((aspect) => canonical(left[aspect]) !== canonical(right[aspect]))
      .map(
        (aspect) =>
          `${urn} ${aspect}: rehearsed ${canonical(left[aspect])}, engine ${canonical(right[aspect])}`,
      );
  });
}

function common({ type, name, provider, options }: AnalyzerResource): Told {
  return { type, name, provider: provider ?? null, protect: options?.protect ?? false };
}

function resourcesOf({ deployment }: Deployment): readonly Values[] {
  return deployment.resources;
}

function nonEmpty(propertyDependencies: unknown): Values {
  return Object.fromEntries(
    Object.entries(valuesOf(propertyDependencies)).filter(
      ([, urns]) => Array.isArray(urns) && urns.length > 0,
    ),
  );
}

function withoutDefaults(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutDefaults);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => name !== "__defaults")
      .map(([name, inner]) => [name, withoutDefaults(inner)]),
  );
}

function sorted(values: unknown): readonly unknown[] {
  return Array.isArray(values) ? [...values].sort() : [];
}

function valuesOf(value: unknown): Values {
  return typeof value === "object" && value !== null ? { ...value } : {};
}

/** JSON with names in order, since neither side promises one. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_name, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
