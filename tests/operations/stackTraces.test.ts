import assert from "node:assert/strict";
import { withoutStackTraces } from "../../operations/stackTraces";

describe("a run without stack traces", () => {
  const usual = { stackTraceLimit: Error.stackTraceLimit, prepareStackTrace: Error.prepareStackTrace };
  afterEach(() => Object.assign(Error, usual));

  it("notes none, not even for those who raise the limit, until they are taken again", () => {
    Error.stackTraceLimit = 10;
    const again = withoutStackTraces();
    const quiet = new Error("quiet").stack;
    Error.stackTraceLimit = Number.POSITIVE_INFINITY;
    const insisting = new Error("insisting").stack;
    again();
    assert.equal(quiet, "Error: quiet");
    assert.equal(insisting, "Error: insisting");
    assert.equal(Error.stackTraceLimit, 10);
    assert.match(new Error("loud").stack ?? "", /\n +at /);
  });

  it("leaves them to whoever asked Node for another number of lines", () => {
    Error.stackTraceLimit = 50;
    const again = withoutStackTraces();
    assert.match(new Error("loud").stack ?? "", /\n +at /);
    again();
    assert.equal(Error.stackTraceLimit, 50);
  });
});
