/** The four settings of S3 Block Public Access, which accounts, buckets and access points have alike. */
import type { Known, PublicAccessBlock } from "../../../model";
import { expect, type PolicyFindings } from "./finding";

export const BLOCKS: readonly (keyof PublicAccessBlock)[] = [
  "blockPublicAcls",
  "blockPublicPolicy",
  "ignorePublicAcls",
  "restrictPublicBuckets",
];

export function judgeBlock(path: string, isOn: Known<boolean | undefined>, fix: string): PolicyFindings {
  return expect({ path }, isOn, (value) => value === true, "true", fix);
}
