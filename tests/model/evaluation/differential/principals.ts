import type { Caller, StatementPrincipal } from "../../../../model/evaluation";
import { HERE, THERE } from "../cast";
import type { Random } from "./random";

/** A principal element of one form, for counting. */
export interface Formed {
  readonly form: string;
  readonly principal: StatementPrincipal;
}

const roleIn = (account: string, path = ""): string => `arn:aws:iam::${account}:role/${path}archive`;

/** Every form of principal, the caller's own and others'. */
const FORMS: Readonly<Record<string, (random: Random) => StatementPrincipal>> = {
  "*": () => "*",
  "AWS *": () => ({ AWS: "*" }),
  "account number": (r) => ({ AWS: r.pick([HERE, THERE]) }),
  "account root": (r) => ({ AWS: `arn:aws:iam::${r.pick([HERE, THERE])}:root` }),
  role: (r) => ({ AWS: roleIn(r.pick([HERE, HERE, THERE])) }),
  "role with path": (r) => ({ AWS: roleIn(r.pick([HERE, HERE, THERE]), "service-role/") }),
  session: (r) => ({ AWS: `arn:aws:sts::${HERE}:assumed-role/archive/${r.pick(["s3", "s3", "other"])}` }),
  user: (r) => ({ AWS: `arn:aws:iam::${HERE}:user/${r.pick(["ann", "ann", "bob"])}` }),
  service: (r) => ({ Service: r.pick(["s3.amazonaws.com", "s3.amazonaws.com", "ec2.amazonaws.com"]) }),
  federated: () => ({ Federated: `arn:aws:iam::${HERE}:saml-provider/corp` }),
  several: (r) => ({
    AWS: r.some([roleIn(HERE), roleIn(HERE, "service-role/"), HERE, THERE, `${roleIn(HERE)}2`], 3),
  }),
  "several kinds": (r) => ({ AWS: [r.pick([THERE, HERE])], Service: ["s3.amazonaws.com"] }),
};

export const PRINCIPAL_FORMS: readonly string[] = Object.keys(FORMS);

/**
 * A principal whose relation to the caller is certain to both judges. Left out, each because a test in
 * known-differences says why: a session where ours has no session name, a role of the caller's name but another path
 * where the simulator sees only the session, `{"AWS": "*"}` for a service.
 */
export function principalFor(random: Random, caller: Caller): Formed {
  for (;;) {
    const form = random.pick(PRINCIPAL_FORMS);
    const principal = FORMS[form]?.(random);
    if (principal !== undefined && isCertain(form, principal, caller)) return { form, principal };
  }
}

function isCertain(form: string, principal: StatementPrincipal, caller: Caller): boolean {
  if (caller.kind === "service") return form !== "AWS *";
  if (caller.kind !== "role") return true;
  if (caller.session === undefined) return form !== "session";
  return !JSON.stringify(principal).includes("role/service-role/");
}

export const NOT_PRINCIPAL_FORMS = ["not others", "not *", "not caller and account"] as const;

/** A `NotPrincipal` that AWS's page decides: it names nothing of the caller, or the caller together with its account. */
export function notPrincipalFor(random: Random, caller: Caller): Formed {
  const form = random.pick(NOT_PRINCIPAL_FORMS);
  if (form === "not *") return { form, principal: "*" };
  const others = [THERE, `arn:aws:iam::${THERE}:role/archive`, `arn:aws:iam::${THERE}:user/ann`];
  if (form === "not others") return { form, principal: { AWS: random.some(others, 2) } };
  if (caller.kind === "service") return { form, principal: { Service: caller.service } };
  const account = random.pick([HERE, `arn:aws:iam::${HERE}:root`]);
  const self = caller.kind === "account" ? [] : [caller.arn];
  return { form, principal: { AWS: [...self, account] } };
}
