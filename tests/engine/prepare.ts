/** Says which engine and which provider the tests use; builds the engine where it has to. Also run alone, by `.ci/run`. */
import { awsProvider } from "./awsProvider";
import { pulumiCli } from "./pulumiCli";

/** Mocha calls it before the first test. */
export function mochaGlobalSetup(): void {
  try {
    console.log(`engine:   ${pulumiCli().description}`);
    console.log(`provider: ${awsProvider().description}`);
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exit(1);
  }
}

if (require.main === module) mochaGlobalSetup();
