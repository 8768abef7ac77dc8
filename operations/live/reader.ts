/** Reads values of live accounts: what is refused becomes an unknown that names the missing permission. */
import { setMaxListeners } from "node:events";
import type { Known } from "../../model";
import { InputError } from "../inputError";
import type { Caller } from "./access";
import { BudgetError } from "./budget";
import { type Refusal, refusalOf, unusableCredentials } from "./refusals";

/** A permission that a caller lacks. */
export interface Lack {
  /** E.g. `s3:GetBucketPolicy`. */
  readonly action: string;
  /** ARN of the resource, or `*`. */
  readonly resource: string;
  /** ARN of the caller. */
  readonly caller: string;
  /** AWS's own words; empty where it gave none. */
  readonly because: string;
}

/** A question to AWS. */
export interface Question<T, A = never> {
  /** The IAM action that it needs. */
  readonly action: string;
  readonly resource: string;
  readonly caller: Pick<Caller, "arn">;
  readonly ask: (options: { readonly abortSignal: AbortSignal }) => Promise<T>;
  /** What it means that AWS says there is none. @default - it is unknown */
  readonly absent?: { readonly value: A };
}

export interface Reader {
  /** Asks; never throws for what AWS refuses, only where the credentials cannot be used any more or the user stops it. */
  readonly read: <T, A = never>(question: Question<T, A>) => Promise<Known<T | A>>;
  /** The same with the refusal itself. */
  readonly attempt: <T>(question: Question<T>) => Promise<Answer<T>>;
  /** The permissions that were found to be missing, each once. */
  readonly lacks: () => readonly Lack[];
}

export type Answer<T> = { readonly answer: T } | { readonly refusal: Refusal; readonly unknown: string };

const MOST_AT_ONCE = 8;

export function readerOf(signal: AbortSignal): Reader {
  // Every request in flight listens to it.
  setMaxListeners(0, signal);
  const lacks = new Map<string, Lack>();
  const inTurn = turns(MOST_AT_ONCE);
  const attempt = async <T>(question: Question<T>): Promise<Answer<T>> => {
    try {
      const answer = await inTurn(() => {
        signal.throwIfAborted();
        return question.ask({ abortSignal: signal });
      });
      return { answer };
    } catch (error) {
      if (signal.aborted || error instanceof InputError) throw error;
      if (error instanceof BudgetError) {
        const refusal = { ...refusalOf(error), kind: "other" as const };
        return { refusal, unknown: `not read, since ${error.message}` };
      }
      const refusal = refusalOf(error);
      const unusable = unusableCredentials(`credentials of ${question.caller.arn}`, refusal);
      if (unusable !== undefined) throw new InputError(unusable);
      if (refusal.kind === "denied") {
        const { action, resource, caller } = question;
        const lack = { action, resource, caller: caller.arn, because: refusal.message };
        lacks.set(JSON.stringify([action, resource, caller.arn]), lack);
      }
      return { refusal, unknown: whyUnread(question, refusal) };
    }
  };
  return {
    attempt,
    read: async ({ absent, ...question }) => {
      const found = await attempt(question);
      if ("answer" in found) return { known: found.answer };
      // A bucket that has vanished meanwhile has no settings, not even defaults.
      const { kind, code } = found.refusal;
      if (absent !== undefined && kind === "absent" && code !== "NoSuchBucket")
        return { known: absent.value };
      return { unknown: found.unknown };
    },
    lacks: () => [...lacks.values()],
  };
}

/** Completes "… is not known: ". */
function whyUnread(
  { action, resource }: Pick<Question<unknown>, "action" | "resource">,
  refusal: Refusal,
): string {
  const { kind, code, message } = refusal;
  const said = message === "" ? code : `${code}: ${message}`;
  switch (kind) {
    case "denied":
      return `needs ${action} on ${resource} (${said})`;
    case "throttled":
      return `AWS throttled the request for ${resource} (${said}); ask again later`;
    case "region":
      return `the Region of ${resource} did not accept the credentials (${said}); the account may not have enabled it`;
    case "unanswered":
      return `no answer arrived for ${resource} (${said})`;
    case "absent":
      return `${resource} does not exist (${said})`;
    default:
      return `AWS refused to tell of ${resource} (${said})`;
  }
}

/** Runs what it is given, only so much of it at once. */
function turns(most: number): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (work) => {
    if (running >= most) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
    try {
      return await work();
    } finally {
      // The place goes to the next one that waits.
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
}
