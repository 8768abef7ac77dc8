import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { dnsSuffixOfRegion, partitionOfRegion } from "../../aws/partitions";
import { DEFAULT_REGIONS, KNOWN_REGIONS, OPT_IN_REGIONS, regionOfPlace } from "../../aws/regions";

describe("regions", () => {
  it("are those of the pinned AWS provider in the partitions that are open to the public", () => {
    const isPublic = (region: string) => ["aws", "aws-cn", "aws-us-gov"].includes(partitionOfRegion(region));
    assert.deepEqual(KNOWN_REGIONS, Object.values(aws.Region).filter(isPublic).sort());
  });

  it("are either enabled by default or opted in to", () => {
    assert.deepEqual(
      [...DEFAULT_REGIONS].filter((region) => OPT_IN_REGIONS.has(region)),
      [],
    );
    assert.equal(KNOWN_REGIONS.length, DEFAULT_REGIONS.size + OPT_IN_REGIONS.size);
  });

  for (const [region, partition, suffix] of [
    ["eu-west-1", "aws", "amazonaws.com"],
    ["us-east-1", "aws", "amazonaws.com"],
    ["cn-north-1", "aws-cn", "amazonaws.com.cn"],
    ["us-gov-west-1", "aws-us-gov", "amazonaws.com"],
    ["us-iso-east-1", "aws-iso", "c2s.ic.gov"],
    ["us-isob-east-1", "aws-iso-b", "sc2s.sgov.gov"],
    ["us-isof-south-1", "aws-iso-f", "csp.hci.ic.gov"],
    ["eu-isoe-west-1", "aws-iso-e", "cloud.adc-e.uk"],
    ["eusc-de-east-1", "aws-eusc", "amazonaws.eu"],
  ] as const) {
    it(`place ${region} in ${partition}, whose service principals end in ${suffix}`, () => {
      assert.equal(partitionOfRegion(region), partition);
      assert.equal(dnsSuffixOfRegion(region), suffix);
    });
  }

  for (const [place, region] of [
    ["Frankfurt", "eu-central-1"],
    ["europe (frankfurt)", "eu-central-1"],
    ["Sao Paulo", "sa-east-1"],
    ["São Paulo", "sa-east-1"],
    ["n virginia", "us-east-1"],
    ["tel-aviv", "il-central-1"],
    ["Berlin", undefined],
    ["eu-central-1", undefined],
    ["", undefined],
    ["12", undefined],
  ] as const) {
    it(`are found by their places: ${place} is ${region ?? "none"}`, () => {
      assert.equal(regionOfPlace(place), region);
    });
  }
});
