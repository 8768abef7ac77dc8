import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "../../helpers/commandLine";
import { EXPORT_FILE, FIRST_REPLICA, SECOND_REPLICA, SOURCE } from "../../helpers/exports";
import { type FakeS3, startFakeS3 } from "../../helpers/fakeAws/fakeS3";

type Words = readonly string[];
type Case = readonly [what: string, words: Words, expected: RegExp];

const environment = { AWS_ACCESS_KEY_ID: "AKIA", AWS_SECRET_ACCESS_KEY: "test" };
const FILES = mkdtempSync(join(tmpdir(), "bad-input-"));
const file = (name: string) => join(FILES, name);

const EXPORT_FIX = "; write one with: pulumi stack export --file stack\\.json";
const OUTPUTS_FIX = "; write it with: pulumi stack output --json > outputs\\.json";

/** What is wrong with a file -> what the reader of an export, and that of outputs, says. */
const WRONG_FILES: readonly (readonly [name: string, ofExport: string, ofOutputs: string])[] = [
  [
    "empty.json",
    "expected a stack export, found an empty text",
    "expected the outputs of a stack, found none in .*",
  ],
  [
    "broken.json",
    "expected JSON, found text that is none .*",
    "expected the outputs of a stack, found none in .*",
  ],
  [
    "list.json",
    "expected the JSON object of a stack export, found a list",
    'expected an output "bucket" or "primary\\.bucketName", found none in .*',
  ],
  [
    "other.json",
    'expected a "deployment", found a',
    'expected an output "bucket" or "primary\\.bucketName", found none in .*',
  ],
  [
    "missing.json",
    "expected a file, found none that can be read \\(ENOENT.*",
    "expected the outputs of a stack, found none in .* \\(ENOENT.*",
  ],
  [
    "folder",
    "expected a file, found none that can be read \\(EISDIR.*",
    "expected the outputs of a stack, found none in .* \\(EISDIR.*",
  ],
];

const exportCases = (option: string): readonly Case[] =>
  WRONG_FILES.map(([name, says]) => [
    `${option} ${name}`,
    [option, file(name)],
    new RegExp(`^.*${name}: ${says}${EXPORT_FIX}\n$`),
  ]);
const outputsCases = WRONG_FILES.map(
  ([name, , says]): Case => [
    `--outputs ${name}`,
    ["--outputs", file(name)],
    new RegExp(`^--outputs: ${says}${OUTPUTS_FIX}\n$`),
  ],
);

const NUMBERS = ["-5", "0", "1.5", "1e99", "99999999999999999999", "many", ""];
const numberCases = (option: string, most: number, fallback: number, beside: Words): readonly Case[] =>
  NUMBERS.map((text) => [
    `${option} "${text}"`,
    [...beside, option, text],
    new RegExp(
      `^${option}: expected a whole number from 1 to ${most}, found ${text === "" ? "nothing" : text}; it is ${fallback} when left out\n$`,
    ),
  ]);

/** Text that is no bucket's name -> how it is shown. */
const NAMES: readonly (readonly [text: string, shown: string])[] = [
  ["Acme_Archive", "Acme_Archive"],
  ["a", "a"],
  ["ac me", "ac me"],
  ["ab/../c", "ab/../c"],
  ["\u00e4-bucket", "\u00e4-bucket"],
  ["acme\u001b[31m", '"acme\\u001b[31m"'],
  ["arn:aws:s3:::", "arn:aws:s3:::"],
  ["s3://", "s3://"],
  ["x".repeat(64), "x".repeat(64)],
  ["", "nothing"],
];
const NAME_FIX = "a name has 3 to 63 lower-case letters, digits, dots and hyphens";
const nameCases = (option: string, words: (text: string) => Words): readonly Case[] =>
  NAMES.map(([text, shown]) => [
    `the bucket ${JSON.stringify(text)}`,
    words(text),
    exactly(`${option}: expected the name of a bucket, found ${shown}; ${NAME_FIX}`),
  ]);

