/** The rows of a completion report, told apart by what is in them. */
import { failureReason, failureReasons } from "../../model";

export interface ReportRow {
  readonly bucket: string;
  readonly key: string;
  /** Empty for an object without one. */
  readonly versionId: string;
  readonly succeeded: boolean;
  /** AWS's code; empty where it gave none. */
  readonly code: string;
  readonly message: string;
}

const HTTP_STATUS = /^[1-5]\d\d$/;
const CODES = failureReasons().map(([code]) => code);

/**
 * Reads one file of a report. Its rows have no heading, and the two columns after the task's status come in another order than they are
 * documented in, so that the one with three digits is taken for the HTTP status.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/batch-ops-examples-reports.html
 */
export function reportRows(text: string): readonly ReportRow[] {
  return csvRecords(text).flatMap((fields): readonly ReportRow[] => {
    const [bucket = "", key = "", versionId = "", status = "", first = "", second = "", ...rest] = fields;
    if (bucket === "" || fields.length < 4) return [];
    const message = rest.join(",");
    return [
      {
        bucket,
        key: decoded(key),
        versionId: versionId === "null" ? "" : versionId,
        succeeded: /^succeeded$/i.test(status),
        code: codeOf(HTTP_STATUS.test(first) ? second : first, message),
        message,
      },
    ];
  });
}

/** The reason of S3 where the message names one, else the code itself. */
function codeOf(code: string, message: string): string {
  if (failureReason(code) !== undefined) return code;
  const named = CODES.find((one) => new RegExp(`\\b${one}\\b`).test(message));
  return named ?? (HTTP_STATUS.test(code) ? "" : code);
}

/** Keys are percent-encoded; one that is not is taken as it is. */
function decoded(key: string): string {
  try {
    return decodeURIComponent(key);
  } catch {
    return key;
  }
}

/** Records of CSV, with fields in quotes. */
export function csvRecords(text: string): readonly (readonly string[])[] {
  const records: string[][] = [];
  let record: string[] = [];
  let field = "";
  let quoted = false;
  const endField = () => {
    record.push(field);
    field = "";
  };
  const endRecord = () => {
    endField();
    if (record.length > 1 || record[0] !== "") records.push(record);
    record = [];
  };
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (quoted) {
      if (character !== '"') field += character;
      else if (text.charAt(at + 1) === '"') {
        field += '"';
        at++;
      } else quoted = false;
    } else if (character === '"') quoted = true;
    else if (character === ",") endField();
    else if (character === "\n") endRecord();
    else if (character !== "\r") field += character;
  }
  endRecord();
  return records;
}
