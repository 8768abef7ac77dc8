import { strict as assert } from "node:assert";
import fc from "fast-check";
import {
  type Caller,
  type Decision,
  evaluate,
  indexed,
  type PolicyStatement,
  type StatementPrincipal,
} from "../../../model/evaluation";
import { entriesOf } from "../../../model/evaluation/statement";
import {
  BUCKET,
  call,
  everything,
  HERE,
  policies,
  policy,
  ROLE_ARN,
  role,
  root,
  SESSION_ARN,
  s3,
  session,
  THERE,
  USER_ARN,
  user,
} from "./cast";
import { caseOf } from "./differential/cases";

const analysts = Array.from(
  { length: 200 },
  (_, number) => `arn:aws:iam::${THERE}:role/team/analyst-${number}`,
);
const writers = Array.from(
  { length: 200 },
  (_, number) => `arn:aws:iam::${THERE}:role/team/writer-${number}`,
);

const read = (AWS: readonly string[]): PolicyStatement => ({
  Sid: "Read",
  Effect: "Allow",
  Principal: { AWS },
  Action: "s3:GetObject",
  Resource: `${BUCKET}/*`,
});
const write = (AWS: readonly string[]): PolicyStatement => ({
  ...read(AWS),
  Sid: "Write",
  Action: "s3:PutObject",
});

function asked(arn: string, action: string, ...statements: readonly PolicyStatement[]): Decision {
  return evaluate(
    call({ caller: { kind: "role", arn, account: THERE }, action }),
    policies({ identity: [everything("own")], resource: indexed(policy("bucket policy", ...statements)) }),
  );
}

