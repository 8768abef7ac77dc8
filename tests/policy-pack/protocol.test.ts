/** Holds the pack, and our judge of policies, against Pulumi's own server of policy packs. */
import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { AnalyzeResponse } from "@pulumi/pulumi/proto/analyzer_pb";
import { EnforcementLevel, PolicySeverity, PolicyType } from "@pulumi/pulumi/proto/analyzer_pb";
import type { AnalyzerResource } from "../../operations/policy/analyzerResource";
import { judgePolicies, type Pack } from "../../operations/policy/judgePolicies";
import { type PackConfig, policySettings } from "../../operations/policy/policySettings";
import { analyzerResources } from "../../operations/rehearsal/analyzerResources";
import { rehearse } from "../../operations/rehearsal/rehearse";
import { readStackConfiguration } from "../../operations/rehearsal/stackFiles";
import { NAME } from "../../policy-pack/pack";
import { version } from "../../policy-pack/package.json";
import { policies } from "../../policy-pack/policies";
import { type EnginePack, levelName, startEnginePack } from "../helpers/enginePack";
import { changed, find, firstPreview, resource, settledStack, UNKNOWN, without } from "./stacks";

const root = path.join(__dirname, "..", "..");
const packDirectory = path.join(root, "policy-pack");

const BUCKET = "aws:s3/bucket:Bucket";
const VERSIONING = "aws:s3/bucketVersioning:BucketVersioning";
const secret = (value: unknown) => ({
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  value,
});

function diagnostics(response: AnalyzeResponse, policy: string) {
  return response
    .getDiagnosticsList()
    .filter((diagnostic) => diagnostic.getPolicyname() === policy)
    .map((diagnostic) => ({
      urn: diagnostic.getUrn(),
      message: diagnostic.getMessage(),
      level: diagnostic.getEnforcementlevel(),
      severity: diagnostic.getSeverity(),
    }));
}

interface Said {
  readonly policy: string;
  readonly violations: readonly object[];
  readonly notApplicable: readonly object[];
}

/** What Pulumi's server says of the resources, by policy. */
async function engineSays(
  engine: EnginePack,
  pack: Pack,
  resources: readonly AnalyzerResource[],
  config: PackConfig,
): Promise<readonly Said[]> {
  const settings = policySettings(pack.policies, config);
  await engine.configure(
    Object.fromEntries(pack.policies.map((policy) => [policy.name, settings.of(policy)])),
  );
  const answers: { urn: string | undefined; response: AnalyzeResponse }[] = [];
  for (const each of resources) answers.push({ urn: each.urn, response: await engine.analyze(each) });
  answers.push({ urn: undefined, response: await engine.analyzeStack(resources) });
  return pack.policies.map(({ name }) => ({
    policy: name,
    violations: answers.flatMap(({ urn, response }) =>
      response
        .getDiagnosticsList()
        .filter((diagnostic) => diagnostic.getPolicyname() === name)
        .map((diagnostic) => ({
          urn: diagnostic.getUrn() === "" ? urn : diagnostic.getUrn(),
          message: diagnostic.getMessage(),
          enforcementLevel: levelName(diagnostic.getEnforcementlevel()),
        })),
    ),
    notApplicable: answers.flatMap(({ urn, response }) =>
      response
        .getNotApplicableList()
        .filter((each) => each.getPolicyName() === name)
        .map((each) => ({ urn, reason: each.getReason() })),
    ),
  }));
}

async function judgeSays(
  pack: Pack,
  resources: readonly AnalyzerResource[],
  config: PackConfig,
): Promise<readonly Said[]> {
  const result = await judgePolicies(pack, resources, policySettings(pack.policies, config));
  return result.policies.map(({ name, violations, notApplicable }) => ({
    policy: name,
    violations,
    notApplicable,
  }));
}

/** Of every other resource, the first property is not known. */
function halfUnknown(resources: readonly AnalyzerResource[]): readonly AnalyzerResource[] {
  return resources.map((each, index) => {
    const [first] = Object.keys(each.properties);
    if (first === undefined || index % 2 === 0) return each;
    const properties = { ...each.properties, [first]: UNKNOWN };
    return { ...each, properties, inputs: { ...each.inputs, [first]: UNKNOWN } };
  });
}

/** Nothing that sets up a bucket is left, so that most policies find something. */
function bare(resources: readonly AnalyzerResource[]): readonly AnalyzerResource[] {
  return resources.filter(({ type }) => !/Versioning|PublicAccess|Encryption|Policy|Ownership/.test(type));
}

