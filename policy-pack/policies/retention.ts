/** What holds data is not deleted by accident. */
import type { PolicyResource } from "@pulumi/policy";
import { possible, routesOf, type Topology, topologyFromPolicyResources, wordsForUrn } from "../../model";
import { keyOfTopic } from "./support/alarmTopics";
import { ALL_KEYS, BUCKETS, TOPICS } from "./support/awsTypes";
import { exempt, exemptionOf } from "./support/exemptions";
import { about, expect, type PolicyFinding, violation } from "./support/finding";
import { nist } from "./support/frameworks";
import { resourcePolicy, stackPolicy } from "./support/policy";
import { flag } from "./support/settings";

export const noForceDestroy = resourcePolicy({
  name: "no-force-destroy",
  displayName: "Buckets are not emptied when they are deleted",
  description:
    "With forceDestroy, deleting a bucket deletes every version of every object in it first: a replica that goes with its bucket protects nothing.",
  severity: "high",
  enforcementLevel: "mandatory",
  framework: nist("CP-9, SI-12", "Protect backup information and retain it as required"),
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/delete-bucket.html",
  remediationSteps: "Leave forceDestroy out, or set it to false; empty a bucket on purpose when it must go.",
  tags: ["s3", "retention"],
  judges: BUCKETS,
  judge: (resource) => {
    const forceDestroy = resource.input("forceDestroy");
    return expect(
      forceDestroy,
      forceDestroy.flag(),
      (value) => value !== true,
      "false",
      "leave forceDestroy out",
    );
  },
});

const replicasToo = flag(
  "replicasToo",
  false,
  "Whether replicas and their keys must be protected as well. A protected replica cannot leave the list of replicas in one step.",
);

export const stateProtected = stackPolicy({
  name: "state-protected",
  displayName: "Buckets and keys are protected from deletion",
  description:
    "Buckets and KMS keys should be protected, so that neither destroying the stack nor renaming a resource takes data with it. A replica holds what its source holds and is excluded unless replicasToo is set. Policies are not shown whether retainOnDelete is set, so this one can only advise, once for the whole stack.",
  severity: "medium",
  enforcementLevel: "advisory",
  framework: nist("CP-9, SI-12", "Protect backup information and retain it as required"),
  url: "https://www.pulumi.com/docs/iac/concepts/resources/options/protect/",
  remediationSteps: "Give the resource the option protect: true, or retainOnDelete: true with an exemption.",
  tags: ["s3", "kms", "retention"],
  fields: [replicasToo],
  *judge(resources, settings) {
    const topology = topologyFromPolicyResources(resources);
    const excluded = new Set([
      ...(settings.get(replicasToo) ? [] : replicaLabels(topology)),
      ...keysOfMessages(resources, topology),
    ]);
    const unprotected = resources.filter(
      ({ type, urn, opts }) =>
        !opts.protect && !excluded.has(urn) && (BUCKETS.includes(type) || ALL_KEYS.includes(type)),
    );
    const exemptions = settings.get(exempt);
    const isExempt = ({ urn }: PolicyResource) => exemptionOf(exemptions, urn) !== undefined;
    for (const { urn } of unprotected.filter(isExempt)) yield about(urn, notProtected("false"));
    const names = unprotected.filter((each) => !isExempt(each)).map(({ urn }) => wordsForUrn(urn));
    // Once for the stack: a development stack leaves all of them unprotected on purpose.
    if (names.length > 0) yield notProtected(`false for ${names.join(", ")}`);
  },
});

function notProtected(found: string): PolicyFinding {
  return violation("option protect", "true", found, "set it, so that nothing deletes them unasked");
}

/** Labels of the keys of topics, which encrypt messages on their way and no data. */
function keysOfMessages(resources: readonly PolicyResource[], topology: Topology): readonly string[] {
  const ofData = new Set(
    routesOf(topology)
      .flatMap(({ sourceKey, replicaKey, destinationKey }) => [sourceKey, replicaKey, destinationKey])
      .flatMap((key) => possible(key).map(({ label }) => label)),
  );
  return resources
    .filter(({ type }) => TOPICS.includes(type))
    .flatMap((topic) => {
      const key = keyOfTopic(topic, topology);
      return "key" in key && !ofData.has(key.key.label) ? [key.key.label] : [];
    });
}

/** Labels of buckets and keys that only receive: what is a source as well is not among them. */
function replicaLabels(topology: Topology): ReadonlySet<string> {
  const routes = routesOf(topology);
  const receiving = routes.flatMap(({ destination, replicaKey, destinationKey }) => [
    ...possible(destination),
    ...possible(replicaKey),
    ...possible(destinationKey),
  ]);
  const sending = new Set(
    routes
      .flatMap(({ source, sourceKey }) => [...possible(source), ...possible(sourceKey)])
      .map(({ label }) => label),
  );
  return new Set(receiving.map(({ label }) => label).filter((label) => !sending.has(label)));
}
