/** Sees to it that what we started ends when we do, however we end. */

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

export interface Guarded {
  /** Ends it in an orderly way; called when a signal asks us to end. */
  readonly stop: () => Promise<void>;
  /** Ends it at once, without waiting; called when our process is about to be gone. */
  readonly kill: () => void;
}

/**
 * Watches over something until the returned function is called.
 *
 * After an orderly stop the signal is sent to ourselves again, so that our own exit status says what ended us;
 * a program that has a handler of its own for the signal keeps the last word.
 */
export function guard({ stop, kill }: Guarded): () => void {
  const onSignal = (signal: NodeJS.Signals) => {
    void stop()
      .catch(kill)
      .finally(() => {
        release();
        // Another guard, or the program itself, has still something to do about it.
        if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
      });
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  process.on("exit", kill);
  const release = () => {
    for (const signal of SIGNALS) process.removeListener(signal, onSignal);
    process.removeListener("exit", kill);
  };
  return release;
}
