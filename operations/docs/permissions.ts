/** Generates the page that lists every requirement of a route, and those of a backfill. */
import { backfillCatalogue, type CatalogueRow, catalogue } from "../../model";
import { table } from "../report/markdownTable";

/** The page that lists what a route needs to work, area by area. */
export function permissionsPage(): string {
  const rows = catalogue();
  const areas = [...new Set(rows.map(({ area }) => area))];
  return [
    "# What replication needs",
    "",
    "Every requirement that a route is judged by: in a rehearsal before anything is deployed, by the policy `replication-works` in a",
    "preview as far as values are known, and by `prove` on exported stacks. This page is generated from the model by `npm run docs`.",
    "",
    "A **required** one that is unmet breaks the route. An **advised** one is reported, and the route still works: AWS's own pages",
    "disagree about it, or it matters only sometimes. One that does not apply to a route is left out of its report.",
    ...areas.flatMap((area) => [
      "",
      `## ${title(area)}`,
      "",
      ...rowsOf(rows.filter((row) => row.area === area)),
    ]),
    "",
    "## Backfill",
    "",
    "What S3 Batch Replication needs to run with a role. It decides nothing about routes: `rehearse` and `prove` report it by itself, the policy",
    "`backfill-role-can-run` advises, and [`backfill`](backfill.md) makes no job where a required one is unmet.",
    "",
    ...rowsOf(backfillCatalogue()),
    "",
  ].join("\n");
}

function rowsOf(rows: readonly Omit<CatalogueRow, "area">[]): readonly string[] {
  return table(
    ["requirement", "strength", "what", "looked at"],
    rows.map(({ id, title: what, strength, url, checks }) => [`[\`${id}\`](${url})`, strength, what, checks]),
  );
}

function title(area: string): string {
  return `${area.charAt(0).toUpperCase()}${area.slice(1)}`;
}
