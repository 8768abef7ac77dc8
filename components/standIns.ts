/** Values that stand in for settings that cannot be read, and cause no problem of their own. */
import { partitionOfRegion } from "../aws/partitions";
import { type StandInChoice, standInRegion } from "./checks/unknownRegions";
import { type Path, valueAt } from "./settingPaths";

/** A setting that cannot be read. */
export interface Unreadable {
  readonly path: Path;
  /** Undefined where it is missing. */
  readonly value: unknown;
  /** The type that the schema expects; undefined where it lists values. */
  readonly expected: string | undefined;
}

const ACCOUNT = "000000000000";
const KEY_ID = "00000000-0000-0000-0000-000000000000";

/**
 * A value that could have been meant, another one for each choice. A problem that the settings have with all of them does not
 * come from the value.
 *
 * @param raw all of the settings.
 * @returns undefined for no value.
 */
export function possibleValue(unreadable: Unreadable, choice: StandInChoice, raw: unknown): unknown {
  const { path, value, expected } = unreadable;
  const standIn = standInAt(path, choice, raw);
  if (choice === 0 || value === undefined) return standIn;
  switch (expected) {
    case "string":
      return typeof value === "number" || typeof value === "boolean" ? String(value) : standIn;
    case "boolean":
      return choice === 1;
    case "array":
      return typeof value === "string" && value !== "" ? [value] : standIn;
    default:
      return standIn;
  }
}

/** The value for a place that the schema or the checks want filled; undefined where nothing has to be there. */
export function standInAt(path: Path, choice: StandInChoice, raw: unknown): unknown {
  const [site, own] = siteOf(path);
  const partition = partitionOfRegion(regionFor(site, choice, raw));
  const role = `arn:${partition}:iam::${accountOf(site, raw)}:role/placeholder`;
  const region = regionFor(site, choice, raw);
  switch (own) {
    case "prefix":
      return "placeholder";
    case "primaryRegion":
    case "region":
      return region;
    case "replicas":
      return [{ region }];
    case "replicas[]":
      return { region };
    case "receiver":
      return site.length > 0 ? undefined : { region, sourceAccountId: ACCOUNT };
    case "assumeRole":
    case "assumeRole.roleArn":
    case "sourceRoleArn":
      return choice === 0 ? undefined : role;
    case "sourceAccountId":
      return choice === 0 ? undefined : ACCOUNT;
    case "rules[]":
      return { name: ruleName(path) };
    case "rules[].name":
      return ruleName(path);
    case "filter":
    case "rules[].filter":
      return [undefined, { prefix: "placeholder/" }, { tags: { placeholder: "" } }][choice];
    case "adopt.keyId":
    case "primary.adopt.keyId":
      return KEY_ID;
    case "readers[]":
      return { principals: [ACCOUNT] };
    case "readers[].principals":
    case "replicateOnlyFrom.principals":
      return [ACCOUNT];
    case "readers[].principals[]":
    case "replicateOnlyFrom.principals[]":
    case "writers[]":
    case "versionDeleters[]":
      return ACCOUNT;
    case "readers[].of[]":
      return "primary";
    case "replicateOnlyFrom.tag":
      return { key: "placeholder", value: "placeholder" };
    case "replicateOnlyFrom.tag.key":
    case "replicateOnlyFrom.tag.value":
      return "placeholder";
    case "logDelivery[]":
      return "cloudtrail";
    default:
      return undefined;
  }
}

/** A name that no other rule of the replica has. */
function ruleName(path: Path): string {
  return `placeholder-${String([...path].reverse().find((part) => typeof part === "number"))}`;
}

/** The path of a site, and the rest with `[]` for every index, which is the same for all sites. */
function siteOf(path: Path): readonly [Path, string] {
  const length =
    path[0] === "replicas" && path.length > 2 ? 2 : path[0] === "receiver" && path.length > 1 ? 1 : 0;
  const own = path
    .slice(length)
    .reduce<string>(
      (text, part) =>
        typeof part === "number" ? `${text}[]` : `${text}${text === "" ? "" : "."}${String(part)}`,
      "",
    );
  const site = length > 0 || typeof path[1] !== "number" ? path.slice(0, length) : path.slice(0, 2);
  return [site, own];
}

function accountOf(site: Path, raw: unknown): string {
  const accounts = [valueAt(raw, [...site, "accountId"]), valueAt(raw, ["accountId"])];
  return String(accounts.find((account) => typeof account === "string" && account !== "") ?? ACCOUNT);
}

function regionFor(site: Path, choice: StandInChoice, raw: unknown): string {
  const [, index] = site;
  return standInRegion(regionsIn(raw), choice, typeof index === "number" ? index + 1 : 0);
}

/** The regions that the settings name. */
export function regionsIn(raw: unknown): readonly unknown[] {
  const replicas = valueAt(raw, ["replicas"]);
  const entries: readonly unknown[] = Array.isArray(replicas) ? replicas : [];
  return [
    valueAt(raw, ["primaryRegion"]),
    valueAt(raw, ["receiver", "region"]),
    ...entries.map((entry) => (typeof entry === "string" ? entry : valueAt(entry, ["region"]))),
  ].filter((region) => region !== "");
}
