/** Pages and files made from the policy pack: what it enforces, its presets, and what replication needs. */
import { policies } from "../../policy-pack/policies";
import type { Policy } from "../policy/policySettings";
import { table } from "../report/markdownTable";
import type { GeneratedFile } from "./generated";
import { permissionsPage } from "./permissions";
import { policySection } from "./policySection";
import { PRESETS, presetFiles } from "./presets";
import { paragraph } from "./prose";

export function policyFiles(): readonly GeneratedFile[] {
  return [
    { path: "docs/policies.md", content: policiesPage(policies) },
    { path: "docs/permissions.md", content: permissionsPage() },
    ...presetFiles(policies),
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
    ...paragraph(
      "What the policy pack in `policy-pack/` enforces. This page is generated from it by `npm run docs`.",
    ),
    "",
    "```sh",
    "pulumi preview --policy-pack policy-pack",
    "pulumi preview --policy-pack policy-pack --policy-pack-config config.json",
    "cd policy-pack && pulumi policy publish   # for the organisation",
    "```",
    "",
    ...paragraph(
      "A policy of one **resource** judges it before it is created or updated, and blocks early. A policy of the **stack** judges all resources together, so that what is missing is a violation too. A value that is computed during the deployment is never guessed: the policy decides by the resource that the value comes from, or says that it cannot decide yet.",
    ),
    "",
    "- [Every policy](#every-policy): the list",
    "- [Presets](#presets): config files to choose from",
    "- [Levels](#levels), [config](#config) and [exemptions](#exemptions)",
    "- [The policies in detail](#the-policies-in-detail)",
    "- [What no policy judges](#what-no-policy-judges)",
    "",
    "## Every policy",
    "",
    ...table(
      ["policy", "level", "what it asks"],
      all.map(({ name, enforcementLevel, displayName = "" }) => [
        `[\`${name}\`](#${name})`,
        `${enforcementLevel}`,
        displayName,
      ]),
    ),
    "",
    "## Presets",
    "",
    ...PRESETS.flatMap(({ file, what }) =>
      paragraph(`- [\`policy-pack/presets/${file}\`](../policy-pack/presets/${file}): ${what}`, "  "),
    ),
    "",
    "```sh",
    "pulumi preview --policy-pack policy-pack --policy-pack-config policy-pack/presets/replication.json",
    "npx s3-replication rehearse --policy-pack-config policy-pack/presets/replication.json",
    "pulumi policy enable <organisation>/s3-replication latest --config policy-pack/presets/replication.json",
    "```",
    "",
    ...paragraph(
      "Pulumi takes one config file for a pack. To change a preset, copy it and edit the copy: the presets themselves are generated.",
    ),
    "",
    "## Levels",
    "",
    ...paragraph(
      "`mandatory` blocks the deployment, `advisory` only reports, `disabled` switches a policy off. Config may set another level, for one policy or, by the name `all`, for every policy that it does not name:",
    ),
    "",
    ...json({ all: "advisory", "rule-metrics": "mandatory", "rule-time-control": { required: true } }),
    "",
    "## Config",
    "",
    ...paragraph(
      "Each policy's section below lists its config. Where config allows what a policy refuses, the report of the violation says so, with the lines to write.",
    ),
    "",
    ...paragraph(
      "Pulumi's engine and a rehearsal refuse config that does not fit the schema; a rehearsal also refuses a name of no policy. What neither of them checks is reported as a violation of the policy, once for the stack, with what was expected and found.",
    ),
    "",
    ...exemptions(),
    "",
    "## The policies in detail",
    "",
    ...paragraph("Every policy also takes `exempt`, which is described [above](#exemptions)."),
    ...all.flatMap((policy) => ["", ...policySection(policy)]),
    "",
    "## What no policy judges",
    "",
    ...NOT_JUDGED.map((what) => `- ${what}`),
    "",
  ].join("\n");
}

function exemptions(): readonly string[] {
  return [
    "## Exemptions",
    "",
    ...paragraph(
      "Every policy takes `exempt`: a list of resources, by name or URN (`*` matches any text, `?` one character), each with the reason. An exempt resource does not block; what it breaks is still reported, as advisory and with the reason. An exemption that is malformed is reported, and the others hold.",
    ),
    "",
    ...paragraph(
      "A fault is reported by one policy and needs one exemption. Two policies judge a bucket's setting:",
    ),
    "",
    ...paragraph(
      "- That of the resource, e.g. `bucket-encryption`, reports what a resource that sets it states wrongly, e.g. a `BucketServerSideEncryptionConfiguration`. Exempt that resource, in the example `access-logs-encryption`.",
      "  ",
    ),
    ...paragraph(
      "- That of the stack, e.g. `every-bucket-encrypted`, reports that no resource sets it, that several contradict each other, and what the `Bucket` itself states wrongly. Exempt the bucket, in the example `load-balancer-logs`.",
      "  ",
    ),
    "",
    ...json(EXEMPTIONS),
    "",
    ...paragraph(
      "Config such as `buckets` and `mustBeStated` is given to both. With `buckets` set to `replicated` the policy of the stack reports everything, and exemptions are given to it alone.",
    ),
    "",
    ...paragraph(
      "In the same way `replication-role-trust` and `replication-role-permissions` report what a role or policy states wrongly, and the policies `every-replication-role-…` what only the role as a whole shows. `allowed-destination-accounts` reports nothing until its config lists accounts; `every-destination-account-allowed` judges the same rules and more, so that listing accounts there is enough. `every-bucket-logged`, `must-lock`, `every-account-blocks-public-access` and `required-tags` ask for nothing that is missing until their config does.",
    ),
  ];
}

function json(config: object): readonly string[] {
  return ["```json", ...JSON.stringify(config, undefined, 2).split("\n"), "```"];
}

/** Where the pack ends. */
const NOT_JUDGED = [
  "service control policies, resource control policies and session policies, also where the stack makes them",
  "the policies of access points",
  "the public access block of an account that no resource of the stack sets, unless config requires one",
  "grants on KMS keys to others than the replication role",
  "directory, table and vector buckets, and everything of `aws-native`",
  "what is set outside of the stack, such as a key policy that was changed by hand",
];
