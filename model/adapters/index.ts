/** Builds the topology from wherever resources can be read. */
export { type PolicyResourceLike, topologyFromPolicyResources } from "./policyResources";
export { type RehearsedResource, topologyFromRehearsal } from "./rehearsedResources";
export { type ExportContents, type StackExportReading, topologyFromStackExport } from "./stackExport";
