import type {
  AccessRequest,
  ApplicablePolicies,
  Caller,
  NamedPolicy,
  PolicyStatement,
} from "../../../../model/evaluation";
import { HERE, ROLE_ARN, THERE, USER_ARN, variable } from "../cast";
import { type Context, conditionFor } from "./conditions";
import { notPrincipalFor, principalFor } from "./principals";
import { type Random, randomFrom } from "./random";

/** One question, with what was used to make it. */
export interface Case {
  readonly request: AccessRequest;
  readonly policies: ApplicablePolicies;
  /** Operators, principal forms and other traits, for counting. */
  readonly traits: readonly string[];
}

type Kind = ApplicablePolicies["resourceKind"];

const CALLERS: readonly Caller[] = [
  { kind: "role", arn: `arn:aws:iam::${HERE}:role/archive`, account: HERE },
  { kind: "role", arn: `arn:aws:iam::${HERE}:role/archive`, account: HERE, session: "s3" },
  { kind: "role", arn: ROLE_ARN, account: HERE },
  { kind: "user", arn: USER_ARN, account: HERE },
  { kind: "service", service: "s3.amazonaws.com" },
];

const ACTIONS: Readonly<Record<Kind, readonly string[]>> = {
  bucket: ["s3:GetObject", "s3:PutObject", "s3:ReplicateObject"],
  key: ["kms:Decrypt", "kms:Encrypt"],
  trust: ["sts:AssumeRole"],
};

const PATTERNS: Readonly<Record<Kind, readonly string[]>> = {
  bucket: ["s3:*", "S3:*Object", "s3:Get*", "s3:?utObject", "s3:ReplicateObject", "kms:*", "*"],
  key: ["kms:*", "KMS:decrypt", "kms:?ncrypt", "kms:De*", "s3:*", "*"],
  trust: ["sts:AssumeRole", "sts:*", "STS:assume*", "sts:TagSession"],
};

const RESOURCES = [
  "*",
  "arn:aws:s3:::replica/*",
  "arn:aws:s3:::replica/logs/?.txt",
  "arn:aws:s3:::replica*",
  "arn:aws:s3:::Replica/*",
  "arn:aws:s3:::*/logs/*",
  "arn:aws:s3",
  "arn:aws:s3:::replica",
  `arn:aws:s3:::replica/${variable("aws:username")}/*`,
  "arn:aws:kms:*:*:key/*",
  "arn:aws:kms:eu-west-1:111122223333:key/1234abcd",
  "arn:aws:kms:eu-*-1:444455556666:key/????abcd",
  "arn:aws:kms:eu-west-2:*:key/*",
  "arn:*:kms:*:111122223333:*",
];

/** Makes the case of that number, always the same. */
export function caseOf(number: number): Case {
  const random = randomFrom(number);
  const kind = random.pick<Kind>(["bucket", "bucket", "key", "key", "trust"]);
  const maker = new CaseMaker(random, kind, random.pick(CALLERS));
  return random.chance(0.4) ? maker.decidedByCondition() : maker.mixed();
}

class CaseMaker {
  private readonly traits: string[] = [];
  private readonly context: Context = {};
  private readonly owner: string;

  public constructor(
    private readonly random: Random,
    private readonly kind: Kind,
    private readonly caller: Caller,
  ) {
    this.owner = random.pick([HERE, THERE]);
    this.context["aws:username"] = ["alpha"];
    this.context["aws:userid"] = { absent: true };
    this.traits.push(`${kind}, ${this.owner === HERE ? "same" : "other"} account`, `caller ${caller.kind}`);
  }

  /** Everything allows but for one statement with one condition. */
  public decidedByCondition(): Case {
    const { condition, operator } = conditionFor(this.random, this.context);
    this.traits.push(`decided by ${operator}`);
    const open = { Effect: "Allow", Action: this.kind === "trust" ? "sts:AssumeRole" : "*" } as const;
    const anywhere = this.kind === "trust" ? {} : { Resource: "*" };
    const denies = this.random.chance(0.5);
    const tested: PolicyStatement = { ...open, ...anywhere, Principal: "*", Condition: condition };
    const resource: PolicyStatement[] = denies
      ? [
          { ...open, ...anywhere, Principal: "*" },
          { ...tested, Effect: "Deny" },
        ]
      : [tested];
    return this.made({
      identity:
        this.owner === HERE && this.kind === "bucket" ? [] : [policyOf("open", [{ ...open, Resource: "*" }])],
      resource: policyOf("resource", resource),
    });
  }

