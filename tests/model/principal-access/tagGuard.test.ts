import assert from "node:assert/strict";
import { accessOf } from "../../../model/principal-access";
import {
  bucketOf,
  OTHER_ACCOUNT,
  SOURCE_ACCOUNT,
  SOURCE_ARN,
  SOURCE_NAME,
  type TopologyDraft,
} from "../../helpers/topologies";
import {
  reportOn,
  sourcePolicy,
  statement,
  UPLOADER,
  verdictsOn,
  withGuardedTag,
  without,
  withTagRule,
} from "./access";

import { EVERY_WAY, INSIDER, open, STRANGER } from "./ways";

interface Hole {
  readonly what: string;
  readonly make: (topology: TopologyDraft) => void;
  readonly who?: string;
  readonly ways: readonly string[];
  readonly because?: RegExp;
}

const HOLES: readonly Hole[] = [
  {
    what: "a slip in the tag's key",
    make: (topology) => {
      const guard = statement(topology, "InRequest");
      guard.Condition = { ...guard.Condition, Null: { "s3:RequestObjectTag/replicat": "false" } };
    },
    ways: ["tag-by-put", "tag-by-multipart-upload", "tag-existing-object", "tag-existing-version"],
    because: /guards the tag "replicat", and the rule asks for "replicate"$/,
  },
  {
    what: "a guard on putting objects only",
    make: (topology) => {
      statement(topology, "InRequest").Action = "s3:PutObject";
    },
    ways: ["tag-existing-object", "tag-existing-version"],
  },
  {
    what: "a guard on tagging only, which no copy says",
    make: (topology) => {
      statement(topology, "InRequest").Action = ["s3:PutObjectTagging", "s3:PutObjectVersionTagging"];
      without(topology, "ByCopy");
    },
    ways: ["tag-by-copy-with-its-tags"],
  },
  {
    what: "no guard on copies",
    make: (topology) => without(topology, "ByCopy"),
    ways: ["tag-by-copy-with-its-tags"],
  },
  {
    what: "no guard on versions",
    make: (topology) => {
      statement(topology, "InRequest").Action = ["s3:PutObject", "s3:PutObjectTagging"];
    },
    ways: ["tag-existing-version"],
  },
  {
    what: "no guard on the tags of an object that bears it",
    make: (topology) => without(topology, "OnObject"),
    ways: ["change-tags", "remove-tags", "remove-tags-of-version"],
  },
  {
    what: "guards below one prefix only",
    make: (topology) => {
      for (const sid of ["InRequest", "ByCopy", "OnObject"]) {
        statement(topology, sid).Resource = `${SOURCE_ARN}/inbox/*`;
      }
    },
    ways: EVERY_WAY,
  },
  {
    what: "guards that spare a prefix",
    make: (topology) => {
      for (const sid of ["InRequest", "ByCopy", "OnObject"]) {
        const guard = statement(topology, sid);
        delete guard.Resource;
        guard.NotResource = `${SOURCE_ARN}/open/*`;
      }
    },
    ways: EVERY_WAY,
  },
  {
    what: "a wildcard that spares every role of the account",
    make: (topology) => {
      for (const sid of ["InRequest", "ByCopy", "OnObject"]) {
        const guard = statement(topology, sid);
        guard.Condition = {
          ...guard.Condition,
          ArnNotLike: { "aws:PrincipalArn": `arn:aws:iam::${SOURCE_ACCOUNT}:role/*` },
        };
      }
    },
    ways: EVERY_WAY,
  },
  {
    what: "a wildcard that spares some roles, named as it is",
    make: (topology) => {
      for (const sid of ["InRequest", "ByCopy", "OnObject"]) {
        const guard = statement(topology, sid);
        guard.Condition = {
          ...guard.Condition,
          ArnNotLike: { "aws:PrincipalArn": [UPLOADER, "arn:aws:iam::*:role/up*"] },
        };
      }
    },
    who: "arn:aws:iam::*:role/up*",
    ways: EVERY_WAY,
  },
  {
    what: "an Allow for everybody of another account",
    make: (topology) => {
      for (const sid of ["InRequest", "ByCopy", "OnObject"]) without(topology, sid);
      bucketOf(topology, SOURCE_NAME).publicAccessBlock = { known: undefined };
      sourcePolicy(topology).push({
        Sid: "Everybody",
        Effect: "Allow",
        Principal: "*",
        Action: ["s3:PutObject", "s3:PutObjectTagging"],
        Resource: `${SOURCE_ARN}/*`,
      });
    },
    who: STRANGER,
    ways: [
      "tag-by-put",
      "tag-by-multipart-upload",
      "tag-by-copy-with-new-tags",
      "tag-by-copy-with-its-tags",
      "tag-existing-object",
      "change-tags",
    ],
    because: /statement "Everybody" of bucket policy of acme-archive allows s3:/,
  },
];

