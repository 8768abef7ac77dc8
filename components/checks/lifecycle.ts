/** Checks of lifecycles: S3 moves objects from warmer to colder storage classes, and expires them after that. */
import {
  canTransition,
  MAX_NEWER_NONCURRENT_VERSIONS,
  minimumDays,
  TRANSITION_CLASSES,
} from "../../aws/lifecycle";
import { MAX_LIFECYCLE_DAYS } from "../../aws/limits";
import type { LifecycleArgs, TransitionArgs } from "../bucketOptions";
import { type Problem, shownValue, suggestion } from "../problems";
import type { ReplicatedBucketArgs } from "../replicatedBucketArgs";
import { eachReplica } from "./paths";
import { type Checked, given, problemsIn, type Row } from "./rows";

const DAYS_ROWS: readonly Row<number>[] = [
  {
    condition: (days) => !Number.isInteger(days) || days < 1 || days > MAX_LIFECYCLE_DAYS,
    expected: `a whole number of days, 1 to ${MAX_LIFECYCLE_DAYS}`,
    fix: "choose a number of days, or leave it out",
  },
];

const NEWER_VERSIONS_ROWS: readonly Row<{ readonly count: number; readonly expires: boolean }>[] = [
  {
    condition: ({ count }) => !Number.isInteger(count) || count < 1 || count > MAX_NEWER_NONCURRENT_VERSIONS,
    expected: `a whole number from 1 to ${MAX_NEWER_NONCURRENT_VERSIONS}`,
    found: ({ count }) => shownValue(count),
    fix: "choose how many noncurrent versions of each object stay, or leave it out",
  },
  {
    condition: ({ expires }) => !expires,
    expected: "noncurrentVersionsExpireInDays beside it",
    found: "none",
    fix: "say after how many days the other noncurrent versions expire",
  },
];

/** A transition, and the one that comes before it. */
interface OrderedTransition extends TransitionArgs {
  readonly least: number;
  readonly before: TransitionArgs | undefined;
}

const TRANSITION_ROWS: readonly Row<OrderedTransition>[] = [
  {
    condition: ({ storageClass }) => !TRANSITION_CLASSES.includes(storageClass),
    where: (_, path) => `${path}.storageClass`,
    expected: "a storage class that S3 can move objects to",
    found: ({ storageClass }) => shownValue(storageClass),
    fix: ({ storageClass }) => suggestion(storageClass, TRANSITION_CLASSES),
  },
  {
    condition: ({ afterDays, least }) => !Number.isInteger(afterDays) || afterDays < least,
    where: (_, path) => `${path}.afterDays`,
    expected: ({ storageClass, least }) => `a whole number of days, ${least} or more for ${storageClass}`,
    found: ({ afterDays }) => shownValue(afterDays),
    fix: "choose a later day",
  },
  {
    condition: ({ storageClass, before }) =>
      before !== undefined &&
      isClass(before, storageClass) &&
      !canTransition(before.storageClass, storageClass),
    where: (_, path) => `${path}.storageClass`,
    expected: ({ before }) =>
      `a class that S3 moves objects of ${before?.storageClass} to, which they have from day ${before?.afterDays}`,
    found: ({ storageClass }) => shownValue(storageClass),
    fix: "s3 moves objects to colder classes only; leave one of the two out, or exchange their days",
  },
  {
    condition: ({ storageClass, afterDays, before }) =>
      before !== undefined &&
      canTransition(before.storageClass, storageClass) &&
      afterDays < before.afterDays + Math.max(1, minimumDays(before.storageClass)),
    where: (_, path) => `${path}.afterDays`,
    expected: ({ before }) =>
      `${Math.max(1, minimumDays(before?.storageClass ?? ""))} days or more after the move to ${before?.storageClass} on day ${before?.afterDays}`,
    found: ({ afterDays }) => shownValue(afterDays),
    fix: "choose a later day",
  },
];

function isClass(before: TransitionArgs, storageClass: string): boolean {
  return [before.storageClass, storageClass].every((each) => TRANSITION_CLASSES.includes(each));
}

/** When versions expire, and the last of their transitions. */
interface Expiry {
  readonly days: number;
  readonly last: TransitionArgs;
}

const EXPIRY_ROWS: readonly Row<Expiry>[] = [
  {
    condition: ({ days, last }) => days <= last.afterDays,
    expected: ({ last }) => `more than ${last.afterDays} days, when versions move to ${last.storageClass}`,
    found: ({ days }) => shownValue(days),
    fix: "s3 refuses to move what has expired; choose a later day, or leave the transition out",
  },
];

/** What S3 would refuse of one lifecycle. */
export function lifecycleProblems(path: string, lifecycle: LifecycleArgs = {}): readonly Problem[] {
  const { noncurrentVersionsExpireInDays, unfinishedUploadsExpireInDays, expireInDays } = lifecycle;
  const { newerNoncurrentVersions, transitions = [], noncurrentVersionTransitions = [] } = lifecycle;
  const expires = noncurrentVersionsExpireInDays !== undefined;
  return [
    ...problemsIn(
      [
        ...given(`${path}.noncurrentVersionsExpireInDays`, noncurrentVersionsExpireInDays),
        ...given(`${path}.unfinishedUploadsExpireInDays`, unfinishedUploadsExpireInDays),
        ...given(`${path}.expireInDays`, expireInDays),
      ],
      DAYS_ROWS,
    ),
    ...problemsIn(
      given(`${path}.newerNoncurrentVersions`, newerNoncurrentVersions).map((checked) => ({
        path: checked.path,
        value: { count: checked.value, expires },
      })),
      NEWER_VERSIONS_ROWS,
    ),
    ...transitionProblems(`${path}.transitions`, transitions, 0),
    ...transitionProblems(`${path}.noncurrentVersionTransitions`, noncurrentVersionTransitions, 1),
    ...problemsIn(
      [
        ...expiryAfter(`${path}.expireInDays`, expireInDays, transitions),
        ...expiryAfter(
          `${path}.noncurrentVersionsExpireInDays`,
          noncurrentVersionsExpireInDays,
          noncurrentVersionTransitions,
        ),
      ],
      EXPIRY_ROWS,
    ),
  ];
}

function transitionProblems(
  path: string,
  transitions: readonly TransitionArgs[],
  leastDays: number,
): readonly Problem[] {
  const inOrder = transitions
    .map((transition, index) => ({ transition, index }))
    .sort((one, other) => one.transition.afterDays - other.transition.afterDays);
  return problemsIn(
    inOrder.map(({ transition, index }, place) => ({
      path: `${path}[${index}]`,
      value: {
        ...transition,
        least: Math.max(leastDays, minimumDays(transition.storageClass)),
        before: inOrder[place - 1]?.transition,
      },
    })),
    TRANSITION_ROWS,
  );
}

function expiryAfter(
  path: string,
  days: number | undefined,
  transitions: readonly TransitionArgs[],
): readonly Checked<Expiry>[] {
  const [last] = [...transitions].sort((one, other) => other.afterDays - one.afterDays);
  return days === undefined || last === undefined ? [] : [{ path, value: { days, last } }];
}

export function lifecycles({ lifecycle, replicas }: ReplicatedBucketArgs): readonly Problem[] {
  return [
    ...lifecycleProblems("lifecycle.primary", lifecycle?.primary),
    ...lifecycleProblems("lifecycle.replicas", lifecycle?.replicas),
    ...eachReplica(replicas, (replica, path) =>
      lifecycleProblems(`${path}.lifecycle`, replica.lifecycle),
    ).flat(),
  ];
}
