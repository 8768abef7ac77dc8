import type { PolicyStatement } from "../../../model/evaluation";
import { HERE, policy, ROLE_ARN, s3, THERE, user } from "./cast";
import { allowed, bucket, check, denied, unknown } from "./rows";

describe("a service as caller", () => {
  const asked = { caller: s3, resourceAccount: THERE };
  const service = { Service: "s3.amazonaws.com" };
  check([
    {
      it: "is allowed by a policy that names it, in any account",
      asked,
      given: { resource: bucket(service) },
      ...allowed,
    },
    { it: "is allowed by a policy for all principals", asked, given: { resource: bucket("*") }, ...allowed },
    {
      it: "is not allowed by a policy for another service",
      asked,
      given: { resource: bucket({ Service: "ec2.amazonaws.com" }) },
      ...denied,
    },
    {
      it: "is not allowed by a policy for an account",
      asked,
      given: { resource: bucket({ AWS: THERE }) },
      ...denied,
    },
    { it: "is not allowed without a policy", asked, given: {}, ...denied },
    {
      it: "is left out of a Deny by aws:PrincipalIsAWSService",
      asked,
      given: {
        resource: policy(
          "bucket policy",
          { Effect: "Allow", Principal: service, Action: "*", Resource: "*" },
          {
            Effect: "Deny",
            Principal: "*",
            Action: "*",
            Resource: "*",
            Condition: { Bool: { "aws:PrincipalIsAWSService": "false" } },
          },
        ),
      },
      ...allowed,
    },
  ]);
});

describe("facts that follow from the caller", () => {
  const onlyIf = (Condition: PolicyStatement["Condition"] & {}) => ({
    identity: [policy("p", { Effect: "Allow", Action: "*", Resource: "*", Condition })],
  });
  check([
    { it: "are its ARN", given: onlyIf({ ArnEquals: { "aws:PrincipalArn": ROLE_ARN } }), ...allowed },
    { it: "are its account", given: onlyIf({ StringEquals: { "aws:PrincipalAccount": HERE } }), ...allowed },
    {
      it: "are its type",
      given: onlyIf({ StringEquals: { "aws:PrincipalType": "AssumedRole" } }),
      ...allowed,
    },
    {
      it: "are that a role has no user name",
      given: onlyIf({ Null: { "aws:username": "false" } }),
      ...denied,
    },
    {
      it: "are a user's name",
      asked: { caller: user },
      given: onlyIf({ StringEquals: { "aws:username": "ann" } }),
      ...allowed,
    },
    {
      it: "are that it is no service",
      given: onlyIf({ Bool: { "aws:PrincipalIsAWSService": "true" } }),
      ...denied,
    },
    {
      it: "are the resource's account",
      given: onlyIf({ StringEquals: { "aws:ResourceAccount": HERE } }),
      ...allowed,
    },
    {
      it: "give way to what the context says",
      asked: { context: { "aws:PrincipalArn": { undetermined: "hidden" } } },
      given: onlyIf({ ArnEquals: { "aws:PrincipalArn": ROLE_ARN } }),
      ...unknown,
    },
    {
      it: "are not its organisation",
      given: onlyIf({ StringEquals: { "aws:PrincipalOrgID": "o-1" } }),
      ...unknown,
    },
  ]);
});
