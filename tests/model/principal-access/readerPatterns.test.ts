import assert from "node:assert/strict";
import { accessOf } from "../../../model/principal-access";
import {
  bucketOf,
  OTHER_ACCOUNT,
  SOURCE_ARN,
  SOURCE_NAME,
  type TopologyDraft,
} from "../../helpers/topologies";
import { CLERK, reportOn, statement, verdictsOn, withReader } from "./access";

describe("readers whom a policy names by patterns", () => {
  /** The topology with another principal, under a condition. */
  function readBy(AWS: string, condition: { [operator: string]: { [key: string]: string } }): TopologyDraft {
    const topology = withReader(AWS);
    for (const sid of ["List", "Read", "Decrypt"]) {
      const one = statement(topology, sid);
      one.Condition = { ...one.Condition, ...condition };
    }
    return topology;
  }

  it("are shown as the pattern", () => {
    const pattern = `arn:aws:iam::${OTHER_ACCOUNT}:role/team/*`;
    const topology = readBy(`arn:aws:iam::${OTHER_ACCOUNT}:root`, {
      ArnLike: { "aws:PrincipalArn": pattern },
    });
    assert.equal(verdictsOn(topology, pattern)["decrypt"], "may");
    assert.deepEqual([...new Set(accessOf(topology).map(({ principal }) => principal))], [pattern]);
  });

  it("are an account, where a condition narrows everybody to one", () => {
    const topology = readBy("*", { StringEquals: { "aws:PrincipalAccount": OTHER_ACCOUNT } });
    const { read, put } = verdictsOn(topology, `arn:aws:iam::${OTHER_ACCOUNT}:root`);
    assert.deepEqual({ read, put }, { read: "may", put: "may not" });
    assert.deepEqual(verdictsOn(topology, "*"), {});
  });

  it("are everybody, unless the public access block keeps them out; nobody is told to open a bucket to all", () => {
    const topology = withReader("*");
    const { verdict, because, fix } = reportOn(topology, "*", "read");
    assert.equal(verdict, "may not");
    assert.match(because, /RestrictPublicBuckets/);
    assert.equal(fix, undefined);
    bucketOf(topology, SOURCE_NAME).publicAccessBlock = { known: undefined };
    assert.equal(reportOn(topology, "*", "read").verdict, "may");
    assert.equal(
      reportOn(topology, "*", "read").given,
      "the IAM policies of the caller's own account allow it",
    );
  });

  it("are everybody of an organisation, of which nothing is known", () => {
    const topology = readBy("*", { StringEquals: { "aws:PrincipalOrgID": "o-1234567890" } });
    assert.equal(reportOn(topology, "*", "read").verdict, "unknown");
    assert.equal(reportOn(topology, "*", "read").fix, undefined);
  });

  it("are a user in a folder of its own", () => {
    const topology = withReader(CLERK);
    statement(topology, "Read").Resource = `${SOURCE_ARN}/home/\${aws:username}/*`;
    statement(topology, "List").Condition = { StringLike: { "s3:prefix": `home/\${aws:username}/*` } };
    const { verdict, resource } = reportOn(topology, CLERK, "read");
    assert.equal(verdict, "may");
    assert.equal(resource, "acme-archive/home/clerk/*");
    assert.equal(reportOn(topology, CLERK, "list").verdict, "may");
  });
});
