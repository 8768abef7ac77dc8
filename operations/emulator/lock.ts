/** A lock between processes: a file that holds the number of the process that made it. */
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { onExit } from "signal-exit";

export interface LockOptions {
  readonly signal?: AbortSignal | undefined;
  /** Called once, when another process holds the lock. */
  readonly onWait?: (() => void) | undefined;
  /** Milliseconds between two attempts. @default 200 */
  readonly intervalMs?: number;
}

/**
 * Runs the work while no other process does, and releases the lock in every case. The lock of a process that has died
 * is taken over.
 *
 * Two waiters may take over the same dead lock at once, so the work itself has to allow that; the lock only saves
 * doing it twice.
 */
export async function withLock<T>(
  path: string,
  work: () => Promise<T>,
  options: LockOptions = {},
): Promise<T> {
  let waited = false;
  while (!acquire(path)) {
    if (!waited) options.onWait?.();
    waited = true;
    await sleep(options.intervalMs ?? 200, undefined, { signal: options.signal });
  }
  const release = () => rmSync(path, { force: true });
  const forget = onExit(release);
  try {
    return await work();
  } finally {
    forget();
    release();
  }
}

function acquire(path: string): boolean {
  try {
    writeFileSync(path, `${process.pid}\n`, { flag: "wx" });
    return true;
  } catch (error) {
    if (!isCode(error, "EEXIST")) throw error;
  }
  if (!isStale(path)) return false;
  rmSync(path, { force: true });
  return false;
}

function isStale(path: string): boolean {
  let holder: string;
  try {
    holder = readFileSync(path, "utf8").trim();
  } catch {
    return false;
  }
  // The file is empty between its creation and its first write.
  return holder !== "" && !isRunning(Number(holder));
}

/** Whether a process of that number runs now. */
export function isRunning(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return isCode(error, "EPERM");
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
