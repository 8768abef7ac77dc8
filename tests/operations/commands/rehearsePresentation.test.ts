import assert from "node:assert/strict";
import { PassThrough, Readable } from "node:stream";
import { judge } from "../../../model/judge";
import { type PresentationOptions, presentationFor } from "../../../operations/commands/rehearsePresentation";
import type { PackResult } from "../../../operations/policy/packResult";
import { rehearsalReport } from "../../../operations/report/rehearsalReport";
import { planOf } from "../../helpers/plans";
import { ruleOf, SAME_ACCOUNT_REPLICA, workingTopology } from "../../helpers/topologies";

const NOTE = '"acme-b" receives replicas from "acme-a"';
const GENERAL = "deleting a version by its id does not replicate: the copy stays";
const NO_POLICIES: PackResult = { pack: { name: "pack", version: "1" }, policies: [] };

/** What a rehearsal prints of a stack whose first rule is disabled and whose second one works. */
async function shown(options: PresentationOptions, notes: readonly string[]): Promise<string> {
  const topology = workingTopology({
    replicas: [SAME_ACCOUNT_REPLICA, { ...SAME_ACCOUNT_REPLICA, name: "acme-second" }],
  });
  ruleOf(topology).status = { known: "Disabled" };
  const routes = judge(topology, { disabledRules: "advise" });
  const show = presentationFor(options, {
    stdout: new PassThrough(),
    stderr: new PassThrough(),
    stdin: Readable.from([]),
    environment: {},
    directory: "",
    signal: new AbortController().signal,
  });
  return [
    show.plan(rehearsalReport(await planOf(), [])),
    show.judgement({ routes, access: [], backfills: [], notes }, NO_POLICIES),
    show.end(undefined),
  ].join("");
}

describe("a rehearsal's notes on the routes", () => {
  it("end the text, after what S3 never does", async () => {
    const text = await shown({}, [NOTE]);
    const [, end = ""] = text.split("what s3 does not do\n");
    assert.ok(end.includes(`  - ${GENERAL}\n`), text);
    assert.ok(end.endsWith(`  - ${NOTE}\n`), text);
  });

  it("stand below the routes for a pull request", async () => {
    assert.ok((await shown({ markdown: true }, [NOTE])).includes(`\n\n- note: ${NOTE}\n`));
    assert.doesNotMatch(await shown({ markdown: true }, []), /- note: /);
  });

  it("are among the notes for programs", async () => {
    const { notes } = JSON.parse(await shown({ json: true }, [NOTE]));
    assert.ok(notes.includes(GENERAL));
    assert.equal(notes.at(-1), NOTE);
    assert.equal(JSON.parse(await shown({ json: true }, [])).notes.includes(NOTE), false);
  });
});

describe("a rehearsal of a rule that is disabled", () => {
  it("calls it disabled in a pull request, and the other one working", async () => {
    const markdown = await shown({ markdown: true }, []);
    assert.match(markdown, /^### Routes: 1 of 2 routes work, 1 disabled$/m);
    assert.match(markdown, /^\| to-acme-archive-replica \|.*\| ⏸️ disabled \|$/m);
    assert.match(markdown, /^\| to-acme-second \|.*\| ✅ works \|$/m);
    assert.doesNotMatch(markdown, /broken/);
  });
});
