/** The function `aws.iam.getPolicyDocument`, which makes a policy document of arguments. */
import { isProperties, type ResourceProperties } from "./values";

type Statement = ResourceProperties;

/**
 * The document that the provider makes of the arguments: the statements of the source documents, then the arguments' own, then
 * those of the documents that override. A statement with a `Sid` replaces an earlier one with the same `Sid`.
 *
 * @returns undefined where a source or override is no policy document.
 * @see https://www.pulumi.com/registry/packages/aws/api-docs/iam/getpolicydocument/
 */
export function policyDocument(args: ResourceProperties): ResourceProperties | undefined {
  const sources = documents([...listOf(args["sourcePolicyDocuments"]), ...present(args["sourceJson"])]);
  const overrides = documents([...listOf(args["overridePolicyDocuments"]), ...present(args["overrideJson"])]);
  if (sources === undefined || overrides === undefined) return undefined;
  const own = listOf(args["statements"]).filter(isProperties).map(statement);
  const merged = [...sources, ...own, ...overrides].reduce(replaced, []);
  return {
    Version: args["version"] ?? "2012-10-17",
    ...(args["policyId"] !== undefined && { Id: args["policyId"] }),
    Statement: merged,
  };
}

function statement(given: ResourceProperties): Statement {
  const entries: readonly (readonly [string, unknown])[] = [
    ["Sid", given["sid"] === "" ? undefined : given["sid"]],
    ["Effect", given["effect"] ?? "Allow"],
    ["Action", oneOrMany(given["actions"])],
    ["NotAction", oneOrMany(given["notActions"])],
    ["Resource", oneOrMany(given["resources"])],
    ["NotResource", oneOrMany(given["notResources"])],
    ["Principal", principals(given["principals"])],
    ["NotPrincipal", principals(given["notPrincipals"])],
    ["Condition", conditions(given["conditions"])],
  ];
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

function principals(given: unknown): unknown {
  const byType = new Map<string, unknown[]>();
  for (const principal of listOf(given).filter(isProperties)) {
    const type = String(principal["type"]);
    const identifiers = listOf(principal["identifiers"]);
    // The provider writes this pair as the wildcard that stands for everyone.
    if (type === "*" && identifiers.length === 1 && identifiers[0] === "*") return "*";
    byType.set(type, [...(byType.get(type) ?? []), ...identifiers]);
  }
  if (byType.size === 0) return undefined;
  return Object.fromEntries([...byType].map(([type, identifiers]) => [type, oneOrMany(identifiers)]));
}

function conditions(given: unknown): unknown {
  const byOperator = new Map<string, Map<string, unknown[]>>();
  for (const condition of listOf(given).filter(isProperties)) {
    const keys = byOperator.get(String(condition["test"])) ?? new Map<string, unknown[]>();
    const key = String(condition["variable"]);
    keys.set(key, [...(keys.get(key) ?? []), ...listOf(condition["values"]).map(withVariables)]);
    byOperator.set(String(condition["test"]), keys);
  }
  if (byOperator.size === 0) return undefined;
  return Object.fromEntries(
    [...byOperator].map(([operator, keys]) => [
      operator,
      Object.fromEntries([...keys].map(([key, values]) => [key, oneOrMany(values)])),
    ]),
  );
}

/** One entry is written alone; none at all is left out. */
function oneOrMany(given: unknown): unknown {
  const list = listOf(given).map(withVariables);
  return list.length === 0 ? undefined : list.length === 1 ? list[0] : list;
}

/** The provider takes `&{aws:username}` for `${aws:username}`. */
function withVariables(value: unknown): unknown {
  return typeof value === "string" ? value.replaceAll("&{", "${") : value;
}

function documents(texts: readonly unknown[]): readonly Statement[] | undefined {
  const statements: Statement[] = [];
  for (const text of texts) {
    const document = parsed(text);
    if (document === undefined) return undefined;
    statements.push(...[document["Statement"] ?? []].flat().filter(isProperties));
  }
  return statements;
}

function parsed(text: unknown): ResourceProperties | undefined {
  try {
    const value: unknown = JSON.parse(String(text));
    return isProperties(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function replaced(earlier: readonly Statement[], next: Statement): Statement[] {
  const sid = next["Sid"];
  const index = sid === undefined ? -1 : earlier.findIndex((each) => each["Sid"] === sid);
  return index < 0 ? [...earlier, next] : earlier.map((each, at) => (at === index ? next : each));
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function present(value: unknown): readonly unknown[] {
  return value === undefined || value === "" ? [] : [value];
}
