import assert from "node:assert/strict";
import { BudgetError, budgetOf } from "../../../operations/live/budget";
import { isLoopback, type LiveOptions, liveSettingsOf } from "../../../operations/live/options";
import { readerOf } from "../../../operations/live/reader";
import { refusalOf } from "../../../operations/live/refusals";

describe("options of live commands", () => {
  it("keep the profile to start from apart from those of other accounts", () => {
    const settings = liveSettingsOf({
      profile: ["ops", "444455556666=partner"],
      role: ["777788889999=arn:aws:iam::777788889999:role/audit/reader"],
      region: "eu-west-1",
      endpoint: "http://127.0.0.1:4566",
      maxRequests: "50",
    });
    assert.deepEqual(settings, {
      region: "eu-west-1",
      profile: "ops",
      accounts: new Map<string, object>([
        ["444455556666", { profile: "partner" }],
        ["777788889999", { roleArn: "arn:aws:iam::777788889999:role/audit/reader" }],
      ]),
      endpoint: "http://127.0.0.1:4566",
      maxRequests: 50,
    });
  });

  const WRONG: readonly (readonly [options: LiveOptions, expected: RegExp])[] = [
    [{ profile: ["a", "b"] }, /^--profile: expected one profile without an account, found two$/],
    [{ profile: ["12=b"] }, /^--profile: expected the twelve digits of an account before "=", found 12$/],
    [{ profile: ["444455556666="] }, /^--profile: expected account=name, found 444455556666=$/],
    [
      { profile: ["444455556666=a"], role: ["444455556666=arn:aws:iam::444455556666:role/r"] },
      /^--role: expected one way to reach account 444455556666, found two$/,
    ],
    [
      { role: ["444455556666"] },
      /^--role: expected account=arn:aws:iam::account:role\/name, found 444455556666$/,
    ],
    [{ role: ["444455556666=arn:aws:iam::444455556666:user/u"] }, /^--role: expected account=arn:/],
    [
      { role: ["444455556666=arn:aws:iam::111122223333:role/r"] },
      /^--role: expected a role of account 444455556666, found arn:aws:iam::111122223333:role\/r$/,
    ],
    [
      { maxRequests: "0" },
      /^--max-requests: expected a whole number from 1 to 999999999, found 0; it is 2000 when left out$/,
    ],
    [
      { maxRequests: "many" },
      /^--max-requests: expected a whole number from 1 to 999999999, found many; it is 2000 when left out$/,
    ],
    [{ endpoint: "127.0.0.1:4566" }, /^--endpoint: expected a URL such as .*, found 127\.0\.0\.1:4566$/],
    [{ endpoint: "ftp://127.0.0.1" }, /^--endpoint: expected a URL such as/],
    [{ region: "Ireland" }, /^--region: expected a Region such as eu-west-1, found Ireland$/],
  ];
  for (const [options, expected] of WRONG) {
    it(`refuse ${JSON.stringify(options)}`, () => {
      assert.throws(() => liveSettingsOf(options), { name: "InputError", message: expected });
    });
  }

  it("know an endpoint on this machine", () => {
    for (const endpoint of [
      "http://127.0.0.1:1",
      "http://localhost:4566",
      "http://[::1]:1",
      "https://127.1.2.3",
    ]) {
      assert.equal(isLoopback(endpoint), true, endpoint);
    }
    for (const endpoint of [undefined, "https://s3.example.com", "http://127.0.0.1.example.com", "no"]) {
      assert.equal(isLoopback(endpoint), false, endpoint);
    }
  });
});

/** An error as the SDK throws it. */
function sdkError(name: string, httpStatusCode?: number, more: object = {}): Error {
  return Object.assign(new Error("said AWS"), { name, $metadata: { httpStatusCode } }, more);
}

