/** Topologies that work, with people in their policies; every test changes one thing. */

import type { PolicyStatement } from "../../../model/evaluation/types";
import { type AccessReport, accessOf } from "../../../model/principal-access";
import {
  bucketOf,
  type Draft,
  keyCondition,
  keyOf,
  OTHER_ACCOUNT,
  ruleOf,
  SOURCE_ACCOUNT,
  SOURCE_ARN,
  SOURCE_NAME,
  SOURCE_REGION,
  statementOf,
  statementsOf,
  type TopologyDraft,
  there,
  workingTopology,
} from "../../helpers/topologies";

/** A reader in another account. */
export const ANALYST = `arn:aws:iam::${OTHER_ACCOUNT}:role/team/analyst`;
/** A reader in the bucket's account. */
export const CLERK = `arn:aws:iam::${SOURCE_ACCOUNT}:user/clerk`;
export const UPLOADER = `arn:aws:iam::${SOURCE_ACCOUNT}:role/uploader`;

/** A primary whose reports some principals may list, read and decrypt. */
export function withReader(principal = ANALYST): TopologyDraft {
  const topology = workingTopology();
  sourcePolicy(topology).push(
    {
      Sid: "List",
      Effect: "Allow",
      Principal: { AWS: principal },
      Action: "s3:ListBucket",
      Resource: SOURCE_ARN,
      Condition: { StringLike: { "s3:prefix": "reports/*" } },
    },
    {
      Sid: "Read",
      Effect: "Allow",
      Principal: { AWS: principal },
      Action: ["s3:GetObject", "s3:GetObjectVersion"],
      Resource: `${SOURCE_ARN}/reports/*`,
    },
  );
  keyStatements(topology).push({
    Sid: "Decrypt",
    Effect: "Allow",
    Principal: { AWS: principal },
    Action: "kms:Decrypt",
    Resource: "*",
    Condition: keyCondition(SOURCE_REGION, SOURCE_NAME),
  });
  return topology;
}

export const TAG = "replicate";

/** A primary whose rule acts on what bears the tag, and that only the uploader may give it to. */
export function withGuardedTag(): TopologyDraft {
  const topology = withTagRule();
  const others = { ArnNotLike: { "aws:PrincipalArn": UPLOADER } };
  sourcePolicy(topology).push(
    {
      Sid: "Upload",
      Effect: "Allow",
      Principal: { AWS: UPLOADER },
      Action: ["s3:PutObject", "s3:PutObjectTagging"],
      Resource: `${SOURCE_ARN}/*`,
    },
    {
      Sid: "InRequest",
      Effect: "Deny",
      Principal: "*",
      Action: ["s3:PutObject", "s3:PutObjectTagging", "s3:PutObjectVersionTagging"],
      Resource: `${SOURCE_ARN}/*`,
      Condition: { ...others, Null: { [`s3:RequestObjectTag/${TAG}`]: "false" } },
    },
    {
      Sid: "ByCopy",
      Effect: "Deny",
      Principal: "*",
      Action: "s3:PutObject",
      Resource: `${SOURCE_ARN}/*`,
      Condition: { ...others, Null: { "s3:x-amz-copy-source": "false" } },
    },
    {
      Sid: "OnObject",
      Effect: "Deny",
      Principal: "*",
      Action: [
        "s3:PutObjectTagging",
        "s3:PutObjectVersionTagging",
        "s3:DeleteObjectTagging",
        "s3:DeleteObjectVersionTagging",
      ],
      Resource: `${SOURCE_ARN}/*`,
      Condition: { ...others, Null: { [`s3:ExistingObjectTag/${TAG}`]: "false" } },
    },
  );
  keyStatements(topology).push({
    Sid: "Encrypt",
    Effect: "Allow",
    Principal: { AWS: UPLOADER },
    Action: ["kms:Decrypt", "kms:GenerateDataKey"],
    Resource: "*",
    Condition: keyCondition(SOURCE_REGION, SOURCE_NAME),
  });
  return topology;
}

/** As {@link withGuardedTag}, with nobody named and nothing guarded. */
export function withTagRule(): TopologyDraft {
  const topology = workingTopology({ deleteMarkers: "Disabled" });
  ruleOf(topology).filter = { known: { tags: { [TAG]: "yes" }, elements: ["tag"] } };
  return topology;
}

export function sourcePolicy(topology: TopologyDraft): Draft<PolicyStatement>[] {
  return statementsOf(bucketOf(topology, SOURCE_NAME).policy);
}

export function keyStatements(topology: TopologyDraft): Draft<PolicyStatement>[] {
  return statementsOf(keyOf(topology, "source-key").policy);
}

/** A statement of the source's bucket policy or its key's policy. */
export function statement(topology: TopologyDraft, sid: string): Draft<PolicyStatement> {
  const policies = [bucketOf(topology, SOURCE_NAME).policy, keyOf(topology, "source-key").policy];
  const policy = policies.find((one) => statementsOf(one).some(({ Sid }) => Sid === sid));
  return statementOf(policy, sid);
}

/** Takes a statement away. */
export function without(topology: TopologyDraft, sid: string): void {
  for (const statements of [sourcePolicy(topology), keyStatements(topology)]) {
    const at = statements.findIndex(({ Sid }) => Sid === sid);
    if (at >= 0) statements.splice(at, 1);
  }
}

/** The verdicts on one principal, by action. */
export function verdictsOn(topology: TopologyDraft, principal: string): { [action: string]: string } {
  const reports = accessOf(topology).filter((report) => report.principal === principal);
  return Object.fromEntries(reports.map(({ action, verdict }) => [action, verdict]));
}

/** The report on one principal and action. */
export function reportOn(topology: TopologyDraft, principal: string, action: string): AccessReport {
  const reports = accessOf(topology);
  return there(
    reports.find((report) => report.principal === principal && report.action === action),
    `a report on ${principal} and ${action}`,
  );
}
