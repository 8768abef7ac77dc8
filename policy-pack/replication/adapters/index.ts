/** Builds the topology from wherever resources can be read. */
export { type PolicyResourceLike, topologyFromPolicyResources } from "./policy-resources";
export { type RehearsedResource, topologyFromRehearsal } from "./rehearsed-resources";
export { type ExportContents, type StackExportReading, topologyFromStackExport } from "./stack-export";
