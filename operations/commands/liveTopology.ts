/** Where `verify` and `diagnose` take buckets from: exports, outputs of a stack, or names. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { bucketNameOfArn } from "../../aws/arns";
import { isBucketName } from "../../aws/bucketNames";
import { isObject, type Topology } from "../../model";
import { foundText } from "../foundText";
import { InputError } from "../inputError";
import type { Io } from "../io";

const HOW_TO = "write it with: pulumi stack output --json > outputs.json";

/**
 * The source bucket that `pulumi stack output --json` of this program names.
 *
 * @throws InputError where the file is none, or names no bucket.
 */
export function bucketOfOutputs(file: string, io: Pick<Io, "directory">): string {
  return bucketIn(readOutputs(file, io), file);
}

/** @throws InputError where outputs, which are those of the file, name no bucket. */
export function bucketIn(outputs: unknown, file: string): string {
  const primary = isObject(outputs) ? outputs["primary"] : undefined;
  const name = isObject(primary) ? primary["bucketName"] : isObject(outputs) ? outputs["bucket"] : undefined;
  if (typeof name === "string" && isBucketName(name)) return name;
  throw new InputError(
    `--outputs: expected an output "bucket" or "primary.bucketName", found none in ${foundText(file)}; ${HOW_TO}`,
  );
}

/** @throws InputError where the file is none, or no JSON. */
export function readOutputs(file: string, { directory }: Pick<Io, "directory">): unknown {
  try {
    return JSON.parse(readFileSync(resolve(directory, file), "utf8"));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new InputError(
      `--outputs: expected the outputs of a stack, found none in ${foundText(file)} (${reason}); ${HOW_TO}`,
    );
  }
}

/** @throws InputError where one is no name of a bucket. */
export function bucketNames(option: string, written: readonly string[]): readonly string[] {
  const names = written.map((text) => bucketNameOfArn(text.replace(/^s3:\/\/([^/]+)\/?$/, "$1")));
  const wrong = written.filter((_, place) => !isBucketName(names[place] ?? ""));
  if (wrong.length > 0) {
    throw new InputError(
      `${option}: expected the name of a bucket, found ${wrong.map(foundText).join(", ")}; a name has 3 to 63 lower-case letters, digits, dots and hyphens`,
    );
  }
  return [...new Set(names)];
}

/** The names of every bucket of a topology, as far as they are known. */
export function namesIn({ buckets }: Topology): readonly string[] {
  return buckets.flatMap(({ name }) => ("known" in name ? [name.known] : []));
}
