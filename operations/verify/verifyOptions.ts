/** What a verification is given. */
import type { RouteReport, Topology } from "../../model";
import type { LiveAccess } from "../live/access";
import type { CanaryPlan } from "./canaries";
import type { Clock } from "./watch";

export interface VerifyOptions {
  readonly plan: CanaryPlan;
  /** What the plan was made of. */
  readonly topology: Topology;
  /** Whether the topology was read from the accounts just now. */
  readonly isLive: boolean;
  /** What the model says of the routes, for those that turn out to be broken. */
  readonly reports: readonly RouteReport[];
  readonly access: LiveAccess;
  readonly clock: Clock;
  readonly timeoutMs: number;
  /** Write although a canary could not be removed everywhere: because of a retention, or of a bucket that cannot be reached. */
  readonly acceptLeftovers: boolean;
  /** Delete each canary without naming its version, once its copies are there. */
  readonly deleteMarkers?: boolean;
  /** Write each canary as a multipart upload. */
  readonly multipart?: boolean;
  /** Leave the canaries for inspection. */
  readonly keep?: boolean;
  readonly progress: (text: string) => void;
  /** Says what the user has to know before it happens. */
  readonly warn: (text: string) => void;
}
