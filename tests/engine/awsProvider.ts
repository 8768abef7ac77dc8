/** Chooses what serves `aws` to the engine: the real plugin where it is installed, else the stand-in. */
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { version } from "@pulumi/aws/package.json";
import { pulumiCli } from "./pulumiCli";

export interface AwsProvider {
  readonly isStandIn: boolean;
  /** E.g. `the stand-in of tests/engine/provider`. */
  readonly description: string;
}

interface Plugin {
  readonly name: string;
  readonly kind: string;
  readonly version?: string;
}

/** The real plugin counts in the version of the project's SDK only: another one has other resources. */
export function awsProvider(): AwsProvider {
  const listed: readonly Plugin[] = JSON.parse(
    execFileSync(join(pulumiCli().root, "bin", "pulumi"), ["plugin", "ls", "--json"], { encoding: "utf8" }),
  );
  const isInstalled = listed.some(
    (plugin) => plugin.kind === "resource" && plugin.name === "aws" && plugin.version === version,
  );
  return isInstalled
    ? { isStandIn: false, description: `the AWS provider ${version}` }
    : {
        isStandIn: true,
        description: `the stand-in of tests/engine/provider (pulumi-resource-aws ${version} is not installed)`,
      };
}