async function rehearsed(stack: string): Promise<readonly AnalyzerResource[]> {
  const plan = await rehearse(root, readStackConfiguration(root, stack));
  return analyzerResources(plan.resources);
}

const CHOICES: PackConfig = {
  all: "advisory",
  "bucket-versioning": "disabled",
  "replication-works": "disabled",
  "rule-time-control": "mandatory",
  "minimum-replicas": { minimum: 3 },
  "allowed-regions": { enforcementLevel: "remediate", regions: ["eu-west-1"] },
  "no-force-destroy": { exempt: [{ resource: "*", reason: "holds nothing to keep" }] },
};

describe("the pack, as the engine runs it", function () {
  this.timeout(120_000);
  const pack: Pack = { name: NAME, version, policies };
  let engine: EnginePack;

  before(async () => {
    engine = await startEnginePack(packDirectory);
  });
  afterEach(() => engine.configure({}));
  after(() => engine.stop());

  it("tells its name, version and every policy with all that it says about itself", async () => {
    const info = await engine.info();
    assert.equal(info.getName(), "s3-replication");
    assert.equal(info.getVersion(), "0.1.0");
    assert.equal(info.getDisplayname(), "S3 replication");
    assert.equal(info.getSupportsconfig(), true);
    assert.deepEqual(
      info.getPoliciesList().map((policy) => policy.getName()),
      policies.map(({ name }) => name),
    );
    for (const policy of info.getPoliciesList()) {
      assert.notEqual(policy.getPolicyType(), PolicyType.POLICY_TYPE_UNKNOWN, policy.getName());
      assert.notEqual(policy.getSeverity(), PolicySeverity.POLICY_SEVERITY_UNSPECIFIED, policy.getName());
      assert.notEqual(policy.getFramework()?.getReference() ?? "", "");
      assert.ok(policy.getConfigschema()?.getProperties()?.getFieldsMap().has("exempt"));
    }
  });

  it("answers the engine's other calls, and remediates nothing", async () => {
    assert.match((await engine.pluginInfo()).getVersion(), /^v?1\.21\.0/);
    await engine.configureStack({ team: "data" });
    const remediated = await engine.remediate(resource(BUCKET, { bucket: "archive", forceDestroy: true }));
    assert.deepEqual(remediated.getRemediationsList(), []);
  });

  const stacks: readonly (readonly [
    string,
    () => readonly AnalyzerResource[] | Promise<readonly AnalyzerResource[]>,
  ])[] = [
    ["a stack that works", settledStack],
    ["a first preview", firstPreview],
    ["a stack of which half is not known", () => halfUnknown(settledStack())],
    ["buckets that lack everything", () => bare(settledStack())],
    ["a route without versioning", () => without(settledStack(), VERSIONING, "src")],
    ["the rehearsed stack of two companies", () => rehearsed("prod")],
    ["the rehearsed stack of a receiver", () => rehearsed("receiver")],
    [
      "a secret and an unknown value",
      () => [resource(BUCKET, { forceDestroy: secret(true), policy: UNKNOWN, bucket: secret(UNKNOWN) })],
    ],
    [
      "a resource of another provider",
      () => [{ type: "random:index:Id", urn: "urn:r", name: "r", properties: {} }],
    ],
    ["nothing", () => []],
  ];
  for (const [how, config] of [
    ["as it comes", {}],
    ["with other levels and choices", CHOICES],
  ] as const) {
    for (const [what, resources] of stacks) {
      it(`says ${how} of ${what} what our judge says`, async () => {
        const all = await resources();
        assert.deepEqual(await judgeSays(pack, all, config), await engineSays(engine, pack, all, config));
      });
    }
  }

  it("finds enough in buckets that lack everything for this to mean something", async () => {
    const said = await judgeSays(pack, bare(settledStack()), {});
    assert.ok(said.flatMap(({ violations }) => violations).length > 10);
  });

  it("blocks a resource that breaks a policy, before it is created", async () => {
    const response = await engine.analyze(resource(BUCKET, { bucket: "archive", forceDestroy: true }));
    const [found, ...others] = diagnostics(response, "no-force-destroy");
    assert.equal(others.length, 0);
    assert.equal(found?.level, EnforcementLevel.MANDATORY);
    assert.equal(found?.severity, PolicySeverity.POLICY_SEVERITY_HIGH);
    assert.match(found?.message ?? "", /\nforceDestroy: expected false, found true; leave forceDestroy out$/);
    assert.equal(response.getDiagnosticsList().length, 1);
  });

  it("opens secrets, and does not show unknown values to be violations", async () => {
    const hidden = await engine.analyze(resource(BUCKET, { forceDestroy: secret(true) }));
    assert.equal(diagnostics(hidden, "no-force-destroy").length, 1);
    const unknown = await engine.analyze(
      resource(BUCKET, { forceDestroy: UNKNOWN, policy: secret(UNKNOWN) }),
    );
    assert.deepEqual(unknown.getDiagnosticsList(), []);
    const reasons = unknown.getNotApplicableList().map((each) => [each.getPolicyName(), each.getReason()]);
    assert.deepEqual(
      reasons.filter(([name]) => name === "no-force-destroy"),
      [["no-force-destroy", "forceDestroy is not known: comes from another resource at deployment"]],
    );
  });

  for (const [when, stack] of [
    ["the first preview", firstPreview()],
    ["the deployed stack", settledStack()],
  ] as const) {
    it(`runs every policy over ${when}, and blocks nothing`, async () => {
      const responses = await Promise.all(stack.map((each) => engine.analyze(each)));
      responses.push(await engine.analyzeStack(stack));
      const messages = responses.flatMap((response) => response.getDiagnosticsList());
      assert.deepEqual(
        messages.filter((message) => message.getMessage().includes("can't run")),
        [],
      );
      assert.deepEqual(
        messages
          .filter((message) => message.getEnforcementlevel() === EnforcementLevel.MANDATORY)
          .map((message) => message.getMessage()),
        [],
      );
    });
  }

  it("finds in a first preview what is missing, wherever it is known", async () => {
    const response = await engine.analyzeStack(without(firstPreview(), VERSIONING, "ap-southeast-2"));
    const [found, ...others] = diagnostics(response, "every-bucket-versioned");
    assert.equal(others.length, 0);
    assert.equal(found?.urn, find(firstPreview(), BUCKET, "ap-southeast-2").urn);
    assert.match(found?.message ?? "", /versioning of the bucket: expected "Enabled", found "Disabled"/);
    assert.equal(found?.level, EnforcementLevel.MANDATORY);
  });

  it("reports wrong config as a violation and judges on, where nobody has checked it before", async () => {
    await engine.configure({
      "no-force-destroy": {
        level: "mandatory",
        config: { exempt: [{ resource: "scratch" }], exmpt: true },
      },
      "minimum-replicas": { level: "mandatory", config: { minimum: "three" } },
    });
    const messagesAbout = async (each: AnalyzerResource) =>
      diagnostics(await engine.analyze(each), "no-force-destroy").map(({ message }) =>
        message.split("\n").at(-1),
      );
    assert.deepEqual(await messagesAbout(resource("pulumi:pulumi:Stack", {})), [
      "config exmpt: expected one of exempt, found a name that this policy does not have; correct it in the policy pack's config",
      "config exempt[0].reason: expected why it is exempt, found nothing; correct it in the policy pack's config",
    ]);
    assert.deepEqual(await messagesAbout(resource(BUCKET, { forceDestroy: true }, "scratch")), [
      "forceDestroy: expected false, found true; leave forceDestroy out",
    ]);
    const stack = await engine.analyzeStack(settledStack());
    assert.deepEqual(
      diagnostics(stack, "minimum-replicas").map(({ message }) => message.split("\n").at(-1)),
      [
        'config minimum: expected a whole number from 1 to 100, found "three"; correct it in the policy pack\'s config',
      ],
    );
  });

  it("judges a stack among a thousand resources of other clouds, and says nothing of those", async () => {
    const others: AnalyzerResource[] = Array.from({ length: 1000 }, (_, index) => ({
      ...resource(
        "azure-native:storage:StorageAccount",
        { name: UNKNOWN, acl: "public" },
        `account-${index}`,
      ),
      dependencies:
        index === 0 ? [] : [resource("azure-native:storage:StorageAccount", {}, `account-${index - 1}`).urn],
    }));
    const broken = changed(settledStack(), VERSIONING, "src", {
      versioningConfiguration: { status: "Suspended" },
    });
    const response = await engine.analyzeStack([...others, ...broken]);
    const blocked = response
      .getDiagnosticsList()
      .filter((diagnostic) => diagnostic.getEnforcementlevel() === EnforcementLevel.MANDATORY);
    assert.deepEqual(
      [...new Set(blocked.map((diagnostic) => diagnostic.getPolicyname()))],
      // What the BucketVersioning states wrongly is reported by the policy of that resource alone.
      ["replication-works"],
    );
    for (const other of await Promise.all(others.slice(0, 100).map((each) => engine.analyze(each))))
      assert.deepEqual(other.getDiagnosticsList(), []);
  });
});

