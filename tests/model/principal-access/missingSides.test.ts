import assert from "node:assert/strict";
import { bucketOf, keyOf, OTHER_ACCOUNT, SOURCE_NAME } from "../../helpers/topologies";
import {
  ANALYST,
  CLERK,
  keyStatements,
  reportOn,
  sourcePolicy,
  verdictsOn,
  without,
  withReader,
} from "./access";

import { FAULTS } from "./readerFaults";

describe("a reader's missing side", () => {
  for (const { what, break: broken, action, verdict = "may not", because, fix, reader = ANALYST } of FAULTS) {
    it(`is found and named: ${what}`, () => {
      const topology = withReader(reader);
      broken(topology);
      const report = reportOn(topology, reader, action);
      assert.equal(report.verdict, verdict);
      assert.match(report.because, because);
      assert.match(report.fix ?? "", fix);
    });
  }

  it("is mended by the statement that is pasted", () => {
    for (const { break: broken, action, reader = ANALYST, what } of FAULTS) {
      const topology = withReader(reader);
      broken(topology);
      const { fix = "" } = reportOn(topology, reader, action);
      const pasted = JSON.parse(fix.slice(fix.indexOf("\n")));
      if (pasted.Effect === "Deny") without(topology, pasted.Sid);
      (fix.startsWith("add to the key policy") ? keyStatements : sourcePolicy)(topology).push(pasted);
      assert.equal(reportOn(topology, reader, action).verdict, "may", what);
    }
  });

  it("is a key that was not read", () => {
    const topology = withReader();
    topology.keys = topology.keys.filter(({ label }) => label !== "source-key");
    const { verdict, because, fix } = reportOn(topology, ANALYST, "decrypt");
    assert.equal(verdict, "unknown");
    assert.match(because, /is not part of what was read/);
    assert.match(fix ?? "", /^add to the key policy of source-key/);
  });

  it("is aws/s3, which lets nobody of another account in, and cannot be mended", () => {
    for (const [reader, verdict] of [
      [ANALYST, "may not"],
      [CLERK, "may"],
    ] as const) {
      const topology = withReader(reader);
      const { encryption } = bucketOf(topology, SOURCE_NAME);
      if ("known" in encryption && encryption.known !== undefined) encryption.known.key = undefined;
      const report = reportOn(topology, reader, "decrypt");
      assert.equal(report.verdict, verdict);
      assert.equal(report.fix, undefined);
    }
  });

  it("is a principal that was deleted", () => {
    const id = "AROAEXAMPLEEXAMPLE123";
    const topology = withReader(id);
    assert.deepEqual(verdictsOn(topology, id), { read: "may not" });
    assert.match(reportOn(topology, id, "read").because, /the id of a principal that was deleted/);
    assert.match(reportOn(topology, id, "read").fix ?? "", /by the principal's ARN/);
  });

  it("is none where a grant lets the reader decrypt", () => {
    const topology = withReader(CLERK);
    without(topology, "Decrypt");
    keyOf(topology, "source-key").grants.push({ grantee: { known: CLERK }, operations: ["Decrypt"] });
    assert.equal(reportOn(topology, CLERK, "decrypt").verdict, "may");
  });

  it("cannot be determined apart from IAM policies where the bucket's account is not known", () => {
    const topology = withReader(CLERK);
    without(topology, "List");
    bucketOf(topology, SOURCE_NAME).site.account = { unknown: "the provider states none" };
    assert.equal(reportOn(topology, CLERK, "read").verdict, "may");
    const { verdict, because } = reportOn(topology, CLERK, "list");
    assert.equal(verdict, "unknown");
    assert.match(because, /the bucket's account is not known/);
  });

  it("is none where the key's policy names the reader's account", () => {
    const topology = withReader();
    without(topology, "Decrypt");
    keyStatements(topology).push({
      Sid: "Partner",
      Effect: "Allow",
      Principal: { AWS: `arn:aws:iam::${OTHER_ACCOUNT}:root` },
      Action: "kms:Decrypt",
      Resource: "*",
    });
    assert.equal(reportOn(topology, ANALYST, "decrypt").verdict, "may");
    assert.equal(
      reportOn(topology, ANALYST, "decrypt").given,
      `the IAM policies of account ${OTHER_ACCOUNT} allow it`,
    );
  });
});