describe("a policy that names hundreds of principals", () => {
  it("lets each of them in, and nobody else", () => {
    const statements = [read(analysts), write(writers)];
    assert.equal(asked(analysts[199] ?? "", "s3:GetObject", ...statements).verdict, "allowed");
    assert.equal(asked(writers[0] ?? "", "s3:GetObject", ...statements).verdict, "denied");
    assert.equal(asked(`${analysts[0]}0000`, "s3:GetObject", ...statements).verdict, "denied");
  });

  it("explains whom the nearest statement names, all counted", () => {
    const { because, statement } = asked(analysts[7] ?? "", "s3:PutObject", read(analysts), write(writers));
    assert.equal(
      because,
      'bucket policy does not allow s3:PutObject on arn:aws:s3:::replica/a.txt: the nearest is statement "Write", and its Principal is ' +
        `"${writers[0]}", "${writers[1]}", "${writers[2]}" or 197 more, not ${analysts[7]}`,
    );
    assert.deepEqual(statement?.statement, write(writers));
  });

  it("explains a slip among hundreds of names", () => {
    const elsewhere = [...writers, `arn:aws:iam::${THERE}:role/analyst-7`];
    const { because } = asked(analysts[7] ?? "", "s3:PutObject", read(analysts), write(elsewhere));
    assert.match(because, / \(the role's path differs\)$/);
    const deleted = asked(analysts[7] ?? "", "s3:PutObject", write([...writers, "AROAEXAMPLEEXAMPLE123"]));
    assert.match(deleted.because, / \("AROAEXAMPLEEXAMPLE123" is the id of a principal that was deleted\)$/);
  });

  it("counts statements by their place, however many others there are", () => {
    const statements = analysts.map((name): PolicyStatement => {
      const { Sid: _, ...rest } = read([name]);
      return rest;
    });
    assert.match(
      asked(analysts[150] ?? "", "s3:GetObject", ...statements).because,
      /^statement 151 of bucket policy allows/,
    );
  });

  it("shows a principal only the statements that may be about it, with a few for the words", () => {
    const statements = [
      ...analysts.map((name) => read([name])),
      { ...read([]), Effect: "Deny" as const, Principal: "*" as const },
      { Effect: "Deny" as const, NotPrincipal: { AWS: analysts }, Action: "*", Resource: "*" },
    ];
    const given = indexed(policy("bucket policy", ...statements));
    const caller: Caller = { kind: "role", arn: analysts[150] ?? "", account: THERE };
    const found = entriesOf(given, { Statement: statements }, caller).map(({ position }) => position);
    assert.deepEqual(found, [0, 150, 200, 201]);
  });

  it("looks a caller up among the values of a condition", () => {
    const only = (operator: string): PolicyStatement => ({
      ...read([]),
      Principal: "*",
      Condition: { [operator]: { "aws:PrincipalArn": [...analysts, "arn:aws:iam::*:role/ops/*"] } },
    });
    for (const operator of ["StringLike", "ArnLike", "ArnEquals"]) {
      assert.equal(asked(analysts[150] ?? "", "s3:GetObject", only(operator)).verdict, "allowed", operator);
      assert.equal(
        asked(`arn:aws:iam::${THERE}:role/ops/a`, "s3:GetObject", only(operator)).verdict,
        "allowed",
        operator,
      );
      assert.equal(asked(writers[0] ?? "", "s3:GetObject", only(operator)).verdict, "denied", operator);
    }
    assert.equal(asked(analysts[150] ?? "", "s3:GetObject", only("ArnNotLike")).verdict, "denied");
    assert.equal(asked(writers[0] ?? "", "s3:GetObject", only("ArnNotLike")).verdict, "allowed");
    const { because } = asked(writers[0] ?? "", "s3:GetObject", only("ArnLike"));
    assert.match(
      because,
      /asks for ".*analyst-0", ".*analyst-1", ".*analyst-2" or 198 more and the call has ".*writer-0"$/,
    );
  });
});

describe("an index", function () {
  this.timeout(60_000);

  it("changes no verdict of the generated cases", () => {
    let named = 0;
    for (let number = 0; number < 4_000; number++) {
      const { request, policies: given } = caseOf(number);
      if (given.resource === undefined) continue;
      named++;
      const { verdict, explicit } = evaluate(request, given);
      const quick = evaluate(request, { ...given, resource: indexed(given.resource, 0) });
      assert.deepEqual(
        [quick.verdict, quick.explicit],
        [verdict, explicit],
        `case ${number}: ${quick.because}`,
      );
    }
    assert.ok(named > 1_000, String(named));
  });

  const name = fc.constantFrom(
    "*",
    HERE,
    THERE,
    `arn:aws:iam::${HERE}:root`,
    `arn:aws-cn:iam::${HERE}:root`,
    ROLE_ARN,
    `arn:aws:iam::${HERE}:role/archive`,
    SESSION_ARN,
    `arn:aws:sts::${HERE}:assumed-role/archive/other`,
    `arn:aws:sts::${HERE}:assumed-role/other/s3`,
    USER_ARN,
    "AROAEXAMPLEEXAMPLE123",
    "arn:aws:iam::*:role/archive",
  );
  const principal: fc.Arbitrary<StatementPrincipal> = fc.oneof(
    fc.constant<StatementPrincipal>("*"),
    fc.array(name, { maxLength: 3 }).map((AWS) => ({ AWS })),
    fc
      .constantFrom("s3.amazonaws.com", "S3.amazonaws.com", "ec2.amazonaws.com")
      .map((Service) => ({ Service })),
    fc.constant({ CanonicalUser: ["79a59d", "8b0c1e"] }),
    fc.constant({ Federated: "cognito-identity.amazonaws.com" }),
    name.map((AWS) => ({ AWS, Service: ["s3.amazonaws.com"] })),
  );
  const padding = Array.from({ length: 70 }, (_, number) => `arn:aws:iam::${HERE}:role/other-${number}`);
  const value = fc.constantFrom(
    ROLE_ARN,
    USER_ARN,
    "arn:aws:iam::*:role/*",
    "*",
    "arn:aws:iam",
    `arn:aws:iam::${HERE}:role/archive`,
  );
  const condition = fc.record({
    operator: fc.constantFrom(
      "StringEquals",
      "StringNotEquals",
      "StringLike",
      "StringNotLikeIfExists",
      "StringEqualsIgnoreCase",
      "ArnLike",
      "ArnNotEquals",
      "ForAnyValue:ArnLike",
      "ForAllValues:StringLike",
    ),
    key: fc.constantFrom("aws:PrincipalArn", "aws:SourceArn", "aws:PrincipalTag/team"),
    values: fc.array(value, { maxLength: 2 }),
  });
  const statement = fc
    .record({
      Effect: fc.constantFrom<"Allow" | "Deny">("Allow", "Allow", "Deny"),
      who: principal,
      isOutside: fc.constantFrom(false, false, false, true),
      Action: fc.constantFrom("*", "s3:ReplicateObject", "s3:GetObject"),
      test: fc.option(condition, { nil: undefined }),
    })
    .map(
      ({ Effect, who, isOutside, Action, test }): PolicyStatement => ({
        Effect,
        Action,
        Resource: "*",
        ...(isOutside ? { NotPrincipal: who } : { Principal: who }),
        ...(test && { Condition: { [test.operator]: { [test.key]: [...padding, ...test.values] } } }),
      }),
    );
  const callers = fc.constantFrom<Caller>(role, session, user, root, s3, {
    kind: "role",
    arn: `arn:aws:iam::${THERE}:role/archive`,
    account: THERE,
  });
  const contexts = fc.constantFrom(
    {},
    { "aws:SourceArn": [ROLE_ARN] },
    { "aws:SourceArn": [ROLE_ARN, "x"] },
    { "aws:SourceArn": ["arn:aws:iam"] },
  );

  it("changes no verdict, whoever calls and however it is named", () => {
    const counts = new Map<string, number>();
    fc.assert(
      fc.property(
        fc.array(statement, { minLength: 1, maxLength: 5 }),
        callers,
        contexts,
        fc.constantFrom<"bucket" | "key" | "trust">("bucket", "key", "trust"),
        fc.boolean(),
        fc.boolean(),
        (statements, caller, context, resourceKind, isLimited, isOwn) => {
          const resource = policy("resource", ...statements);
          const request = call({ caller, context });
          const given = policies({
            resource,
            resourceKind,
            identity: isOwn ? [everything("own")] : [],
            ...(isLimited && { boundary: everything("boundary") }),
          });
          const { verdict, explicit } = evaluate(request, given);
          const quick = evaluate(request, { ...given, resource: indexed(resource, 0) });
          assert.deepEqual([quick.verdict, quick.explicit], [verdict, explicit], quick.because);
          counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
        },
      ),
      { numRuns: 5_000, seed: 12 },
    );
    for (const verdict of ["allowed", "denied", "unknown"])
      assert.ok((counts.get(verdict) ?? 0) > 200, verdict);
  });
});
