/** What policy-pack/README.md shows: a program, and the config that exempts two of its buckets. */
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { judgePolicies, type Pack } from "../../operations/policy/judgePolicies";
import { readPackConfig } from "../../operations/policy/packConfigFile";
import type { Violation } from "../../operations/policy/packResult";
import { type PackConfig, policySettings } from "../../operations/policy/policySettings";
import { analyzerResources } from "../../operations/rehearsal/analyzerResources";
import type { Plan } from "../../operations/rehearsal/plan";
import { rehearse } from "../../operations/rehearsal/rehearse";
import { policies } from "../../policy-pack/policies";

const ROOT = path.join(__dirname, "..", "..");
const PAGE = readFileSync(path.join(ROOT, "policy-pack", "README.md"), "utf8");
const PACK: Pack = { name: "s3-replication", version: "0.1.0", policies };

/** The one block of the page in this language. */
function block(language: string): string {
  const found = [...PAGE.matchAll(new RegExp(`^\`\`\`${language}\n([\\s\\S]*?)^\`\`\``, "gm"))];
  assert.equal(found.length, 1, language);
  return found[0]?.[1] ?? "";
}

describe("the example of policy-pack/README.md", function () {
  this.timeout(60_000);
  let directory: string;
  let plan: Plan;
  let config: PackConfig;

  before(async () => {
    directory = mkdtempSync(path.join(tmpdir(), "pack-readme-"));
    symlinkSync(path.join(ROOT, "node_modules"), path.join(directory, "node_modules"));
    writeFileSync(path.join(directory, "Pulumi.yaml"), "name: logs\nruntime: nodejs\nmain: index.ts\n");
    writeFileSync(path.join(directory, "index.ts"), block("ts"));
    writeFileSync(path.join(directory, "config.json"), block("json"));
    plan = await rehearse(directory, {
      project: "logs",
      stack: "dev",
      values: {},
      secretKeys: [],
      environments: [],
    });
    config = readPackConfig(path.join(directory, "config.json"));
  });
  after(() => rmSync(directory, { recursive: true }));

  async function said(given: PackConfig, policy: string): Promise<readonly Violation[]> {
    const settings = policySettings(policies, given);
    const result = await judgePolicies(PACK, analyzerResources(plan.resources), settings);
    return result.policies.find(({ name }) => name === policy)?.violations ?? [];
  }

  for (const [policy, name, reason] of [
    ["bucket-encryption", "access-logs-encryption", "S3 delivers server access logs to SSE-S3 buckets only"],
    [
      "every-bucket-encrypted",
      "load-balancer-logs",
      "Elastic Load Balancing delivers access logs to SSE-S3 buckets only",
    ],
  ] as const)
    it(`exempts ${name} from ${policy}, which refuses it otherwise`, async () => {
      const refused = await said({}, policy);
      assert.deepEqual(
        refused.map(({ urn, enforcementLevel }) => [urn?.split("::").at(-1), enforcementLevel]),
        [[name, "mandatory"]],
      );
      const exempted = await said(config, policy);
      assert.deepEqual(
        exempted.map(({ urn, enforcementLevel }) => [urn?.split("::").at(-1), enforcementLevel]),
        [[name, "advisory"]],
      );
      assert.ok(exempted[0]?.message.startsWith(`exempt because ${reason}: `), exempted[0]?.message);
    });
});
