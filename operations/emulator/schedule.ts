/** Runs tasks as soon as those they wait for are done, up to a number at once. */

export interface ScheduleOptions<T> {
  readonly tasks: readonly T[];
  readonly key: (task: T) => string;
  /** Keys of the tasks that must be done first; keys of no task count as done. */
  readonly waitsFor: (task: T) => readonly string[];
  readonly run: (task: T) => Promise<void>;
  readonly signal?: AbortSignal | undefined;
  /** How many run at once. @default 16 */
  readonly atOnce?: number;
}

/**
 * After the first failure nothing new is started; those that run are awaited, and then the first failure is thrown.
 *
 * @throws {Error} when tasks wait for each other in a circle
 */
export async function runInOrder<T>(options: ScheduleOptions<T>): Promise<void> {
  const { tasks, key, waitsFor, run, signal, atOnce = 16 } = options;
  const known = new Set(tasks.map(key));
  const open = new Map(
    tasks.map((task) => [key(task), new Set(waitsFor(task).filter((other) => known.has(other)))]),
  );
  const waiting = new Set(tasks);
  const running = new Set<Promise<void>>();
  const failures: unknown[] = [];

  const startReady = () => {
    for (const task of waiting) {
      if (running.size >= atOnce || failures.length > 0 || signal?.aborted) return;
      if ((open.get(key(task))?.size ?? 0) > 0) continue;
      waiting.delete(task);
      const work = run(task)
        .then(() => {
          for (const others of open.values()) others.delete(key(task));
        })
        .catch((error: unknown) => void failures.push(error))
        .finally(() => running.delete(work));
      running.add(work);
    }
  };

  startReady();
  while (running.size > 0) {
    await Promise.race(running);
    startReady();
  }
  signal?.throwIfAborted();
  if (failures.length > 0) throw failures[0];
  if (waiting.size > 0) {
    throw new Error(`these wait for each other in a circle: ${[...waiting].map(key).join(", ")}`);
  }
}
