/** Names for reports: a key by its resource's name instead of an id that the emulator chose. */
import type { EmulatorDeployment } from "./deploy";
import type { SettingOwner } from "./resources/handler";
import { nonEmptyText, textsIn } from "./values";

export interface ReportLabels {
  /** E.g. `bucket acme-archive`, `key archive-key`. */
  readonly owner: (owner: SettingOwner) => string;
  /** The text with names of keys instead of their ids and ARNs, and without secrets. */
  readonly text: (text: string) => string;
}

export function labelsOf({ resources, references }: EmulatorDeployment): ReportLabels {
  const keys = resources.filter(({ resource }) => resource.type === "aws:kms/key:Key");
  const keyNames = new Map(keys.map(({ computed, resource }) => [computed["keyId"] ?? "", resource.name]));
  const spoken = keys.flatMap(({ computed, resource }) =>
    ["arn", "keyId"].flatMap((output): [string, string][] =>
      [computed[output], nonEmptyText(resource.outputs[output])].flatMap((id): [string, string][] =>
        id === undefined ? [] : [[id, `key ${resource.name}`]],
      ),
    ),
  );
  const secrets = resources.flatMap(({ resource: { inputs, secretInputs } }) =>
    secretInputs.flatMap((property) => textsIn(inputs[property])),
  );
  return {
    owner: ({ kind, id }) => (kind === "key" ? `key ${keyNames.get(id) ?? id}` : `${kind} ${id}`),
    text: (text) => {
      // ARNs come before the ids that end them.
      const named = spoken.reduce((so, [id, name]) => so.replaceAll(id, name), text);
      const planned = String(references.toPlanned(named));
      return secrets.reduce((so, secret) => so.replaceAll(secret, "[secret]"), planned);
    },
  };
}
