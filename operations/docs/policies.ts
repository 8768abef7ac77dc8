/** Pages made from the policy pack: what it enforces, and what replication needs. */
import type { PolicyConfigSchema, ResourceValidationPolicy, StackValidationPolicy } from "@pulumi/policy";
import { policies } from "../../policy-pack/policies";
import { table } from "../report/markdownTable";
import type { GeneratedFile } from "./generated";
import { permissionsPage } from "./permissions";

type Policy = ResourceValidationPolicy | StackValidationPolicy;

export function policyFiles(): readonly GeneratedFile[] {
  return [
    { path: "docs/policies.md", content: policiesPage(policies) },
    { path: "docs/permissions.md", content: permissionsPage() },
  ];
}

const LOGS = "S3 delivers server access logs to SSE-S3 buckets only";
const LOAD_BALANCER_LOGS = "Elastic Load Balancing delivers access logs to SSE-S3 buckets only";

/** The example of the page. */
export const EXEMPTIONS = {
  "bucket-encryption": { exempt: [{ resource: "access-logs-encryption", reason: LOGS }] },
  "every-bucket-encrypted": { exempt: [{ resource: "load-balancer-logs", reason: LOAD_BALANCER_LOGS }] },
  "must-replicate": {
    which: "all",
    exempt: [
      { resource: "access-logs", reason: "kept for 90 days, in one region" },
      { resource: "*:Bucket::scratch-*", reason: "rebuilt every night" },
    ],
  },
};

function policiesPage(all: readonly Policy[]): string {
  return [
    "# Policies",
    "",
    "What the policy pack in `policy-pack/` enforces. This page is generated from it by `npm run docs`.",
    "",
    "A policy of one **resource** judges it before it is created or updated, and blocks early. A policy of the **stack** judges all",
    "resources together, so that what is missing is a violation too. A value that is computed during the deployment is never guessed:",
    "the policy decides by the resource that the value comes from, or says that it cannot decide yet.",
    "",
    "```sh",
    "pulumi preview --policy-pack policy-pack                                  # in a pull request",
    "pulumi preview --policy-pack policy-pack --policy-pack-config config.json # with config of your own",
    "pulumi policy publish                                                     # in policy-pack/, for the organisation",
    "```",
    "",
    ...table(
      [
        "policy",
        "judges",
        "level (severity)",
        "what and why",
        "serves",
        "config; `exempt` excludes resources",
      ],
      all.map((policy) => [
        `[\`${policy.name}\`](${policy.url})`,
        "validateStack" in policy ? "stack" : "resource",
        `${policy.enforcementLevel} (${policy.severity})`,
        `**${policy.displayName}.** ${policy.description}<br>Remediation: ${policy.remediationSteps}`,
        `${policy.framework?.name}: ${policy.framework?.reference}`,
        [...choicesOf(policy).keys(), "exempt"].map((name) => `\`${name}\``).join(", "),
      ]),
    ),
    "",
    "## Levels",
    "",
    "`mandatory` blocks the deployment, `advisory` only reports, `disabled` switches a policy off. Config may set another level,",
    "for one policy or, by the name `all`, for every policy that it does not name:",
    "",
    "```json",
    JSON.stringify(
      { all: "advisory", "rule-metrics": "mandatory", "rule-time-control": { required: true } },
      undefined,
      2,
    ),
    "```",
    "",
    "## Config",
    "",
    ...table(
      ["policy", "name", "type", "default", "meaning"],
      all.flatMap((policy) =>
        [...choicesOf(policy)].map(([name, schema]) => [
          `\`${policy.name}\``,
          `\`${name}\``,
          typeOf(schema),
          `\`${JSON.stringify(schema.default)}\``,
          schema.description ?? "",
        ]),
      ),
    ),
    "",
    "Pulumi's engine and a rehearsal refuse config that does not fit the schema; a rehearsal also refuses a name of no policy. Where",
    "nothing checks the config, it is reported as a violation of its policy, with what was expected and found.",
    "",
    "## Exemptions",
    "",
    "Every policy takes `exempt`: a list of resources, by name or URN (`*` matches any text, `?` one character), each with the reason. An exempt resource",
    "does not block; what it breaks is still reported, as advisory and with the reason.",
    "",
    "A fault is reported by one policy and needs one exemption. Two policies judge a bucket's setting:",
    "",
    ...table(
      ["policy", "reports", "exempt"],
      [
        [
          "of the resource, e.g. `bucket-encryption`",
          "what a resource that sets it, e.g. a `BucketServerSideEncryptionConfiguration`, states wrongly",
          "that resource, here `access-logs-encryption`",
        ],
        [
          "of the stack, e.g. `every-bucket-encrypted`",
          "that no resource sets it, that several contradict each other, and what the `Bucket` itself states wrongly",
          "the bucket, here `load-balancer-logs`",
        ],
      ],
    ),
    "",
    "Config such as `buckets` and `mustBeStated` is given to both. With `buckets` set to `replicated` the policy of the stack reports",
    "everything, and exemptions are given to it alone. In the same way `replication-role-trust` and `replication-role-permissions`",
    "report what a role or policy states wrongly, and the policies `every-replication-role-…` what only the role as a whole shows.",
    "`allowed-destination-accounts` reports nothing until its config lists accounts; `every-destination-account-allowed` judges the",
    "same rules and more, so that listing accounts there is enough. `every-bucket-logged`, `must-lock`, `every-account-blocks-public-access`",
    "and `required-tags` ask for nothing that is missing until their config does.",
    "",
    "```json",
    JSON.stringify(EXEMPTIONS, undefined, 2),
    "```",
    "",
    "An exemption that is malformed is reported, and the others hold.",
    "",
    "## What no policy judges",
    "",
    ...NOT_JUDGED.map((what) => `- ${what}`),
    "",
  ].join("\n");
}

/** Where the pack ends. */
const NOT_JUDGED = [
  "service control policies, resource control policies and session policies, also where the stack makes them",
  "the policies of access points",
  "public access blocks of accounts that another stack sets: `every-account-blocks-public-access` asks for them only with `required`",
  "grants on KMS keys to others than the replication role",
  "directory, table and vector buckets, and everything of `aws-native`",
  "what is set outside of the stack, such as a key policy that was changed by hand",
];

type JSONSchema = PolicyConfigSchema["properties"][string];

/** The config of a policy, without the exemptions that every policy has. */
function choicesOf({ configSchema }: Policy): ReadonlyMap<string, JSONSchema> {
  return new Map(Object.entries(configSchema?.properties ?? {}).filter(([name]) => name !== "exempt"));
}

function typeOf({ type, enum: values, minimum, maximum, items }: JSONSchema): string {
  if (values !== undefined) return values.map((value) => `\`${String(value)}\``).join(", ");
  const range = minimum === undefined ? "" : `, ${minimum} to ${maximum}`;
  if (typeof items === "object" && "type" in items && items.type === "object") return "list of objects";
  return type === "array" ? "list of texts" : `${String(type)}${range}`;
}