describe("refusals", () => {
  const CASES: readonly (readonly [error: unknown, kind: string])[] = [
    [sdkError("AccessDenied", 403), "denied"],
    [sdkError("AccessDeniedException", 400), "denied"],
    [sdkError("403", 403), "denied"],
    [sdkError("MethodNotAllowed", 405), "denied"],
    [sdkError("NoSuchBucketPolicy", 404), "absent"],
    [sdkError("NotFound", 404), "absent"],
    [sdkError("NoSuchEntityException", 404), "absent"],
    [sdkError("NotFoundException", 400), "absent"],
    [sdkError("SlowDown", 503), "throttled"],
    [sdkError("ThrottlingException", 400), "throttled"],
    [sdkError("Unknown", 429), "throttled"],
    [sdkError("ExpiredToken", 400), "expired"],
    [sdkError("ExpiredTokenException", 403), "expired"],
    [sdkError("CredentialsProviderError"), "expired"],
    [sdkError("RequestTimeTooSkewed", 403), "signature"],
    [sdkError("SignatureDoesNotMatch", 403), "signature"],
    [sdkError("InvalidToken", 400), "region"],
    [sdkError("InvalidClientTokenId", 403), "region"],
    [sdkError("Error", undefined, { code: "ECONNREFUSED" }), "unanswered"],
    [sdkError("TimeoutError"), "unanswered"],
    [sdkError("InternalError", 500), "other"],
    ["a text", "other"],
  ];
  for (const [error, kind] of CASES) {
    const name = error instanceof Error ? `${error.name} ${JSON.stringify(error)}` : String(error);
    it(`are ${kind} for ${name}`, () => assert.equal(refusalOf(error).kind, kind));
  }

  it("keep the Region that S3 says with them", () => {
    const $response = { headers: { "x-amz-bucket-region": "eu-central-1" } };
    assert.equal(refusalOf(sdkError("403", 403, { $response })).bucketRegion, "eu-central-1");
    assert.equal(refusalOf(sdkError("403", 403)).bucketRegion, undefined);
  });
});

describe("a reader", () => {
  const question = { action: "s3:GetBucketPolicy", resource: "arn:aws:s3:::acme", caller: { arn: "arn:me" } };
  const failing = (error: unknown) => ({ ...question, ask: () => Promise.reject(error) });

  it("names the permission that is missing, once, in AWS's words", async () => {
    const reader = readerOf(new AbortController().signal);
    const expected = { unknown: "needs s3:GetBucketPolicy on arn:aws:s3:::acme (AccessDenied: said AWS)" };
    assert.deepEqual(await reader.read(failing(sdkError("AccessDenied", 403))), expected);
    assert.deepEqual(await reader.read(failing(sdkError("AccessDenied", 403))), expected);
    assert.deepEqual(reader.lacks(), [
      { action: "s3:GetBucketPolicy", resource: "arn:aws:s3:::acme", caller: "arn:me", because: "said AWS" },
    ]);
  });

  it("takes nothing for a value only where AWS says so, and never for a bucket that has vanished", async () => {
    const reader = readerOf(new AbortController().signal);
    const absent = { value: "none" };
    assert.deepEqual(await reader.read({ ...failing(sdkError("NoSuchBucketPolicy", 404)), absent }), {
      known: "none",
    });
    for (const error of [
      sdkError("NoSuchBucket", 404),
      sdkError("AccessDenied", 403),
      sdkError("SlowDown", 503),
    ]) {
      assert.ok("unknown" in (await reader.read({ ...failing(error), absent })), error.name);
    }
  });

  it("ends where the credentials have expired", async () => {
    const reader = readerOf(new AbortController().signal);
    await assert.rejects(reader.read(failing(sdkError("ExpiredToken", 400))), {
      name: "InputError",
      message:
        /^credentials of arn:me: expected valid ones, found expired ones \(ExpiredToken: said AWS\); log in/,
    });
  });

  it("ends where the clock or the secret is wrong, which is no missing permission", async () => {
    const reader = readerOf(new AbortController().signal);
    await assert.rejects(reader.read(failing(sdkError("RequestTimeTooSkewed", 403))), {
      name: "InputError",
      message:
        "credentials of arn:me: expected a signature that AWS accepts, found another (RequestTimeTooSkewed: said AWS); set the clock of this machine, or correct the secret access key",
    });
    assert.deepEqual(reader.lacks(), []);
  });

  it("asks at most eight questions at once, and all of them", async () => {
    const reader = readerOf(new AbortController().signal);
    let running = 0;
    let most = 0;
    const ask = async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setTimeout(resolve, 2));
      running -= 1;
      return "answer";
    };
    const answers = await Promise.all(Array.from({ length: 50 }, () => reader.read({ ...question, ask })));
    assert.deepEqual([most, running, answers.length], [8, 0, 50]);
    assert.ok(answers.every((answer) => "known" in answer));
  });

  it("asks nothing once it is interrupted", async () => {
    const interruption = new AbortController();
    interruption.abort();
    let asked = false;
    const reader = readerOf(interruption.signal);
    const ask = async () => {
      asked = true;
    };
    await assert.rejects(reader.read({ ...question, ask }));
    assert.equal(asked, false);
  });
});

describe("a budget of requests", () => {
  it("refuses what is beyond it, until it is lifted", () => {
    const budget = budgetOf(2);
    budget.take();
    budget.take();
    assert.throws(() => budget.take(), BudgetError);
    assert.equal(budget.used(), 2);
    budget.lift();
    budget.take();
    assert.equal(budget.used(), 3);
  });
});
