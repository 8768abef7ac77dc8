import { type Problem, shown } from "../problems";
import type { ReceiverSettings, Settings } from "../settingsSchema";

/** Settings of a primary and its rules, with the value that they have when they are not set. */
const OF_A_PRIMARY = {
  primaryRegion: "",
  replicas: [],
  filter: {},
  replicateOnlyFrom: undefined,
  writers: [],
  logDelivery: [],
  replicationTimeControl: false,
} as const satisfies Partial<{ [name in keyof Settings]: unknown }>;

/** What is wrong with the settings of a receiving stack besides the arguments that they make. */
export function receiverProblems(settings: Settings, receiver: ReceiverSettings): readonly Problem[] {
  return [...sourceProblems(receiver), ...primaryProblems(settings), ...readerProblems(settings)];
}

function sourceProblems({ sourceRoleArn, sourceAccountId }: ReceiverSettings): readonly Problem[] {
  const both = sourceRoleArn !== undefined && sourceAccountId !== undefined;
  const none = sourceRoleArn === undefined && sourceAccountId === undefined;
  if (!both && !none) return [];
  return [
    {
      path: "receiver",
      expected: "either sourceRoleArn or sourceAccountId",
      found: both ? "both" : "neither",
      fix: "keep sourceRoleArn when you know the role: it need not exist yet",
    },
  ];
}

/** A receiving stack has no primary, so whatever speaks of one was meant for another stack. */
function primaryProblems(settings: Settings): readonly Problem[] {
  return Object.entries(OF_A_PRIMARY).flatMap(([name, unset]): readonly Problem[] => {
    const found: unknown = Reflect.get(settings, name);
    if (JSON.stringify(found) === JSON.stringify(unset)) return [];
    return [
      {
        path: name,
        expected: "nothing beside receiver",
        found: shown(found),
        fix: "it belongs to the stack that replicates; remove it here",
      },
    ];
  });
}

function readerProblems({ readers }: Settings): readonly Problem[] {
  return readers.flatMap(({ of }, index): readonly Problem[] =>
    of === undefined
      ? []
      : [
          {
            path: `readers[${index}].of`,
            expected: "nothing beside receiver",
            found: shown(of),
            fix: "there is only one bucket; remove it",
          },
        ],
  );
}
