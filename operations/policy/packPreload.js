/**
 * Loaded into the pack's process before anything else. It makes these differences to how the engine starts a pack: types are only
 * stripped, by the loader of the command line, which is many times as fast as ts-node (and `npm run typecheck` has checked
 * them); what no pack uses is not loaded; no stack traces are taken; requests are taken in while others are answered; a resource
 * is read once for all policies, and only those that judge its type are asked; and the pack ends with the process that started it, however that ends.
 */
require("../loader").register("policy-pack");
require("../shortRun").optimiseLate();
require("./unusedByPacks").leaveOut();
require("ts-node").register = () => undefined;
// The SDK throws for every policy that a resource is nothing for.
require("../stackTraces").withoutStackTraces();
require("./wideWindows").widenWindows();
require("./readOnce").readOnce();
require("./askLess").askLess();

process.stdin.on("end", () => process.exit(0)).resume();
// A pack that fails while it loads must not be kept alive by this.
process.stdin.unref();
