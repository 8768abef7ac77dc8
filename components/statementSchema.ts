/** The shape of policy statements in the settings of a stack. */
import { z } from "zod";

/** One text or a list of texts, as a list; truth values and numbers of YAML as texts. */
function texts(description: string) {
  return z
    .preprocess(asTexts, z.array(z.string()))
    .describe(description)
    .meta({ orText: { type: ["string", "boolean", "number"] } });
}

function asTexts(value: unknown): unknown {
  if (value === undefined) return undefined;
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.map((one) => (typeof one === "boolean" || typeof one === "number" ? String(one) : one));
}

const principal = z
  .preprocess(
    (value) => (value === "*" ? { AWS: "*" } : value),
    z.strictObject({
      AWS: texts("ARNs of roles and users, or account ids.").optional(),
      Service: texts("AWS services, e.g. cloudtrail.amazonaws.com.").optional(),
      Federated: texts("Identity providers.").optional(),
      CanonicalUser: texts("Canonical user ids.").optional(),
    }),
  )
  .meta({ orText: { type: "string", enum: ["*"] } });

/** Statements of a resource's policy, with AWS's names of the elements. */
export const policyStatements = z.array(
  z.strictObject({
    Sid: z.string().describe("Letters and digits, unique in the policy.").optional(),
    Effect: z.enum(["Allow", "Deny"]).describe("Allow or Deny."),
    Principal: principal.describe(
      'Who it is about. "*", everybody, needs a condition on accounts, organizations or networks to be allowed anything.',
    ),
    Action: texts("Actions of S3 for a bucket, of KMS for a key: one or a list."),
    Resource: texts(
      "ARNs of the bucket and its objects: one or a list; the bucket and all of its objects, or the key, when not set.",
    ).optional(),
    Condition: z
      .record(z.string(), z.record(z.string(), texts("One value or a list.")))
      .describe("Operator, condition key and values.")
      .optional(),
  }),
);
