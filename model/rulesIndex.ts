/** The rules of one configuration, looked up by what must be unique among them. */

import { knownValue } from "./known";
import type { Route } from "./route";
import type { Reference } from "./topology";

export class RulesIndex {
  readonly #byId = new Map<string, Route[]>();
  readonly #byPriority = new Map<number, Route[]>();
  readonly #byDestination = new Map<string, Route[]>();
  /** Destination -> settings -> rules. */
  readonly #bySettings = new Map<string, Map<string, Route[]>>();

  readonly #count: number;

  constructor(routes: readonly Route[]) {
    this.#count = Math.max(1, routes.length);
    for (const route of routes) {
      const id = knownValue(route.rule.id);
      if (id !== undefined) add(this.#byId, id, route);
      const priority = knownValue(route.rule.priority);
      if (priority !== undefined) add(this.#byPriority, priority, route);
      const destination = destinationOf(route);
      if (destination === undefined) continue;
      add(this.#byDestination, destination, route);
      const groups = this.#bySettings.get(destination) ?? new Map<string, Route[]>();
      this.#bySettings.set(destination, groups);
      add(groups, settingsOf(route), route);
    }
  }

  /** The first rule, other than the route's own, with the id. */
  firstWithId(id: string, route: Route): Route | undefined {
    return this.#byId.get(id)?.find((other) => other.id !== route.id);
  }

  /** The first rule, other than the route's own, with the priority. */
  firstWithPriority(priority: number, route: Route): Route | undefined {
    return this.#byPriority.get(priority)?.find((other) => other.id !== route.id);
  }

  /** A priority that no other rule has, and another one for every rule that asks for one. */
  freePriority(route: Route): number {
    let priority = route.position;
    while (this.firstWithPriority(priority, route) !== undefined) priority += this.#count;
    return priority;
  }

  /** A rule that names another destination than the route's. */
  otherDestination(route: Route): Route | undefined {
    const own = destinationOf(route);
    for (const [destination, [first]] of this.#byDestination) {
      if (destination !== own) return first;
    }
    return undefined;
  }

  /** Whether another rule names the route's destination. */
  sharesDestination(route: Route): boolean {
    const own = destinationOf(route);
    return own !== undefined && (this.#byDestination.get(own) ?? []).length > 1;
  }

  /** The rules that name the route's destination and treat replicas there in another way. */
  withOtherSettings(route: Route): readonly Route[] {
    const own = settingsOf(route);
    const groups = this.#bySettings.get(destinationOf(route) ?? "") ?? new Map<string, Route[]>();
    return [...groups].flatMap(([settings, routes]) => (settings === own ? [] : routes));
  }
}

function add<K>(map: Map<K, Route[]>, key: K, route: Route): void {
  const group = map.get(key);
  if (group === undefined) map.set(key, [route]);
  else group.push(route);
}

function destinationOf({ rule }: Route): string | undefined {
  const { bucket } = rule.destination;
  if ("to" in bucket) return bucket.to;
  return "outside" in bucket ? bucket.outside : undefined;
}

/** What two rules to one destination should agree on. */
function settingsOf({ rule }: Route): string {
  const { destination } = rule;
  return JSON.stringify([
    rule.sseKmsEncryptedObjects,
    rule.deleteMarkerReplication,
    destination.ownerTranslation,
    destination.storageClass,
    keyText(destination.replicaKey),
  ]);
}

function keyText(reference: Reference | undefined): string {
  if (reference === undefined) return "";
  if ("to" in reference) return reference.to;
  return "outside" in reference ? reference.outside : reference.unknown;
}
