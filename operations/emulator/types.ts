/** What a run in the emulator shows. Nothing in it changes from one run to the next: no times, ports or random ids. */

export interface EmulatorReport {
  /** Name and version, e.g. `ministack 1.5.33`. */
  readonly emulator: string;
  /** `differs` when one comparison or one event on a route differs. */
  readonly verdict: "as expected" | "differs";
  readonly created: readonly CreatedResource[];
  readonly notEmulated: readonly NotEmulated[];
  readonly comparisons: readonly SettingComparison[];
  readonly routes: readonly ExercisedRoute[];
}

export interface CreatedResource {
  readonly name: string;
  readonly type: string;
  readonly account: string;
  readonly region: string;
}

/** Something of the program that the emulator was not given, or that it does not do. */
export interface NotEmulated {
  /** The resource, e.g. `failures (aws:cloudwatch/metricAlarm:MetricAlarm)`. */
  readonly resource: string;
  /** The setting, or `all of it`. */
  readonly what: string;
  readonly because: string;
}

/** One setting that was asked for, and what the emulator holds. */
export interface SettingComparison {
  /** E.g. `bucket acme-archive`. */
  readonly resource: string;
  readonly what: string;
  readonly expected: string;
  readonly found: string;
  readonly verdict: "as expected" | "differs";
}

/** One rule, exercised alone, from its source to its destination. */
export interface ExercisedRoute {
  readonly rule: string;
  readonly source: string;
  readonly destination: string;
  readonly sourceRegion: string;
  /** Undefined when the destination is not a bucket of this program. */
  readonly destinationRegion: string | undefined;
  readonly events: readonly ExercisedEvent[];
}

export interface ExercisedEvent {
  /** E.g. `small object`. */
  readonly event: string;
  readonly expected: string;
  readonly found: string;
  readonly verdict: "as expected" | "differs" | "not emulated";
  /** Why it is not emulated. */
  readonly because?: string;
}
