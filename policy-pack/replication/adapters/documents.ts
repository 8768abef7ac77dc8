/** Policy documents as they stand in a resource's properties. */
import { parsePolicyDocument } from "../evaluation";
import type { PolicyDocument } from "../evaluation/types";
import type { AttachedPolicy, Known } from "../topology";
import type { Property } from "./property";

/** The document of a policy; `undefined` where nothing is written, or the empty text that providers write for nothing. */
export function attachedPolicy(label: string, written: Property): AttachedPolicy | undefined {
  const plain = written.plain();
  if ("unknown" in plain) return { label, document: plain };
  if (plain.known === undefined || plain.known === "") return undefined;
  return { label, document: documentOf(plain.known) };
}

/** The document of a policy that must have one. */
export function requiredPolicy(label: string, written: Property): AttachedPolicy {
  return (
    attachedPolicy(label, written) ?? {
      label,
      document: { unknown: `no document is written in ${written.path}` },
    }
  );
}

function documentOf(written: unknown): Known<PolicyDocument> {
  const document = parsePolicyDocument(written);
  return "problem" in document
    ? { unknown: `it is no valid policy document: ${document.problem}` }
    : { known: document };
}
