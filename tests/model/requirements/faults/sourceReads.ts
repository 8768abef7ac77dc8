/** Faults in how objects and their tags are read. */
import { bucketOf, roleOf, SOURCE_ARN, SOURCE_NAME, statementsOf } from "../../../helpers/topologies";
import { deny, denyOfRole, type Fault, ofRole, respelled } from "./fault";

const FOR_REPLICATION = "s3:GetObjectVersionForReplication";
const PLAINLY = "s3:GetObjectVersion";
const OBJECTS = `${SOURCE_ARN}/*`;

const readPlainly: Fault["make"] = (t) => respelled(ofRole(t, "Objects"), FOR_REPLICATION, PLAINLY);

export const SOURCE_READS: readonly Fault[] = [
  {
    on: "plain",
    what: "the role reads with s3:GetObjectVersion where no KMS objects are selected",
    make: readPlainly,
    finds: ["source-read-for-replication"],
  },
  {
    on: "cross",
    what: "the role reads with s3:GetObjectVersion, which does not replicate KMS objects",
    make: readPlainly,
    finds: ["source-read-object"],
  },
  {
    on: "plain",
    what: "the role reads with s3:GetObjectVersion and is denied to read for replication",
    make: (t) => {
      readPlainly(t);
      statementsOf(roleOf(t).policies[0]).push(denyOfRole(FOR_REPLICATION, OBJECTS));
    },
    finds: ["source-read-object"],
  },
  {
    on: "plain",
    what: "the role reads with s3:GetObjectVersion, which the source's policy denies",
    make: (t) => {
      readPlainly(t);
      statementsOf(bucketOf(t, SOURCE_NAME).policy).push(deny(PLAINLY, OBJECTS));
    },
    finds: ["source-bucket-policy", "source-read-for-replication"],
  },
  {
    on: "plain",
    what: "the role reads with s3:GetObjectVersion of the current version only",
    make: (t) => respelled(ofRole(t, "Objects"), FOR_REPLICATION, "s3:GetObject"),
    finds: ["source-read-object"],
  },
  {
    on: "plain",
    what: "the role reads with s3:GetObjectVersion, and whether KMS objects are selected is not known",
    make: (t) => {
      readPlainly(t);
      for (const { rules } of t.configurations) {
        if ("known" in rules) {
          for (const rule of rules.known) rule.sseKmsEncryptedObjects = { unknown: "it is computed" };
        }
      }
    },
    finds: ["rule-kms-pair?", "source-read-object?"],
  },
  {
    on: "same",
    what: "the source's policy denies to read tags, which no filter asks for",
    make: (t) => {
      statementsOf(bucketOf(t, SOURCE_NAME).policy).push(deny("s3:GetObjectVersionTagging", OBJECTS));
    },
    finds: ["source-bucket-policy-tags"],
  },
  {
    on: "filtered",
    what: "the source's policy denies to read the tags that the rule filters by",
    make: (t) => {
      statementsOf(bucketOf(t, SOURCE_NAME).policy).push(deny("s3:GetObjectVersionTagging", OBJECTS));
    },
    finds: ["source-bucket-policy"],
  },
];
