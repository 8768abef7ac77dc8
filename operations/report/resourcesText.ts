/** The resources of a plan as text: how many of what and where, or each of them. */
import { groupBy } from "../../model";
import type { PlannedResource } from "../rehearsal/plan";
import { columnsThatFit } from "./columns";
import { counted } from "./judged";
import type { Paint } from "./paint";
import type { RehearsalReport } from "./rehearsalReport";
import { type PlannedSite, siteFinder } from "./sites";
import { marked } from "./symbols";
import type { TreeLine } from "./tree";
import { wrap } from "./wrap";

/** Types that a reader looks for; most of the others are settings of these. */
const NOUNS: { readonly [type: string]: string } = {
  "aws:s3/bucket:Bucket": "bucket",
  "aws:kms/key:Key": "key",
  "aws:iam/role:Role": "role",
  "aws:s3/bucketReplicationConfig:BucketReplicationConfig": "replication configuration",
  "aws:cloudwatch/metricAlarm:MetricAlarm": "alarm",
  "aws:sns/topic:Topic": "topic",
  "aws:sqs/queue:Queue": "queue",
  "aws:cloudwatch/dashboard:Dashboard": "dashboard",
};

/** A number and its noun are not parted. */
const BETWEEN_COMMAS = /(\s*)([^\s,][^,]*,?)/g;

/** Neither are a region and its count. */
const WITH_COUNTS = /(\s*)(\S+(?: \(\d+\)[,;]?)?)/g;

/** How many resources there are, of which kind and where. */
export function resourceCounts({ plan, sites, tree }: RehearsalReport, paint: Paint): readonly string[] {
  const lost = tree.filter(({ onDefaultProvider }) => onDefaultProvider);
  return [
    ...unlessEmpty(kinds(plan.resources), BETWEEN_COMMAS),
    ...unlessEmpty(places(plan.resources, sites), WITH_COUNTS),
    ...(lost.length === 0
      ? []
      : marked(
          "bad",
          `on the default provider, so that their region and account are not known: ${lost.map(({ name }) => name).join(", ")}`,
          paint,
          "  ",
        )),
  ];
}

function unlessEmpty(text: string, words: RegExp): readonly string[] {
  return text === "" ? [] : wrap(text, { indent: "  ", words });
}

function kinds(resources: readonly PlannedResource[]): string {
  const custom = resources.filter((one) => one.custom && !isProvider(one) && !isStack(one));
  const named = Object.entries(NOUNS).flatMap(([type, noun]) => {
    const count = custom.filter((one) => one.type === type).length;
    return count === 0 ? [] : [counted(count, noun)];
  });
  const others = custom.filter(({ type }) => NOUNS[type] === undefined).length;
  const providers = resources.filter(isProvider).length;
  const components = resources.length - custom.length - providers;
  return [
    ...named,
    ...(others === 0 ? [] : [`${others} of other types`]),
    ...(providers === 0 ? [] : [counted(providers, "provider")]),
    ...(components === 0 ? [] : [counted(components, "component")]),
  ].join(", ");
}

function places(resources: readonly PlannedResource[], sites: readonly PlannedSite[]): string {
  const accounts = groupBy(sites, ({ accountId }) => accountId);
  const siteOf = siteFinder(sites);
  const places = resources.map(siteOf);
  return [...accounts]
    .map(([account, there]) => {
      const regions = [...groupBy(there, ({ region }) => region)].map(([region, here]) => {
        const count = places.filter((site) => site !== undefined && here.includes(site)).length;
        return `${region} (${count})`;
      });
      const assumed = there.some(({ accountAssumed }) => accountAssumed);
      return `in ${account}${assumed ? " (assumed: accountId is not set)" : ""}: ${regions.join(", ")}`;
    })
    .join("; ");
}

function isProvider({ type }: PlannedResource): boolean {
  return type.startsWith("pulumi:providers:");
}

function isStack({ type }: PlannedResource): boolean {
  return type === "pulumi:pulumi:Stack";
}

/** Every site. */
export function siteLines(sites: readonly PlannedSite[]): readonly string[] {
  const rows = sites.map(({ name, region, accountId, accountAssumed }) => [
    name,
    region,
    `${accountId}${accountAssumed ? " (assumed)" : ""}`,
  ]);
  return (
    columnsThatFit(rows, "  ") ??
    rows.flatMap((row) => wrap(row.join("  "), { indent: "  ", hanging: "    " }))
  );
}

/** Every resource below the component that owns it, with its type and its place. */
export function treeLines(tree: readonly TreeLine[], { red }: Paint): readonly string[] {
  return tree.flatMap(({ branch, name, type, site, onDefaultProvider }) => {
    const where = site === undefined ? "" : `${site.region} ${site.accountId}`;
    const lines = wrap([name, type, onDefaultProvider ? "DEFAULT PROVIDER" : where].join(" "), {
      indent: `  ${branch}`,
      hanging: `  ${branch.replace("├", "│").replace("└", " ").replaceAll("─", " ")}  `,
    });
    return onDefaultProvider ? lines.map(red) : lines;
  });
}
