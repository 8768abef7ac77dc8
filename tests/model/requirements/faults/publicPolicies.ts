/** Faults of public bucket policies: RestrictPublicBuckets keeps other accounts out of such buckets. */

import { PUBLIC_CASES } from "../../../helpers/publicCases";
import {
  bucketOf,
  knownIn,
  statementOf,
  statementsOf,
  type TopologyDraft,
} from "../../../helpers/topologies";
import { type Fault, PARTNER, PARTNER_ARN, type Statement } from "./fault";

const ID = "destination-public-access-block";

const grant = (topology: TopologyDraft) => statementOf(bucketOf(topology, PARTNER).policy, "Replication");

const PUBLIC: Statement = {
  Sid: "Public",
  Effect: "Allow",
  Principal: "*",
  Action: "s3:GetObject",
  Resource: `${PARTNER_ARN}/public/*`,
};

function beside(more: Partial<Statement>): (topology: TopologyDraft) => void {
  return (t) => {
    statementsOf(bucketOf(t, PARTNER).policy).push(structuredClone({ ...PUBLIC, ...more }));
  };
}

const ROWS: readonly (readonly [what: string, make: (topology: TopologyDraft) => void, finds: string])[] = [
  [
    'the grant names the principal "*"',
    (t) => {
      grant(t).Principal = "*";
    },
    ID,
  ],
  [
    'the grant names the AWS principal "*"',
    (t) => {
      grant(t).Principal = { AWS: "*" };
    },
    ID,
  ],
  ["another statement allows everybody", beside({}), ID],
  ...PUBLIC_CASES.flatMap(({ condition, isPublic }) =>
    isPublic === false
      ? []
      : [
          [
            `another statement allows everybody with ${JSON.stringify(condition)}`,
            beside({ Condition: { ...condition } }),
            isPublic === true ? ID : `${ID}?`,
          ] as const,
        ],
  ),
  [
    "another statement allows everybody and the block is not known",
    (t) => {
      beside({})(t);
      bucketOf(t, PARTNER).publicAccessBlock = { unknown: "it was not read" };
    },
    `${ID}?`,
  ],
  [
    "another statement allows everybody and one flag of the block is not known",
    (t) => {
      beside({})(t);
      const block = knownIn(bucketOf(t, PARTNER).publicAccessBlock);
      if (block !== undefined) block.restrictPublicBuckets = { unknown: "it was not read" };
    },
    `${ID}?`,
  ],
];

export const PUBLIC_POLICIES: readonly Fault[] = ROWS.map(
  ([what, make, finds]): Fault => ({
    on: "cross",
    what: `RestrictPublicBuckets: ${what}`,
    make,
    finds: [finds],
  }),
);
