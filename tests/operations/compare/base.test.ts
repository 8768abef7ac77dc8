import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Base, baseOf, type Rehearse } from "../../../operations/compare/base";
import { InputError } from "../../../operations/inputError";
import { PROJECT_DIRECTORY } from "../../helpers/plans";
import { stateWith } from "./states";

/** A repository whose project has two commits: the second one has another replica, another lock file and one more stack. */
class Repository {
  readonly top = realpathSync(mkdtempSync(join(tmpdir(), "compare-")));
  readonly project = join(this.top, "project");

  constructor() {
    mkdirSync(this.project);
    this.git("init", "--quiet", "--initial-branch", "main");
    this.write("Pulumi.yaml", "name: s3-replication\n");
    this.write("Pulumi.dev.yaml", "one");
    this.write("package-lock.json", "{}");
    this.commit("one");
    this.write("Pulumi.dev.yaml", "two");
    this.write("Pulumi.new.yaml", "new");
    this.commit("two");
  }

  write(file: string, text: string): void {
    writeFileSync(join(this.project, file), text);
  }

  commit(message: string): void {
    this.git("add", "--all");
    this.git(
      "-c",
      "user.name=a",
      "-c",
      "user.email=a@example.com",
      "commit",
      "--quiet",
      "--message",
      message,
    );
  }

  git(...words: readonly string[]): string {
    return execFileSync("git", words, { cwd: this.top, encoding: "utf8" });
  }

  remove(): void {
    rmSync(this.top, { recursive: true, force: true });
  }
}

