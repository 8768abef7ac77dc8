/** The names under which `operations/rehearsal` imports facts of `aws/`; goes as soon as it imports them from there. */
export { partitionOfRegion as partitionOf } from "../aws/partitions";
