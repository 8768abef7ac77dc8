/** Handler of `aws:cloudwatch/dashboard:Dashboard`. */
import { GetDashboardCommand, PutDashboardCommand } from "@aws-sdk/client-cloudwatch";
import { z } from "zod";
import { defineHandler, documentSchema } from "./handler";

const schema = z.strictObject({ dashboardName: z.string(), dashboardBody: documentSchema });

export const dashboardHandler = defineHandler({
  schema,
  create: async ({ dashboardName, dashboardBody }, { site }) => {
    await site.cloudwatch.send(
      new PutDashboardCommand({ DashboardName: dashboardName, DashboardBody: dashboardBody }),
    );
    return { id: dashboardName };
  },
  owner: ({ dashboardName }) => ({ kind: "dashboard", id: dashboardName }),
  check: async ({ dashboardName, dashboardBody }, { site }) => {
    const { DashboardBody = "null" } = await site.cloudwatch.send(
      new GetDashboardCommand({ DashboardName: dashboardName }),
    );
    const expected: unknown = JSON.parse(dashboardBody);
    const found: unknown = JSON.parse(DashboardBody);
    return [{ what: "body", expected, found, show: widgetsOf }];
  },
});

function widgetsOf(body: unknown): string {
  const widgets: unknown = typeof body === "object" && body !== null ? Reflect.get(body, "widgets") : [];
  return `${Array.isArray(widgets) ? widgets.length : 0} widgets`;
}
