/** Every resource says by its provider which account and region it belongs to. */
import { violation } from "./support/finding";
import { nist } from "./support/frameworks";
import { resourcePolicy } from "./support/policy";
import { texts } from "./support/settings";

const packages = texts(
  "types",
  {
    fallback: ["aws:s3/", "aws:kms/", "aws:iam/"],
    pattern: "^[a-z0-9-]+:",
    what: "the beginning of a type token, such as aws:s3/",
  },
  "Beginnings of the type tokens that need an explicit provider.",
);

export const explicitProviders = resourcePolicy({
  name: "explicit-providers",
  displayName: "Nothing uses the default provider",
  description:
    "A resource on the default provider is created in the account and region of the deployer's environment. In a topology of several regions and accounts, every resource must name its provider.",
  severity: "high",
  enforcementLevel: "mandatory",
  framework: nist("CM-2, CM-6", "Keep the configuration independent of the deployer's environment"),
  url: "https://www.pulumi.com/docs/iac/concepts/resources/options/provider/",
  remediationSteps: "Pass an aws.Provider of the right account and region as the option provider.",
  tags: ["providers", "placement"],
  fields: [packages],
  judges: (type) => type.includes(":"),
  *judge({ type, provider }, settings) {
    if (!settings.get(packages).some((beginning) => type.startsWith(beginning))) return;
    if (provider === undefined || /^default(_|$)/.test(provider.name))
      yield violation(
        "option provider",
        "an explicit provider",
        "the default one",
        "pass the provider of its site",
      );
  },
});