const ENDPOINTS: readonly (readonly [text: string, shown: string])[] = [
  ["127.0.0.1:4566", "127.0.0.1:4566"],
  ["http://", "http://"],
  ["ftp://127.0.0.1", "ftp://127.0.0.1"],
  ["", "nothing"],
];
const endpointCases = (beside: Words): readonly Case[] => [
  ...ENDPOINTS.map(
    ([text, shown]): Case => [
      `--endpoint "${text}"`,
      [...beside, "--endpoint", text],
      exactly(`--endpoint: expected a URL such as http://127.0.0.1:4566, found ${shown}`),
    ],
  ),
  [
    "an endpoint that refuses connections",
    [...beside, "--endpoint", "http://127.0.0.1:1"],
    /^credentials: expected credentials that AWS accepts, found no answer \(ECONNREFUSED: .*\); check --endpoint and the network\n$/,
  ],
];

function exactly(text: string): RegExp {
  return new RegExp(`^${text.replaceAll(/[.*+?^${}()|[\]\\/]/g, "\\$&")}\n$`);
}

const BUCKET = ["--bucket", SOURCE];
const verifyCases: readonly Case[] = [
  ...exportCases("--export"),
  ...outputsCases,
  ...nameCases("--bucket", (text) => ["--bucket", text]),
  ...nameCases("--bucket", (text) => ["--export", EXPORT_FILE, "--bucket", text]),
  ...numberCases("--max-requests", 999_999_999, 2000, BUCKET),
  ...endpointCases(BUCKET),
  [
    "two places to read from",
    ["--export", EXPORT_FILE, "--outputs", file("other.json")],
    exactly("--export --outputs: expected one of them, found both; leave one out"),
  ],
  [
    "no place to read from",
    [],
    /^verify: expected --export <file>, --outputs <file> or --bucket <name>, found none; /,
  ],
  [
    "a bucket that the export does not have",
    ["--export", EXPORT_FILE, "--bucket", "acme-archiv"],
    exactly('--bucket: expected a source bucket, found acme-archiv; did you mean "acme-archive"?'),
  ],
  [
    "a rule that the export does not have",
    ["--export", EXPORT_FILE, "--rule", "nowhere"],
    /^--rule: expected the id of a rule, found nowhere; (use one of|did you mean) /,
  ],
];

const BACKFILL = [
  ...["--yes", "--export", EXPORT_FILE, "--job-role", "arn:aws:iam::111122223333:role/backfill"],
  ...["--report", "s3://acme-reports/backfill"],
];
const JOB = ["--yes", "--job", "00000000-0000-4000-8000-000000000001"];

