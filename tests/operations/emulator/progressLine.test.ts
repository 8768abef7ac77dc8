import assert from "node:assert/strict";
import { progressLine } from "../../../operations/emulator/progress";

const stream = (isTTY: boolean, columns?: number) => {
  const written: string[] = [];
  return { written, isTTY, columns, write: (text: string) => written.push(text) };
};

describe("the progress line", () => {
  it("rewrites itself on a terminal and leaves it clean", () => {
    const out = stream(true, 60);
    const { progress, clear } = progressLine(out);
    progress({ step: "starting" });
    progress({ step: "creating", done: 3, total: 31, name: "archive-key" });
    clear();
    clear();
    assert.deepEqual(out.written, [
      "\r\u001b[2Kstarting the local AWS emulator",
      "\r\u001b[2Kcreating resources (3 of 31) archive-key",
      "\r\u001b[2K",
    ]);
  });

  it("never wraps", () => {
    const out = stream(true, 20);
    progressLine(out).progress({ step: "exercising", done: 0, total: 2, route: "a-rule-with-a-long-name" });
    assert.equal(out.written[0]?.replace("\r\u001b[2K", "").length, 19);
  });

  it("says one plain line elsewhere, and only when something is fetched", () => {
    const out = stream(false);
    const { progress, clear } = progressLine(out);
    progress({ step: "starting" });
    progress({ step: "fetching", done: 0, total: 17 });
    progress({ step: "fetching", done: 1, total: 17 });
    progress({ step: "stopping" });
    clear();
    assert.deepEqual(out.written, ["fetching the local AWS emulator into .emulator (17 packages, once)\n"]);
  });
});
