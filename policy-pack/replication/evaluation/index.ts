export { type ArnParts, accountOf, arnParts, friendlyName } from "./arn";
export { defaultKeyPolicy } from "./defaultKeyPolicy";
export { evaluate } from "./evaluate";
export { matchesPattern } from "./glob";
export { parsePolicyDocument } from "./parse";
export { isDeleted } from "./principalNames";
export { indexed } from "./statementIndex";
export type * from "./types";
