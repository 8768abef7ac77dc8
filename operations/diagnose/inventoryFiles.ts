/** Reads the files of an S3 Inventory: its manifest, and lists of objects as CSV. */
import { isObject } from "../../model";

export interface InventoryManifest {
  readonly format: string;
  readonly columns: readonly string[];
  readonly files: readonly { readonly key: string; readonly bytes: number }[];
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-inventory-location.html */
export function manifestIn(text: string): InventoryManifest | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isObject(value)) return undefined;
  const { fileFormat, fileSchema, files } = value;
  if (typeof fileFormat !== "string" || typeof fileSchema !== "string" || !Array.isArray(files))
    return undefined;
  const list: readonly unknown[] = files;
  return {
    format: fileFormat,
    columns: fileSchema.split(",").map((column) => column.trim()),
    files: list.flatMap((file) => {
      if (!isObject(file)) return [];
      const { key, size } = file;
      return typeof key === "string" ? [{ key, bytes: typeof size === "number" ? size : 0 }] : [];
    }),
  };
}

export interface InventoryRow {
  readonly key: string;
  readonly versionId: string | undefined;
  readonly status: string;
}

/** The rows whose replication has failed. Keys are URL-encoded in CSV. */
export function failedRows(csv: string, columns: readonly string[]): readonly InventoryRow[] {
  const at = (name: string) => columns.indexOf(name);
  const [key, version, status] = [at("Key"), at("VersionId"), at("ReplicationStatus")];
  return rowsOf(csv).flatMap((cells) => {
    const found = cells[status];
    const name = cells[key];
    if (found !== "FAILED" || name === undefined) return [];
    const versionId = cells[version];
    return [{ key: decoded(name), versionId: versionId === "" ? undefined : versionId, status: found }];
  });
}

function decoded(key: string): string {
  try {
    return decodeURIComponent(key.replaceAll("+", " "));
  } catch {
    return key;
  }
}

/** Every cell may be quoted; a quote inside of one is written twice. */
export function rowsOf(csv: string): readonly (readonly string[])[] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = "";
  let quoted = false;
  for (let place = 0; place < csv.length; place += 1) {
    const character = csv.charAt(place);
    if (quoted) {
      if (character !== '"') cell += character;
      else if (csv.charAt(place + 1) === '"') {
        cell += '"';
        place += 1;
      } else quoted = false;
    } else if (character === '"') quoted = true;
    else if (character === ",") {
      row.push(cell);
      cell = "";
    } else if (character === "\n") {
      rows.push([...row, cell]);
      row = [];
      cell = "";
    } else if (character !== "\r") cell += character;
  }
  if (cell !== "" || row.length > 0) rows.push([...row, cell]);
  return rows;
}
