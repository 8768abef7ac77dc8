/** Judges the statements of a policy document that a resource holds. */
import type { Property } from "../../../model";
import { readDocument, type Statement } from "./document";
import { type PolicyFinding, type PolicyFindings, undecided, violation } from "./finding";

/** Nothing where the resource holds no document; a violation where it holds something else than a document. */
export function* judgeDocument(
  property: Property,
  judge: (statements: readonly Statement[]) => Iterable<PolicyFinding>,
): PolicyFindings {
  const reading = readDocument(property);
  if ("unknown" in reading) yield undecided(property.path, reading.unknown);
  else if (reading.known === undefined) return;
  else if ("malformed" in reading.known)
    yield violation(
      property.path,
      "a policy document",
      reading.known.malformed,
      "write it with JSON.stringify",
    );
  else yield* judge(reading.known.statements);
}
