/** Requirements on the ownership of objects and replicas. */

import { isAccountId } from "../../aws/accounts";
import { PAGES } from "../awsPages";
import { knownValue, relationOf } from "../known";
import { nameOfEnd, type RouteFacts } from "../routeFacts";
import { EVERY_EVENT, NO_EVENT } from "./eventConcern";
import { type Finding, met, type Requirement, unknown, unmet } from "./requirement";

export const OWNERSHIP: readonly Requirement[] = [
  {
    id: "destination-account",
    title: "The account that the rule states is the destination's",
    area: "ownership",
    strength: "required",
    url: PAGES.apiErrors,
    events: EVERY_EVENT,
    checks:
      "destination.account is the account of the destination bucket, and is there when the rule changes the owner",
    check: destinationAccount,
  },
  {
    id: "destination-account-stated",
    title: "Across accounts the rule states the destination's account",
    area: "ownership",
    strength: "advised",
    url: PAGES.apiDestination,
    events: NO_EVENT,
    checks: "destination.account is set, so that S3 checks who owns the bucket",
    check: accountStated,
  },
  {
    id: "owner-translation",
    title: "The rule hands replicas to the destination's owner in the one way that there is",
    area: "ownership",
    strength: "required",
    url: PAGES.owner,
    events: EVERY_EVENT,
    checks: 'accessControlTranslation.owner is "Destination"',
    check: ownerTranslation,
  },
  {
    id: "source-ownership",
    title: "The source bucket's owner can read what others upload",
    area: "ownership",
    strength: "advised",
    url: PAGES.requirements,
    events: NO_EVENT,
    checks:
      "object ownership of the source is not ObjectWriter: S3 skips objects that the bucket's owner may not read",
    check: sourceOwnership,
  },
];

function destinationAccount({ route, destination }: RouteFacts): Finding | undefined {
  const { account, ownerTranslation: translation } = route.rule.destination;
  const real = knownValue(destination.account);
  const fix = `set destination.account to ${real ?? "the account of the destination bucket"}`;
  if ("unknown" in account) return unknown(`destination.account is not known: ${account.unknown}`, fix);
  const stated = account.known;
  if (stated === undefined) {
    const changes = knownValue(translation) !== undefined;
    return changes
      ? unmet("the rule has accessControlTranslation and no destination.account", fix)
      : undefined;
  }
  if (!isAccountId(stated)) {
    return unmet(`destination.account is "${stated}", and an account has 12 digits`, fix);
  }
  if (destination.bucket === undefined || real === undefined) {
    return unknown(
      `destination.account is ${stated}, and the bucket's own account is not known`,
      `make sure that account ${stated} owns ${nameOfEnd(destination)}`,
    );
  }
  return stated === real
    ? met(`destination.account is ${stated}, the bucket's account`)
    : unmet(`destination.account is ${stated}, and ${nameOfEnd(destination)} belongs to ${real}`, fix);
}

function accountStated({ route, source, destination }: RouteFacts): Finding | undefined {
  const { account } = route.rule.destination;
  if ("unknown" in account || relationOf(source.account, destination.account) !== "different") {
    return undefined;
  }
  if (account.known !== undefined) return met(`destination.account is ${account.known}`);
  return unmet(
    `${nameOfEnd(destination)} belongs to another account, and the rule does not say to which`,
    `set destination.account to ${knownValue(destination.account)}`,
  );
}

function ownerTranslation({ route }: RouteFacts): Finding | undefined {
  const { ownerTranslation: translation } = route.rule.destination;
  const fix = 'set accessControlTranslation.owner to "Destination", or leave accessControlTranslation out';
  if ("unknown" in translation) {
    return unknown(`accessControlTranslation.owner is not known: ${translation.unknown}`, fix);
  }
  if (translation.known === undefined) return undefined;
  if (translation.known === "Destination") return met('accessControlTranslation.owner is "Destination"');
  return unmet(`accessControlTranslation.owner is "${translation.known}"`, fix);
}

function sourceOwnership({ source }: RouteFacts): Finding | undefined {
  const ownership = source.bucket && knownValue(source.bucket.objectOwnership);
  if (ownership === undefined) return undefined;
  const name = nameOfEnd(source);
  if (ownership !== "ObjectWriter") return met(`object ownership of ${name} is ${ownership}`);
  return unmet(
    `object ownership of ${name} is ObjectWriter, so objects that other accounts upload are skipped unless they grant the bucket's owner access`,
    `set the object ownership of ${name} to BucketOwnerEnforced`,
  );
}
