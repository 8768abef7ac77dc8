/** Policy documents as a resource's properties hold them. */
import { parsePolicyDocument } from "../evaluation";
import type { PolicyDocument } from "../evaluation/types";
import type { AttachedPolicy, Known, Unknown } from "../topology";
import { agreed } from "./conflicts";
import type { Property } from "./property";
import { namesInSettings } from "./settings";
import { property, type StackResource, writtenInline } from "./stackResource";

/** The document of a policy; `undefined` where nothing is written, or the empty text that providers write for nothing. */
export function attachedPolicy(label: string, written: Property): AttachedPolicy | undefined {
  const plain = written.plain();
  if ("unknown" in plain) return { label, document: plain };
  if (plain.known === undefined || plain.known === "") return undefined;
  return { label, document: documentOf(plain.known) };
}

/** A policy of which it is not known whether it is there: certain is only what it does not deny either way. */
export function doubtful({ label, document, denies }: AttachedPolicy, why: Unknown): AttachedPolicy {
  const known = "known" in document ? document.known : denies;
  const deniesNothing = known?.Statement.every(({ Effect }) => Effect === "Allow") === true;
  return { label, document: why, ...(deniesNothing && { denies: { Statement: [] } }) };
}

/** The document of a policy that must have one. */
export function requiredPolicy(label: string, written: Property): AttachedPolicy {
  return (
    attachedPolicy(label, written) ?? {
      label,
      document: { unknown: `no document is written in ${written.path}`, wrong: true },
    }
  );
}

/**
 * The policy that resources of their own set for one resource, unless that has another written on itself; undefined
 * where there are none.
 */
export function separatePolicy(
  label: string,
  what: string,
  separate: readonly StackResource[],
  owner: StackResource,
): AttachedPolicy | undefined {
  const [first, ...others] = separate.map((each) => requiredPolicy(label, property(each, "policy")).document);
  if (first === undefined) return undefined;
  const inline = writtenInline(owner, ["policy"]);
  const beside = inline === undefined ? undefined : attachedPolicy(label, inline);
  const documents = beside === undefined ? others : [...others, beside.document];
  const writers = beside === undefined ? separate : [...separate, owner];
  return { label, document: agreed([first, ...documents], `${what}: ${namesInSettings(writers)}`) };
}

/** What a document says, or that it is none. */
export function documentOf(written: unknown): Known<PolicyDocument> {
  const document = parsePolicyDocument(written);
  return "problem" in document
    ? { unknown: `it is no valid policy document: ${document.problem}`, wrong: true }
    : { known: document };
}
