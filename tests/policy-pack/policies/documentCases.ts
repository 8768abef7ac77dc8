/** Tables of policy documents, each judged as an object and as JSON text. */
import assert from "node:assert/strict";
import type { ResourceValidationPolicy } from "@pulumi/policy";
import { judgeResource } from "../judge";
import { resource } from "../stacks";

export type Statement = { readonly [element: string]: unknown };
export type Expected = RegExp | "fine" | "open";
export type Case = readonly [string, unknown, Expected];

export const documentOf = (...statements: readonly Statement[]) => ({
  Version: "2012-10-17",
  Statement: statements,
});

async function check(
  policy: ResourceValidationPolicy,
  type: string,
  property: string,
  document: unknown,
  expected: Expected,
): Promise<void> {
  for (const written of [document, typeof document === "object" ? JSON.stringify(document) : document]) {
    const { violations, notApplicable } = await judgeResource(
      policy,
      resource(type, { [property]: written }),
    );
    if (expected instanceof RegExp) {
      assert.equal(violations.length, 1, violations.join("\n"));
      assert.match(violations[0] ?? "", expected);
      assert.deepEqual(notApplicable, []);
    } else {
      assert.deepEqual(violations, []);
      assert.equal(notApplicable.length, expected === "open" ? 1 : 0);
    }
  }
}

export function describeCases(
  policy: ResourceValidationPolicy,
  targets: readonly (readonly [string, string])[],
  cases: readonly Case[],
): void {
  describe(policy.name, () => {
    for (const [type, property] of targets) {
      for (const [title, document, expected] of cases) {
        const verb = expected === "fine" ? "accepts" : expected === "open" ? "leaves open" : "refuses";
        it(`${verb} ${title} in ${type.slice(type.lastIndexOf(":") + 1)}`, () =>
          check(policy, type, property, document, expected));
      }
    }
  });
}
