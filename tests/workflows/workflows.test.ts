import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { version as sdkVersion } from "@pulumi/pulumi/package.json";
import { scripts } from "../../package.json";
import { run } from "../helpers/commandLine";
import { PROJECT_DIRECTORY } from "../helpers/plans";
import { actions, GITHUB, jobs, listAt, propertiesAt, steps, usesOf, workflows } from "./workflowFiles";

/** As workflows write it. */
function expression(text: string): string {
  return ["$", `{{ ${text} }}`].join("");
}

const isReusable = ({ uses }: { readonly uses?: unknown }) => typeof uses === "string";

describe("every workflow", () => {
  it("is one of these", () => {
    assert.deepEqual(
      workflows.map(({ path }) => path),
      ["ci", "comment", "deploy", "nightly", "policies", "preview"].map((name) => `workflows/${name}.yml`),
    );
  });

  it("never runs on pull_request_target, and but one after another workflow", () => {
    const triggers = workflows.map(({ path, content }) => {
      const { on } = content;
      return [path, typeof on === "string" ? [on] : Object.keys(propertiesAt(content, "on"))] as const;
    });
    assert.deepEqual(Object.fromEntries(triggers), {
      "workflows/ci.yml": ["pull_request", "workflow_call"],
      "workflows/comment.yml": ["workflow_run"],
      "workflows/deploy.yml": ["push"],
      "workflows/nightly.yml": ["schedule", "workflow_dispatch"],
      "workflows/policies.yml": ["push"],
      "workflows/preview.yml": ["pull_request"],
    });
  });

  it("has no permission but those that a job asks for", () => {
    for (const { path, content } of workflows) assert.deepEqual(content["permissions"], {}, path);
    assert.deepEqual(Object.fromEntries(jobs.map(({ name, content }) => [name, content["permissions"]])), {
      "ci.yml check": { contents: "read" },
      "ci.yml workflows": { contents: "read" },
      "comment.yml comment": { actions: "read", contents: "read", "pull-requests": "write" },
      "deploy.yml ci": { contents: "read" },
      "deploy.yml dev": { contents: "read", "id-token": "write" },
      "deploy.yml prod": { contents: "read", "id-token": "write" },
      "nightly.yml drift": { contents: "read", "id-token": "write" },
      "nightly.yml verify": { contents: "read", "id-token": "write" },
      "nightly.yml issue": { contents: "read", issues: "write" },
      "policies.yml publish": { contents: "read" },
      "preview.yml rehearse": { contents: "read" },
      "preview.yml preview": { contents: "read", "id-token": "write", "pull-requests": "write" },
    });
  });

  it("ends at some time", () => {
    for (const { name, content } of jobs.filter((job) => !isReusable(job.content))) {
      const minutes = Number(content["timeout-minutes"]);
      assert.ok(minutes > 0 && minutes <= 60, `${name}: ${minutes}`);
    }
  });

  it("makes way for a newer run, unless it deploys or publishes", () => {
    const cancels = workflows.map(({ path, content }) => {
      const concurrency = propertiesAt(content, "concurrency");
      assert.equal(typeof concurrency["group"], "string", path);
      return [path, concurrency["cancel-in-progress"]] as const;
    });
    assert.deepEqual(Object.fromEntries(cancels), {
      "workflows/ci.yml": expression("github.event_name == 'pull_request'"),
      "workflows/comment.yml": true,
      "workflows/deploy.yml": false,
      "workflows/nightly.yml": true,
      "workflows/policies.yml": false,
      "workflows/preview.yml": true,
    });
  });
});

