/** Faults in keys, and in how the rule names them. */
import {
  bucketOf,
  keyArnOf,
  keyCondition,
  keyOf,
  knownIn,
  OTHER_ACCOUNT,
  ruleOf,
  SAME_ACCOUNT_REPLICA,
  SOURCE_ACCOUNT,
  SOURCE_KEY_ARN,
  SOURCE_NAME,
  statementOf,
  THIRD_ACCOUNT,
} from "../../../helpers/topologies";
import { type Fault, ofRole, PARTNER, REPLICA } from "./fault";

const REPLICA_KEY = `${REPLICA}-key`;
const PARTNER_KEY = `${PARTNER}-key`;
const REPLICA_KEY_ARN = keyArnOf(SAME_ACCOUNT_REPLICA);

const SOURCE_USE = ["source-key-decrypt", "source-key-decrypt-other-context"];
const REPLICA_USE = [
  "replica-key-encrypt",
  "replica-key-decrypt",
  "replica-key-generate-data-key",
  "replica-key-encrypt-other-context",
];
const REPLICA_POLICY = [
  "replica-key-policy",
  "replica-key-policy-advised",
  "replica-key-policy-other-context",
];

export const STATES: readonly Fault[] = [
  ...(["source-key", REPLICA_KEY] as const).flatMap((label): readonly Fault[] => {
    const end = label === "source-key" ? "source-key" : "replica-key";
    return [
      {
        on: "same",
        what: `${label} is disabled or waits for its deletion`,
        make: (t) => {
          keyOf(t, label).enabled = { known: false };
        },
        finds: [`${end}-enabled`],
      },
      {
        on: "same",
        what: `${label} is a signing key`,
        make: (t) => {
          keyOf(t, label).usage = { known: "SIGN_VERIFY" };
        },
        finds: [`${end}-usage`],
      },
      {
        on: "same",
        what: `${label} is asymmetric`,
        make: (t) => {
          keyOf(t, label).spec = { known: "RSA_2048" };
        },
        finds: [`${end}-usage`],
      },
    ];
  }),
  {
    on: "cross",
    what: "the replica key is in another region than the destination",
    make: (t) => {
      const key = keyOf(t, PARTNER_KEY);
      const arn = knownIn(key.arn).replace("us-east-1", "us-east-2");
      key.arn = { known: arn };
      key.site.region = { known: "us-east-2" };
      ruleOf(t).destination.replicaKey = { to: PARTNER_KEY, written: arn };
      ofRole(t, "ReplicaKey0").Resource = arn;
      const condition = keyCondition("us-east-2", PARTNER);
      ofRole(t, "ReplicaKey0").Condition = condition;
      statementOf(key.policy, "Replication").Condition = condition;
    },
    finds: ["replica-key-region"],
  },
  {
    on: "same",
    what: "the source key is in another region than the source",
    make: (t) => {
      const key = keyOf(t, "source-key");
      const arn = SOURCE_KEY_ARN.replace("eu-west-1", "eu-west-2");
      key.arn = { known: arn };
      key.site.region = { known: "eu-west-2" };
      ofRole(t, "SourceKey").Resource = arn;
      ofRole(t, "SourceKey").Condition = keyCondition("eu-west-2", SOURCE_NAME);
    },
    finds: ["source-key-region"],
  },
  {
    on: "same",
    what: "the rule names the source key as replica key",
    make: (t) => {
      ruleOf(t).destination.replicaKey = { to: "source-key", written: SOURCE_KEY_ARN };
    },
    finds: [...REPLICA_USE, "replica-key-region"],
  },
  {
    on: "same",
    what: "the rule names the replica key by an alias ARN",
    make: (t) => {
      const written = `arn:aws:kms:eu-central-1:${SOURCE_ACCOUNT}:alias/archive`;
      ruleOf(t).destination.replicaKey = { to: REPLICA_KEY, written };
    },
    finds: ["replica-key-alias"],
  },
  {
    on: "same",
    what: "the rule names the replica key by an alias's name",
    make: (t) => {
      ruleOf(t).destination.replicaKey = { to: REPLICA_KEY, written: "alias/archive" };
    },
    finds: ["replica-key-arn", "replica-key-alias"],
  },
  {
    on: "same",
    what: "the rule names the replica key by its id",
    make: (t) => {
      const written = REPLICA_KEY_ARN.slice(REPLICA_KEY_ARN.indexOf("/") + 1);
      ruleOf(t).destination.replicaKey = { to: REPLICA_KEY, written };
    },
    finds: ["replica-key-arn"],
  },
  {
    on: "cross",
    what: "the replica key is the other account's aws/s3",
    make: (t) => {
      const outside = `arn:aws:kms:us-east-1:${OTHER_ACCOUNT}:alias/aws/s3`;
      ruleOf(t).destination.replicaKey = { outside };
    },
    finds: ["replica-key-customer-managed"],
  },
  {
    on: "same",
    what: "the replica key is aws/s3 of an account that neither bucket belongs to",
    make: (t) => {
      const outside = `arn:aws:kms:eu-central-1:${THIRD_ACCOUNT}:alias/aws/s3`;
      ruleOf(t).destination.replicaKey = { outside };
    },
    finds: ["replica-key-customer-managed"],
  },
  {
    on: "same",
    what: "the source encrypts with aws/s3 of another account",
    make: (t) => {
      const encryption = knownIn(bucketOf(t, SOURCE_NAME).encryption);
      if (encryption === undefined) return;
      encryption.key = { outside: `arn:aws:kms:eu-west-1:${THIRD_ACCOUNT}:alias/aws/s3` };
    },
    finds: ["source-key-managed-account"],
  },
  {
    on: "cross",
    what: "the replica key is a third account's that lets nobody in",
    make: (t) => {
      const key = keyOf(t, PARTNER_KEY);
      const arn = knownIn(key.arn).replace(OTHER_ACCOUNT, THIRD_ACCOUNT);
      key.arn = { known: arn };
      key.site.account = { known: THIRD_ACCOUNT };
      key.policy = undefined;
      ruleOf(t).destination.replicaKey = { to: PARTNER_KEY, written: arn };
      ofRole(t, "ReplicaKey0").Resource = arn;
    },
    finds: REPLICA_POLICY,
  },
  {
    on: "same",
    what: "the source's key becomes another one, and the role does not follow",
    make: (t) => {
      const key = structuredClone(keyOf(t, "source-key"));
      key.label = "new-key";
      key.arn = { known: SOURCE_KEY_ARN.replace("1111-4111", "1111-4112") };
      t.keys.push(key);
      const encryption = knownIn(bucketOf(t, SOURCE_NAME).encryption);
      if (encryption !== undefined) encryption.key = { to: "new-key" };
    },
    finds: SOURCE_USE,
  },
];
