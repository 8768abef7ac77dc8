/** Tells apart the ways in which a call of AWS fails. */
import { isObject } from "../../model";

/**
 * - `denied`: the caller lacks a permission. - `absent`: what was asked for does not exist.
 * - `throttled`: too many requests, also after retries. - `expired`: the credentials are no longer valid.
 * - `signature`: the clock or the secret is wrong, also after the SDK has corrected the time by that of the answer.
 * - `region`: the Region does not accept the credentials. - `unanswered`: no answer arrived. - `other`: anything else.
 */
export type RefusalKind =
  | "denied"
  | "absent"
  | "throttled"
  | "expired"
  | "signature"
  | "region"
  | "unanswered"
  | "other";

export interface Refusal {
  readonly kind: RefusalKind;
  /** AWS's error code, e.g. `NoSuchBucketPolicy`. */
  readonly code: string;
  readonly message: string;
  readonly httpStatus: number | undefined;
  /** The Region of the bucket, where S3 says it together with the refusal. */
  readonly bucketRegion: string | undefined;
}

const EXPIRED: ReadonlySet<string> = new Set([
  "ExpiredToken",
  "ExpiredTokenException",
  "TokenRefreshRequired",
  "RequestExpired",
  "CredentialsProviderError",
]);
const SIGNATURE: ReadonlySet<string> = new Set([
  "RequestTimeTooSkewed",
  "RequestInTheFuture",
  "SignatureDoesNotMatch",
  "InvalidSignatureException",
]);
/** An opt-in Region that the account has not enabled answers so. */
const REGION: ReadonlySet<string> = new Set([
  "InvalidToken",
  "InvalidClientTokenId",
  "InvalidAccessKeyId",
  "UnrecognizedClientException",
  "AuthFailure",
]);
const THROTTLED: ReadonlySet<string> = new Set([
  "SlowDown",
  "Throttling",
  "ThrottlingException",
  "ThrottledException",
  "RequestThrottled",
  "TooManyRequestsException",
  "RequestLimitExceeded",
  "ServiceUnavailable",
]);
const UNANSWERED: ReadonlySet<string> = new Set([
  "TimeoutError",
  "ECONNREFUSED",
  "ECONNRESET",
  "ENOTFOUND",
  "EHOSTUNREACH",
  "EPIPE",
]);

/** What an error of the AWS SDK means. */
export function refusalOf(error: unknown): Refusal {
  const metadata = isObject(error) ? error["$metadata"] : undefined;
  const status = isObject(metadata) ? metadata["httpStatusCode"] : undefined;
  const httpStatus = typeof status === "number" ? status : undefined;
  const name = error instanceof Error ? error.name : "Unknown";
  const code = UNANSWERED.has(systemCode(error)) ? systemCode(error) : name;
  return {
    kind: kindOf(code, httpStatus),
    code,
    message: messageOf(error),
    httpStatus,
    bucketRegion: headerOf(error, "x-amz-bucket-region"),
  };
}

function kindOf(code: string, status: number | undefined): RefusalKind {
  if (EXPIRED.has(code)) return "expired";
  if (SIGNATURE.has(code)) return "signature";
  if (REGION.has(code)) return "region";
  if (THROTTLED.has(code) || status === 429 || status === 503) return "throttled";
  if (UNANSWERED.has(code)) return "unanswered";
  if (status === 404 || /^NoSuch|NotFound/.test(code)) return "absent";
  // S3 answers 405 to another account's question about a bucket policy.
  if (status === 403 || status === 401 || /^AccessDenied/.test(code) || code === "MethodNotAllowed") {
    return "denied";
  }
  return "other";
}

/** Whether a request that writes has certainly written nothing: any other failure may be that of an answer that was lost. */
export function wroteNothing({ kind }: Refusal): boolean {
  return kind === "denied" || kind === "absent";
}

export const MEND_SIGNATURE = "set the clock of this machine, or correct the secret access key";

/** What is wrong with credentials that no further call can succeed with; undefined for what concerns one call only. */
export function unusableCredentials(whose: string, { kind, code, message }: Refusal): string | undefined {
  const said = `(${code}: ${message})`;
  if (kind === "expired")
    return `${whose}: expected valid ones, found expired ones ${said}; log in again, for example with aws sso login`;
  if (kind === "signature")
    return `${whose}: expected a signature that AWS accepts, found another ${said}; ${MEND_SIGNATURE}`;
  return undefined;
}

function systemCode(error: unknown): string {
  const code = isObject(error) ? error["code"] : undefined;
  if (typeof code === "string" && code !== "") return code;
  return error instanceof Error ? error.name : "";
}

/** The answer to a HEAD has no body, so that the SDK has no message. */
function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message === "" || message === "UnknownError" ? "" : message;
}

/** A header of the answer; undefined where it has none. */
export function headerOf(error: unknown, header: string): string | undefined {
  const response = isObject(error) ? error["$response"] : undefined;
  const headers = isObject(response) ? response["headers"] : undefined;
  const value = isObject(headers) ? headers[header] : undefined;
  return typeof value === "string" && value !== "" ? value : undefined;
}
