/** Puts back what a fire drill has changed, in the order in which it matters. */
import type { Reader } from "../live/reader";
import { type Cleaning, clean, type Written } from "../verify/clean";
import { quietly } from "../verify/leftovers";
import type { Clock } from "../verify/watch";
import { type FailureAlarm, type FailureMetric, setState } from "./alarms";
import type { Breakage, Undone } from "./breakage";

export interface PutBackOptions {
  readonly clock: Clock;
  readonly progress: (text: string) => void;
}

const NEVER = new AbortController().signal;

/** Remembers what is to be undone before it is done. Each part may be called at any time, also twice. */
export class PutBack {
  /** Canaries that may exist. */
  readonly written: Written[] = [];
  readonly #options: PutBackOptions;
  readonly #cleaner: () => Reader;
  #breakage: Breakage | undefined;
  #alarms: { readonly metric: FailureMetric; readonly alarms: readonly FailureAlarm[] } | undefined;
  #undone: Undone = { unrestored: [], notes: [] };
  #cleaning: Cleaning = { removed: 0, left: [] };
  #alarmNotes: readonly string[] = [];

  /** @param cleaner makes a reader that the user does not interrupt */
  constructor(options: PutBackOptions, cleaner: () => Reader) {
    this.#options = options;
    this.#cleaner = cleaner;
  }

  /** The breakage is about to be applied. */
  expect(breakage: Breakage): void {
    this.#breakage = breakage;
  }

  /** It was certainly not applied. */
  forget(): void {
    this.#breakage = undefined;
  }

  /** The alarms are about to be raised by a datum of ours. */
  expectAlarms(metric: FailureMetric, alarms: readonly FailureAlarm[]): void {
    this.#alarms = { metric, alarms };
  }

  /** The setting that made the replication fail. */
  async setting(): Promise<void> {
    if (this.#breakage === undefined) return;
    this.#options.progress("putting the setting back");
    this.#undone = await this.#breakage.undo(this.#cleaner());
    if (this.#undone.unrestored.length === 0) this.#breakage = undefined;
  }

  /** Never throws. The setting first: it is what others would notice. */
  async everything(): Promise<Undone & Cleaning> {
    await this.setting();
    if (this.written.length > 0) {
      this.#options.progress("removing the canaries");
      const written = this.written.splice(0);
      const cleaning = await clean(written, this.#cleaner(), this.#options.clock, NEVER);
      this.#cleaning = {
        removed: this.#cleaning.removed + cleaning.removed,
        left: [...this.#cleaning.left, ...cleaning.left],
      };
    }
    await this.#setAlarmsBack();
    const { unrestored, notes } = this.#undone;
    return { ...this.#cleaning, unrestored, notes: [...notes, ...this.#alarmNotes] };
  }

  async #setAlarmsBack(): Promise<void> {
    if (this.#alarms === undefined) return;
    const { metric, alarms } = this.#alarms;
    this.#alarms = undefined;
    const cleaner = this.#cleaner();
    const notes: string[] = [];
    for (const { name, state } of alarms) {
      const answer = await quietly(setState(metric, name, state, cleaner));
      if ("unknown" in answer) notes.push(`the alarm ${name} could not be set back: ${answer.unknown}`);
    }
    this.#alarmNotes = notes;
  }
}