describe("every action that a workflow uses", () => {
  const PINNED = /^[\w.-]+\/[\w./-]+@[0-9a-f]{40}$/;
  const texts = [...workflows, ...actions].map(({ text }) => text).join("\n");

  it("is found at all", () => {
    assert.ok(usesOf().length > 20, String(usesOf().length));
    assert.equal(texts.match(/\buses: /g)?.length, usesOf().length);
  });

  it("is pinned by its digest, or in this repository", () => {
    const others = usesOf().filter((uses) => !PINNED.test(uses));
    assert.deepEqual([...new Set(others)].sort(), ["./.github/actions/deploy", "./.github/workflows/ci.yml"]);
    for (const path of others) assert.ok(existsSync(join(PROJECT_DIRECTORY, path)), path);
  });

  it("has the version beside its digest, the same one everywhere", () => {
    const versions = new Map<string, Set<string>>();
    for (const [, name = "", digest = "", comment = ""] of texts.matchAll(
      /uses: ([\w./-]+)@([0-9a-f]{40})(.*)/g,
    )) {
      assert.match(comment, /^ # v\d+\.\d+\.\d+$/, name);
      versions.set(name, (versions.get(name) ?? new Set()).add(`${digest}${comment}`));
    }
    for (const [name, found] of versions) assert.equal(found.size, 1, `${name}: ${[...found].join(", ")}`);
  });

  it("leaves no credentials behind where it checks out", () => {
    const checkouts = steps.filter(({ uses }) => String(uses).startsWith("actions/checkout@"));
    assert.ok(checkouts.length >= 8);
    for (const step of checkouts) assert.equal(propertiesAt(step, "with")["persist-credentials"], false);
  });
});

describe("a secret", () => {
  it("is given only to jobs of an environment", () => {
    for (const { name, content } of jobs) {
      if (JSON.stringify(content).includes("secrets.")) assert.ok(content["environment"], name);
    }
  });

  it("is not given to pull requests from forks, nor are credentials", () => {
    for (const { name, file, content } of jobs) {
      if (file.path !== "workflows/preview.yml") continue;
      const isTrusted = /head\.repo\.full_name == github\.repository$/.test(String(content["if"]));
      const isGiven = /secrets\.|id-token|configure-aws/.test(JSON.stringify(content));
      assert.equal(isTrusted, isGiven, name);
    }
  });
});

describe("the workflow that comments", () => {
  const [job] = jobs.filter(({ name }) => name === "comment.yml comment");
  assert.ok(job);

  it("checks out the default branch alone, and installs nothing", () => {
    const refs = job.steps
      .filter(({ uses }) => String(uses).startsWith("actions/checkout@"))
      .map((step) => propertiesAt(step, "with")["ref"]);
    assert.deepEqual(refs, [expression("github.event.repository.default_branch")]);
    assert.deepEqual(
      job.steps.filter((step) => "run" in step),
      [],
    );
  });

  it("takes nothing of the artifact as code or as a number", () => {
    const script = String(propertiesAt(job.steps.at(-1) ?? {}, "with")["script"]);
    assert.match(script, /postReport\(\{ github, context, core, folder: .*\/rehearsal` \}\);/);
    assert.doesNotMatch(script, /eval|Function|exec|number/);
  });
});

describe("what a workflow runs", () => {
  const runs = steps.flatMap((step) => {
    const { run: words } = step;
    const script = propertiesAt(step, "with")["script"];
    return [words, script].filter((text) => typeof text === "string");
  });

  it("is no template: an expression in it could become code", () => {
    assert.ok(runs.length > 12);
    for (const text of runs) assert.doesNotMatch(text, /\$\{\{/);
  });

  it("is a script of package.json, where it is npm run", () => {
    const names = runs.flatMap((text) => [...text.matchAll(/npm run (\S+)/g)].map(([, name = ""]) => name));
    assert.ok(names.length > 0);
    for (const name of names) assert.ok(name in scripts, name);
  });

  it("is a command and options that there are, where it is this project's", async () => {
    const calls = runs.flatMap((text) =>
      [...text.matchAll(/npx s3-replication (\S+)(.*)/g)].map(([, command = "", rest = ""]) => ({
        command,
        rest,
      })),
    );
    const script = readFileSync(join(GITHUB, "scripts", "rehearseStacks.sh"), "utf8");
    const ofScript = [...script.matchAll(/s3-replication\.js (\S+)([^\n]*\\\n)?([^\n]*)/g)].map(
      ([, command = "", first = "", second = ""]) => ({ command, rest: `${first} ${second} --markdown` }),
    );
    assert.equal(ofScript.length, 1);
    assert.match(ofScript[0]?.rest ?? "", /--stack .*--compare .*--policy-pack-config /s);
    for (const { command, rest } of [...calls, ...ofScript]) {
      const { status, stdout } = await run([command, "--help"]);
      assert.equal(status, 0, command);
      for (const [option] of rest.matchAll(/--[a-z-]+/g))
        assert.ok(stdout.includes(option), `${command} ${option}`);
    }
    assert.deepEqual([...new Set(calls.map(({ command }) => command))].sort(), [
      "diagnose",
      "prove",
      "rehearse",
      "verify",
    ]);
  });

  it("is a file that there is", () => {
    const files = runs.flatMap((text) =>
      [...text.matchAll(/(?:bash |GITHUB_WORKSPACE\}\/|--policy-pack-config )([\w./-]+)/g)].map(
        ([, file = ""]) => file,
      ),
    );
    const configs = steps.flatMap((step) => {
      const { policyPackConfigs, policyPacks } = propertiesAt(step, "with");
      return [policyPackConfigs, policyPacks].filter((file) => typeof file === "string");
    });
    assert.ok(files.length >= 4 && configs.length >= 6);
    for (const file of [...files, ...configs]) assert.ok(existsSync(join(PROJECT_DIRECTORY, file)), file);
    const used = readdirSync(join(GITHUB, "scripts")).filter(
      (file) => !runs.some((text) => text.includes(`.github/scripts/${file}`)),
    );
    assert.deepEqual(used, []);
  });

  it("is the CLI of the SDK's version", () => {
    const versions = steps
      .filter(({ uses }) => String(uses).startsWith("pulumi/actions@"))
      .map((step) => propertiesAt(step, "with")["pulumi-version"]);
    assert.ok(versions.length >= 5);
    assert.deepEqual([...new Set(versions)], [sdkVersion]);
  });
});

describe("a deployment", () => {
  it("waits for every check, and prod for dev", () => {
    const needs = Object.fromEntries(
      jobs
        .filter(({ file }) => file.path === "workflows/deploy.yml")
        .map(({ name, content }) => [name, content["needs"] ?? content["uses"]]),
    );
    assert.deepEqual(needs, {
      "deploy.yml ci": "./.github/workflows/ci.yml",
      "deploy.yml dev": "ci",
      "deploy.yml prod": "dev",
    });
  });

  it("rehearses, previews with the pack, updates, and proves what is there then", () => {
    const [action] = actions;
    assert.ok(action);
    const named = listAt(propertiesAt(action.content, "runs"), "steps").filter(
      ({ name }) => name !== undefined,
    );
    assert.deepEqual(
      named.map(({ name }) => name),
      ["rehearse", "preview", "update", "prove"],
    );
    assert.deepEqual(
      named.map((step) => propertiesAt(step, "with")["command"]),
      [undefined, "preview", "up", undefined],
    );
    for (const step of named.slice(1, 3)) {
      assert.equal(propertiesAt(step, "with")["policyPacks"], "policy-pack");
    }
    assert.match(String(named[3]?.["run"]), /pulumi stack export .*\n.*s3-replication prove /);
  });
});

describe("publishing the pack", () => {
  it("tests it, has its shrinkwrap, and never enables it", () => {
    const [job] = jobs.filter(({ name }) => name === "policies.yml publish");
    assert.ok(job);
    const text = job.steps.map((step) => String(step["run"] ?? "")).join("\n");
    assert.match(text, /npx mocha 'tests\/policy-pack[\s\S]*pulumi policy publish/);
    assert.doesNotMatch(text, /enable|group/);
    assert.ok(existsSync(join(PROJECT_DIRECTORY, "policy-pack", "npm-shrinkwrap.json")));
  });
});

describe("the nightly run", () => {
  const [verify] = jobs.filter(({ name }) => name === "nightly.yml verify");
  const [issue] = jobs.filter(({ name }) => name === "nightly.yml issue");
  assert.ok(verify && issue);

  it("compares the accounts with the stack, then writes canaries, also where the first has failed", () => {
    const commands = verify.steps.filter(({ run: text }) => String(text).startsWith("npx s3-replication"));
    assert.deepEqual(
      commands.map(({ run: text, if: condition }) => [
        String(text).split(" ").slice(2, 4).join(" "),
        condition,
      ]),
      [
        ["diagnose --diff", undefined],
        ["verify --export", expression("!cancelled()")],
      ],
    );
  });

  it("never makes a replication fail on purpose", () => {
    assert.doesNotMatch(JSON.stringify(verify.content), /fire-drill/);
  });

  it("writes canaries with a role of its own, which the preview does not have", () => {
    const roles = (name: string) =>
      jobs
        .filter((job) => job.name === name)
        .flatMap((job) => job.steps)
        .flatMap((step) => ("with" in step ? [propertiesAt(step, "with")["role-to-assume"]] : []))
        .filter((role) => role !== undefined);
    assert.deepEqual(roles("nightly.yml verify"), [expression("vars.AWS_VERIFY_ROLE_ARN")]);
    assert.deepEqual(roles("nightly.yml drift"), [expression("vars.AWS_PREVIEW_ROLE_ARN")]);
  });

  it("keeps its issue by the results of both jobs", () => {
    assert.deepEqual(issue.content["needs"], ["drift", "verify"]);
    const result = String(propertiesAt(issue.steps.at(-1) ?? {}, "env")["RESULT"]);
    for (const job of ["drift", "verify"])
      assert.ok(result.includes(`needs.${job}.result == 'failure'`), job);
  });
});