describe("a pack that uses everything that the SDK offers, as the engine runs it", function () {
  this.timeout(120_000);
  const directory = path.join(root, "tests", "fixtures", "odd-policy-pack");
  const odd: Pick<Pack, "policies"> = require("../fixtures/odd-policy-pack/policies");
  const pack: Pack = { name: "odd", version: "1.2.3", policies: odd.policies };
  let engine: EnginePack;

  before(async () => {
    engine = await startEnginePack(directory);
  });
  after(() => engine.stop());

  const stackUrn = "urn:pulumi:dev::archive::pulumi:pulumi:Stack::archive-dev";
  const known = {
    ...resource(BUCKET, { bucket: "b", forceDestroy: true, secret: secret("s") }, "known"),
    parent: stackUrn,
  };
  const tied: AnalyzerResource = {
    ...resource("acme:index:Vault", { bucket: "b" }, "tied"),
    inputs: {},
    parent: known.urn,
    dependencies: [known.urn, "urn:of:nobody"],
    propertyDependencies: { bucket: [known.urn, "urn:of:nobody"], other: [] },
    options: { protect: true },
  };
  const open = resource(BUCKET, { bucket: UNKNOWN, nested: [{ deep: UNKNOWN }] }, "open");
  const stack: AnalyzerResource = {
    type: "pulumi:pulumi:Stack",
    urn: stackUrn,
    name: "archive-dev",
    properties: {},
  };
  const stacks: readonly (readonly [string, readonly AnalyzerResource[]])[] = [
    ["resources that refer to each other", [tied, known, stack]],
    ["values that are not known", [open]],
    ["nothing", []],
  ];
  const configs: readonly (readonly [string, PackConfig])[] = [
    ["as it comes", {}],
    ["with one level for all", { all: "advisory", "reads-values": "mandatory" }],
    ["with values", { "has-config": { enforcementLevel: "remediate", text: "t", list: [1, "2"] } }],
    ["with a policy that was disabled", { "is-disabled": "mandatory", "has-many-functions": "disabled" }],
  ];
  for (const [how, config] of configs)
    for (const [what, resources] of stacks)
      it(`says ${how} of ${what} what our judge says`, async () => {
        assert.deepEqual(
          await judgeSays(pack, resources, config),
          await engineSays(engine, pack, resources, config),
        );
      });

  it("says that a policy cannot run where it reads what is not known", async () => {
    const said = await judgeSays(pack, [open], {});
    const [first, ...others] = said.find(({ policy }) => policy === "reads-values")?.violations ?? [];
    assert.deepEqual(others, []);
    assert.deepEqual(first, {
      urn: open.urn,
      message:
        "can't run policy 'reads-values' from policy pack 'odd@v1.2.3' during preview: string value at .bucket can't be known during preview",
      enforcementLevel: "advisory",
    });
  });
});

