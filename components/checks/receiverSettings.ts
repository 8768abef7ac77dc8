/** Checks of the settings of a receiving stack that its arguments no longer show. */
import { type Problem, shownValue } from "../problems";
import { OF_A_PRIMARY, type ReceiverSettings, type StackSettings, settingsSchema } from "../settingsSchema";
import { check, problemsIn, type Row } from "./rows";

const receiverSource = check(
  ({ sourceRoleArn, sourceAccountId }: ReceiverSettings) => [
    { path: "receiver", value: [sourceRoleArn, sourceAccountId].filter((one) => one !== undefined).length },
  ],
  [
    {
      condition: (sources) => sources !== 1,
      expected: "either sourceRoleArn or sourceAccountId",
      found: (sources) => (sources === 0 ? "neither" : "both"),
      fix: "keep sourceRoleArn when you know the role: it need not exist yet",
    },
  ],
);

const receiverName = check(
  (receiver: ReceiverSettings) => [{ path: "receiver.name", value: receiver }],
  [
    {
      condition: ({ name, bucketName }) => name !== undefined && bucketName !== undefined,
      expected: "only bucketName",
      found: ({ name }) => shownValue(name),
      fix: "a bucket with a name of its own does not use it; remove one of them",
    },
  ],
);

/** A setting, and its default. */
interface Setting {
  readonly value: unknown;
  readonly unset: unknown;
}

/** A receiving stack has no primary, so settings of a primary belong in another stack. */
const PRIMARY_SETTING_ROWS: readonly Row<Setting>[] = [
  {
    condition: ({ value, unset }) => JSON.stringify(value) !== JSON.stringify(unset),
    expected: "only receiver",
    found: ({ value }) => shownValue(value),
    fix: "it belongs to the stack that replicates; remove it here",
  },
];

const READER_ROWS: readonly Row<unknown>[] = [
  {
    condition: (of) => of !== undefined,
    expected: "only receiver",
    fix: "there is only one bucket; remove it",
  },
];

/** Problems of the settings of a receiving stack, except those that the checks of its arguments find. */
export function receiverProblems(settings: StackSettings, receiver: ReceiverSettings): readonly Problem[] {
  const unset = settingsSchema.parse({ prefix: settings.prefix });
  return [
    ...receiverSource(receiver, undefined),
    ...receiverName(receiver, undefined),
    ...problemsIn(
      [
        ...OF_A_PRIMARY.map((name) => ({ path: name, value: { value: settings[name], unset: unset[name] } })),
        { path: "lifecycle.primary", value: { value: settings.lifecycle.primary, unset: undefined } },
      ],
      PRIMARY_SETTING_ROWS,
    ),
    ...problemsIn(
      (settings.readers ?? []).map(({ of }, index) => ({ path: `readers[${index}].of`, value: of })),
      READER_ROWS,
    ),
  ];
}
