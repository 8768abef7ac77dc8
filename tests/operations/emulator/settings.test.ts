import assert from "node:assert/strict";
import { renderEmulatorReport } from "../../../operations/emulator/report";
import { runPlan } from "../../../operations/emulator/run";
import type { EmulatorServer } from "../../../operations/emulator/server";
import { programPlan } from "../../helpers/plans";
import { INSTALL_TIMEOUT_MS, started } from "./emulator";

type Settings = Parameters<typeof programPlan>[0];

/** Settings of the real program that change what is asked of S3. */
const VARIANTS: { readonly [what: string]: Settings } = {
  "the smallest stack": {},
  "an account that is not named": { accountId: "" },
  "Object Lock without a default retention": { objectLock: { enabled: true } },
  "Object Lock in governance mode": { objectLock: { mode: "GOVERNANCE", days: 30 } },
  "Object Lock in compliance mode": { objectLock: { mode: "COMPLIANCE", years: 7 } },
  "a filter by prefix": { filter: { prefix: "invoices/2026/" } },
  "a filter by one tag": { filter: { tags: { replicate: "yes" } }, deleteMarkers: false },
  "a filter by several tags": {
    filter: { tags: { replicate: "yes", "cost centre": "é + 1/2" } },
    deleteMarkers: false,
  },
  "a filter by prefix and tag": {
    filter: { prefix: "a&<b>/", tags: { replicate: "yes = é/1" } },
    deleteMarkers: false,
  },
  "no delete markers": { deleteMarkers: false },
  "Replication Time Control": { replicationTimeControl: true },
  "no metrics": { metrics: false },
  "a lifecycle on both sides": {
    lifecycle: {
      primary: { noncurrentVersionsExpireInDays: 30, unfinishedUploadsExpireInDays: 3 },
      replicas: { noncurrentVersionsExpireInDays: 365 },
    },
  },
  "a lifecycle with transitions and expiry": {
    lifecycle: {
      primary: {
        transitions: [
          { storageClass: "STANDARD_IA", afterDays: 30 },
          { storageClass: "GLACIER", afterDays: 90 },
        ],
        expireInDays: 400,
        noncurrentVersionTransitions: [{ storageClass: "GLACIER_IR", afterDays: 10 }],
        noncurrentVersionsExpireInDays: 100,
        newerNoncurrentVersions: 3,
      },
    },
  },
  "statements of its own": {
    bucketPolicyStatements: [
      {
        Sid: "Audit",
        Effect: "Allow",
        Principal: { AWS: "111122223333" },
        Action: "s3:GetBucketPolicy",
      },
    ],
    keyPolicyStatements: [
      {
        Sid: "Audit",
        Effect: "Allow",
        Principal: { AWS: "111122223333" },
        Action: "kms:GetKeyPolicy",
      },
    ],
    replicas: [
      {
        region: "eu-central-1",
        bucketPolicyStatements: [
          {
            Effect: "Deny",
            Principal: "*",
            Action: "s3:GetObject",
            Condition: { StringNotEquals: { "aws:PrincipalAccount": "111122223333" } },
          },
        ],
      },
    ],
  },
  "names of its own": {
    bucketName: "acme-vault",
    keyAlias: "vault",
    replicas: [{ region: "eu-central-1", keyAlias: "vault/frankfurt" }],
  },
  "one provider for the account": {
    providers: "account",
    replicas: ["eu-central-1", "us-east-1"],
  },
  "a log bucket": { logDelivery: ["cloudtrail", "cloudwatch-logs", "s3-access-logs", "vpc-flow-logs"] },
  "a replica in the primary's region": { replicas: [{ region: "eu-west-1", name: "same" }] },
  "replicas with settings of their own": {
    replicas: [
      { region: "eu-central-1", storageClass: "GLACIER_IR", priority: 7 },
      {
        region: "us-east-1",
        filter: { prefix: "logs/" },
        deleteMarkers: false,
        storageClass: "DEEP_ARCHIVE",
      },
    ],
  },
  "several rules to one replica, one of them paused": {
    replicas: [
      {
        region: "eu-central-1",
        rules: [
          { name: "reports", filter: { prefix: "reports/" }, storageClass: "STANDARD_IA", priority: 2 },
          { name: "tagged", filter: { tags: { copy: "yes" } }, deleteMarkers: false, metrics: false },
          { name: "old", filter: { prefix: "old/" }, paused: true },
        ],
      },
    ],
  },
  "a replica in another account with options of its own": {
    replicas: [
      {
        region: "eu-north-1",
        name: "partner",
        assumeRole: "arn:aws:iam::444455556666:role/deployer",
        ownerOverride: false,
        replicationTimeControl: true,
        storageClass: "GLACIER_IR",
        tags: { tier: "cold" },
        lifecycle: { noncurrentVersionsExpireInDays: 30 },
      },
    ],
  },
  "a primary with a name of its own that is adopted": {
    bucketName: "acme-ledger",
    primary: { adopt: {}, keepRules: [] },
    alarms: { failureEvents: false },
  },
  "two-way replication": {
    replicas: [{ region: "eu-central-1", twoWay: true }, "eu-north-1"],
    objectLock: { enabled: true },
  },
  "two-way replication of a prefix": {
    replicas: [{ region: "eu-central-1", twoWay: true, filter: { prefix: "shared/" } }],
  },
  "an access log bucket": { accessLogBucket: "acme-access-logs" },
  "a role with a name and a path of its own": { roleName: "replicator", rolePath: "/platform/s3/" },
  "a role and a bucket for backfills": { backfill: true },
  "more replicas than inline policies of the role can name": {
    replicas: Array.from({ length: 20 }, (_, index) => ({
      region: "eu-central-1",
      name: `copy-${index + 1}`,
    })),
  },
  "many tags": {
    tags: Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`tag ${index}`, `value ${index}`])),
  },
};

describe("the program's settings on the emulator", function () {
  this.timeout(INSTALL_TIMEOUT_MS);
  this.slow(5000);

  for (const [what, settings] of Object.entries(VARIANTS)) {
    it(`are accepted, held and exercised with ${what}`, async () => {
      const plan = await programPlan({
        prefix: "acme",
        primaryRegion: "eu-west-1",
        accountId: "111122223333",
        replicas: ["eu-central-1"],
        ...settings,
      });
      const server: EmulatorServer = await started();
      try {
        const report = await runPlan({ plan, endpoint: server.endpoint, emulator: "ministack" });
        assert.equal(report.verdict, "as expected", renderEmulatorReport(report));
        assert.deepEqual(report.notEmulated, []);
        assert.equal(
          report.created.length,
          plan.resources.filter(({ type, custom }) => custom && type.startsWith("aws:")).length,
        );
        for (const { events } of report.routes) {
          assert.equal(events.find(({ event }) => event === "small object")?.verdict, "as expected");
        }
        assert.ok(report.routes.length >= 1);
      } finally {
        await server.stop();
      }
    });
  }
});
