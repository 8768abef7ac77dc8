/** One verification against a loopback S3, and what it left there. */
import assert from "node:assert/strict";
import { type Verification, verificationSchema } from "../../../operations/verify/result";
import { type FakeS3, type FakeS3Options, type FakeVersion, startFakeS3 } from "../../helpers/fakeAws/fakeS3";
import { ACCOUNT, REPLICA, SOURCE } from "../../helpers/snapshots";
import { type FakeRun, runAgainst } from "./fakeRun";

const BUCKETS = { [SOURCE]: "eu-west-1", [REPLICA]: "eu-central-1", "acme-second": "us-east-1" };

/** S3 replicates everything that is written to the source, at once. */
export const works = (version: FakeVersion, bucket: string, server: FakeS3) => {
  if (bucket !== SOURCE) return;
  version.status = "COMPLETED";
  server.copyTo(REPLICA, version);
};

export async function ran(
  options: Partial<FakeS3Options>,
  run: FakeRun | ((server: FakeS3) => FakeRun) = {},
) {
  const server = await startFakeS3({ account: ACCOUNT, buckets: BUCKETS, replicate: works, ...options });
  try {
    const ended = await runAgainst(server, typeof run === "function" ? run(server) : run);
    verificationSchema.parse(ended.verification);
    const uploads = server.uploads.length;
    return { ...ended, versions: server.total(), uploads, calls: server.calls };
  } finally {
    await server.close();
  }
}

/** The only canary, and its first destination. */
export function first({ canaries }: Verification) {
  const [canary] = canaries;
  const [destination] = canary?.destinations ?? [];
  assert.ok(canary);
  return { canary, destination };
}