const COMMANDS: readonly (readonly [command: Words, cases: readonly Case[]])[] = [
  [
    ["verify"],
    [
      ...verifyCases,
      ...numberCases("--timeout-minutes", 10_080, 15, BUCKET),
      [
        "--yes without a fire drill",
        [...BUCKET, "--yes"],
        exactly("--yes: expected --fire-drill beside it, found none; leave it out, or add --fire-drill"),
      ],
    ],
  ],
  [
    ["verify", "--fire-drill", "--yes"],
    [
      ...verifyCases,
      ...numberCases("--timeout-minutes", 10_080, 30, BUCKET),
      ...["--keep", "--multipart", "--delete-markers"].map(
        (option): Case => [
          option,
          [...BUCKET, option],
          exactly(
            `--fire-drill: expected no ${option} beside it, found one; run verify again without --fire-drill`,
          ),
        ],
      ),
    ],
  ],
  [
    ["diagnose"],
    [
      ...exportCases("--diff"),
      ...outputsCases,
      ...nameCases("bucket", (text) => [text]),
      ...numberCases("--failed-requests", 999_999_999, 200, [SOURCE]),
      ...numberCases("--max-requests", 999_999_999, 2000, [SOURCE]),
      ...endpointCases([SOURCE]),
      [
        "nothing to read",
        [],
        exactly(
          "diagnose: expected the name of a bucket, --all, --outputs <file> or --diff <export>, found none",
        ),
      ],
    ],
  ],
  [
    ["diagnose", "--keep-rules"],
    [
      ...outputsCases,
      ...nameCases("bucket", (text) => [text]),
      ...endpointCases([SOURCE]),
      [
        "no bucket",
        [],
        exactly("--keep-rules: expected one bucket, found none; ask for each bucket by itself"),
      ],
      [
        "another question",
        [SOURCE, "--all"],
        exactly("--keep-rules: expected no other question, found --all; ask them apart"),
      ],
    ],
  ],
  [
    ["backfill"],
    [
      ...exportCases("--export").map(
        ([what, words, expected]): Case => [what, ["--yes", ...words], expected],
      ),
      ...NAMES.map(
        ([text, shown]): Case => [
          `the bucket ${JSON.stringify(text)}`,
          [...BACKFILL, "--bucket", text],
          new RegExp(
            `^${exactly(`--bucket: expected a source bucket, found ${shown}; `).source.slice(1, -3)}(use one of acme-archive|did you mean "acme-archive"\\?)\n$`,
          ),
        ],
      ),
      ...NAMES.map(
        ([text, shown]): Case => [
          `the destination ${JSON.stringify(text)}`,
          [...BACKFILL, "--new-destination", text],
          exactly(`--new-destination: expected one of ${FIRST_REPLICA}, ${SECOND_REPLICA}, found ${shown}`),
        ],
      ),
      ...["-5", "0", "1e99", "99999999999999999999", "2026-13-01", "yesterday", ""].map(
        (text): Case => [
          `--after "${text}"`,
          [...BACKFILL, "--after", text],
          exactly(
            `--after: expected a time such as 2026-11-01 or 2026-11-01T12:00:00Z, found ${text === "" ? "nothing" : text}`,
          ),
        ],
      ),
      [
        "times in the wrong order",
        [...BACKFILL, "--after", "2026-11-02", "--before", "2026-11-01"],
        exactly("--after --before: expected a time after --after, found 2026-11-01; exchange them"),
      ],
      ...["-5", "0", "a job", ""].map(
        (text): Case => [
          `--job "${text}"`,
          ["--yes", "--job", text],
          exactly(
            `--job: expected the id of a job, 5 to 36 letters, digits, - and _, found ${text === "" ? "nothing" : text}`,
          ),
        ],
      ),
      [
        "a filter beside a job",
        [...JOB, "--status", "none"],
        exactly("--job: expected no --status beside it, found one; a job has its own"),
      ],
      [
        "a status that does not exist",
        [...BACKFILL, "--status", "lost"],
        exactly('--status: expected none, failed, completed, replica, found "lost"'),
      ],
      [
        "a place for reports without a prefix",
        [
          "--yes",
          "--export",
          EXPORT_FILE,
          "--report",
          "acme-reports",
          "--job-role",
          "arn:aws:iam::111122223333:role/b",
        ],
        exactly("--report: expected s3://bucket/prefix, found acme-reports"),
      ],
      [
        "neither a bucket nor a job",
        ["--yes"],
        /^backfill: expected --export <file>, --outputs <file>, --bucket <name> or --job <id>, found none; /,
      ],
      ...endpointCases(BACKFILL),
      ...endpointCases(JOB),
    ],
  ],
];

describe("bad input to the commands for live accounts", function () {
  this.timeout(60_000);
  this.slow(8000);
  let server: FakeS3;
  before(async () => {
    mkdirSync(file("folder"));
    writeFileSync(file("empty.json"), "");
    writeFileSync(file("broken.json"), "{");
    writeFileSync(file("list.json"), "[]");
    writeFileSync(file("other.json"), '{"a":1}');
    server = await startFakeS3({ account: "111122223333", buckets: { [SOURCE]: "eu-west-1" } });
  });
  after(async () => {
    rmSync(FILES, { recursive: true, force: true });
    await server.close();
  });

  for (const [command, cases] of COMMANDS) {
    for (const [what, words, expected] of cases) {
      it(`${command.join(" ")} refuses ${what} with one error, and asks AWS for nothing`, async () => {
        const before = server.calls.length;
        const endpoint = words.includes("--endpoint") ? [] : ["--endpoint", server.endpoint];
        const { status, stdout, stderr } = await run([...command, ...words, ...endpoint], { environment });
        assert.match(stderr, expected);
        assert.deepEqual([status, stdout, stderr.trimEnd().split("\n").length], [2, "", 1]);
        assert.deepEqual(server.calls.slice(before), []);
      });
    }
  }
});
