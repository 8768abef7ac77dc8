/** Condition keys whose names end in the key of a tag, each family with its source. */

import { PAGES } from "../awsPages";
import type { ContextValue } from "../evaluation/types";
import type { Known, Tags } from "../topology";
import type { CallFacts } from "./callFacts";

/** One family of condition keys and the tags that S3's call carries for it. */
export interface TagFamily {
  /** Without the slash, e.g. `aws:PrincipalTag`. */
  readonly family: string;
  readonly service: "s3" | "kms" | "both";
  readonly tags: (call: CallFacts) => Tags | undefined;
  readonly because: string;
  readonly url: string;
}

export const TAG_FAMILIES: readonly TagFamily[] = [
  {
    family: "aws:PrincipalTag",
    service: "both",
    tags: ({ replicator }) => replicator?.tags,
    because:
      "they are the role's tags: S3 gives the session none, for which the trust policy that AWS documents would not be enough",
    url: PAGES.sessionTags,
  },
  {
    family: "aws:ResourceTag",
    service: "both",
    tags: ({ resourceTags }) => resourceTags,
    because: "they are the key's tags, or those of a bucket with ABAC",
    url: PAGES.keyTags,
  },
  {
    family: "s3:BucketTag",
    service: "s3",
    tags: ({ resourceTags }) => resourceTags,
    because: "they are the tags of a bucket with ABAC",
    url: PAGES.bucketTags,
  },
];

/** What the tags that are known determine. */
export function tagContext(call: CallFacts): { readonly [key: string]: ContextValue } {
  const context: { [key: string]: ContextValue } = {};
  for (const { family, service, tags } of TAG_FAMILIES) {
    const known = service === "both" || service === call.service ? tags(call) : undefined;
    if (known !== undefined) Object.assign(context, contextOfFamily(family, known));
  }
  return context;
}

function contextOfFamily(family: string, { values, others }: Tags): { readonly [key: string]: ContextValue } {
  const context: { [key: string]: ContextValue } = {
    [`${family}/*`]:
      others === undefined
        ? { absent: true }
        : { undetermined: `not all tags are known (${others.unknown})` },
  };
  for (const [tag, value] of Object.entries(values)) {
    // The names of condition keys have no case, so that one may mean either of two such tags.
    const key = `${family}/${tag.toLowerCase()}`;
    context[key] =
      key in context
        ? { undetermined: `several tags are spelled ${tag} but for their case` }
        : tagValue(tag, value);
  }
  return context;
}

function tagValue(tag: string, value: Known<string>): ContextValue {
  return "known" in value
    ? [value.known]
    : { undetermined: `the value of the tag ${tag} is not known (${value.unknown})` };
}
