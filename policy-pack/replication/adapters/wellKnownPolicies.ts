/** The managed policies of AWS whose short documents are public and stable enough to be relied on. */

import { arnParts } from "../evaluation";
import type { PolicyDocument, PolicyStatement } from "../evaluation/types";

/**
 * Names, with the path of those that have one, to statements.
 *
 * @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html
 */
const statements: ReadonlyMap<string, readonly PolicyStatement[]> = new Map([
  ["AdministratorAccess", [{ Effect: "Allow", Action: "*", Resource: "*" }]],
  ["AmazonS3FullAccess", [{ Effect: "Allow", Action: ["s3:*", "s3-object-lambda:*"], Resource: "*" }]],
  [
    "AmazonS3ReadOnlyAccess",
    [
      {
        Effect: "Allow",
        Action: ["s3:Get*", "s3:List*", "s3:Describe*", "s3-object-lambda:Get*", "s3-object-lambda:List*"],
        Resource: "*",
      },
    ],
  ],
  [
    "PowerUserAccess",
    [
      { Effect: "Allow", NotAction: ["iam:*", "organizations:*", "account:*"], Resource: "*" },
      {
        Effect: "Allow",
        Action: [
          "account:GetAccountInformation",
          "account:ListRegions",
          "iam:CreateServiceLinkedRole",
          "iam:DeleteServiceLinkedRole",
          "iam:ListRoles",
          "organizations:DescribeOrganization",
        ],
        Resource: "*",
      },
    ],
  ],
  [
    "service-role/AWSLambdaBasicExecutionRole",
    [
      {
        Effect: "Allow",
        Action: ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
        Resource: "*",
      },
    ],
  ],
  ["AWSDenyAll", [{ Sid: "DenyAll", Effect: "Deny", Action: "*", Resource: "*" }]],
]);

/** The document of a well-known managed policy of AWS; `undefined` for every other ARN. */
export function wellKnownPolicy(arn: string): PolicyDocument | undefined {
  const parsed = arnParts(arn);
  if (parsed?.service !== "iam" || parsed.account !== "aws") return undefined;
  const found = statements.get(parsed.resource.replace(/^policy\//, ""));
  return found === undefined ? undefined : { Version: "2012-10-17", Statement: found };
}
