/** Reads the CloudWatch alarms of a stack. */
import type { PolicyResource } from "@pulumi/policy";
import { type ReplicationMetric, replicationMetric } from "../../../aws/replicationMetrics";
import {
  type AccountRegion,
  type Known,
  knownValue,
  ownValue,
  Property,
  resourceSitesOf,
} from "../../../model";
import { METRIC_ALARMS } from "./awsTypes";

/** An alarm on one metric of replication. */
export interface ReplicationAlarm {
  readonly urn: string;
  readonly name: string;
  readonly metric: ReplicationMetric;
  readonly dimensions: Known<{ readonly [name: string]: string }>;
  readonly statistic: Known<string | undefined>;
  readonly site: AccountRegion;
}

/** A property of a resource, with the resources that its value comes from. */
export function propertyOf(resource: PolicyResource, name: string): Property {
  const origins = (resource.propertyDependencies[name] ?? []).map(({ urn }) => urn);
  return new Property(ownValue(resource.props, name), name, origins);
}

/** Every alarm on a metric of replication; those whose metric is not known are left out. */
export function replicationAlarms(resources: readonly PolicyResource[]): readonly ReplicationAlarm[] {
  const siteOf = resourceSitesOf(resources);
  return resources
    .filter(({ type }) => METRIC_ALARMS.includes(type))
    .flatMap((resource): readonly ReplicationAlarm[] => {
      const metric = metricOf(resource);
      if (metric === undefined) return [];
      return [
        {
          urn: resource.urn,
          name: resource.name,
          metric,
          dimensions: propertyOf(resource, "dimensions").textsByName(),
          statistic: propertyOf(resource, "statistic").text(),
          site: siteOf(resource),
        },
      ];
    });
}

function metricOf(resource: PolicyResource): ReplicationMetric | undefined {
  const namespace = propertyOf(resource, "namespace").text();
  const name = propertyOf(resource, "metricName").text();
  return replicationMetric(knownValue(namespace), knownValue(name));
}
