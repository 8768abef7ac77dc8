/** The policy packs that a rehearsal judges by, each with its settings. */
import { basename, resolve } from "node:path";
import { NAME } from "../../policy-pack/pack";
import { version } from "../../policy-pack/package.json";
import { policies } from "../../policy-pack/policies";
import { InputError } from "../inputError";
import type { Pack } from "./judgePolicies";
import { type LoadedPack, loadPack } from "./loadPack";
import { readPackConfig } from "./packConfigFile";
import { type PackConfig, type PolicySettings, policySettings } from "./policySettings";

/** A pack with the level and config of each policy. */
export interface ChosenPack {
  readonly pack: Pack;
  readonly settings: PolicySettings;
  /** Whether its policies may change what they are given, so that each needs a copy. */
  readonly isForeign: boolean;
}

const OWN: LoadedPack = { name: NAME, version, policies, config: {} };

/**
 * The packs in these folders; the project's own pack where there are none.
 *
 * @param configs files with the config of each pack, in the order of the packs
 * @param directory where relative paths start
 * @throws InputError when a folder holds no pack that can be loaded, or a config does not fit its pack
 */
export function chosenPacks(
  folders: readonly string[],
  configs: readonly string[],
  directory: string,
): readonly ChosenPack[] {
  const packs = folders.length === 0 ? [OWN] : folders.map((folder) => loadPack(resolve(directory, folder)));
  if (configs.length > packs.length) {
    throw new InputError(
      `--policy-pack-config: expected one file for each policy pack, ${packs.length} at most, found ${configs.length}; leave out ${configs.slice(packs.length).join(", ")}`,
    );
  }
  return packs.map((pack, index) => {
    const path = configs[index];
    const given = path === undefined ? {} : readPackConfig(resolve(directory, path));
    const config: PackConfig = { ...pack.config, ...given };
    const file = path === undefined ? undefined : basename(path);
    return { pack, settings: policySettings(pack.policies, config, file), isForeign: pack !== OWN };
  });
}
