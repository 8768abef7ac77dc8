/**
 * What S3 requires of the name of a general purpose bucket.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
 */

export const BUCKET_NAME_CHARACTERS = { min: 3, max: 63 } as const;

export const RESERVED_PREFIXES: readonly string[] = ["xn--", "sthree-", "amzn-s3-demo-"];

/** Endings that AWS reserves for names of another kind. */
export const RESERVED_SUFFIXES: readonly { readonly suffix: string; readonly kind: string }[] = [
  { suffix: "-s3alias", kind: "the alias of an access point" },
  { suffix: "--ol-s3", kind: "the alias of an Object Lambda access point" },
  { suffix: ".mrap", kind: "a Multi-Region Access Point" },
  { suffix: "--x-s3", kind: "a directory bucket" },
  { suffix: "--table-s3", kind: "a table bucket" },
];

/** One rule about the names of buckets. */
export interface BucketNameRule {
  /** What S3 expects, e.g. `a bucket name without two dots in a row`. */
  readonly expected: string;
  /** Whether the rule is about the length. */
  readonly countsCharacters?: true;
  readonly isBroken: (name: string) => boolean;
}

/** The rules that every bucket name follows. */
export const BUCKET_NAME_RULES: readonly BucketNameRule[] = [
  {
    expected: `a bucket name of ${BUCKET_NAME_CHARACTERS.min} to ${BUCKET_NAME_CHARACTERS.max} characters`,
    countsCharacters: true,
    isBroken: ({ length }) => length < BUCKET_NAME_CHARACTERS.min || length > BUCKET_NAME_CHARACTERS.max,
  },
  {
    expected: "a bucket name of lower-case letters, digits, hyphens and dots",
    isBroken: (name) => !/^[a-z0-9.-]*$/.test(name),
  },
  {
    expected: "a bucket name that begins and ends with a letter or a digit",
    isBroken: (name) => !/^[a-z0-9].*[a-z0-9]$|^[a-z0-9]?$/i.test(name),
  },
  { expected: "a bucket name without two dots in a row", isBroken: (name) => name.includes("..") },
  {
    expected: "a bucket name that does not look like an ip address",
    isBroken: (name) => /^\d+\.\d+\.\d+\.\d+$/.test(name),
  },
  ...RESERVED_PREFIXES.map((prefix) => ({
    expected: `a bucket name that does not begin with the reserved "${prefix}"`,
    isBroken: (name: string) => name.startsWith(prefix),
  })),
  ...RESERVED_SUFFIXES.map(({ suffix }) => ({
    expected: `a bucket name that does not end with the reserved "${suffix}"`,
    isBroken: (name: string) => name.endsWith(suffix),
  })),
];

/** Whether a text has the characters and the length of a bucket name, reserved or not. */
export function isBucketName(text: string): boolean {
  return /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(text);
}
