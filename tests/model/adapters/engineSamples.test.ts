import { strict as assert } from "node:assert";
import { readFileSync } from "node:fs";
import path from "node:path";
import { topologyFromPolicyResources, topologyFromStackExport } from "../../../model";
import { routesOf } from "../../../model/route";
import type { Topology } from "../../../model/topology";
import { policyResources, type SentResource } from "../../helpers/policyResources";

const urn = (type: string, name: string) => `urn:pulumi:c0::good::${type}::${name}`;
const bucketUrn = (name: string) => urn("aws:s3/bucket:Bucket", name);
const keyUrn = (name: string) => urn("aws:kms/key:Key", name);
const roleUrn = urn("aws:iam/role:Role", "role");

function fixture(name: string): string {
  return readFileSync(path.join(__dirname, "../../fixtures/engine", name), "utf8");
}

function exported(): Topology {
  const reading = topologyFromStackExport(fixture("stack-export.json"));
  assert.ok("topology" in reading);
  return reading.topology;
}

function previewed(): Topology {
  const sent: readonly SentResource[] = JSON.parse(fixture("preview-resources.json"));
  return topologyFromPolicyResources(policyResources(sent));
}

describe("the topology of an exported stack, as the engine wrote it", () => {
  it("has every bucket with its site and settings", () => {
    const { buckets } = exported();
    assert.deepEqual(
      buckets.map(({ label, name, site, versioning }) => ({ label, name, site, versioning })),
      [
        {
          label: bucketUrn("ap-northeast-1"),
          name: { known: "acme-archive-replication-ap-northeast-1" },
          site: {
            account: { known: "111122223333" },
            region: { known: "ap-northeast-1" },
            partition: "aws",
          },
          versioning: { known: "Enabled" },
        },
        {
          label: bucketUrn("src"),
          name: { known: "acme-archive" },
          site: {
            account: { known: "111122223333" },
            region: { known: "ap-southeast-1" },
            partition: "aws",
          },
          versioning: { known: "Enabled" },
        },
        {
          label: bucketUrn("ap-southeast-2"),
          name: { known: "acme-archive-replication-ap-southeast-2" },
          site: {
            account: { known: "111122223333" },
            region: { known: "ap-southeast-2" },
            partition: "aws",
          },
          versioning: { known: "Enabled" },
        },
      ],
    );
  });

  it("takes the separate encryption resource, not the stale echo on the bucket", () => {
    const source = exported().buckets.find(({ label }) => label === bucketUrn("src"));
    assert.deepEqual(source?.encryption, {
      known: {
        algorithm: { known: "aws:kms" },
        key: {
          to: keyUrn("src"),
          written: "arn:aws:kms:ap-southeast-1:111122223333:key/c0ed63f6-75ec-4bea-b45b-7d84b69b14a1",
        },
        bucketKeyEnabled: { known: true },
        blockedEncryptionTypes: {
          unknown: "the bucket does not state it, and S3 blocks SSE-C by default since April 2026",
        },
      },
    });
  });

  it("has the keys with their policies and aliases", () => {
    const { keys } = exported();
    assert.equal(keys.length, 3);
    const source = keys.find(({ label }) => label === keyUrn("src"));
    assert.deepEqual(source, {
      label: keyUrn("src"),
      arn: { known: "arn:aws:kms:ap-southeast-1:111122223333:key/c0ed63f6-75ec-4bea-b45b-7d84b69b14a1" },
      site: {
        account: { known: "111122223333" },
        region: { known: "ap-southeast-1" },
        partition: "aws",
      },
      enabled: { known: true },
      usage: { known: "ENCRYPT_DECRYPT" },
      spec: { known: "SYMMETRIC_DEFAULT" },
      policy: {
        label: "key policy of src",
        document: {
          known: {
            Version: "2012-10-17",
            Statement: [
              {
                Sid: "Account",
                Effect: "Allow",
                Principal: { AWS: "arn:aws:iam::111122223333:root" },
                Action: "kms:*",
                Resource: "*",
              },
            ],
          },
        },
      },
      grants: [],
      aliases: [{ known: "alias/archive" }],
      tags: { values: {}, others: { unknown: "the provider does not tell all of its tags" } },
    });
  });

  it("has the role with its trust and its one inline policy", () => {
    const [role, ...others] = exported().roles;
    assert.deepEqual(others, []);
    assert.deepEqual(role?.arn, {
      known: "arn:aws:iam::111122223333:role/service-role/archive-replication",
    });
    assert.deepEqual(
      role?.policies.map(({ label }) => label),
      ['inline policy "role-698241d" of role "archive-replication"'],
    );
    assert.ok(role !== undefined && "known" in role.trust.document);
    assert.equal(role.boundary, undefined);
  });

  it("resolves both routes to buckets, role and keys of the stack", () => {
    assert.deepEqual(ends(exported()), [
      {
        rule: "ap-northeast-1",
        source: bucketUrn("src"),
        destination: bucketUrn("ap-northeast-1"),
        role: roleUrn,
        sourceKey: keyUrn("src"),
        replicaKey: keyUrn("ap-northeast-1"),
        destinationKey: keyUrn("ap-northeast-1"),
      },
      {
        rule: "ap-southeast-2",
        source: bucketUrn("src"),
        destination: bucketUrn("ap-southeast-2"),
        role: roleUrn,
        sourceKey: keyUrn("src"),
        replicaKey: keyUrn("ap-southeast-2"),
        destinationKey: keyUrn("ap-southeast-2"),
      },
    ]);
  });

  it("reads each element of a rule", () => {
    const [configuration] = exported().configurations;
    assert.ok(configuration !== undefined && "known" in configuration.rules);
    const [rule] = configuration.rules.known;
    assert.deepEqual(rule, {
      id: { known: "ap-northeast-1" },
      status: { known: "Enabled" },
      priority: { known: 0 },
      filter: { known: { tags: {}, elements: ["prefix"] } },
      legacyPrefix: { known: undefined },
      deleteMarkerReplication: { known: "Enabled" },
      sseKmsEncryptedObjects: { known: "Enabled" },
      replicaModifications: { known: undefined },
      existingObjectReplication: { known: undefined },
      destination: {
        bucket: {
          to: bucketUrn("ap-northeast-1"),
          written: "arn:aws:s3:::acme-archive-replication-ap-northeast-1",
        },
        account: { known: undefined },
        storageClass: { known: undefined },
        ownerTranslation: { known: undefined },
        replicaKey: {
          to: keyUrn("ap-northeast-1"),
          written: "arn:aws:kms:ap-northeast-1:111122223333:key/8c97ea48-a16b-43e3-ac76-8a938d885c0e",
        },
        metrics: { known: { status: "Enabled", eventThresholdMinutes: 15 } },
        replicationTime: { known: { status: "Enabled", minutes: 15 } },
      },
    });
  });
});

