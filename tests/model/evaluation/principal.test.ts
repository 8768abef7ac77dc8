import { strict as assert } from "node:assert";
import type { Caller, PolicyStatement, StatementPrincipal } from "../../../model/evaluation";
import { type Naming, namingOf, whyNotNamed } from "../../../model/evaluation/principal";
import { HERE, ROLE_ARN, role, root, SESSION_ARN, s3, session, THERE, USER_ARN, user } from "./cast";

const NO: Naming = { direct: "no", role: "no", account: "no" };
const ALL: Naming = { direct: "yes", role: "yes", account: "yes" };
const rootArn = `arn:aws:iam::${HERE}:root`;

function naming(Principal: StatementPrincipal, caller: Caller): Naming {
  return namingOf({ Effect: "Allow", Principal, Action: "*" }, caller, false);
}

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
describe("a Principal", () => {
  const rows: readonly [string, StatementPrincipal, Caller, Naming][] = [
    ["* names everyone", "*", role, ALL],
    ["AWS * names every role and user", { AWS: "*" }, user, ALL],
    ["AWS * may name a service", { AWS: "*" }, s3, { ...NO, direct: "unknown" }],
    ["* names a service", "*", s3, ALL],
    ["an account's number names the account", { AWS: HERE }, role, { ...NO, account: "yes" }],
    ["an account's root names the account", { AWS: rootArn }, role, { ...NO, account: "yes" }],
    [
      "an account's root names its root user in person",
      { AWS: rootArn },
      root,
      { ...NO, direct: "yes", account: "yes" },
    ],
    ["another account names nobody here", { AWS: THERE }, role, NO],
    ["the role's ARN names the role", { AWS: ROLE_ARN }, role, { ...NO, role: "yes" }],
    ["the role's ARN without its path does not", { AWS: `arn:aws:iam::${HERE}:role/archive` }, role, NO],
    ["the role's ARN in another case does not", { AWS: ROLE_ARN.replace("archive", "Archive") }, role, NO],
    ["the role's name in another account does not", { AWS: ROLE_ARN.replace(HERE, THERE) }, role, NO],
    ["a pattern names nobody", { AWS: `arn:aws:iam::${HERE}:role/*` }, role, NO],
    ["the session's ARN names the session", { AWS: SESSION_ARN }, session, { ...NO, direct: "yes" }],
    ["another session's ARN does not", { AWS: `${SESSION_ARN}2` }, session, NO],
    [
      "a session's ARN may name a session without a known name",
      { AWS: SESSION_ARN },
      role,
      { ...NO, direct: "unknown" },
    ],
    ["a session of another role does not", { AWS: SESSION_ARN.replace("archive", "other") }, role, NO],
    ["a user's ARN names the user", { AWS: USER_ARN }, user, { ...NO, direct: "yes" }],
    ["a user's ARN does not name another", { AWS: `${USER_ARN}a` }, user, NO],
    ["one of several names is enough", { AWS: [THERE, ROLE_ARN] }, role, { ...NO, role: "yes" }],
    ["several names add up", { AWS: [HERE, ROLE_ARN] }, role, { ...NO, role: "yes", account: "yes" }],
    ["several kinds add up", { AWS: THERE, Service: "s3.amazonaws.com" }, s3, { ...NO, direct: "yes" }],
    ["a service names itself", { Service: "s3.amazonaws.com" }, s3, { ...NO, direct: "yes" }],
    ["a service names no role", { Service: "s3.amazonaws.com" }, role, NO],
    ["an account names no service", { AWS: HERE }, s3, NO],
    ["an identity provider names nobody of these", { Federated: "accounts.google.com" }, role, NO],
    ["a canonical user may be the account", { CanonicalUser: "79a5" }, role, { ...NO, account: "unknown" }],
    ["a canonical user is no service", { CanonicalUser: "79a5" }, s3, NO],
  ];
  for (const [sentence, principal, caller, expected] of rows) {
    it(sentence, () => assert.deepEqual(naming(principal, caller), expected));
  }
});

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
describe("a Deny with NotPrincipal", () => {
  const rows: readonly [string, StatementPrincipal, Caller, boolean, Naming["direct"]][] = [
    ["leaves out the role named with its account", { AWS: [ROLE_ARN, rootArn] }, role, false, "no"],
    ["leaves out the user named with its account", { AWS: [USER_ARN, HERE] }, user, false, "no"],
    ["hits who is not named", { AWS: [`${ROLE_ARN}2`, THERE] }, role, false, "yes"],
    ["may hit the role named without its account", { AWS: ROLE_ARN }, role, false, "unknown"],
    ["may hit the role of which only the account is named", { AWS: rootArn }, role, false, "unknown"],
    ["leaves out the root user", { AWS: rootArn }, root, false, "no"],
    ["leaves out the service", { Service: "s3.amazonaws.com" }, s3, false, "no"],
    ["hits a service that is not named", { AWS: [ROLE_ARN, rootArn] }, s3, false, "yes"],
    ["hits nobody when it names everyone", "*", role, false, "no"],
    ["hits whoever has a boundary, named or not", { AWS: [ROLE_ARN, rootArn] }, role, true, "yes"],
  ];
  for (const [sentence, NotPrincipal, caller, limited, direct] of rows) {
    it(sentence, () => {
      const found = namingOf({ Effect: "Deny", NotPrincipal, Action: "*" }, caller, limited);
      assert.deepEqual(found, { ...NO, direct });
    });
  }
});

describe("the words for a Principal that misses", () => {
  const allow = (parts: Partial<PolicyStatement>): PolicyStatement => ({
    Effect: "Allow",
    Action: "*",
    ...parts,
  });
  const rows: readonly [string, PolicyStatement, string][] = [
    [
      "point at a path that differs",
      allow({ Principal: { AWS: `arn:aws:iam::${HERE}:role/archive` } }),
      `its Principal is "arn:aws:iam::${HERE}:role/archive", not ${ROLE_ARN} (the role's path differs)`,
    ],
    [
      "point at the id of a deleted role",
      allow({ Principal: { AWS: "AROAEXAMPLEEXAMPLE12" } }),
      `its Principal is "AROAEXAMPLEEXAMPLE12", not ${ROLE_ARN} ("AROAEXAMPLEEXAMPLE12" is the id of a principal that was deleted)`,
    ],
    [
      "point at a pattern",
      allow({ Principal: { AWS: `arn:aws:iam::${HERE}:role/a*` } }),
      `its Principal is "arn:aws:iam::${HERE}:role/a*", not ${ROLE_ARN} (in a Principal "arn:aws:iam::${HERE}:role/a*" is no wildcard)`,
    ],
    [
      "say plainly who is named",
      allow({ Principal: { AWS: THERE } }),
      `its Principal is "${THERE}", not ${ROLE_ARN}`,
    ],
    [
      "name three at most",
      allow({ Principal: { AWS: ["1", "2", "3", "4", "5"] } }),
      `its Principal is "1", "2", "3" or 2 more, not ${ROLE_ARN}`,
    ],
    ["say that there is none", allow({}), "it has no Principal"],
    [
      "speak of NotPrincipal",
      allow({ NotPrincipal: { AWS: HERE } }),
      `its NotPrincipal leaves out "${HERE}"`,
    ],
  ];
  for (const [sentence, statement, words] of rows) {
    it(sentence, () => assert.equal(whyNotNamed(statement, role), words));
  }
});