describe("a hole in the guard of the tag", () => {
  for (const { what, make, who = INSIDER, ways, because = /./ } of HOLES) {
    it(`is found, and only it: ${what}`, () => {
      const topology = withGuardedTag();
      make(topology);
      assert.deepEqual(open(topology, who), ways);
      for (const way of ways) assert.match(reportOn(topology, who, way).because, because);
    });
  }

  it("is closed by the statements that are pasted", () => {
    for (const make of [...HOLES.map((hole) => hole.make), () => undefined]) {
      const topology = withGuardedTag();
      make(topology);
      const isWide = open(topology, INSIDER).length === EVERY_WAY.length;
      const fixes = accessOf(topology).flatMap(({ fix, unnamed }) => (unnamed ? (fix ?? []) : []));
      for (const fix of new Set(fixes)) {
        assert.match(fix, /^add to the bucket policy of acme-archive:/);
        sourcePolicy(topology).push(JSON.parse(fix.slice(fix.indexOf("\n"))));
      }
      // What a wildcard spares, the pasted guard spares as well.
      const spares = JSON.stringify(topology).includes(`:${SOURCE_ACCOUNT}:role/*`);
      assert.equal(open(topology, INSIDER).length === 0 || (isWide && spares), true);
      assert.deepEqual(open(topology, STRANGER), []);
    }
  });

  it("is looked for in a bucket whose account is not known, too", () => {
    const inside = "any other principal in the bucket's account";
    const guarded = withGuardedTag();
    bucketOf(guarded, SOURCE_NAME).site.account = { unknown: "the provider states none" };
    assert.deepEqual(open(guarded, inside), []);
    assert.deepEqual(open(guarded, STRANGER), []);
    const leaky = structuredClone(guarded);
    without(leaky, "ByCopy");
    assert.deepEqual(open(leaky, inside), ["tag-by-copy-with-its-tags"]);
    assert.equal(
      reportOn(leaky, inside, "tag-by-copy-with-its-tags").given,
      "the IAM policies of the bucket's account allow it",
    );
    sourcePolicy(guarded).push({
      Sid: "OwnAccountOnly",
      Effect: "Deny",
      Principal: "*",
      Action: "s3:*",
      Resource: `${SOURCE_ARN}/*`,
      Condition: { StringEquals: { "aws:PrincipalAccount": SOURCE_ACCOUNT } },
    });
    without(guarded, "ByCopy");
    assert.equal(reportOn(guarded, inside, "tag-by-copy-with-its-tags").verdict, "unknown");
  });

  it("is not known where the guard asks for something that no policy tells", () => {
    const topology = withGuardedTag();
    for (const sid of ["InRequest", "ByCopy", "OnObject"]) {
      const guard = statement(topology, sid);
      guard.Condition = {
        Null: guard.Condition?.["Null"] ?? {},
        StringNotEquals: { "aws:PrincipalTag/team": "archive" },
      };
    }
    assert.deepEqual([...new Set(Object.values(verdictsOn(topology, INSIDER)))], ["unknown"]);
    assert.match(reportOn(topology, INSIDER, "tag-by-put").because, /aws:PrincipalTag\/team/);
  });

  it("is not opened by a policy that cannot be read, nor closed", () => {
    const topology = withTagRule();
    const { policy } = bucketOf(topology, SOURCE_NAME);
    if (policy) policy.document = { unknown: "computed at deployment" };
    assert.equal(reportOn(topology, INSIDER, "tag-by-put").verdict, "unknown");
    assert.match(reportOn(topology, INSIDER, "tag-by-put").because, /computed at deployment/);
  });

  it("is not a principal of another account that nobody lets in", () => {
    const topology = withGuardedTag();
    for (const sid of ["InRequest", "ByCopy", "OnObject"]) {
      const guard = statement(topology, sid);
      guard.Condition = {
        ...guard.Condition,
        ArnNotLike: { "aws:PrincipalArn": `arn:aws:iam::${OTHER_ACCOUNT}:role/guest` },
      };
    }
    assert.deepEqual(open(topology, `arn:aws:iam::${OTHER_ACCOUNT}:role/guest`), []);
  });
});
