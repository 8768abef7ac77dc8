import assert from "node:assert/strict";
import { idleSources, judge, overall, type RouteReport } from "../../model/judge";
import {
  bucketOf,
  configurationOf,
  keyArnOf,
  knownIn,
  OTHER_ACCOUNT_REPLICA,
  ROLE_ARN,
  roleOf,
  ruleOf,
  SAME_ACCOUNT_REPLICA,
  statementsOf,
  type TopologyDraft,
  there,
  workingTopology,
} from "../helpers/topologies";

const PARTNER = OTHER_ACCOUNT_REPLICA.name;

describe("judge", () => {
  it("reports every route with both sites, its verdict and its requirements", () => {
    const [report] = judge(workingTopology({ replicas: [OTHER_ACCOUNT_REPLICA] }));
    const { requirements, ...rest } = there(report, "a report");
    assert.deepEqual(rest, {
      rule: "to-partner-archive",
      source: "acme-archive",
      destination: "partner-archive",
      sourceAccount: "111122223333",
      destinationAccount: "444455556666",
      sourceRegion: "eu-west-1",
      destinationRegion: "us-east-1",
      verdict: "works",
    });
    assert.deepEqual(found(report, "source-versioning"), {
      id: "source-versioning",
      title: "The source bucket is versioned",
      strength: "required",
      verdict: "met",
      because: "versioning of acme-archive is Enabled",
      fix: null,
      url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-requirements.html",
    });
    assert.equal(new Set(requirements.map(({ id }) => id)).size, requirements.length);
  });

  it("leaves out what does not apply to a route", () => {
    const [report] = judge(workingTopology({ kms: "none", deleteMarkers: "Disabled" }));
    const ids = there(report, "a report").requirements.map(({ id }) => id);
    for (const id of [
      "source-key-decrypt",
      "replica-key-encrypt",
      "destination-replicate-delete",
      "locks-destination",
    ]) {
      assert.ok(!ids.includes(id), id);
    }
  });

  it("survives JSON: no field is lost, whatever is not known", () => {
    const topology = workingTopology();
    bucketOf(topology, SAME_ACCOUNT_REPLICA.name).site.region = { unknown: "computed" };
    const reports = judge(topology);
    assert.deepEqual(JSON.parse(JSON.stringify(reports)), reports);
    assert.equal(reports[0]?.destinationRegion, "unknown");
  });

  it("changes nothing in the topology and says the same twice", () => {
    const topology = workingTopology();
    const before = structuredClone(topology);
    const first = judge(topology);
    assert.deepEqual(topology, before);
    assert.deepEqual(judge(topology), first);
  });

  it("puts broken before unproven before works", () => {
    const topology = workingTopology();
    bucketOf(topology, SAME_ACCOUNT_REPLICA.name).versioning = { unknown: "computed" };
    assert.equal(verdictOf(topology), "unproven");
    bucketOf(topology, "acme-archive").versioning = { known: "Suspended" };
    assert.equal(verdictOf(topology), "broken");
  });

  it("lets a route work that lacks advised requirements only", () => {
    const topology = workingTopology();
    bucketOf(topology, "acme-archive").objectOwnership = { known: "ObjectWriter" };
    const [report] = judge(topology);
    assert.equal(found(report, "source-ownership").verdict, "unmet");
    assert.equal(report?.verdict, "works");
  });

  it("reports a configuration whose rules are not known as one route that is not proven", () => {
    const topology = workingTopology();
    configurationOf(topology).rules = { unknown: "comes from Thing at deployment" };
    const [report, another] = judge(topology);
    assert.equal(another, undefined);
    assert.equal(report?.verdict, "unproven");
    assert.equal(report?.source, "acme-archive");
    assert.match(found(report, "configuration-readable").because, /comes from Thing at deployment/);
  });

  it("has nothing to report of a topology without replication", () => {
    const topology = workingTopology();
    topology.configurations = [];
    assert.deepEqual(judge(topology), []);
  });
});

describe("overall", () => {
  const route = (verdict: RouteReport["verdict"]): RouteReport => ({
    ...there(judge(workingTopology())[0], "a report"),
    verdict,
  });

  it("is broken as soon as one route is, else unproven, else works", () => {
    assert.equal(overall([route("works"), route("broken"), route("unproven")]), "broken");
    assert.equal(overall([route("works"), route("unproven")]), "unproven");
    assert.equal(overall([route("works"), route("works")]), "works");
  });

  it("proves nothing without a route", () => {
    assert.equal(overall([]), "unproven");
  });
});

