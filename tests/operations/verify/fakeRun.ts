/** Runs `verify` against a loopback S3, with a clock that does not wait. */
import { judge, topologyFromLive } from "../../../model";
import { openAccess } from "../../../operations/live/access";
import { liveSettingsOf } from "../../../operations/live/options";
import { canariesOf } from "../../../operations/verify/canaries";
import { verify } from "../../../operations/verify/verify";
import type { Clock } from "../../../operations/verify/watch";
import type { FakeS3 } from "../../helpers/fakeAws/fakeS3";
import { snapshotOf } from "../../helpers/snapshots";

/** Jumps over every wait. */
export function jumpingClock(): Clock & { readonly waitedMs: () => number } {
  let now = 0;
  return {
    nowMs: () => now,
    waitedMs: () => now,
    sleep: async (ms, signal) => {
      signal.throwIfAborted();
      await new Promise((resolve) => setImmediate(resolve));
      signal.throwIfAborted();
      now += ms;
    },
  };
}

export interface FakeRun {
  readonly timeoutMinutes?: number;
  readonly acceptLeftovers?: boolean;
  readonly deleteMarkers?: boolean;
  readonly multipart?: boolean;
  readonly keep?: boolean;
  /** @default true */
  readonly isLive?: boolean;
  readonly signal?: AbortSignal;
  readonly maxRequests?: string;
  readonly snapshot?: ReturnType<typeof snapshotOf>;
}

export async function runAgainst(server: FakeS3, options: FakeRun = {}) {
  const { deleteMarkers = false, multipart = false, keep = false, isLive = true } = options;
  const { timeoutMinutes = 15, acceptLeftovers = false, signal = new AbortController().signal } = options;
  const topology = topologyFromLive(options.snapshot ?? snapshotOf({}));
  const environment = { AWS_ACCESS_KEY_ID: "AKIA", AWS_SECRET_ACCESS_KEY: "test" };
  const { maxRequests } = options;
  const settings = liveSettingsOf({
    endpoint: server.endpoint,
    region: "eu-west-1",
    ...(maxRequests !== undefined && { maxRequests }),
  });
  const clock = jumpingClock();
  const access = await openAccess(settings, { environment, signal });
  let number = 0;
  const warnings: { readonly text: string; readonly after: readonly string[] }[] = [];
  try {
    const { verification, error } = await verify({
      plan: canariesOf(topology, {
        deleteMarkers,
        unique: () => {
          number += 1;
          return `canary-${number}`;
        },
      }),
      topology,
      isLive,
      reports: judge(topology),
      access,
      clock,
      timeoutMs: timeoutMinutes * 60_000,
      acceptLeftovers,
      ...{ deleteMarkers, multipart, keep },
      progress: () => {},
      warn: (text) => {
        warnings.push({ text, after: server.calls.map(({ name }) => name) });
      },
    });
    return { verification, error, warnings, waitedMs: clock.waitedMs() };
  } finally {
    access.close();
  }
}
