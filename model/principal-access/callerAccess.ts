/** Whether one caller, whose own policies are not known, may write or delete one object. */
import { arnParts } from "../../aws/arns";
import { routesOf } from "../route";
import type { Topology } from "../topology";
import { type Person, personNamed } from "./callers";
import { type DataBucket, dataBuckets } from "./ends";
import { defaultKeyOf } from "./keys";
import { namedTexts } from "./policyText";
import { accessOfPrincipal } from "./principalAccess";
import { askBucket, type CallAnswer, type PrincipalLookup, principalLookup } from "./principalCalls";
import { PUT_SAID, TAG_SAID } from "./taggingOperations";

export interface CallerQuestion {
  readonly action: "write" | "delete" | "delete version";
  /** Name of the bucket. */
  readonly bucket: string;
  readonly key: string;
  /** Those of the request that writes the object. */
  readonly tags: { readonly [key: string]: string };
  /** ARN as `sts:GetCallerIdentity` says it: of a user, a role's session, or the root user. */
  readonly caller: string;
}

/** `may not` only where the policies of the bucket or its key decide for certain. */
export type CallerAnswer = Pick<CallAnswer, "verdict" | "because">;

/** @returns undefined where the bucket takes part in no route, or the caller is none that policies name */
export function mayDo(topology: Topology, question: CallerQuestion): CallerAnswer | undefined {
  const end = dataBuckets(topology, routesOf(topology)).find(({ name }) => name === question.bucket);
  if (end === undefined) return undefined;
  const principals = principalLookup(topology);
  const keys = new Map(topology.keys.map((key) => [key.label, key]));
  const byDefault = defaultKeyOf(end.bucket, keys);
  const own = { ...end, keys: byDefault === undefined ? [] : [byDefault] };
  const answers = peopleOf(question.caller, own).map((person) =>
    answerFor(own, person, question, principals),
  );
  // Under some path the session's role may: which one it has is not known.
  return answers.find(({ verdict }) => verdict !== "may not") ?? answers[0];
}

function answerFor(
  end: DataBucket,
  person: Person,
  { action, key, tags }: CallerQuestion,
  principals: PrincipalLookup,
): CallAnswer {
  const resource = `${end.arn}/${key}`;
  if (action !== "write") {
    const call = action === "delete" ? "s3:DeleteObject" : "s3:DeleteObjectVersion";
    return askBucket(end, person, call, resource, {}, principals);
  }
  const isTagged = Object.keys(tags).length > 0;
  const puts = (isTagged ? [PUT_SAID, TAG_SAID] : [{ action: "s3:PutObject", context: () => ({}) }]).map(
    (call) => askBucket(end, person, call.action, resource, call.context(tags), principals),
  );
  const purpose = { reads: false, writes: true };
  const encrypts = accessOfPrincipal({ end, person, scope: key, purpose, principals }).filter(
    (report) => report.action === "encrypt",
  );
  const all: readonly CallAnswer[] = [...puts, ...encrypts];
  const worst =
    all.find(({ verdict }) => verdict === "may not") ?? all.find(({ verdict }) => verdict === "unknown");
  return worst ?? all[0] ?? { verdict: "unknown", because: "nothing was asked" };
}

/** The ARN of a session does not say the path of its role: every path that the policies name is tried. */
function peopleOf(caller: string, end: DataBucket): readonly Person[] {
  const { partition } = end.bucket.site;
  const person = personNamed(caller, partition, undefined);
  if (person === undefined || person.isMany) return [];
  if (person.caller.kind !== "role" || arnParts(caller)?.service !== "sts") return [person];
  const { arn } = person.caller;
  const documents = [
    end.policy,
    ...end.keys.flatMap((key) => (key.kind === "read" ? (key.policy ?? []) : [])),
  ];
  const paths = documents.flatMap(namedTexts).flatMap((text) => {
    const path = /:role\/(.*\/)/.exec(text)?.[1];
    return path === undefined ? [] : [path.replaceAll(/[*?]/g, "x")];
  });
  return [
    person,
    ...[...new Set(paths)].map((path) => ({
      ...person,
      caller: { ...person.caller, arn: arn.replace(":role/", `:role/${path}`) },
    })),
  ];
}