describe("a rule that is disabled", () => {
  const SECOND = { ...SAME_ACCOUNT_REPLICA, name: "acme-second" };
  const pausedIn = (replicas = [SAME_ACCOUNT_REPLICA], status = "Disabled") => {
    const topology = workingTopology({ replicas });
    ruleOf(topology).status = { known: status };
    return topology;
  };
  const advise = { disabledRules: "advise" } as const;

  it("breaks its route by default", () => {
    const [report] = judge(pausedIn());
    assert.equal(report?.verdict, "broken");
    assert.equal(report.status, undefined);
    assert.equal(found(report, "rule-enabled").verdict, "unmet");
  });

  it("is disabled and not broken where that is advised only, and has its fix", () => {
    const reports = judge(pausedIn(), advise);
    const { verdict, because, fix } = found(reports[0], "rule-enabled");
    assert.deepEqual([reports[0]?.verdict, reports[0]?.status], ["unproven", "disabled"]);
    assert.equal(verdict, "unknown");
    assert.match(because, /^status is "Disabled", so the rule replicates nothing/);
    assert.equal(fix, 'set the rule\'s status to "Enabled"');
  });

  it("does not let its source be said to work where it is the only rule", () => {
    const reports = judge(pausedIn(), advise);
    assert.equal(overall(reports), "unproven");
    assert.deepEqual(idleSources(reports), ["acme-archive"]);
  });

  it("does not count beside a rule of the same source that works", () => {
    const reports = judge(pausedIn([SAME_ACCOUNT_REPLICA, SECOND]), advise);
    assert.deepEqual(
      reports.map(({ verdict, status }) => [verdict, status]),
      [
        ["unproven", "disabled"],
        ["works", undefined],
      ],
    );
    assert.equal(overall(reports), "works");
    assert.deepEqual(idleSources(reports), []);
  });

  it("still is broken where something else is wrong with it", () => {
    const topology = pausedIn([SAME_ACCOUNT_REPLICA, SECOND]);
    bucketOf(topology, SAME_ACCOUNT_REPLICA.name).versioning = { known: "Suspended" };
    const reports = judge(topology, advise);
    assert.deepEqual([reports[0]?.verdict, reports[0]?.status], ["broken", "disabled"]);
    assert.equal(overall(reports), "broken");
  });

  it("is not one with another status, which S3 refuses", () => {
    const [report] = judge(pausedIn([SAME_ACCOUNT_REPLICA], "disabled"), advise);
    assert.deepEqual([report?.verdict, report?.status], ["broken", undefined]);
  });

  it("counts where the sources are not known: the rule that works may be of another one", () => {
    const [disabled] = judge(pausedIn(), advise);
    const [works] = judge(workingTopology());
    const unknown = (report: RouteReport | undefined) => ({
      ...there(report, "a report"),
      source: "unknown",
    });
    assert.equal(overall([unknown(disabled), unknown(works)]), "unproven");
  });
});

describe("a replica of another team, outside of what was read", () => {
  const topology = workingTopology({ replicas: [OTHER_ACCOUNT_REPLICA], changesOwner: true });
  topology.buckets.pop();
  topology.keys.pop();
  ruleOf(topology).destination.bucket = { outside: `arn:aws:s3:::${PARTNER}` };
  ruleOf(topology).destination.replicaKey = { outside: keyArnOf(OTHER_ACCOUNT_REPLICA) };
  const [report] = judge(topology);

  it("leaves the route unproven, with its own side judged", () => {
    assert.equal(report?.verdict, "unproven");
    assert.equal(report?.destination, PARTNER);
    assert.equal(report?.destinationAccount, "444455556666");
    for (const id of ["destination-replicate-object", "destination-override-owner", "replica-key-encrypt"]) {
      assert.equal(found(report, id).verdict, "met", id);
    }
  });

  it("says what the bucket's owner must grant, ready to paste", () => {
    const { verdict, because, fix } = found(report, "destination-bucket-policy");
    assert.equal(verdict, "unknown");
    assert.match(because, /partner-archive is not part of what was read/);
    assert.deepEqual(jsonIn(fix), {
      Sid: "Replication",
      Effect: "Allow",
      Principal: { AWS: ROLE_ARN },
      Action: [
        "s3:ReplicateObject",
        "s3:ReplicateTags",
        "s3:ReplicateDelete",
        "s3:ObjectOwnerOverrideToBucketOwner",
      ],
      Resource: "arn:aws:s3:::partner-archive/*",
    });
  });

  it("says what the key's owner must grant, ready to paste", () => {
    const { verdict, fix } = found(report, "replica-key-policy");
    assert.equal(verdict, "unknown");
    assert.deepEqual(jsonIn(fix), {
      Sid: "WriteWithReplicaKey",
      Effect: "Allow",
      Principal: { AWS: ROLE_ARN },
      Action: ["kms:Encrypt", "kms:GenerateDataKey", "kms:Decrypt"],
      Resource: "*",
      Condition: {
        StringEquals: { "kms:ViaService": "s3.us-east-1.amazonaws.com" },
        StringLike: {
          "kms:EncryptionContext:aws:s3:arn": [
            "arn:aws:s3:::partner-archive",
            "arn:aws:s3:::partner-archive/*",
          ],
        },
      },
    });
  });
});

