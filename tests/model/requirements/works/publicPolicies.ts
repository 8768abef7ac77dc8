/** Bucket policies that look public and still let the role of another account in. */

import { PUBLIC_CASES } from "../../../helpers/publicCases";
import {
  bucketOf,
  knownIn,
  ROLE_ARN,
  SOURCE_NAME,
  statementOf,
  statementsOf,
} from "../../../helpers/topologies";
import { PARTNER, PARTNER_ARN, SHAPES } from "../faults/fault";
import type { Row } from "./working";

const { cross, same } = SHAPES;

const everybody = (bucketArn: string) =>
  ({
    Sid: "Public",
    Effect: "Allow",
    Principal: "*",
    Action: "s3:GetObject",
    Resource: `${bucketArn}/public/*`,
  }) as const;

export const PUBLIC_POLICIES: readonly Row[] = [
  [
    "a public policy where RestrictPublicBuckets is off",
    cross,
    (t) => {
      statementsOf(bucketOf(t, PARTNER).policy).push({ ...everybody(PARTNER_ARN) });
      const block = knownIn(bucketOf(t, PARTNER).publicAccessBlock);
      if (block !== undefined) block.restrictPublicBuckets = { known: false };
    },
  ],
  [
    "a public policy without a public access block",
    cross,
    (t) => {
      statementsOf(bucketOf(t, PARTNER).policy).push({ ...everybody(PARTNER_ARN) });
      bucketOf(t, PARTNER).publicAccessBlock = { known: undefined };
    },
  ],
  [
    "a public policy and a restricting block within one account",
    same,
    (t) => {
      statementsOf(bucketOf(t, SOURCE_NAME).policy).push({ ...everybody(`arn:aws:s3:::${SOURCE_NAME}`) });
    },
  ],
  [
    "everybody by aws:PrincipalArn, and a restricting block",
    cross,
    (t) => {
      const grant = statementOf(bucketOf(t, PARTNER).policy, "Replication");
      grant.Principal = "*";
      grant.Condition = { ArnEquals: { "aws:PrincipalArn": ROLE_ARN } };
    },
  ],
  ...PUBLIC_CASES.filter(({ isPublic }) => isPublic === false).map(
    ({ condition }): Row => [
      `everybody with ${JSON.stringify(condition)}, and a restricting block`,
      cross,
      (t) => {
        statementsOf(bucketOf(t, PARTNER).policy).push({
          ...everybody(PARTNER_ARN),
          Condition: { ...condition },
        });
      },
    ],
  ),
  [
    "an unknown block and a policy that is not public",
    cross,
    (t) => {
      bucketOf(t, PARTNER).publicAccessBlock = { unknown: "it was not read" };
    },
  ],
];
