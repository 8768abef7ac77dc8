import assert from "node:assert/strict";
import { withoutStackTraces } from "../../operations/stackTraces";

describe("a run without stack traces", () => {
  const usual = Error.stackTraceLimit;
  afterEach(() => {
    Error.stackTraceLimit = usual;
  });

  it("notes none until they are taken again", () => {
    Error.stackTraceLimit = 10;
    const again = withoutStackTraces();
    const quiet = new Error("quiet").stack;
    again();
    assert.equal(quiet, "Error: quiet");
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
