import { strict as assert } from "node:assert";
import { notesOnward } from "../../model/onwardNotes";
import { bucket, configuration, type Pieces, rule, topologyOf } from "./journeys/topologies";

const to = (label: string, differences: Parameters<typeof rule>[1] = {}) =>
  rule(`to-${label}`, { ...differences, destination: { bucket: { to: label } } });
const prefixed = (prefix: string) => ({ filter: { known: { prefix, tags: {} } } });
const tagged = (tier: string) => ({ filter: { known: { tags: { tier } } } });
const synced = { replicaModifications: { known: "Enabled" } };
const third = { otherBuckets: [bucket("third")] };
const chained: Pieces = {
  ...third,
  rules: [to("replica")],
  otherConfigurations: [configuration("replica", [to("third")])],
};

const CHAIN =
  '"replica" receives replicas from "primary" and has rules to "third": replicas are not replicated on, ';
const PAIR =
  '"primary" and "replica" replicate to each other: it does not loop, since replicas are not replicated on; ';
const SYNC = "changes of a replica's tags, acls and object lock settings";

const rows: readonly (readonly [string, Pieces, readonly string[]])[] = [
  ["says nothing of a primary with its replicas", { ...third, rules: [to("replica"), to("third")] }, []],
  [
    "says what a chain lacks",
    chained,
    [`${CHAIN}so "primary" needs a rule of its own to "third", or batch replication from "replica"`],
  ],
  [
    "says that a chain lacks nothing where the first bucket has a rule to the last",
    { ...chained, rules: [to("replica"), to("third")] },
    [`${CHAIN}and each source has rules of its own to them`],
  ],
  [
    "counts a rule that is disabled neither as a link nor as a rule of its own",
    { ...chained, rules: [to("replica"), to("third", { status: { known: "Disabled" } })] },
    [`${CHAIN}so "primary" needs a rule of its own to "third", or batch replication from "replica"`],
  ],
  [
    "says nothing of a chain whose second rule is disabled",
    {
      ...chained,
      otherConfigurations: [configuration("replica", [to("third", { status: { known: "Disabled" } })])],
    },
    [],
  ],
  [
    "says nothing of a chain whose rules admit no object in common, by prefix",
    {
      ...chained,
      rules: [to("replica", prefixed("logs/"))],
      otherConfigurations: [configuration("replica", [to("third", prefixed("data/"))])],
    },
    [],
  ],
  [
    "says nothing of a chain whose rules admit no object in common, by tag",
    {
      ...chained,
      rules: [to("replica", tagged("gold"))],
      otherConfigurations: [configuration("replica", [to("third", tagged("tin"))])],
    },
    [],
  ],
  [
    "speaks of a chain whose second rule takes part of what the first does",
    { ...chained, otherConfigurations: [configuration("replica", [to("third", prefixed("logs/"))])] },
    [`${CHAIN}so "primary" needs a rule of its own to "third", or batch replication from "replica"`],
  ],
  [
    "has one note for a bucket in the middle, however many chains go through it",
    {
      otherBuckets: [bucket("third"), bucket("fourth")],
      rules: [to("replica")],
      otherConfigurations: [configuration("replica", [to("third"), to("fourth")])],
    },
    [
      '"replica" receives replicas from "primary" and has rules to "third" and "fourth": replicas are not replicated on, so "primary" needs a rule of its own to "third", or batch replication from "replica" (and likewise for 1 more)',
    ],
  ],
  [
    "reaches a bucket outside of what was read",
    {
      rules: [to("replica")],
      otherConfigurations: [
        configuration("replica", [
          rule("out", { destination: { bucket: { outside: "arn:aws:s3:::partner" } } }),
        ]),
      ],
    },
    [
      '"replica" receives replicas from "primary" and has rules to "partner": replicas are not replicated on, so "primary" needs a rule of its own to "partner", or batch replication from "replica"',
    ],
  ],
  [
    "says nothing where it is not known where a rule leads to",
    {
      rules: [to("replica")],
      otherConfigurations: [
        configuration("replica", [rule("x", { destination: { bucket: { unknown: "not yet" } } })]),
      ],
    },
    [],
  ],
  [
    "says once of a pair that it does not loop, and that without sync changes of replicas stay",
    { rules: [to("replica")], otherConfigurations: [configuration("replica", [to("primary")])] },
    [`${PAIR}replica modification sync is enabled in neither direction, so that ${SYNC} stay on its side`],
  ],
  [
    "says of a pair with sync what is synchronised",
    {
      rules: [to("replica", synced)],
      otherConfigurations: [configuration("replica", [to("primary", synced)])],
    },
    [`${PAIR}replica modification sync is enabled in both directions, so that ${SYNC} are synchronised`],
  ],
  [
    "says of a pair with sync in one direction that nothing is synchronised",
    {
      rules: [to("replica", synced)],
      otherConfigurations: [configuration("replica", [to("primary")])],
    },
    [
      `${PAIR}replica modification sync is enabled in one direction at most, so that ${SYNC} stay on its side`,
    ],
  ],
  [
    "leaves open what is synchronised where a rule's sync is not known",
    {
      rules: [to("replica", synced)],
      otherConfigurations: [
        configuration("replica", [to("primary", { replicaModifications: { unknown: "not yet" } })]),
      ],
    },
    [
      `${PAIR}whether replica modification sync is enabled in both directions, so that ${SYNC} are synchronised, is not known`,
    ],
  ],
  [
    "says nothing of a pair of which one rule is disabled",
    {
      rules: [to("replica")],
      otherConfigurations: [configuration("replica", [to("primary", { status: { known: "Disabled" } })])],
    },
    [],
  ],
];

describe("notes on what is not replicated on", () => {
  for (const [sentence, pieces, notes] of rows) {
    it(sentence, () => assert.deepEqual(notesOnward(topologyOf(pieces)), notes));
  }
});
