import assert from "node:assert/strict";
import { PassThrough } from "node:stream";
import { typedAnswer } from "../../../operations/commands/typedAnswer";

function terminal(signal = new AbortController().signal) {
  const stdin = Object.assign(new PassThrough(), { isTTY: true });
  const stderr = Object.assign(new PassThrough(), { isTTY: true });
  return { stdin, stdout: new PassThrough(), stderr, environment: {}, directory: "/", signal };
}

describe("a question on a terminal", () => {
  it("gets what is typed, without the space around it", async () => {
    const io = terminal();
    io.stdin.write(" yes \n");
    assert.equal(await typedAnswer("go on? ", io), "yes");
    assert.equal(String(io.stderr.read()), "go on? ");
  });

  it("gets nothing where the input ends", async () => {
    const io = terminal();
    io.stdin.end();
    assert.equal(await typedAnswer("go on? ", io), "");
  });

  it("ends where the command is interrupted", async () => {
    const controller = new AbortController();
    const asked = typedAnswer("go on? ", terminal(controller.signal));
    controller.abort();
    await assert.rejects(asked, { name: "AbortError" });
  });
});
