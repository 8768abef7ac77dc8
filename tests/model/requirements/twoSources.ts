/** Two sources, each with a role of its own, and one replica of both. */
import {
  draft,
  ROLE_ARN,
  type Shape,
  SOURCE_ACCOUNT,
  type TopologyDraft,
  workingTopology,
} from "../../helpers/topologies";

export const SECOND_ROLE = ROLE_ARN.replace("archive-replication", "second-replication");

export function twoSources(shape: Shape): TopologyDraft {
  const topology = workingTopology(shape);
  const text = JSON.stringify(workingTopology(shape))
    .replaceAll("archive-replication", "second-replication")
    .replaceAll(/acme-archive(?!-)/g, "acme-second");
  const other = draft(JSON.parse(text));
  const labels = new Set(topology.buckets.map(({ label }) => label));
  topology.buckets.push(...other.buckets.filter(({ label }) => !labels.has(label)));
  topology.roles.push(
    ...other.roles.map((role) => ({ ...role, label: "second", account: { known: SOURCE_ACCOUNT } })),
  );
  topology.configurations.push(
    ...other.configurations.map((one) => ({
      ...one,
      label: "second",
      role: { to: "second", written: SECOND_ROLE },
    })),
  );
  return topology;
}
