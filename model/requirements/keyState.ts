/** Whether a KMS key can be used. */
import { knownValue, relationOf } from "../known";
import { type KeyEnd, type KeyState, nameOfEnd, type RouteEnd } from "../routeFacts";
import { type Finding, met, unknown, unmet } from "./requirement";

export function keyIsEnabled(state: KeyState): Finding | undefined {
  if (state.kind === "none") return undefined;
  if (!("arn" in state)) return unknown(`the key is not known: ${state.why}`);
  if (state.kind === "managed") return met(`${state.label} is always enabled`);
  if (state.missing === true) {
    return unmet(`the key ${state.label} does not exist`, "make a key, and name it in the place of this one");
  }
  if (state.key === undefined) {
    return unknown(
      `${state.label} is not part of what was read, so whether it is enabled is not known`,
      "ask its owner whether it is, and keeps being, enabled",
    );
  }
  const { enabled } = state.key;
  const fix = `enable ${state.label} (Key: isEnabled = true), and cancel its deletion if one is scheduled`;
  if ("unknown" in enabled) {
    return unknown(`whether ${state.label} is enabled is not known: ${enabled.unknown}`, fix);
  }
  if (enabled.known) return met(`${state.label} is enabled`);
  return unmet(`${state.label} is disabled or waits for its deletion`, fix);
}

export function keyCanEncrypt(state: KeyState): Finding | undefined {
  if (state.kind === "none") return undefined;
  if (!("arn" in state)) return unknown(`the key is not known: ${state.why}`);
  if (state.kind === "managed") return met(`${state.label} is a symmetric encryption key`);
  if (state.key === undefined) {
    return unknown(
      `${state.label} is not part of what was read, so its usage is not known`,
      "ask its owner whether it is a symmetric encryption key",
    );
  }
  const { usage, spec } = state.key;
  const fix =
    "make a key with keyUsage ENCRYPT_DECRYPT and keySpec SYMMETRIC_DEFAULT: neither can be changed later";
  if ("known" in usage && usage.known !== "ENCRYPT_DECRYPT") {
    return unmet(`the key usage of ${state.label} is ${usage.known}`, fix);
  }
  if ("known" in spec && spec.known !== "SYMMETRIC_DEFAULT") {
    return unmet(`the key spec of ${state.label} is ${spec.known}`, fix);
  }
  if ("unknown" in usage) return unknown(`the usage of ${state.label} is not known: ${usage.unknown}`, fix);
  if ("unknown" in spec) return unknown(`the spec of ${state.label} is not known: ${spec.unknown}`, fix);
  return met(`${state.label} is a symmetric encryption key`);
}

/** That the text names `aws/s3` of an account that is certainly not the bucket's; S3 cannot use it there. */
export function managedElsewhere({ kind, account }: KeyEnd, end: RouteEnd): string | undefined {
  if (kind !== "managed" || relationOf(account, end.account) !== "different") return undefined;
  return `the key is aws/s3 of account ${knownValue(account)}, and ${nameOfEnd(end)} belongs to ${knownValue(end.account)}: the policy of aws/s3 allows its own account only`;
}
