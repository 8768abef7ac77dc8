/** Finds principals that were probably intended to name the caller, and what is wrong with them. */
import { arnParts, friendlyName } from "../../aws/arns";
import { accountNamed, isDeleted, isWild, meansS3 } from "./principalNames";
import { listOf } from "./statementParts";
import type { Caller, StatementPrincipal } from "./types";

/** One principal of a statement that was probably intended to name the caller. */
export interface Slip {
  /** `AWS` or `Service`. */
  readonly kind: string;
  readonly name: string;
  /** Clause for a report. */
  readonly why: string;
  /** Whether no principal can match this name, so that removing it changes no access. */
  readonly isNobody: boolean;
  /** Whether it is only an account, which other statements name for good reasons, too. */
  readonly isAccount: boolean;
}

/** Written in guides for S3 replication, and the name of no AWS service. */
const INVENTED_SERVICE = "replication.s3.amazonaws.com";

/**
 * The principals of an Allow that were probably intended to name the caller.
 *
 * @param owner account of the resource: its root delegates to the account's own policies and matches no principal of another account
 */
export function slipsIn(
  principal: StatementPrincipal | undefined,
  caller: Caller,
  owner: string | undefined,
): readonly Slip[] {
  if (typeof principal !== "object") return [];
  return Object.entries(principal).flatMap(([kind, names]) =>
    listOf(names).flatMap((name) => {
      const slip = slipOf(kind, name, caller, owner);
      return slip === undefined ? [] : [{ kind, name, isNobody: false, isAccount: false, ...slip }];
    }),
  );
}

type Found = Pick<Slip, "why"> & Partial<Slip>;

function slipOf(kind: string, name: string, caller: Caller, owner: string | undefined): Found | undefined {
  if (kind === "Service") return ofService(name, caller);
  if (kind !== "AWS" || caller.kind === "service") return undefined;
  if (isDeleted(name)) {
    return { why: `"${name}" is the id of a principal that was deleted`, isNobody: true };
  }
  if (caller.kind !== "role") return undefined;
  const account = accountNamed(name);
  if (account !== undefined) {
    return account === owner || account === caller.account
      ? undefined
      : { why: "the account differs", isAccount: true };
  }
  return ofRole(name, caller);
}

function ofRole(name: string, caller: Extract<Caller, { kind: "role" }>): Found | undefined {
  const [written, real] = [arnParts(name), arnParts(caller.arn)];
  if (written === undefined || real === undefined) return undefined;
  if (isWild(name)) return { why: `in a Principal "${name}" is no wildcard`, isNobody: true };
  if (written.service === "sts") {
    const [type, role] = written.resource.split("/");
    const isOwn =
      type === "assumed-role" && role === friendlyName(caller.arn) && written.account === caller.account;
    if (!isOwn) return undefined;
    const { session } = caller;
    return {
      why:
        session === undefined
          ? "that is one session of the role"
          : `the role's session is named "${session}"`,
    };
  }
  if (!written.resource.startsWith("role/") || friendlyName(name) !== friendlyName(caller.arn))
    return undefined;
  if (written.account !== real.account) return { why: "the account differs" };
  if (written.partition !== real.partition) return { why: "the partition differs", isNobody: true };
  // Names of roles are unique in an account, so that no other role can have this ARN.
  return name === caller.arn ? undefined : { why: "the role's path differs", isNobody: true };
}

/** S3 by another of its names, or S3 where the role is needed. */
function ofService(name: string, caller: Caller): Found | undefined {
  if (!meansS3(name)) return undefined;
  const isNobody = name.toLowerCase() === INVENTED_SERVICE || !/\.amazonaws\.com(\.cn)?$/i.test(name);
  if (caller.kind === "service") {
    if (name.toLowerCase() === caller.service) return undefined;
    const isS3 = caller.service.split(".")[0] === "s3";
    return isS3 ? { why: `S3 replicates as ${caller.service}`, isNobody } : undefined;
  }
  return caller.kind === "role"
    ? { why: "S3 replicates as the role, not as a service", isNobody }
    : undefined;
}
