import type { ApplicablePolicies, PolicyStatement } from "../../../model/evaluation";
import { BUCKET, HERE, policy, ROLE_ARN } from "./cast";
import { allowed, bucket, check, denied, identity, unknown } from "./rows";

/** AWS: a `*` at the end of a segment can reach over colons; it does not say when it does. */
const SHORT = [
  ...["arn:aws:s3:*", "arn:aws:*", "arn:*", "a*"].map((Resource) => ({
    Resource,
    says: "may match by",
    verdict: "unknown" as const,
  })),
  ...["arn:aws:kms:*", "arn:aws:s3:x*"].map((Resource) => ({
    Resource,
    says: "match nothing that begins otherwise by",
    verdict: "allowed" as const,
  })),
];

describe("actions and resources", () => {
  const onlyFor = (parts: Partial<PolicyStatement>) => ({
    identity: [
      policy("p", { Effect: "Allow", Action: "*", Resource: "*", ...parts } satisfies PolicyStatement),
    ],
  });
  const without = (parts: Partial<PolicyStatement>): Partial<ApplicablePolicies> => ({
    identity: [policy("p", { Effect: "Allow", ...parts })],
  });
  check([
    { it: "match an action in any case", given: onlyFor({ Action: "S3:replicateobject" }), ...allowed },
    { it: "match an action by wildcards", given: onlyFor({ Action: "s3:Repl*Ob?ect" }), ...allowed },
    { it: "match no action of another service", given: onlyFor({ Action: "kms:*" }), ...denied },
    { it: "match no action without a service", given: onlyFor({ Action: "ReplicateObject" }), ...denied },
    {
      it: "match any action but those of NotAction",
      given: without({ NotAction: "kms:*", Resource: "*" }),
      ...allowed,
    },
    {
      it: "match no action of NotAction",
      given: without({ NotAction: ["kms:*", "s3:Rep*"], Resource: "*" }),
      ...denied,
    },
    { it: "match a resource by case", given: onlyFor({ Resource: "arn:aws:s3:::Replica/*" }), ...denied },
    { it: "match over slashes", given: onlyFor({ Resource: "arn:aws:s3:::rep*" }), ...allowed },
    { it: "match one character for ?", given: onlyFor({ Resource: `${BUCKET}/?.txt` }), ...allowed },
    { it: "match no empty text for ?", given: onlyFor({ Resource: `${BUCKET}/a.txt?` }), ...denied },
    {
      it: "match every partition by a wildcard",
      given: onlyFor({ Resource: `arn:*:s3:::replica/*` }),
      ...allowed,
    },
    {
      it: "match no other account's field",
      given: onlyFor({ Resource: `arn:aws:s3::${HERE}:replica/*` }),
      ...denied,
    },
    { it: "complete an incomplete ARN", given: onlyFor({ Resource: "arn:aws:s3" }), ...allowed },
    {
      it: "do not complete an incomplete ARN in a bucket policy",
      given: { resource: bucket({ AWS: ROLE_ARN }, { Resource: "arn:aws:s3" }) },
      ...denied,
    },
    ...SHORT.map(({ Resource, says, verdict }) => ({
      it: `${says} ${Resource} in a bucket policy`,
      given: {
        identity,
        resource: policy("bucket policy", {
          Effect: "Deny",
          Principal: "*",
          Action: "s3:ReplicateObject",
          Resource,
        }),
      },
      verdict,
    })),
    {
      it: "match by a variable no resource that looks like it",
      asked: { resource: `${BUCKET}/\${aws:username}`, context: { "aws:username": ["ann"] } },
      given: onlyFor({ Resource: `${BUCKET}/\${aws:username}` }),
      ...denied,
    },
    {
      it: "may be all that NotResource leaves where its variable has no value",
      asked: { context: { "aws:PrincipalTag/team": { absent: true } } },
      given: {
        identity: [
          ...identity,
          policy("p", {
            Effect: "Deny",
            Action: "*",
            NotResource: `arn:aws:s3:::other/\${aws:PrincipalTag/team}/*`,
          }),
        ],
      },
      ...unknown,
    },
    {
      it: "match any resource but those of NotResource",
      given: without({ Action: "*", NotResource: "arn:aws:s3:::other/*" }),
      ...allowed,
    },
    {
      it: "match no resource of NotResource",
      given: without({ Action: "*", NotResource: `${BUCKET}/*` }),
      ...denied,
    },
    {
      it: "match a key with colons as it is",
      asked: { resource: `${BUCKET}/a:b:c` },
      given: onlyFor({ Resource: `${BUCKET}/a:*` }),
      ...allowed,
    },
  ]);
});
