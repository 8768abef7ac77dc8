/** How a command ends. */
export const STATUS = {
  /** It works, or it is done. */
  done: 0,
  /** A route is broken, a policy violated, a check failed. */
  broken: 1,
  /** What the user gave cannot be used. */
  badInput: 2,
  /** Nothing is broken, but not everything can be proven. */
  unproven: 3,
  /** Ended by Ctrl-C, as shells report it. */
  interrupted: 130,
} as const;

export type Status = (typeof STATUS)[keyof typeof STATUS];
