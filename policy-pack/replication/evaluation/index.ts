export { type ArnParts, accountOf, arnParts, friendlyName } from "./arn";
export { defaultKeyPolicy } from "./defaultKeyPolicy";
export { evaluate } from "./evaluate";
export { matchesPattern } from "./glob";
export { parsePolicyDocument } from "./parse";
export type * from "./types";
