import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { GITHUB } from "./workflowFiles";

const postReport: (edges: object) => Promise<void> = require(
  join(GITHUB, "scripts", "postReport.cjs"),
).postReport;
const keepIssue: (edges: object) => Promise<void> = require(
  join(GITHUB, "scripts", "keepIssue.cjs"),
).keepIssue;

/** What a script asked of GitHub. */
interface Asked {
  readonly method: string;
  readonly parameters: { readonly [name: string]: unknown };
}

/** A GitHub that remembers what it was asked, and gives these answers. */
function fakeGithub(answers: { readonly [method: string]: unknown }) {
  const asked: Asked[] = [];
  const method = (name: string) => async (parameters: Asked["parameters"]) => {
    asked.push({ method: name, parameters });
    return { data: answers[name] ?? {} };
  };
  const names = ["listComments", "createComment", "updateComment", "listForRepo", "create", "update"];
  const issues = Object.fromEntries(names.map((name) => [name, method(name)]));
  const github = {
    rest: { issues, pulls: { list: method("list") } },
    paginate: async (list: (parameters: object) => Promise<{ data: unknown }>, parameters: object) =>
      (await list(parameters)).data,
  };
  return { github, asked };
}

const REPO = { owner: "acme", repo: "archive" };
const BOT = { login: "github-actions[bot]" };
const core = { notice: () => undefined };

