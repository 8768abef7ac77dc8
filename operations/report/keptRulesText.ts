/** The rules that a bucket has, as a part of a stack file. */
import { stringify } from "yaml";
import type { KeptRules } from "../diagnose/keptRules";
import { counted } from "./judged";
import { wrap } from "./wrap";

/** YAML that every reader takes for the same: Pulumi's reads some texts, such as dates, by the rules of YAML 1.1. */
const YAML = { lineWidth: 0, blockQuote: false, compat: "yaml-1.1" } as const;

/** Settings to paste, with what cannot be kept as comments. */
export function keptRulesText({ bucket, roleArn, keepRules, notKept, remarks }: KeptRules): string {
  const settings = {
    ...(roleArn !== null && (keepRules?.length ?? 0) > 0 && { "s3-replication:roleArn": roleArn }),
    "s3-replication:bucketName": bucket,
    "s3-replication:primary": { adopt: {}, keepRules },
    "s3-replication:alarms": { failureEvents: false },
  };
  return [
    ...comments(
      keepRules === null
        ? [`The replication rules of ${bucket} may not be read.`]
        : [
            `Kept: ${keepRules.length} of ${counted(keepRules.length + notKept.length, "rule")} of ${bucket}. The first update of a stack removes every rule that it does not keep.`,
          ],
    ),
    ...(keepRules === null ? [] : [stringify(settings, YAML).trimEnd()]),
    ...notKept.flatMap(({ rule, because }) =>
      comments([`not kept: rule ${JSON.stringify(rule)}: ${because}`]),
    ),
    ...comments(remarks),
    "",
  ].join("\n");
}

function comments(texts: readonly string[]): readonly string[] {
  // An id of a rule may have characters that end a line in YAML 1.1, and with it the comment.
  return texts.flatMap((text) => wrap(text.replaceAll(/[\s\u0085]/g, " "), { indent: "# ", hanging: "# " }));
}
