/** A replication configuration as S3 writes it in XML. */
import type { LiveReplication } from "../../../model";

/** Lists are repeated elements. */
const ITEMS: { readonly [list: string]: string } = { Rules: "Rule", Tags: "Tag" };

export function configurationXml(configuration: LiveReplication): string {
  return element("ReplicationConfiguration", configuration);
}

function element(name: string, value: unknown): string {
  if (value === undefined) return "";
  if (Array.isArray(value)) return value.map((item) => element(ITEMS[name] ?? name, item)).join("");
  const inner =
    typeof value === "object" && value !== null
      ? Object.entries(value)
          .map(([key, item]) => element(key, item))
          .join("")
      : escaped(String(value));
  return `<${name}>${inner}</${name}>`;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
