/** Statements for AWS services say for which account or resource the service may act. */
import { ALL_KEYS, BUCKET_POLICIES, BUCKETS, KEY_POLICIES, TOPICS_AND_QUEUES } from "./support/awsTypes";
import { readDocument, type Statement } from "./support/document";
import { allowing, type PolicyFindings, undecided, violation } from "./support/finding";
import { nist } from "./support/frameworks";
import { resourcePolicy } from "./support/policy";
import { type PolicyConfig, texts } from "./support/settings";
import { isDeniedToOthers, limitOf } from "./support/sourceConditions";

const servicesWithoutSource = texts(
  "servicesWithoutSource",
  {
    fallback: ["logdelivery.elasticloadbalancing.amazonaws.com", "logdelivery.elb.amazonaws.com"],
    what: "a service principal such as logdelivery.elasticloadbalancing.amazonaws.com",
  },
  "Service principals whose statements need no such condition: AWS's policies for them have none. Those of Elastic Load Balancing name the account in the resource instead.",
);

const ON_KEYS: readonly string[] = [...ALL_KEYS, ...KEY_POLICIES];

/** SNS supports no such key in a key policy for topics that EventBridge publishes to; the topic's policy can have them. */
const WITHOUT_SOURCE_ON_KEYS: readonly string[] = ["events.amazonaws.com"];

export const servicePrincipalSource = resourcePolicy({
  name: "service-principal-source",
  displayName: "Statements for AWS services name the account or resource that they act for",
  description:
    "A statement that allows something to an AWS service must say for which account, organization or resource: otherwise any account can make the service act on this resource (the confused deputy). Judged are the policies of buckets, keys, topics and queues; the trust policy of a replication role has no such condition, since no AWS page says that S3 sends the keys there.",
  severity: "medium",
  // AWS's own older examples have no condition, and a service that does not send the key loses its access by one.
  enforcementLevel: "advisory",
  framework: nist("AC-3, AC-4, AC-6", "Least privilege, and control of who a service acts for"),
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html",
  remediationSteps:
    'Add "Condition": {"StringEquals": {"aws:SourceAccount": "<account>"}}, or aws:SourceArn, aws:SourceOrgID or aws:SourceOrgPaths, after the page of the service says that it sends the key.',
  tags: ["s3", "kms", "bucket-policy", "key-policy"],
  judges: [...BUCKET_POLICIES, ...BUCKETS, ...ON_KEYS, ...TOPICS_AND_QUEUES],
  fields: [servicesWithoutSource],
  judge: (resource, settings) => {
    const excluded = [
      ...settings.get(servicesWithoutSource),
      ...(ON_KEYS.includes(resource.type) ? WITHOUT_SOURCE_ON_KEYS : []),
    ];
    const property = resource.input("policy");
    const reading = readDocument(property);
    if ("unknown" in reading) return [undecided(property.path, reading.unknown)];
    // Other policies report a document that cannot be read.
    if (reading.known === undefined || "malformed" in reading.known) return [];
    const { statements } = reading.known;
    return statements.flatMap((statement) => [...judgeStatement(statement, statements, excluded, settings)]);
  },
});

function* judgeStatement(
  statement: Statement,
  all: readonly Statement[],
  excluded: readonly string[],
  settings: PolicyConfig,
): PolicyFindings {
  if (!statement.allows || isDescription(statement)) return;
  const services = statement.principals.flatMap(({ kind, value }) => (kind === "Service" ? [value] : []));
  const open = services.filter(
    (service) => !excluded.includes(service) && !isDeniedToOthers(statement, service, all),
  );
  const limit = limitOf(statement);
  if (open.length === 0 || limit === "source") return;
  yield violation(
    `condition of ${statement.label}`,
    `aws:SourceAccount, aws:SourceArn, aws:SourceOrgID or aws:SourceOrgPaths for ${open.join(", ")}`,
    FOUND[limit],
    FIXES[limit],
    allowing(servicesWithoutSource, [...settings.get(servicesWithoutSource), ...open]),
  );
}

const FOUND = {
  none: "none that names an account, organization or resource",
  "bucket alone": "aws:SourceArn of a bucket, which names no account",
  "principal organization": "aws:PrincipalOrgID, which calls of a service do not have",
} as const;

const FIXES = {
  none: 'add "StringEquals": {"aws:SourceAccount": "<account>"}',
  "bucket alone": 'add "StringEquals": {"aws:SourceAccount": "<account>"}: AWS asks for both',
  "principal organization": "use aws:SourceOrgID",
} as const;

/** What KMS tells of a key is not worth a deputy. */
function isDescription({ actions, notActions }: Statement): boolean {
  return notActions.length === 0 && actions.every((action) => action.toLowerCase() === "kms:describekey");
}
