/** Buckets, keys and roles have the tags that config asks for. */
import * as z from "zod/mini";
import { matchesPattern } from "../../model";
import { ALL_KEYS, BUCKETS, ROLES } from "./support/awsTypes";
import { type PolicyFindings, shown, undecided, violation } from "./support/finding";
import { nist } from "./support/frameworks";
import { type JudgedResource, resourcePolicy } from "./support/policy";
import { tagOf } from "./support/resourceTags";
import { type Field, field, list, nonEmptyText } from "./support/settings";

interface RequiredTag {
  readonly key: string;
  /** Allowed values, `*` and `?` as wildcards; every value where it is left out. */
  readonly values?: readonly string[] | undefined;
}

const tags = list(
  z.strictObject(
    { key: nonEmptyText("the key of a tag"), values: z.optional(list(nonEmptyText("an allowed value"))) },
    "an object with key, and values where not every value is allowed",
  ),
);
z.globalRegistry.add(tags, { examples: [[{ key: "project" }, { key: "stage", values: ["dev", "prod"] }]] });

const required: Field<readonly RequiredTag[]> = {
  ...field<readonly RequiredTag[]>(
    "required",
    tags,
    [],
    "Tags that every bucket, KMS key and IAM role must have: the `key`, and the allowed `values`, in which `*` matches any text and `?` one character. Keys are case-sensitive. None by default.",
  ),
  entries: "required tags",
};

export const requiredTags = resourcePolicy({
  name: "required-tags",
  displayName: "Buckets, keys and roles have the required tags",
  description:
    "Config lists the tags that every bucket, KMS key and IAM role must have, and the values that are allowed. The default tags of the provider count.",
  severity: "low",
  enforcementLevel: "mandatory",
  framework: nist("CM-8, AC-16", "Inventory of components, and attributes that access control can use"),
  url: "https://docs.aws.amazon.com/config/latest/developerguide/required-tags.html",
  remediationSteps: "Add the tag to tags of the resource, or to defaultTags of its provider.",
  tags: ["s3", "kms", "tagging"],
  judges: [...BUCKETS, ...ALL_KEYS, ...ROLES],
  fields: [required],
  *judge(resource, settings) {
    for (const tag of settings.get(required)) yield* judgeTag(resource, tag);
  },
});

function* judgeTag(resource: JudgedResource, { key, values }: RequiredTag): PolicyFindings {
  const where = `tag ${JSON.stringify(key)}`;
  const tag = tagOf(resource, key);
  if ("unknown" in tag) yield undecided(where, tag.unknown);
  else if ("missing" in tag) yield violation(where, expected(values), "no such tag", FIX);
  else if (values !== undefined && "unknown" in tag.value) yield undecided(where, tag.value.unknown);
  else if (values !== undefined && "known" in tag.value) {
    const value = tag.value.known;
    if (!values.some((pattern) => matchesPattern(pattern, value)))
      yield violation(where, expected(values), shown(value), FIX);
  }
}

const FIX = "add it to tags of the resource, or to defaultTags of the provider";

function expected(values: readonly string[] | undefined): string {
  return values === undefined ? "any value" : `one of ${values.map(shown).join(", ")}`;
}
