/** What differs between replicas as text: a row for each replica, a column for each setting. */
import { groupBy } from "../../model";
import { blocks, columnsThatFit } from "./columns";
import { ABSENT, type Difference } from "./differences";
import { WIDTH, wrap } from "./wrap";

/** S3 compares priorities only among rules of one destination, so that they say nothing of replicas. */
const WITHOUT_MEANING = "rule priority";

const INDENT = "  ";

/** So many replicas that are alike share a row. */
const ALIKE = 3;

/** One setting in which replicas differ. */
interface Column {
  /** The end of the property's name, as much as tells it from the others, over several lines. */
  readonly head: readonly string[];
  readonly property: string;
  /** By rule, as it is shown. */
  readonly values: ReadonlyMap<string, string>;
}

/**
 * The differences in tables that fit a line each.
 *
 * @param elsewhere rules whose bucket belongs to another stack: what its settings are is not known.
 */
export function differenceLines(
  differences: readonly Difference[],
  elsewhere: ReadonlySet<string>,
): readonly string[] {
  const all = columnsOf(differences, elsewhere);
  const [first] = all;
  if (first === undefined) return [`${INDENT}nothing but their names, keys and regions`];
  const rules = [...first.values.keys()];
  const available = WIDTH - INDENT.length - longest([...rules, others(rules)]);
  return blocks(all, widthOf, available).flatMap((block, index) => {
    const rows = rowsOf(rules, block);
    return [
      ...(index === 0 ? [] : [""]),
      ...(columnsThatFit(table(rows, block), INDENT) ?? block.flatMap((column) => list(rows, column))),
    ];
  });
}

function columnsOf(differences: readonly Difference[], elsewhere: ReadonlySet<string>): readonly Column[] {
  const told = differences
    .filter(({ property }) => property !== WITHOUT_MEANING)
    .map(({ property, values }) => {
      const isOfBucket = !property.startsWith("rule ");
      const shown = Object.entries(values).map(([rule, value]): readonly [string, string] => [
        rule,
        isOfBucket && elsewhere.has(rule) ? UNKNOWN : valueText(value),
      ]);
      return { property, values: new Map(shown) };
    })
    .filter(({ values }) => new Set([...values.values()].filter((value) => value !== UNKNOWN)).size > 1);
  const names = told.map(({ property }) => property);
  return told.map((one) => ({ ...one, head: headOf(one.property, names) }));
}

const UNKNOWN = "?";

interface Row {
  readonly label: string;
  /** One of the rules that the row is about. */
  readonly rule: string;
}

/** A row for each rule, and one for the most that are alike where they are many. */
function rowsOf(rules: readonly string[], block: readonly Column[]): readonly Row[] {
  const alike = [
    ...groupBy(rules, (rule) => JSON.stringify(block.map(({ values }) => values.get(rule)))).values(),
  ];
  const most = alike.reduce((a, b) => (b.length > a.length ? b : a), []);
  const [shared] = most.length >= ALIKE ? most : [];
  return [
    ...rules
      .filter((rule) => shared === undefined || !most.includes(rule))
      .map((rule) => ({ label: rule, rule })),
    ...(shared === undefined ? [] : [{ label: others(most), rule: shared }]),
  ];
}

function others(rules: readonly string[]): string {
  return `the other ${rules.length}`;
}

function table(rows: readonly Row[], block: readonly Column[]): readonly (readonly string[])[] {
  const height = longest(block.map(({ head }) => head));
  return [
    // Names stand on the values, however long they are.
    ...Array.from({ length: height }, (_, line) => [
      "",
      ...block.map(({ head }) => head[line - height + head.length] ?? ""),
    ]),
    ...rows.map(({ label, rule }) => [label, ...block.map(({ values }) => values.get(rule) ?? "")]),
  ];
}

/** The shortest end of a property's name that no other property has. */
function headOf(property: string, all: readonly string[]): readonly string[] {
  const parts = partsOf(property);
  const lengths = parts.map((_, index) => index + 1);
  const isOwn = (length: number) =>
    all.every((other) => other === property || endOf(partsOf(other), length) !== endOf(parts, length));
  return parts.slice(-(lengths.find(isOwn) ?? parts.length));
}

function endOf(parts: readonly string[], length: number): string {
  return parts.slice(-length).join(" ");
}

function partsOf(property: string): readonly string[] {
  return property.split(" ").flatMap((word) => word.split(/(?<=\.)/));
}

function widthOf({ head, values }: Column): number {
  return longest([...head, ...values.values()]);
}

function list(rows: readonly Row[], { property, values }: Column): readonly string[] {
  return [
    ...wrap(property, { indent: INDENT, hanging: `${INDENT}  ` }),
    ...rows.flatMap(({ label, rule }) =>
      wrap(`${label}: ${values.get(rule) ?? ""}`, { indent: `${INDENT}  `, hanging: `${INDENT}    ` }),
    ),
  ];
}

/** What is empty is not the same as what is not there. */
function valueText(value: string): string {
  if (value === ABSENT) return "not set";
  return value === "" ? '""' : value;
}

function longest(texts: readonly { readonly length: number }[]): number {
  return Math.max(0, ...texts.map(({ length }) => length));
}
