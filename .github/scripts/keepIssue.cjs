/** Keeps one issue about drift: opens it, adds to it while it lasts, and closes it when it is over. */

const LABEL = "drift";
const TITLE = "A stack and AWS are no longer alike";

/**
 * @param {object} edges
 * @param {boolean} edges.failed whether a job of the nightly run has failed
 */
async function keepIssue({ github, context, core, failed }) {
  const { serverUrl, runId, repo } = context;
  const run = `${serverUrl}/${repo.owner}/${repo.repo}/actions/runs/${runId}`;
  const open = await github.rest.issues.listForRepo({ ...repo, state: "open", labels: LABEL, per_page: 100 });
  const issue = open.data.find(
    ({ pull_request, user }) => !pull_request && user?.login === "github-actions[bot]",
  );
  if (failed && issue === undefined) {
    const body = [
      `[The nightly run](${run}) has found that the program, the state and AWS are not alike, that a route is not proven, or that a canary did not replicate.`,
      "",
      "docs/team.md says what to do. This issue is closed by the first night without a difference.",
    ].join("\n");
    const { data } = await github.rest.issues.create({ ...repo, title: TITLE, labels: [LABEL], body });
    core.notice(`opened issue ${data.number}`);
  } else if (failed) {
    await comment(github, repo, issue.number, `[Still so](${run}).`);
  } else if (issue !== undefined) {
    await comment(github, repo, issue.number, `[No difference any more](${run}).`);
    await github.rest.issues.update({ ...repo, issue_number: issue.number, state: "closed" });
  }
}

function comment(github, repo, issue_number, body) {
  return github.rest.issues.createComment({ ...repo, issue_number, body });
}

module.exports = { keepIssue };