describe("the script that posts a report", () => {
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "report-"));
    writeFileSync(join(folder, "report.md"), "# dev: works\n");
    writeFileSync(join(folder, "report.txt"), "== dev: works\n");
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  function contextOf(from: string) {
    const [login = "", name = ""] = from.split("/");
    return {
      repo: REPO,
      payload: {
        workflow_run: {
          head_sha: "abc",
          head_branch: "topic",
          html_url: "https://github.com/acme/archive/actions/runs/1",
          head_repository: { full_name: from, name, owner: { login } },
          repository: { full_name: "acme/archive" },
          // What an artifact or a title says of another pull request must not matter.
          pull_requests: [{ number: 666 }],
        },
      },
    };
  }

  function pull(number: number, from: string, sha = "abc") {
    return { number, head: { sha, repo: { full_name: from } } };
  }

  async function posted(from: string, pulls: readonly object[], comments: readonly object[] = []) {
    const { github, asked } = fakeGithub({ list: pulls, listComments: comments });
    await postReport({ github, context: contextOf(from), core, folder });
    return asked;
  }

  it("shows what came from the repository itself as it is", async () => {
    const asked = await posted("acme/archive", [pull(7, "acme/archive")]);
    assert.deepEqual(asked[0]?.parameters, { ...REPO, state: "open", head: "acme:topic" });
    assert.deepEqual(asked.at(-1), {
      method: "createComment",
      parameters: { ...REPO, issue_number: 7, body: "<!-- s3-replication: rehearsal -->\n# dev: works\n" },
    });
  });

  it("shows what came from a fork as code, with a fence that it cannot close", async () => {
    writeFileSync(join(folder, "report.txt"), "@octocat\u0007\u202e ````\n<img>\n");
    const asked = await posted("mallory/archive", [pull(8, "mallory/archive")]);
    assert.equal(
      asked.at(-1)?.parameters["body"],
      "<!-- s3-replication: rehearsal -->\n`````text\n@octocat ````\n<img>\n`````\n",
    );
  });

  it("updates its own comment, and no one else's", async () => {
    const marker = "<!-- s3-replication: rehearsal -->";
    const asked = await posted(
      "acme/archive",
      [pull(7, "acme/archive")],
      [
        { id: 1, user: { login: "mallory" }, body: `${marker}\nmine` },
        { id: 2, user: BOT, body: "another" },
        { id: 3, user: BOT, body: `${marker}\nold` },
      ],
    );
    assert.equal(asked.at(-1)?.method, "updateComment");
    assert.equal(asked.at(-1)?.parameters["comment_id"], 3);
  });

  it("posts nothing where no open pull request has the commit at its head", async () => {
    const others = [pull(9, "acme/archive", "older"), pull(10, "mallory/archive")];
    const asked = await posted("acme/archive", others);
    assert.deepEqual(
      asked.map(({ method }) => method),
      ["list"],
    );
  });

  it("cuts a long report at a line, closes what is open, and says where the rest is", async () => {
    const line = `${"x".repeat(99)}\n`;
    writeFileSync(join(folder, "report.md"), `<details>\n\n\`\`\`text\n${line.repeat(1000)}`);
    const asked = await posted("acme/archive", [pull(7, "acme/archive")]);
    const body = String(asked.at(-1)?.parameters["body"]);
    assert.ok(body.length < 65_536, String(body.length));
    assert.match(
      body,
      /x\n```\n\n<\/details>\n\nThe report is longer; \[the run\]\(https:.*\) has all of it\.\n$/,
    );
  });

  it("refuses a report that is a link", async () => {
    rmSync(join(folder, "report.md"));
    symlinkSync("/etc/hostname", join(folder, "report.md"));
    await assert.rejects(posted("acme/archive", [pull(7, "acme/archive")]));
  });
});

describe("the script that keeps an issue about drift", () => {
  const context = { repo: REPO, serverUrl: "https://github.com", runId: 5 };
  const open = [
    { number: 1, user: { login: "mallory" } },
    { number: 2, user: BOT, pull_request: {} },
    { number: 3, user: BOT },
  ];
  const cases: readonly {
    readonly name: string;
    readonly failed: boolean;
    readonly issues: readonly object[];
    readonly asks: readonly string[];
  }[] = [
    {
      name: "opens one for a difference",
      failed: true,
      issues: open.slice(0, 2),
      asks: ["listForRepo", "create"],
    },
    {
      name: "adds to the one that is open",
      failed: true,
      issues: open,
      asks: ["listForRepo", "createComment"],
    },
    {
      name: "closes it when it is over",
      failed: false,
      issues: open,
      asks: ["listForRepo", "createComment", "update"],
    },
    { name: "does nothing where all is well", failed: false, issues: [], asks: ["listForRepo"] },
  ];
  for (const { name, failed, issues, asks } of cases) {
    it(name, async () => {
      const { github, asked } = fakeGithub({ listForRepo: issues, create: { number: 4 } });
      await keepIssue({ github, context, core, failed });
      assert.deepEqual(
        asked.map(({ method }) => method),
        asks,
      );
      for (const { method, parameters } of asked) {
        if (method === "createComment" || method === "update") assert.equal(parameters["issue_number"], 3);
      }
    });
  }
});

describe("the script that rehearses every stack", () => {
  let project = "";

  /** A command line that works, is unproven or broken by the name of the stack. */
  const FAKE = `
    const [, , , , stack] = process.argv;
    console.log(process.argv.slice(2).join(" "));
    if (process.argv.includes("--markdown")) console.log("## more\\n### and more");
    const status = { good: 0, half: 3, bad: 1, wrong: 2 }[stack];
    if (status === 2) console.error("prefix: expected a text");
    process.exit(status);
  `;

  before(() => {
    project = mkdtempSync(join(tmpdir(), "stacks-"));
    mkdirSync(join(project, "operations"));
    writeFileSync(join(project, "operations", "s3-replication.js"), FAKE);
    for (const stack of ["good", "half", "gone"]) writeFileSync(join(project, `Pulumi.${stack}.yaml`), "");
    const git = (...words: readonly string[]) => execFileSync("git", words, { cwd: project });
    git("init", "--quiet");
    git("add", "--all");
    git("-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "--quiet", "--message", "one");
    rmSync(join(project, "Pulumi.gone.yaml"));
  });
  after(() => rmSync(project, { recursive: true }));

  function rehearsed() {
    const folder = join(project, "out");
    const { status } = spawnSync("bash", [join(GITHUB, "scripts", "rehearseStacks.sh"), "HEAD", folder], {
      cwd: project,
    });
    const read = (file: string) => readFileSync(join(folder, file), "utf8");
    return { status, markdown: read("report.md"), text: read("report.txt") };
  }

  it("compares each with the base, and says which one is removed", () => {
    const { status, markdown, text } = rehearsed();
    assert.equal(status, 0);
    assert.match(
      markdown,
      /^# good: works\n\nrehearse --stack good --compare HEAD --policy-pack-config \S+ --markdown\n<details><summary>The whole report<\/summary>\n\n## more\n### and more\n\n<\/details>\n/,
    );
    assert.match(markdown, /^# half: not everything can be proven$/m);
    assert.match(markdown, /^\*\*Pulumi\.gone\.yaml is removed: .*\*\*$/m);
    assert.match(text, /^== good: works\n\nrehearse --stack good --compare HEAD --policy-pack-config \S+\n/);
    assert.match(text, /^Pulumi\.gone\.yaml is removed: /m);
  });

  it("fails where one is broken or its settings are wrong, and shows the problem", () => {
    for (const stack of ["bad", "wrong"]) {
      writeFileSync(join(project, `Pulumi.${stack}.yaml`), "");
      const { status, markdown, text } = rehearsed();
      rmSync(join(project, `Pulumi.${stack}.yaml`));
      assert.equal(status, 1, stack);
      assert.match(markdown, new RegExp(`^# ${stack}: refused$`, "m"));
      assert.equal(/```text\nprefix: expected a text\n```/.test(markdown), stack === "wrong");
      assert.equal(text.includes("prefix: expected a text"), stack === "wrong");
    }
  });
});
