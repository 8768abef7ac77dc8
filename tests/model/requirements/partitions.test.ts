import assert from "node:assert/strict";
import { judge, type RouteReport } from "../../../model/judge";
import {
  OTHER_ACCOUNT_REPLICA,
  roleOf,
  SAME_ACCOUNT_REPLICA,
  statementOf,
  type TopologyDraft,
  there,
  workingTopology,
} from "../../helpers/topologies";

const PLACES = [
  { partition: "aws-cn", from: "cn-north-1", to: "cn-northwest-1" },
  { partition: "aws-us-gov", from: "us-gov-west-1", to: "us-gov-east-1" },
] as const;

describe("partitions other than aws", () => {
  for (const { partition, from, to } of PLACES) {
    const moved = (topology: TopologyDraft) => {
      changeTexts(topology, (text) =>
        text
          .replaceAll("arn:aws:", `arn:${partition}:`)
          .replaceAll("eu-west-1", from)
          .replaceAll("eu-central-1", to)
          .replaceAll("us-east-1", to)
          .replace(/^aws$/, partition),
      );
      return topology;
    };

    it(`lets a route within ${partition} work`, () => {
      for (const replica of [SAME_ACCOUNT_REPLICA, OTHER_ACCOUNT_REPLICA]) {
        const [report] = judge(moved(workingTopology({ replicas: [replica] })));
        assert.deepEqual(notMet(report), []);
        assert.equal(report?.verdict, "works");
      }
    });

    it(`calls KMS there by a name that ends in amazonaws.com, as everywhere (${partition})`, () => {
      const topology = moved(workingTopology());
      statementOf(roleOf(topology).policies[0], "SourceKey").Condition = {
        StringEquals: { "kms:ViaService": `s3.${from}.amazonaws.com.cn` },
      };
      assert.deepEqual(notMet(judge(topology)[0]), [
        "source-key-decrypt",
        "source-key-decrypt-other-context",
      ]);
    });
  }

  for (const [partition, verdict] of [
    ["aws-cn", "unproven"],
    ["aws-us-gov", "broken"],
    ["aws", "broken"],
  ] as const) {
    it(`a trust of s3.amazonaws.com.cn in ${partition} leaves the route ${verdict}`, () => {
      const topology = workingTopology();
      changeTexts(topology, (text) =>
        text.replaceAll("arn:aws:", `arn:${partition}:`).replace(/^aws$/, partition),
      );
      statementOf(roleOf(topology).trust, "S3").Principal = { Service: "s3.amazonaws.com.cn" };
      const [report] = judge(topology);
      const trust = there(report, "a report").requirements.find(({ id }) => id === "role-trusts-s3");
      assert.equal(trust?.verdict, verdict === "broken" ? "unmet" : "unknown");
    });
  }

  for (const [from, to, because] of [
    ["us-iso-east-1", "us-iso-west-1", "both are in partition aws-iso"],
    ["us-isob-east-1", "us-isob-east-1", "both are in partition aws-iso-b"],
    [
      "us-iso-east-1",
      "us-isob-east-1",
      "acme-archive is in partition aws-iso, acme-archive-replica in aws-iso-b",
    ],
    ["eu-west-1", "eu-isoe-west-1", "acme-archive is in partition aws, acme-archive-replica in aws-iso-e"],
    ["eu-west-1", "eusc-de-east-1", "acme-archive is in partition aws, acme-archive-replica in aws-eusc"],
  ] as const) {
    it(`tells isolated and sovereign partitions apart: ${from} to ${to}`, () => {
      const topology = workingTopology();
      const [source, destination] = topology.buckets;
      there(source, "a source").site.region = { known: from };
      there(destination, "a destination").site.region = { known: to };
      const [report] = judge(topology);
      const found = there(report, "a report").requirements.find(({ id }) => id === "sites-same-partition");
      assert.equal(found?.verdict, because.startsWith("both") ? "met" : "unmet");
      assert.equal(found?.because, because);
    });
  }

  it("does not let statements of one partition cover another", () => {
    const topology = workingTopology();
    const statement = statementOf(roleOf(topology).policies[0], "Objects");
    statement.Resource = "arn:aws-us-gov:s3:::acme-archive/*";
    assert.deepEqual(notMet(judge(topology)[0]), [
      "source-read-acl",
      "source-read-object",
      "source-read-tags",
    ]);
  });
});

function changeTexts(value: unknown, change: (text: string) => string): void {
  if (typeof value !== "object" || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    if (typeof inner === "string") Reflect.set(value, key, change(inner));
    else changeTexts(inner, change);
  }
}

function notMet(report: RouteReport | undefined): readonly string[] {
  return there(report, "a report")
    .requirements.filter(({ verdict }) => verdict !== "met")
    .map(({ id }) => id)
    .sort();
}
