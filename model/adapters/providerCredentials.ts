/** Whether two providers of one deployment reach AWS with the same credentials, and so the same account. */
import { Property } from "./property";
import { ownValue } from "./rawValue";
import type { StackProvider } from "./stackResource";

/**
 * Every setting that selects the credentials of a provider.
 *
 * @see https://www.pulumi.com/registry/packages/aws/api-docs/provider/
 */
const CREDENTIALS = [
  "accessKey",
  "secretKey",
  "token",
  "profile",
  "sharedConfigFiles",
  "sharedCredentialsFiles",
  "assumeRole",
  "assumeRoles",
  "assumeRoleWithWebIdentity",
  "ec2MetadataServiceEndpoint",
  "endpoints",
] as const;

/** The same text for providers of one deployment with the same credentials; undefined where a setting is not known. */
export function credentialsOf({ key, properties }: StackProvider): string | undefined {
  // A provider that states nothing, not even a region, was not read.
  if (Object.keys(properties).length === 0) return undefined;
  const settings: (readonly [name: string, value: unknown])[] = [];
  for (const name of CREDENTIALS) {
    const value = new Property(ownValue(properties, name), name, []).plain();
    if ("unknown" in value) return undefined;
    if (!isNothing(value.known)) settings.push([name, value.known]);
  }
  return JSON.stringify([deploymentOf(key), settings]);
}

/** Stack and project at the beginning of a provider's URN: another deployment may run with other credentials. */
function deploymentOf(key: string): string {
  return key.split("::", 2).join("::");
}

function isNothing(value: unknown): boolean {
  return value === undefined || value === null || ["", "[]", "{}"].includes(textOf(value));
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : (JSON.stringify(value) ?? "");
}