  /** A little of everything. */
  public mixed(): Case {
    const { random } = this;
    const isService = this.caller.kind === "service";
    const identity = isService
      ? []
      : Array.from({ length: random.below(3) }, (_, i) => this.attached(`identity ${i}`));
    const boundary = !isService && random.chance(0.3) ? this.attached("boundary") : undefined;
    if (boundary) this.traits.push("boundary");
    const limited = boundary !== undefined;
    const owned = this.kind !== "bucket" || random.chance(0.75);
    const delegation: PolicyStatement[] =
      this.kind === "key" && random.chance(0.5) ? [delegationTo(this.owner)] : [];
    if (this.kind === "key")
      this.traits.push(delegation.length > 0 ? "key delegates" : "key does not delegate");
    const statements = [
      ...delegation,
      ...this.statements((effect) => this.principalElement(effect, limited)),
    ];
    return this.made({
      identity,
      ...(boundary && { boundary }),
      ...(owned && { resource: policyOf("resource", statements) }),
    });
  }

  private made(policies: Omit<ApplicablePolicies, "resourceKind">): Case {
    const { random, kind, owner } = this;
    const resource = {
      bucket: random.pick([
        "arn:aws:s3:::replica/logs/a.txt",
        "arn:aws:s3:::replica/alpha/b:c",
        "arn:aws:s3:::replica/x",
      ]),
      key: `arn:aws:kms:${random.pick(["eu-west-1", "eu-west-2"])}:${owner}:key/1234abcd`,
      trust: `arn:aws:iam::${owner}:role/target`,
    }[kind];
    const request = {
      caller: this.caller,
      action: random.pick(ACTIONS[kind]),
      resource,
      resourceAccount: owner,
      context: this.context,
    };
    return { request, policies: { ...policies, resourceKind: kind }, traits: this.traits };
  }

  private attached(label: string): NamedPolicy {
    return policyOf(
      label,
      this.statements(() => ({})),
    );
  }

  private statements(principal: (effect: "Allow" | "Deny") => Partial<PolicyStatement>): PolicyStatement[] {
    return Array.from({ length: 1 + this.random.below(2) }, () => {
      const Effect = this.random.chance(0.8) ? ("Allow" as const) : ("Deny" as const);
      const who = principal(Effect);
      const isTrust = this.kind === "trust" && Object.keys(who).length > 0;
      return {
        Effect,
        ...who,
        ...this.actionElement(),
        ...(isTrust ? {} : this.resourceElement()),
        ...this.condition(),
      };
    });
  }

  private principalElement(effect: "Allow" | "Deny", limited: boolean): Partial<PolicyStatement> {
    // NotPrincipal is for Deny only, and no trust policy may have it.
    if (effect === "Deny" && this.kind !== "trust" && this.random.chance(0.3)) {
      const { form, principal } = notPrincipalFor(this.random, this.caller);
      this.traits.push(limited ? `principal ${form}, with boundary` : `principal ${form}`);
      return { NotPrincipal: principal };
    }
    const { form, principal } = principalFor(this.random, this.caller);
    this.traits.push(`principal ${form}`);
    return { Principal: principal };
  }

  private actionElement(): Partial<PolicyStatement> {
    const patterns = this.random.some(PATTERNS[this.kind], 2);
    if (this.random.chance(0.85)) return { Action: patterns };
    this.traits.push("NotAction");
    return { NotAction: patterns };
  }

  private resourceElement(): Partial<PolicyStatement> {
    const patterns = this.random.chance(0.4) ? ["*"] : this.random.some(RESOURCES, 3);
    // The simulator does not complete an ARN in NotResource: known-differences says why that is left out.
    if (this.random.chance(0.85) || patterns.includes("arn:aws:s3")) return { Resource: patterns };
    this.traits.push("NotResource");
    return { NotResource: patterns };
  }

  private condition(): Partial<PolicyStatement> {
    if (this.random.chance(0.7)) return {};
    const first = conditionFor(this.random, this.context);
    const second = this.random.chance(0.3) ? conditionFor(this.random, this.context) : undefined;
    return { Condition: { ...first.condition, ...second?.condition } };
  }
}

function policyOf(label: string, Statement: readonly PolicyStatement[]): NamedPolicy {
  return { label, document: { Version: "2012-10-17", Statement } };
}

function delegationTo(account: string): PolicyStatement {
  return {
    Effect: "Allow",
    Principal: { AWS: `arn:aws:iam::${account}:root` },
    Action: "kms:*",
    Resource: "*",
  };
}
