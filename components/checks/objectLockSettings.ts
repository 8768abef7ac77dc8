/** Checks of the setting `objectLock` that the arguments no longer show: there it is on or left out. */
import { shownValue } from "../problems";
import type { StackSettings } from "../settingsSchema";
import { check } from "./rows";

type ObjectLockSetting = StackSettings["objectLock"];

/** A default retention needs Object Lock, which S3 never switches off again. */
export const objectLockContradiction = check(
  ({ objectLock }: StackSettings) => [{ path: "objectLock", value: objectLock }],
  [
    {
      condition: (objectLock) => objectLock.enabled === false && retentionOf(objectLock).length > 0,
      where: (_, path) => `${path}.enabled`,
      expected: (objectLock) => `true, or nothing, with ${retentionOf(objectLock).join(" and ")}`,
      found: ({ enabled }) => shownValue(enabled),
      fix: (objectLock) =>
        `object lock can never be switched off again: remove ${retentionOf(objectLock).join(" and ")} to do without it, or enabled to have it`,
    },
  ],
);

function retentionOf({ enabled: _, ...retention }: ObjectLockSetting): readonly string[] {
  return Object.entries(retention)
    .filter(([, value]) => value !== undefined)
    .map(([name]) => name);
}