describe("what a rehearsal is compared with", function () {
  this.timeout(120_000);
  let repository: Repository;
  const seen: { readonly directory: string; readonly settings: string }[] = [];

  before(() => {
    repository = new Repository();
  });
  beforeEach(() => {
    seen.length = 0;
  });
  after(() => repository.remove());

  const rehearse: Rehearse = async (directory, configFile) => {
    const settings = readFileSync(configFile ?? join(directory, "Pulumi.dev.yaml"), "utf8");
    seen.push({ directory, settings });
    return stateWith();
  };

  function base(words: string, stack = "dev", configFile?: string, how = rehearse): Promise<Base> {
    return baseOf(words, repository.top, { directory: repository.project, stack, configFile }, how);
  }

  /** Folders of worktrees that are left in the repository or on the disk. */
  function leftOver(): readonly string[] {
    return [
      ...repository.git("worktree", "list").trim().split("\n").slice(1),
      ...seen.map(({ directory }) => directory).filter(existsSync),
    ];
  }

  it("is the stack at a git ref, in a worktree that is gone afterwards", async () => {
    const found = await base("HEAD^1");
    assert.match(found.name, /^HEAD\^1 \([0-9a-f]{7}\)$/);
    assert.ok("state" in found);
    assert.equal(found.state.stack, "test");
    assert.deepEqual(found.remarks, []);
    assert.equal(seen[0]?.settings, "one");
    assert.match(seen[0]?.directory ?? "", /project$/);
    assert.deepEqual(leftOver(), []);
    assert.equal(readFileSync(join(repository.project, "Pulumi.dev.yaml"), "utf8"), "two");
  });

  it("is a commit by its hash, which is not said twice", async () => {
    const hash = repository.git("rev-parse", "HEAD").trim();
    assert.equal((await base(hash)).name, hash.slice(0, 7));
  });

  it("has the settings of another file as they are at the ref, where that is in the project", async () => {
    await base("HEAD^1", "dev", join(repository.project, "Pulumi.dev.yaml"));
    assert.equal(seen[0]?.settings, "one");
    const outside = join(repository.top, "outside.yaml");
    writeFileSync(outside, "outside");
    await base("HEAD^1", "dev", outside);
    assert.equal(seen[1]?.settings, "outside");
  });

  it("says where other packages were locked", async () => {
    repository.write("package-lock.json", '{"changed":true}');
    const found = await base("HEAD");
    repository.git("checkout", "--quiet", "--", "project/package-lock.json");
    assert.ok("remarks" in found);
    assert.match(
      found.remarks.join(),
      /^package-lock\.json differs at HEAD \(.*\), which was rehearsed with the packages/,
    );
  });

  it("is nothing for a stack that is new", async () => {
    const found = await base("HEAD^1", "new");
    assert.ok("reason" in found);
    assert.match(found.reason, /^the stack is new: HEAD\^1 \(.*\) has no file for it$/);
    assert.deepEqual(seen, []);
  });

  it("is nothing where the stack cannot be rehearsed at the ref, so that a change can mend it", async () => {
    const found = await base("HEAD^1", "dev", undefined, async (directory) => {
      seen.push({ directory, settings: "" });
      throw new InputError("prefix: expected a text, found none");
    });
    assert.ok("reason" in found);
    assert.match(
      found.reason,
      /^the stack cannot be rehearsed at HEAD\^1 \(.*\): prefix: expected a text, found none$/,
    );
    assert.deepEqual(leftOver(), []);
  });

  it("runs no hook of the repository", async () => {
    const hook = join(repository.top, ".git", "hooks", "post-checkout");
    mkdirSync(join(repository.top, ".git", "hooks"), { recursive: true });
    const trace = join(repository.top, "hooked");
    writeFileSync(hook, `#!/bin/sh\ntouch ${trace}\n`, { mode: 0o755 });
    await base("HEAD^1");
    assert.equal(existsSync(trace), false);
    rmSync(hook);
  });

  it("is the report in a file", async () => {
    writeFileSync(join(repository.top, "report.json"), JSON.stringify(await stateWith()));
    const found = await base("report.json");
    assert.ok("state" in found);
    assert.deepEqual(found.state, await stateWith());
    assert.deepEqual(seen, []);
  });

  const wrong: readonly { readonly words: string; readonly text?: string; readonly says: RegExp }[] = [
    {
      words: "nowhere",
      says: /^--compare: expected a report of rehearse --json or a git ref, found nowhere, which is neither a file nor a commit here; .*fetch them, or give a report$/,
    },
    { words: "--help", says: /found --help, which is neither a file nor a commit/ },
    {
      words: "a.json",
      text: "{",
      says: /^a\.json: expected a report of rehearse --json, found none that can be read \(.*; write one with: npx/,
    },
    {
      words: "b.json",
      text: '{"stack":"dev","verdict":"maybe"}',
      says: /^b\.json: expected a report of rehearse --json, found another document \(verdict: .* \(and 5 more\)\); write one with: npx/,
    },
    {
      words: "c.json",
      text: "[]",
      says: /^c\.json: expected a report .*, found another document \(invalid input: expected object/,
    },
  ];
  for (const { words, text, says } of wrong) {
    it(`is refused: ${words} ${text ?? ""}`, async () => {
      if (text !== undefined) writeFileSync(join(repository.top, words), text);
      await assert.rejects(base(words), (error) => error instanceof InputError && says.test(error.message));
    });
  }
});

describe("a comparison that is interrupted", function () {
  this.timeout(120_000);

  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    it(`leaves no worktree after ${signal}`, async () => {
      const repository = new Repository();
      const temporary = mkdtempSync(join(tmpdir(), "interrupted-"));
      const child = spawn(
        process.execPath,
        [
          "-r",
          join(PROJECT_DIRECTORY, "operations", "register.js"),
          join(__dirname, "interruptedComparison.ts"),
          repository.project,
        ],
        { stdio: ["ignore", "pipe", "inherit"], env: { ...process.env, TMPDIR: temporary } },
      );
      await once(child.stdout, "data");
      assert.equal(
        readdirSync(temporary).filter((name) => name.startsWith("s3-replication-base-")).length,
        1,
      );
      child.kill(signal);
      await once(child, "exit");
      assert.deepEqual(readdirSync(temporary), []);
      assert.equal(repository.git("worktree", "list").trim().split("\n").length, 1);
      repository.remove();
      rmSync(temporary, { recursive: true });
    });
  }
});
