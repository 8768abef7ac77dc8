/** Chooses the route that a fire drill makes fail. */
import { knownValue, type Resolved, type Role, type Topology } from "../../model";
import { type Canary, type CanaryEnd, canariesOf } from "../verify/canaries";

/** A route that the model foretells to work. */
export interface DrillRoute {
  readonly canary: Canary;
  readonly destination: CanaryEnd;
  readonly rule: string;
  /** Undefined where it is not known. */
  readonly roleArn: string | undefined;
}

export interface DrillChoice {
  readonly buckets?: readonly string[];
  readonly rules?: readonly string[];
  readonly unique: () => string;
}

/** The first route that works by the model: one that is broken has failures of its own. */
export function drillRoute(
  topology: Topology,
  { unique, ...choice }: DrillChoice,
): DrillRoute | { readonly problem: string } {
  const { canaries } = canariesOf(topology, { ...choice, unique: () => `fire-drill-${unique()}/` });
  const routes = canaries.flatMap((canary) =>
    canary.expectations
      .filter(({ journey, rule }) => journey.outcome === "replicated" && canary.rules.includes(rule))
      .map(({ destination, rule, journey }) => ({
        canary,
        destination,
        rule,
        roleArn: arnOf(journey.route.role),
      })),
  );
  return (
    routes[0] ?? {
      problem: "no route works by the model, so that none can be made to fail; verify and diagnose say why",
    }
  );
}

function arnOf(role: Resolved<Role>): string | undefined {
  if ("found" in role) return knownValue(role.found.arn);
  return "outside" in role && role.outside.startsWith("arn:") ? role.outside : undefined;
}
