/** What the rest of the model uses of policy evaluation. */
export { matchAction } from "./action";
export { type ArnParts, accountOf, arnParts, friendlyName } from "./arn";
export { isNegated } from "./condition";
export { defaultKeyPolicy } from "./defaultKeyPolicy";
export { evaluate } from "./evaluate";
export { matchesPattern } from "./glob";
export { type Slip, slipsIn } from "./mistakenPrincipals";
export { parsePolicyDocument } from "./parse";
export { isDeleted } from "./principalNames";
export { indexed } from "./statementIndex";
export type * from "./types";
