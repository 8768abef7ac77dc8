/** Keys of objects as S3's events and inventories have them: encoded like a form. */

/** The key itself; a text that is not encoded as it is. */
export function decodedKey(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return text;
  }
}
