/** Rows of a Markdown table; a cell holds no bar, no line break and nothing that would be taken for HTML. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const line = (cells: readonly string[]) =>
    `| ${cells
      .map((cell) => cell.replaceAll("|", "\\|").replaceAll("<bucket", "&lt;bucket").replaceAll(/\s+/g, " "))
      .join(" | ")} |`;
  return [line(header), line(header.map(() => "---")), ...rows.map(line)];
}