describe("the topology of a first preview, as the engine sends it", () => {
  it("knows what is written although nothing exists yet", () => {
    const { buckets, keys, roles } = previewed();
    assert.deepEqual([buckets.length, keys.length, roles.length], [3, 3, 1]);
    const source = buckets.find(({ label }) => label === bucketUrn("src"));
    assert.deepEqual(source?.name, { known: "acme-archive" });
    assert.deepEqual(source?.versioning, { known: "Enabled" });
    assert.deepEqual(source?.site.region, { known: "ap-southeast-1" });
    assert.deepEqual(source?.objectLock, { known: false });
    assert.deepEqual(source?.requesterPays, { known: false });
  });

  it("tells the role's ARN from account, path and name", () => {
    assert.deepEqual(previewed().roles[0]?.arn, {
      known: "arn:aws:iam::111122223333:role/service-role/archive-replication",
    });
  });

  it("resolves an unknown key through the resource that it comes from", () => {
    const source = previewed().buckets.find(({ label }) => label === bucketUrn("src"));
    assert.ok(source !== undefined && "known" in source.encryption);
    assert.deepEqual(source.encryption.known?.key, { to: keyUrn("src") });
  });

  it("resolves source and role, and names both buckets that an unknown destination may be", () => {
    const [first] = routesOf(previewed());
    assert.ok(first !== undefined && "found" in first.source && "found" in first.role);
    assert.equal(first.source.found.label, bucketUrn("src"));
    assert.equal(first.role.found.label, roleUrn);
    assert.ok("candidates" in first.destination && "candidates" in first.replicaKey);
    assert.deepEqual(
      first.destination.candidates.map(({ label }) => label),
      [bucketUrn("ap-northeast-1"), bucketUrn("ap-southeast-2")],
    );
    assert.deepEqual(
      first.replicaKey.candidates.map(({ label }) => label),
      [keyUrn("ap-northeast-1"), keyUrn("ap-southeast-2")],
    );
  });

  it("keeps an unknown policy as unknown, with the resources that it waits for", () => {
    const [role] = previewed().roles;
    const document = role?.policies[0]?.document;
    assert.ok(document !== undefined && "unknown" in document);
    assert.deepEqual(document.from, [
      bucketUrn("src"),
      keyUrn("src"),
      bucketUrn("ap-northeast-1"),
      bucketUrn("ap-southeast-2"),
      keyUrn("ap-northeast-1"),
      keyUrn("ap-southeast-2"),
    ]);
  });
});

function ends(topology: Topology) {
  const label = (end: object) =>
    "found" in end && typeof end.found === "object" && end.found !== null && "label" in end.found
      ? end.found.label
      : end;
  return routesOf(topology).map((route) => ({
    rule: route.ruleName,
    source: label(route.source),
    destination: label(route.destination),
    role: label(route.role),
    sourceKey: label(route.sourceKey),
    replicaKey: label(route.replicaKey),
    destinationKey: label(route.destinationKey),
  }));
}
