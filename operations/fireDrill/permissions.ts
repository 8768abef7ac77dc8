/** The IAM policy that `verify --fire-drill` needs. */
import { bucketArn } from "../../aws/arns";
import { ANY_BUCKETS, type VerifiedBuckets, type VerifyPolicy, verifyPolicy } from "../verify/permissions";
import { DRILL_ACTIONS } from "./actions";

/** What `verify` needs, the policy of the replicas' buckets, and the alarms. */
export function fireDrillPolicy(buckets: VerifiedBuckets = ANY_BUCKETS): VerifyPolicy {
  const { Version, Statement } = verifyPolicy(buckets);
  const { DescribeAlarms, ...policyActions } = DRILL_ACTIONS;
  const replicas = buckets.destinations.map((name) => bucketArn(buckets.partition, name));
  return {
    Version,
    Statement: [
      ...Statement,
      {
        Sid: "FailAndPutBack",
        Effect: "Allow",
        Action: Object.values(policyActions),
        Resource: replicas,
      },
      { Sid: "SeeAlarms", Effect: "Allow", Action: [DescribeAlarms], Resource: "*" },
    ],
  };
}
