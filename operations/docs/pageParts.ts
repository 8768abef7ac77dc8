/** Parts that several generated pages of commands have. */
import { z } from "zod";

/** How commands find the credentials of each account. */
export const CREDENTIALS = [
  "Credentials are found as the AWS SDK finds them: the environment, a profile, single sign-on, the role of the machine. For other accounts:",
  "",
  "| option | what for |",
  "| --- | --- |",
  "| `--profile name` | the profile to start from |",
  "| `--profile 444455556666=name` | the profile for account 444455556666; may be given again |",
  "| `--role 444455556666=arn:aws:iam::444455556666:role/reader` | a role to assume for that account; may be given again |",
  "| `--region eu-west-1` | the Region to start from; each bucket's own is found |",
  "| `--endpoint http://127.0.0.1:4566` | an emulator, or an endpoint of your own, instead of AWS |",
  "| `--max-requests 2000` | the most requests to send, repeated ones included; removing canaries is never refused |",
  "",
  "Each account's credentials are checked (`sts:GetCallerIdentity`) before anything else is asked. Requests that AWS throttles are sent",
  "again up to five times, more slowly each time.",
];

/** A value as a block of JSON. */
export function jsonBlock(value: unknown): readonly string[] {
  return ["```json", JSON.stringify(value, null, 2), "```"];
}

/** What a command prints with `--json`. */
export function jsonSection(schema: z.ZodType): readonly string[] {
  return [
    "## JSON",
    "",
    "`--json` prints an object of this schema. Fields are only ever added to it.",
    "",
    ...jsonBlock(z.toJSONSchema(schema)),
    "",
  ];
}
