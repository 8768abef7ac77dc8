/** Builds the topology from policy resources, stack exports and rehearsals. */
export { type PolicyResourceLike, topologyFromPolicyResources } from "./policyResources";
export { type RehearsedResource, topologyFromRehearsal } from "./rehearsedResources";
export { type ExportContents, type StackExportReading, topologyFromStackExport } from "./stackExport";
