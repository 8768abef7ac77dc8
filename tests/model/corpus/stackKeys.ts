/** Keys of a set-up with their policies, aliases and grants. */
import type { KeySetUp } from "./setUp";
import { json, type Properties, type Resource } from "./stackResource";

export function keyResources(key: KeySetUp): readonly Resource[] {
  const [, partition = "", , region = "", account = "", resource = ""] = key.arn.split(":");
  const id = resource.replace("key/", "");
  const root = `arn:${partition}:iam::${account}:root`;
  const policy = json(
    key.policy ?? [{ Effect: "Allow", Principal: { AWS: root }, Action: "kms:*", Resource: "*" }],
  );
  const part = (type: string, name: string, inputs: Properties, computed: Properties = {}): Resource => ({
    type,
    name,
    account,
    region,
    inputs,
    computed,
  });
  return [
    part(
      "kms/key:Key",
      `key-${region}-${id}`,
      {
        ...(key.policy !== undefined && { policy }),
        ...(key.disabled && { isEnabled: false }),
        ...(key.spec !== undefined && { customerMasterKeySpec: key.spec }),
        ...(key.usage !== undefined && { keyUsage: key.usage }),
        ...(key.tags !== undefined && { tags: key.tags }),
      },
      {
        arn: key.arn,
        keyId: id,
        policy,
        ...(key.tags !== undefined && { tagsAll: key.tags }),
        ...(key.pendingDeletion && { keyState: "PendingDeletion" }),
      },
    ),
    ...(key.alias === undefined
      ? []
      : [part("kms/alias:Alias", `alias-${region}-${id}`, { name: key.alias, targetKeyId: id })]),
    ...(key.grants ?? []).map(({ grantee, operations }, position) =>
      part("kms/grant:Grant", `grant-${id}-${position}`, {
        keyId: key.arn,
        granteePrincipal: grantee,
        operations,
      }),
    ),
  ];
}
