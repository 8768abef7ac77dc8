import assert from "node:assert/strict";
import { callersAccount, startingAccount } from "../../../operations/emulator/account";
import { prerequisites } from "../../../operations/emulator/plan";
import { DEFAULT_PROVIDER, readProviders } from "../../../operations/emulator/providers";
import { planOf, provider, resource } from "./planFixture";

const bucket = (name: string, extra: Partial<Parameters<typeof resource>[0]> = {}) =>
  resource({ type: "aws:s3/bucket:Bucket", name, ...extra });

describe("what a resource waits for", () => {
  it("is every resource it depends on, also by a value alone", () => {
    const first = bucket("first");
    const second = bucket("second");
    const third = {
      ...bucket("third", { dependencies: [first.urn] }),
      propertyDependencies: { bucket: [second.urn, first.urn] },
    };
    assert.deepEqual(prerequisites(planOf([first, second, third]))(third), [first.urn, second.urn]);
  });

  it("is not a provider, nor what is not in the plan", () => {
    const main = provider("main", { region: "eu-west-1" });
    const one = bucket("one", { dependencies: [main.urn, "urn:of:nothing"] });
    assert.deepEqual(prerequisites(planOf([main, one]))(one), []);
  });

  it("is, for a component, all that was made in it before", () => {
    const component = resource({ type: "acme:index:Archive", name: "archive", custom: false });
    const inner = resource({ type: "acme:index:Part", name: "part", custom: false, parent: component.urn });
    const child = bucket("child", { parent: inner.urn });
    const after = bucket("after", { dependencies: [component.urn] });
    const late = bucket("late", { parent: component.urn });
    const plan = planOf([component, inner, child, after, late]);
    assert.deepEqual(prerequisites(plan)(after), [child.urn]);
  });
});

describe("reading providers", () => {
  it("takes lists and objects as JSON text, as the SDK sends them, and as they are", () => {
    const roles = [{ roleArn: "arn:aws:iam::444455556666:role/deployer", sessionName: "s", externalId: "x" }];
    const inputs = {
      region: "eu-west-1",
      allowedAccountIds: ["444455556666"],
      assumeRoles: roles,
      defaultTags: { tags: { a: "b" } },
    };
    const encoded = provider("encoded", inputs);
    const plain = resource({ type: "pulumi:providers:aws", name: "plain", inputs });
    const read = readProviders(planOf([encoded, plain]));
    for (const { urn } of [encoded, plain]) {
      const settings = read.get(urn);
      assert.deepEqual(settings?.allowedAccountIds, ["444455556666"]);
      assert.deepEqual(settings.assumeRoles, roles);
      assert.deepEqual(settings.defaultTags, { a: "b" });
    }
  });

  it("leaves other clouds' providers alone", () => {
    const other = resource({ type: "pulumi:providers:random", name: "random" });
    assert.equal(readProviders(planOf([other])).size, 0);
  });
});

describe("the account of the person who runs the program", () => {
  const there = provider("there", {
    allowedAccountIds: ["444455556666"],
    assumeRoles: [{ roleArn: "arn:aws:iam::444455556666:role/deployer" }],
  });
  const here = provider("here", { allowedAccountIds: ["111122223333"] });
  const open = provider("open", { region: "eu-west-1" });
  const of = (...resources: Parameters<typeof planOf>[0]) => {
    const plan = planOf(resources);
    return callersAccount(plan, readProviders(plan));
  };

  it("is the one that a provider without an assumed role allows", () => {
    assert.equal(of(there, here), "111122223333");
  });

  it("is the one of the plan's ARNs where no provider says", () => {
    const role = resource({
      type: "aws:iam/role:Role",
      name: "role",
      provider: open.urn,
      outputs: { arn: "arn:aws:iam::777788889999:role/role" },
    });
    assert.equal(of(open, role), "777788889999");
    assert.equal(of(open, { ...role, provider: undefined }), "777788889999");
  });

  it("is never the one of an assumed role", () => {
    assert.equal(of(there), "000000000000");
  });

  it("gives way to a provider's own access key or profile", () => {
    assert.equal(
      startingAccount({ ...DEFAULT_PROVIDER, accessKey: "123456789012" }, "111122223333"),
      "123456789012",
    );
    assert.equal(
      startingAccount({ ...DEFAULT_PROVIDER, accessKey: "AKIAEXAMPLE" }, "111122223333"),
      "111122223333",
    );
    const profiled = { ...DEFAULT_PROVIDER, profile: "other", allowedAccountIds: ["444455556666"] };
    assert.equal(startingAccount(profiled, "111122223333"), "444455556666");
  });
});
