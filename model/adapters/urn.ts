/** What a URN says: `urn:pulumi:<stack>::<project>::<parent types$type>::<name>`. */

/** The resource's type without its parents', e.g. `aws:s3/bucket:Bucket`; empty where the text is no URN. */
export function typeOfUrn(urn: string): string {
  const types = urn.split("::")[2] ?? "";
  return types.slice(types.lastIndexOf("$") + 1);
}

/** The resource's name. A name may itself hold `::`. */
export function nameOfUrn(urn: string): string {
  return urn.split("::").slice(3).join("::");
}

/** Short words for a report, e.g. `Bucket "archive"`. */
export function wordsForUrn(urn: string): string {
  const type = typeOfUrn(urn);
  return type === "" ? urn : `${type.slice(type.lastIndexOf(":") + 1)} "${nameOfUrn(urn)}"`;
}
