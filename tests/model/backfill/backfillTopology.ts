/** Builds topologies with the role of a backfill that works, to be changed in one place. */
import type { PolicyStatement } from "../../../model/evaluation/types";
import type { Role } from "../../../model/topology";
import {
  bucketOf,
  type Draft,
  type Shape,
  SOURCE_ACCOUNT,
  SOURCE_ARN,
  SOURCE_NAME,
  type TopologyDraft,
  there,
  workingTopology,
} from "../../helpers/topologies";

export const REPORTS = "acme-reports";
export const PREFIX = "backfill/acme-archive";
export const BACKFILL_ROLE = `arn:aws:iam::${SOURCE_ACCOUNT}:role/service-role/acme-archive-backfill`;
export const BOUNDARY_LABEL = 'permissions boundary (managed policy "limits")';

/** What AWS's page asks for, each in a statement of its own. */
function statements(): Draft<PolicyStatement>[] {
  return [
    { Sid: "Initiate", Effect: "Allow", Action: "s3:InitiateReplication", Resource: `${SOURCE_ARN}/*` },
    { Sid: "Configuration", Effect: "Allow", Action: "s3:GetReplicationConfiguration", Resource: SOURCE_ARN },
    { Sid: "Inventory", Effect: "Allow", Action: "s3:PutInventoryConfiguration", Resource: SOURCE_ARN },
    {
      Sid: "Report",
      Effect: "Allow",
      Action: "s3:PutObject",
      Resource: `arn:aws:s3:::${REPORTS}/${PREFIX}/*`,
    },
  ];
}

export function backfillTopology(shape: Shape = {}): TopologyDraft {
  const topology = workingTopology(shape);
  const reports = structuredClone(bucketOf(topology, SOURCE_NAME));
  topology.buckets.push({
    ...reports,
    label: REPORTS,
    name: { known: REPORTS },
    policy: {
      label: `bucket policy of ${REPORTS}`,
      document: {
        known: {
          Version: "2012-10-17",
          Statement: [
            {
              Sid: "TlsOnly",
              Effect: "Deny",
              Principal: "*",
              Action: "s3:*",
              Resource: [`arn:aws:s3:::${REPORTS}`, `arn:aws:s3:::${REPORTS}/*`],
              Condition: { Bool: { "aws:SecureTransport": "false" } },
            },
          ],
        },
      },
    },
  });
  topology.roles.push({
    label: "backfill role",
    name: { known: "acme-archive-backfill" },
    arn: { known: BACKFILL_ROLE },
    account: { known: SOURCE_ACCOUNT },
    trust: {
      label: 'trust policy of role "acme-archive-backfill"',
      document: {
        known: {
          Version: "2012-10-17",
          Statement: [
            {
              Sid: "Batch",
              Effect: "Allow",
              Principal: { Service: "batchoperations.s3.amazonaws.com" },
              Action: "sts:AssumeRole",
            },
          ],
        },
      },
    },
    policies: [
      {
        label: 'inline policy "job" of role "acme-archive-backfill"',
        document: {
          known: {
            Version: "2012-10-17",
            Statement: statements(),
          },
        },
      },
    ],
    boundary: undefined,
  });
  return topology;
}

export function backfillRoleOf(topology: TopologyDraft): Draft<Role> {
  return there(
    topology.roles.find(({ label }) => label === "backfill role"),
    "the role of the backfill",
  );
}
