/** Tables of small stacks, each judged by one stack policy. */
import assert from "node:assert/strict";
import type { StackValidationPolicy } from "@pulumi/policy";
import type { AnalyzerResource, Properties } from "../../../operations/policy/analyzerResource";
import { type Config, judgeStack } from "../judge";
import { resource } from "../stacks";

/** A violation: the name of the resource that it blames, and what it matches. */
export type Blame = readonly [string | undefined, RegExp];

/** Title, stack, config, and the violations; "open" for not decidable. */
export type StackCase = readonly [string, readonly AnalyzerResource[], Config, readonly Blame[] | "open"];

export const BUCKET = "aws:s3/bucket:Bucket";
export const BUCKET_V2 = "aws:s3/bucketV2:BucketV2";

/** A bucket of that name. */
export function bucket(name: string, properties: Properties = {}, type = BUCKET): AnalyzerResource {
  return resource(type, { bucket: name, ...properties }, name);
}

/** A resource that sets something, by the bucket's name. */
export function setter(type: string, of: string, properties: Properties): AnalyzerResource {
  return resource(type, { bucket: of, ...properties }, `${of}-setting`);
}

/** The resource with properties that come from other resources. */
export function from(
  made: AnalyzerResource,
  origins: { readonly [property: string]: readonly AnalyzerResource[] },
): AnalyzerResource {
  const propertyDependencies = Object.fromEntries(
    Object.entries(origins).map(([property, resources]) => [property, resources.map(({ urn }) => urn)]),
  );
  return { ...made, propertyDependencies };
}

export function describeStacks(policy: StackValidationPolicy, cases: readonly StackCase[]): void {
  describe(policy.name, () => {
    for (const [title, stack, config, expected] of cases) {
      const verb = expected === "open" ? "leaves open" : expected.length === 0 ? "accepts" : "refuses";
      it(`${verb} ${title}`, async () => {
        const { violations, urns, notApplicable } = await judgeStack(policy, stack, config);
        if (expected === "open") {
          assert.deepEqual(violations, []);
          assert.notDeepEqual(notApplicable, []);
          return;
        }
        assert.deepEqual(notApplicable, []);
        assert.equal(violations.length, expected.length, violations.join("\n"));
        expected.forEach(([name, message], index) => {
          assert.equal(urns[index]?.split("::").at(-1), name);
          assert.match(violations[index] ?? "", message);
        });
      });
    }
  });
}
