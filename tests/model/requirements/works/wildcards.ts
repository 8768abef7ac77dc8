/** Allows that are wider than what S3 asks for. */
import { SOURCE_ACCOUNT, SOURCE_ARN } from "../../../helpers/topologies";
import { ofRole, REPLICA_ARN, SHAPES } from "../faults/fault";
import { allow, PERMISSIONS_PAGE, type Row, rolePolicy } from "./working";

const { same, filtered } = SHAPES;

export const WILDCARDS: readonly Row[] = [
  ["everything on everything", same, (t) => rolePolicy(t, allow("*", "*"))],
  ["everything of two services", same, (t) => rolePolicy(t, allow(["s3:*", "kms:*"], "*"))],
  [
    "actions by pattern",
    same,
    (t) => rolePolicy(t, allow(["s3:Get*", "s3:List*", "s3:Replicate*", "kms:*crypt", "kms:Generate*"], "*")),
  ],
  ["actions by question mark", same, (t) => rolePolicy(t, allow(["s3:???*", "kms:?*"], "*"))],
  [
    "actions in another case",
    same,
    (t) =>
      rolePolicy(
        t,
        ...PERMISSIONS_PAGE.map((s) => ({
          ...s,
          Action: [s.Action ?? []].flat().map((a) => a.toLowerCase()),
        })),
        allow(["KMS:decrypt", "kms:ENCRYPT", "kms:generatedatakey"], "*"),
      ),
  ],
  [
    "all but what is listed (NotAction)",
    same,
    (t) => rolePolicy(t, { Effect: "Allow", NotAction: ["iam:*", "s3:DeleteBucket"], Resource: "*" }),
  ],
  [
    "all but other buckets (NotResource)",
    same,
    (t) =>
      rolePolicy(t, {
        Effect: "Allow",
        Action: "*",
        NotResource: ["arn:aws:s3:::acme-payroll", "arn:aws:s3:::acme-payroll/*"],
      }),
  ],
  [
    "a pattern that also covers siblings",
    same,
    (t) => rolePolicy(t, allow(["s3:*"], "arn:aws:s3:::acme-archive*"), allow("kms:*", "*")),
  ],
  [
    "a partition wildcard",
    same,
    (t) =>
      rolePolicy(
        t,
        allow("s3:*", [
          "arn:*:s3:::acme-archive",
          "arn:*:s3:::acme-archive/*",
          "arn:*:s3:::acme-archive-replica/*",
        ]),
        allow("kms:*", "*"),
      ),
  ],
  [
    "keys by account and region",
    same,
    (t) =>
      rolePolicy(
        t,
        ...PERMISSIONS_PAGE,
        allow("kms:Decrypt", `arn:aws:kms:eu-west-1:${SOURCE_ACCOUNT}:key/*`),
        allow(
          ["kms:Encrypt", "kms:GenerateDataKey*", "kms:Decrypt"],
          `arn:aws:kms:*:${SOURCE_ACCOUNT}:key/*`,
        ),
      ),
  ],
  [
    "buckets and objects in one statement",
    same,
    (t) =>
      rolePolicy(
        t,
        allow(
          ["s3:Get*", "s3:ListBucket", "s3:Replicate*"],
          [SOURCE_ARN, `${SOURCE_ARN}/*`, `${REPLICA_ARN}/*`],
        ),
        allow("kms:*", "*"),
      ),
  ],
  [
    "the wider prefix of a filtered rule",
    filtered,
    (t) => {
      ofRole(t, "Objects").Resource = `${SOURCE_ARN}/*`;
      ofRole(t, "Replicas").Resource = `${REPLICA_ARN}/l*`;
    },
  ],
];
