import { SOURCE_ACCOUNT, type TopologyDraft } from "../../helpers/topologies";
import { verdictsOn } from "./access";

export const INSIDER = `any other principal in account ${SOURCE_ACCOUNT}`;
export const STRANGER = "any other principal in another account";
export const EVERY_WAY = [
  "tag-by-put",
  "tag-by-multipart-upload",
  "tag-by-copy-with-new-tags",
  "tag-by-copy-with-its-tags",
  "tag-existing-object",
  "tag-existing-version",
  "change-tags",
  "remove-tags",
  "remove-tags-of-version",
];

/** The ways that are open to somebody. */
export function open(topology: TopologyDraft, principal: string): readonly string[] {
  return Object.entries(verdictsOn(topology, principal))
    .filter(([action, verdict]) => EVERY_WAY.includes(action) && verdict === "may")
    .map(([action]) => action);
}