describe("the pack on its own", function () {
  this.timeout(120_000);

  it("loads and judges from a copy of its folder, as the engine loads it", async () => {
    const directory = mkdtempSync(path.join(tmpdir(), "pack-"));
    try {
      const copy = path.join(directory, "policy-pack");
      cpSync(packDirectory, copy, {
        recursive: true,
        filter: (source) => path.basename(source) !== "node_modules",
      });
      symlinkSync(path.join(root, "node_modules"), path.join(copy, "node_modules"));
      const engine = await startEnginePack(copy);
      try {
        const response = await engine.analyzeStack(without(settledStack(), VERSIONING, "src"));
        assert.equal(diagnostics(response, "replication-works").length > 0, true);
      } finally {
        engine.stop();
      }
    } finally {
      rmSync(directory, { recursive: true });
    }
  });

  it("names only packages that its own package.json depends on", () => {
    const manifest: { dependencies: { [name: string]: string } } = JSON.parse(
      readFileSync(path.join(packDirectory, "package.json"), "utf8"),
    );
    assert.ok(Object.keys(manifest.dependencies).includes("@pulumi/policy"));
    const lock: { packages: { [path: string]: { dependencies?: object } } } = JSON.parse(
      readFileSync(path.join(packDirectory, "npm-shrinkwrap.json"), "utf8"),
    );
    assert.deepEqual(lock.packages[""]?.dependencies, manifest.dependencies);
  });
});
