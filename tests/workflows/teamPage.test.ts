import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parsePolicyDocument } from "../../model";
import { NAME } from "../../policy-pack/pack";
import { PROJECT_DIRECTORY } from "../helpers/plans";
import { jobs, workflows } from "./workflowFiles";

const PAGE = readFileSync(join(PROJECT_DIRECTORY, "docs", "team.md"), "utf8");

describe("the page on working as a team", () => {
  it("lists every workflow", () => {
    for (const { path } of workflows) {
      const file = path.slice(path.lastIndexOf("/") + 1);
      assert.ok(PAGE.includes(`| \`${file}\` |`), file);
    }
  });

  it("lists every environment, variable and secret of the workflows", () => {
    const named = jobs.flatMap(({ content }) => {
      const { environment } = content;
      if (typeof environment !== "string") return [];
      return environment.includes("matrix") ? ["preview-dev", "preview-prod"] : [environment];
    });
    assert.deepEqual([...new Set(named)].sort(), ["dev", "policies", "preview-dev", "preview-prod", "prod"]);
    for (const name of named) assert.match(PAGE, new RegExp(`^\\| .*\`${name}\``, "m"));
    const used = workflows.flatMap(({ text }) =>
      [...text.matchAll(/\b(?:vars|secrets)\.(\w+)/g)].map(([, name = ""]) => name),
    );
    assert.ok(used.length > 10);
    for (const name of used) assert.ok(PAGE.includes(`\`${name}\``), name);
  });

  it("has policies that IAM reads, with a fixed subject in each trust", () => {
    const documents = [...PAGE.matchAll(/```json\n([\s\S]*?)```/g)].map(([, text]) =>
      parsePolicyDocument(text),
    );
    assert.equal(documents.length, 3);
    for (const document of documents) {
      assert.ok("Statement" in document, JSON.stringify(document));
      for (const statement of document.Statement) {
        if (statement.Principal === undefined) continue;
        const tests = statement.Condition?.["StringEquals"];
        const subject = tests?.["token.actions.githubusercontent.com:sub"];
        assert.equal(subject, "repo:acme/archive:environment:preview-dev");
        assert.equal(tests?.["token.actions.githubusercontent.com:aud"], "sts.amazonaws.com");
      }
    }
  });

  it("gives neither role the data or the deletion of a bucket or of a key that encrypts data", () => {
    const texts = [...PAGE.matchAll(/"Effect": "Allow",\n\s+"Action": ([\s\S]*?)\n {4}\}/g)].map(
      ([, statement = ""]) => statement,
    );
    assert.ok(texts.length >= 7);
    const ofAlarms = /"kms:ScheduleKeyDeletion",[\s\S]*"aws:ResourceTag\/s3-replication:use": "alarms"/;
    assert.equal(texts.filter((text) => ofAlarms.test(text)).length, 1);
    for (const text of texts.filter((one) => !ofAlarms.test(one))) {
      assert.doesNotMatch(
        text,
        /"(s3:\*|s3:Get\*|s3:GetObject|s3:DeleteBucket"|kms:\*|kms:Decrypt|kms:ScheduleKeyDeletion)/,
      );
    }
  });

  it("names the pack and its config as they are", () => {
    assert.ok(PAGE.includes(`pulumi policy enable acme/${NAME} `));
    for (const [, path = ""] of PAGE.matchAll(/--config (\S+)/g)) {
      assert.ok(existsSync(join(PROJECT_DIRECTORY, path)), path);
    }
  });
});
