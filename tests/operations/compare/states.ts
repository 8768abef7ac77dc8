/** States of the real program for tests of comparisons. */
import { accessOf, judge, notesOnward, topologyFromRehearsal } from "../../../model";
import { stateOf } from "../../../operations/compare/headState";
import type { State } from "../../../operations/compare/state";
import { judgePolicies } from "../../../operations/policy/judgePolicies";
import { analyzerResources } from "../../../operations/rehearsal/analyzerResources";
import type { ResourceProperties } from "../../../operations/rehearsal/values";
import { rehearsalReport } from "../../../operations/report/rehearsalReport";
import { NAME } from "../../../policy-pack/pack";
import { policies } from "../../../policy-pack/policies";
import { programPlan } from "../../helpers/plans";

/** Settings of a stack with two replicas in one account. */
export const SETTINGS: ResourceProperties = {
  prefix: "acme",
  accountId: "111122223333",
  primaryRegion: "eu-west-1",
  replicas: ["eu-central-1", "eu-north-1"],
};

const known = new Map<string, Promise<State>>();

/** The state of a stack with these settings, as a rehearsal reports it; rehearsed once. */
export function stateWith(settings: ResourceProperties = {}): Promise<State> {
  const key = JSON.stringify(settings);
  const state = known.get(key) ?? rehearsedState(settings);
  known.set(key, state);
  return state;
}

/** The same, rehearsed anew. */
export async function rehearsedState(settings: ResourceProperties = {}): Promise<State> {
  const plan = await programPlan({ ...SETTINGS, ...settings });
  const topology = topologyFromRehearsal(plan);
  const judgement = {
    routes: judge(topology, { disabledRules: "advise" }),
    access: accessOf(topology),
    backfills: [],
    notes: notesOnward(topology),
  };
  const pack = { name: NAME, version: "1.0.0", policies };
  return stateOf(
    rehearsalReport(plan, []),
    judgement,
    await judgePolicies(pack, analyzerResources(plan.resources)),
  );
}

/** The state with the JSON text of some resources' inputs changed. */
export function withInputs(state: State, type: string, from: string, to: string): State {
  return {
    ...state,
    resources: state.resources.map((resource) =>
      resource.type === type
        ? { ...resource, inputs: JSON.parse(JSON.stringify(resource.inputs).replaceAll(from, to)) }
        : resource,
    ),
  };
}
