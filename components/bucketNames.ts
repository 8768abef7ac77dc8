import { type Problem, shown } from "./problems";

/** Characters that S3 allows a bucket's name at most. */
export const MAX_BUCKET_NAME_CHARACTERS = 63;

const RESERVED_PREFIXES = ["xn--", "sthree-", "amzn-s3-demo-"];
const RESERVED_SUFFIXES = ["-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3"];

/**
 * Everything that S3 would refuse in a bucket's name.
 *
 * @param path where the name, or what it is made of, was written.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
 */
export function bucketNameProblems(path: string, name: string, fix: string): readonly Problem[] {
  const found = shown(name);
  const problem = (expected: string): Problem => ({ path, expected, found, fix });
  const problems: Problem[] = [];
  if (name.length < 3 || name.length > MAX_BUCKET_NAME_CHARACTERS) {
    problems.push({
      ...problem(`a bucket name of 3 to ${MAX_BUCKET_NAME_CHARACTERS} characters`),
      found: `${found} with ${name.length}`,
    });
  }
  if (!/^[a-z0-9.-]*$/.test(name)) {
    problems.push(problem("a bucket name of lower-case letters, digits, hyphens and dots"));
  }
  if (!/^[a-z0-9].*[a-z0-9]$|^[a-z0-9]?$/i.test(name)) {
    problems.push(problem("a bucket name that begins and ends with a letter or a digit"));
  }
  if (name.includes("..")) problems.push(problem("a bucket name without two dots in a row"));
  if (/^\d+\.\d+\.\d+\.\d+$/.test(name)) {
    problems.push(problem("a bucket name that does not look like an ip address"));
  }
  for (const reserved of RESERVED_PREFIXES.filter((prefix) => name.startsWith(prefix))) {
    problems.push(problem(`a bucket name that does not begin with the reserved "${reserved}"`));
  }
  for (const reserved of RESERVED_SUFFIXES.filter((suffix) => name.endsWith(suffix))) {
    problems.push(problem(`a bucket name that does not end with the reserved "${reserved}"`));
  }
  return problems;
}
