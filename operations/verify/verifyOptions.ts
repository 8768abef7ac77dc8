/** What a verification is given. */
import type { RouteReport } from "../../model";
import type { LiveAccess } from "../live/access";
import type { CanaryPlan } from "./canaries";
import type { Clock } from "./watch";

export interface VerifyOptions {
  readonly plan: CanaryPlan;
  /** What the model says of the routes, for those that turn out to be broken. */
  readonly reports: readonly RouteReport[];
  readonly access: LiveAccess;
  readonly clock: Clock;
  readonly timeoutMs: number;
  /** Write although a canary could not be removed everywhere: because of a retention, or of a bucket that cannot be reached. */
  readonly acceptLeftovers: boolean;
  readonly progress: (text: string) => void;
}
