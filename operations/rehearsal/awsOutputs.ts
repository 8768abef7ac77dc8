/** The outputs that AWS computes for each type of resource, for a rehearsal. */
import { createHash } from "node:crypto";
import { bucketArn, keyArn, roleArn } from "../../aws/arns";
import { partitionOfRegion } from "../../aws/partitions";
import type { Answer, Asked, CreationSite } from "./creation";
import { otherOutputs } from "./otherOutputs";
import type { ResourceProperties } from "./values";

/** What AWS answers to the creation of one resource. */
export interface Created {
  /** Physical id. */
  readonly id: string;
  /** Inputs plus what AWS computes. */
  readonly outputs: ResourceProperties;
  /** Whether these are all its outputs; those that are missing are else not known. */
  readonly complete: boolean;
}

/** The outputs that AWS would give a resource, invented where AWS invents them, and always the same ones for the same resource. */
export function awsOutputs(asked: Asked): Created {
  const { type, inputs, site, seed } = asked;
  const known = ANSWERS[type];
  const { id, computed } = known === undefined ? otherOutputs(asked) : known(inputs, site, seed);
  // The same object where nothing is added, so that the caller does not convert both.
  const outputs = Object.keys(computed).length === 0 ? inputs : { ...inputs, ...computed };
  return { id, outputs, complete: known !== undefined || isBucketSetting(type) };
}

/** Settings of a bucket, which AWS adds nothing to that a program would read. */
function isBucketSetting(type: string): boolean {
  return /^aws:s3\/bucket(?!Object)[A-Z]/.test(type);
}

type Answers = {
  readonly [type: string]: (inputs: ResourceProperties, site: CreationSite, seed: string) => Answer;
};

const ANSWERS: Answers = {
  "aws:s3/bucket:Bucket": (inputs, { region }, seed) => {
    const bucket = text(inputs["bucket"], invented(seed));
    return {
      id: bucket,
      computed: {
        bucket,
        arn: bucketArn(partitionOfRegion(region), bucket),
        region,
        bucketDomainName: `${bucket}.s3.amazonaws.com`,
        bucketRegionalDomainName: `${bucket}.s3.${region}.amazonaws.com`,
      },
    };
  },
  "aws:kms/key:Key": (_inputs, { accountId, region, importId = "" }, seed) => {
    // A resource of another region than its provider's is imported with the region behind its id.
    const keyId = importId === "" ? uuid(seed) : importId.replace(/@.*$/, "");
    return {
      id: keyId,
      computed: { keyId, arn: keyArn(partitionOfRegion(region), region, accountId, keyId) },
    };
  },
  "aws:kms/alias:Alias": (inputs, { accountId, region }, seed) => {
    const name = text(inputs["name"], `alias/${invented(seed)}`);
    return {
      id: name,
      computed: { name, arn: `arn:${partitionOfRegion(region)}:kms:${region}:${accountId}:${name}` },
    };
  },
  "aws:iam/role:Role": (inputs, { accountId, region }, seed) => {
    const name = text(inputs["name"], invented(seed));
    const path = text(inputs["path"], "/");
    return {
      id: name,
      computed: { name, path, arn: roleArn(partitionOfRegion(region), accountId, path, name) },
    };
  },
  "aws:iam/policy:Policy": (inputs, { accountId, region }, seed) => {
    const name = text(inputs["name"], invented(seed));
    const path = text(inputs["path"], "/");
    const arn = `arn:${partitionOfRegion(region)}:iam::${accountId}:policy${path}${name}`;
    return { id: arn, computed: { name, path, arn } };
  },
  "aws:iam/rolePolicy:RolePolicy": (inputs, _site, seed) => {
    const name = text(inputs["name"], invented(seed));
    return { id: `${text(inputs["role"], "")}:${name}`, computed: { name } };
  },
};

function text(value: unknown, otherwise: string): string {
  return typeof value === "string" && value !== "" ? value : otherwise;
}

function digest(seed: string): string {
  return createHash("sha256").update(seed).digest("hex");
}

function invented(seed: string): string {
  return digest(seed).slice(0, 12);
}

function uuid(seed: string): string {
  const hex = digest(seed);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    "-",
  );
}
