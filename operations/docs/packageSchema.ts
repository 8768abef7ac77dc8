/** Writes the schema of the component package, as Pulumi derives it from the classes. */
import { join } from "node:path";
import { ComponentProvider } from "@pulumi/pulumi/provider/experimental";
import { ReceivingBucket, ReplicatedBucket } from "../../components/multi-language";
import { name } from "../../components/package.json";
import { type GeneratedFile, writeGenerated } from "./generated";

const PROJECT = join(__dirname, "..", "..");

/** The provider that Pulumi starts for the package. It derives the schema when it is first asked, which takes some ten seconds. */
export function packageProvider(): ComponentProvider {
  return new ComponentProvider({
    components: [ReceivingBucket, ReplicatedBucket],
    dirname: join(PROJECT, "components"),
    name,
  });
}

/** The schema that has to be checked in. */
export async function schemaFile(provider: ComponentProvider): Promise<GeneratedFile> {
  const schema: unknown = JSON.parse(await provider.getSchema());
  return {
    path: "components/multi-language/schema.json",
    content: `${JSON.stringify(schema, undefined, 2)}\n`,
  };
}

async function main(): Promise<void> {
  const written = writeGenerated(PROJECT, [await schemaFile(packageProvider())]);
  console.log(written.length === 0 ? "nothing to write" : `wrote ${written.join(", ")}`);
}

if (require.main === module) void main();
