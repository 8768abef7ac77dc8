/** Text in columns. */
import { visibleLength, WIDTH, wrap } from "./wrap";

/** Rows of text in columns as wide as their widest cell, two spaces apart, without white space at the end. */
export function columns(rows: readonly (readonly string[])[], indent = ""): readonly string[] {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, index) => {
      widths[index] = Math.max(widths[index] ?? 0, visibleLength(cell));
    });
  }
  return rows.map((row) =>
    `${indent}${row.map((cell, index) => padded(cell, widths[index] ?? 0)).join("  ")}`.trimEnd(),
  );
}

/** The same; undefined where a row would be wider than a line. */
export function columnsThatFit(
  rows: readonly (readonly string[])[],
  indent: string,
): readonly string[] | undefined {
  const lines = columns(rows, indent);
  return lines.some((line) => visibleLength(line) > WIDTH) ? undefined : lines;
}

/** A cell with spaces up to a width. */
export function padded(cell: string, width: number): string {
  return cell + " ".repeat(Math.max(0, width - visibleLength(cell)));
}

/** Packs columns into as few blocks as fit beside a first column; a column that fits nowhere has a block of its own. */
export function blocks<T>(
  all: readonly T[],
  widthOf: (column: T) => number,
  available: number,
): readonly (readonly T[])[] {
  const packed: T[][] = [];
  let left = 0;
  for (const column of all) {
    const width = widthOf(column) + 2;
    const block = packed.at(-1);
    if (block === undefined || width > left) {
      packed.push([column]);
      left = available - width;
    } else {
      block.push(column);
      left -= width;
    }
  }
  return packed;
}

/** Labels beside their values; a value that does not fit there is below its label. */
export function labelled(rows: readonly (readonly [string, string])[], indent: string): readonly string[] {
  const width = Math.max(0, ...rows.map(([label]) => label.length));
  return rows.flatMap(([label, value]) => {
    const line = `${indent}${padded(label, width)}  ${value}`;
    return visibleLength(line) <= WIDTH
      ? [line]
      : [`${indent}${label}`, ...wrap(value, { indent: `${indent}  ` })];
  });
}
