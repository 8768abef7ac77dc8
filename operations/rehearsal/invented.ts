/** Values that AWS would invent, always the same ones for the same resource. */
import { createHash } from "node:crypto";

/** 64 hexadecimal digits. */
export function digest(seed: string): string {
  return createHash("sha256").update(seed).digest("hex");
}

/** Hexadecimal digits. */
export function invented(seed: string, length: number): string {
  let digits = "";
  for (let part = 0; digits.length < length; part++) digits += digest(part === 0 ? seed : `${seed} ${part}`);
  return digits.slice(0, length);
}