describe("a role outside of what was read", () => {
  it("leaves its own policies unknown and still judges those of the buckets and keys", () => {
    const topology = workingTopology({ replicas: [OTHER_ACCOUNT_REPLICA] });
    topology.roles = [];
    configurationOf(topology).role = { outside: ROLE_ARN };
    const [report] = judge(topology);
    assert.equal(report?.verdict, "unproven");
    for (const id of ["role-exists", "role-trusts-s3", "source-list", "replica-key-encrypt"]) {
      assert.equal(found(report, id).verdict, "unknown", id);
    }
    for (const id of ["destination-bucket-policy", "replica-key-policy", "role-in-source-account"]) {
      assert.equal(found(report, id).verdict, "met", id);
    }
  });
});

describe("a reference that can lead to one of several resources", () => {
  it("is judged by what holds for each of them", () => {
    const topology = workingTopology({
      replicas: [SAME_ACCOUNT_REPLICA, { ...SAME_ACCOUNT_REPLICA, name: "acme-second" }],
    });
    const from = [SAME_ACCOUNT_REPLICA.name, "acme-second"];
    ruleOf(topology).destination.bucket = { unknown: "known only at deployment", from };
    assert.equal(found(judge(topology)[0], "destination-versioning").verdict, "met");
    bucketOf(topology, "acme-second").versioning = { known: "Disabled" };
    const { verdict, because } = found(judge(topology)[0], "destination-versioning");
    assert.equal(verdict, "unknown");
    assert.match(because, /versioning of acme-second is Disabled/);
    for (const label of from) bucketOf(topology, label).versioning = { known: "Disabled" };
    assert.equal(found(judge(topology)[0], "destination-versioning").verdict, "unmet");
  });
});

describe("a key whose ARN is given at deployment", () => {
  const withoutArn = () => {
    const topology = workingTopology();
    for (const key of topology.keys) key.arn = { unknown: "given at deployment" };
    ruleOf(topology).destination.replicaKey = { to: `${SAME_ACCOUNT_REPLICA.name}-key` };
    return topology;
  };

  it("is covered by a statement about every key", () => {
    const topology = withoutArn();
    for (const statement of statementsOf(roleOf(topology).policies[0])) {
      if (statement.Sid?.includes("Key")) statement.Resource = "*";
    }
    assert.equal(verdictOf(topology), "works");
  });

  it("leaves open whether a statement about one key means it", () => {
    const [report] = judge(withoutArn());
    assert.equal(report?.verdict, "unproven");
    assert.equal(found(report, "source-key-decrypt").verdict, "unknown");
  });

  it("is out of reach for a role that has no statement about any key", () => {
    const topology = withoutArn();
    roleOf(topology).policies.forEach((policy) => {
      const document = knownIn(policy.document);
      document.Statement = document.Statement.filter(({ Sid }) => !Sid?.includes("Key"));
    });
    // The key policies delegate everything, so that only the role's side is missing.
    const [report] = judge(topology);
    assert.equal(found(report, "source-key-decrypt").verdict, "unmet");
  });
});

function verdictOf(topology: TopologyDraft): RouteReport["verdict"] {
  return there(judge(topology)[0], "a report").verdict;
}

function found(report: RouteReport | undefined, id: string): RouteReport["requirements"][number] {
  return there(
    report?.requirements.find((requirement) => requirement.id === id),
    `requirement ${id}`,
  );
}

function jsonIn(fix: string | null): unknown {
  return JSON.parse((fix ?? "").slice((fix ?? "").indexOf("{")));
}
