/** How an error message shows what the user has written. */

/** The text as it is; empty text as `nothing`, and text that a terminal would not show as it is in quotes. */
export function foundText(text: string): string {
  if (text.trim() === "") return text === "" ? "nothing" : JSON.stringify(text);
  return /\p{C}/u.test(text) ? JSON.stringify(text) : text;
}
