/**
 * Reads the scalar values that condition operators compare. Each gives undefined for a text of another kind.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */

const NUMBER = /^[+-]?\d+(\.\d+)?([eE][+-]?\d+)?$/;

export function parseNumber(text: string): number | undefined {
  const trimmed = text.trim();
  return NUMBER.test(trimmed) ? Number(trimmed) : undefined;
}

const W3C_DATE =
  /^(\d{4})(?:-(\d{2})(?:-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2})(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?)?)?)?$/;
/** Four digits are a year. */
const EPOCH_SECONDS = /^(\d{1,3}|\d{5,})$/;

/** Milliseconds since 1970 of a W3C ISO 8601 date or of epoch seconds; without an offset the date is UTC. */
export function parseDate(text: string): number | undefined {
  const trimmed = text.trim();
  if (EPOCH_SECONDS.test(trimmed)) return Number(trimmed) * 1000;
  const found = W3C_DATE.exec(trimmed);
  if (!found) return undefined;
  const [
    ,
    year,
    month = "01",
    day = "01",
    hour = "00",
    minute = "00",
    second = "00",
    fraction = "",
    zone = "Z",
  ] = found;
  const milliseconds = fraction.slice(1, 4).padEnd(3, "0");
  const time = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}.${milliseconds}${zone}`);
  return Number.isNaN(time) || !hasDay(Number(year), Number(month), Number(day)) ? undefined : time;
}

/** Whether the month has that day; months are counted from 1. */
function hasDay(year: number, month: number, day: number): boolean {
  return new Date(Date.UTC(year, month - 1, day)).getUTCDate() === day;
}

export function parseBoolean(text: string): boolean | undefined {
  const lower = text.trim().toLowerCase();
  return lower === "true" ? true : lower === "false" ? false : undefined;
}

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** The bytes of a base64 text, as hexadecimal digits. */
export function parseBinary(text: string): string | undefined {
  return BASE64.test(text) ? Buffer.from(text, "base64").toString("hex") : undefined;
}
