export { matchAction } from "./action";
export { type ArnParts, accountOf, arnParts, friendlyName } from "./arn";
export { isNegated } from "./condition";
export { defaultKeyPolicy } from "./defaultKeyPolicy";
export { evaluate } from "./evaluate";
export { matchesPattern } from "./glob";
export { parsePolicyDocument } from "./parse";
export { type Slip, slipsIn } from "./slips";
export type * from "./types";
