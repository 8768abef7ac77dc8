/**
 * Posts the report of a pull request's rehearsal as a comment, or updates the one that is there.
 *
 * Whatever the report holds was written by the pull request's own code: it is text, its length is limited, and where the
 * pull request comes from a fork, it is shown as code, so that it can neither mention people nor pass for a text of the repository.
 */
const { closeSync, fstatSync, openSync, readSync, constants } = require("node:fs");
const { join } = require("node:path");

const MARKER = "<!-- s3-replication: rehearsal -->";
/** GitHub takes 65,536 characters. */
const MOST_CHARACTERS = 60_000;

/**
 * @param {object} edges
 * @param {string} edges.folder where the report was downloaded to
 */
async function postReport({ github, context, core, folder }) {
  const run = context.payload.workflow_run;
  const number = await pullRequestOf({ github, context }, run);
  if (number === undefined) {
    core.notice(`no open pull request has the commit ${run.head_sha} at its head: nothing is posted`);
    return;
  }
  const isFork = run.head_repository?.full_name !== run.repository.full_name;
  const report = readText(join(folder, isFork ? "report.txt" : "report.md"));
  const body = bodyOf(report, { isFork, url: run.html_url });
  const comments = await github.paginate(github.rest.issues.listComments, {
    ...context.repo,
    issue_number: number,
    per_page: 100,
  });
  const own = comments.find(
    (comment) => comment.user?.login === "github-actions[bot]" && comment.body?.startsWith(MARKER),
  );
  if (own === undefined)
    await github.rest.issues.createComment({ ...context.repo, issue_number: number, body });
  else await github.rest.issues.updateComment({ ...context.repo, comment_id: own.id, body });
}

/** The pull request that the run was for, by what GitHub says of the run: the event names none for a fork. */
async function pullRequestOf(
  { github, context },
  { head_repository: from, head_branch: branch, head_sha: sha },
) {
  if (!from) return undefined;
  const found = await github.rest.pulls.list({
    ...context.repo,
    state: "open",
    head: `${from.owner.login}:${branch}`,
  });
  const numbers = found.data
    .filter(({ head }) => head.sha === sha && head.repo?.full_name === from.full_name)
    .map(({ number }) => number);
  return numbers.length === 1 ? numbers[0] : undefined;
}

/** The beginning of a file that is no link and no folder. */
function readText(path) {
  const file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    if (!fstatSync(file).isFile()) throw new Error(`${path}: expected a file`);
    const buffer = Buffer.alloc(4 * MOST_CHARACTERS);
    return buffer.toString("utf8", 0, readSync(file, buffer, 0, buffer.length, 0));
  } finally {
    closeSync(file);
  }
}

function bodyOf(report, { isFork, url }) {
  const text = withoutControls(report);
  const isLong = text.length > MOST_CHARACTERS;
  const shown = isLong ? text.slice(0, text.lastIndexOf("\n", MOST_CHARACTERS) + 1 || MOST_CHARACTERS) : text;
  const more = isLong ? `\n\nThe report is longer; [the run](${url}) has all of it.` : "";
  return `${MARKER}\n${isFork ? fenced(shown) : closed(shown)}${more}\n`;
}

/** Everything that is neither text nor a line break. */
function withoutControls(text) {
  return text.replaceAll("\r\n", "\n").replaceAll(/[^\P{C}\n]/gu, "");
}

/** As a block of code, with a fence that is longer than any in it. */
function fenced(text) {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}text\n${text.trimEnd()}\n${fence}`;
}

/** A block of code or a part to unfold that was cut off would take in what follows. */
function closed(text) {
  const fences = text.match(/^ *```/gm)?.length ?? 0;
  const unfolded = (text.match(/<details>/g)?.length ?? 0) - (text.match(/<\/details>/g)?.length ?? 0);
  return `${text.trimEnd()}${fences % 2 === 1 ? "\n```" : ""}${"\n\n</details>".repeat(Math.max(0, unfolded))}`;
}

module.exports = { postReport, bodyOf };
