import { strict as assert } from "node:assert";
import { isPublic } from "../../../model/evaluation/publicStatements";
import type { PolicyStatement } from "../../../model/evaluation/types";
import { PUBLIC_CASES } from "../../helpers/publicCases";

const statement: PolicyStatement = {
  Effect: "Allow",
  Principal: "*",
  Action: "s3:GetObject",
  Resource: "arn:aws:s3:::archive/*",
};

describe("a statement of a bucket policy", () => {
  for (const { condition, isPublic: expected } of PUBLIC_CASES)
    it(`for everybody with ${JSON.stringify(condition)} is ${expected === true ? "" : expected === false ? "not " : "perhaps "}public`, () => {
      assert.equal(isPublic({ ...statement, Condition: condition }), expected);
    });

  const others: readonly (readonly [string, PolicyStatement, boolean])[] = [
    ["that allows everybody without a condition is public", statement, true],
    ["that allows every AWS principal is public", { ...statement, Principal: { AWS: ["*"] } }, true],
    ["that denies everybody is not public", { ...statement, Effect: "Deny" }, false],
    ["for one account is not public", { ...statement, Principal: { AWS: "111122223333" } }, false],
    [
      "for a service is not public",
      { ...statement, Principal: { Service: "logging.s3.amazonaws.com" } },
      false,
    ],
    [
      "that allows by NotPrincipal is public",
      { Effect: "Allow", NotPrincipal: { AWS: "111122223333" }, Action: "s3:GetObject", Resource: "*" },
      true,
    ],
    [
      "is not public when one of several conditions names who calls",
      {
        ...statement,
        Condition: {
          Bool: { "aws:SecureTransport": "true" },
          StringEquals: { "aws:PrincipalOrgID": "o-a1b2c3" },
        },
      },
      false,
    ],
  ];
  for (const [title, each, expected] of others)
    it(title, () => {
      assert.equal(isPublic(each), expected);
    });
});
