/** The emulator's pinned packages, as text that is written into this folder. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";

export interface Requirements {
  /** Where pip reads them. */
  readonly path: string;
  /** Names the environment they make: other pins, another environment. */
  readonly hash: string;
  /** How many packages, at most, are fetched. */
  readonly count: number;
  /** The emulator's own version, e.g. `1.5.33`. */
  readonly emulatorVersion: string;
}

const PIN = /^[A-Za-z0-9_.-]+==([^;\s]+)/;

/** @throws {Error} when a line is not pinned exactly */
export function readRequirements(path: string = join(__dirname, "requirements.txt")): Requirements {
  const text = readFileSync(path, "utf8");
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== "" && !line.startsWith("#"));
  const loose = lines.filter((line) => !PIN.test(line));
  if (loose.length > 0) {
    throw new Error(`${path}: expected every package as name==version, found ${loose.join(", ")}`);
  }
  const emulatorVersion = PIN.exec(lines.find((line) => line.startsWith("ministack==")) ?? "")?.[1];
  if (emulatorVersion === undefined) throw new Error(`${path}: expected a line ministack==version`);
  return {
    path,
    hash: createHash("sha256").update(lines.join("\n")).digest("hex").slice(0, 12),
    count: lines.filter((line) => !line.includes("python_version <")).length,
    emulatorVersion,
  };
}
