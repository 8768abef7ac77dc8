import assert from "node:assert/strict";
import type { EmulatorServer } from "../../operations/emulator/server";
import { started } from "../operations/emulator/emulator";
import { isAsRehearsed } from "./asRehearsed";
import { commandLine, exported } from "./commands";
import { type EngineStack, engineStack } from "./engineStack";

describe("a receiver and a sender, two companies' stacks, under the real engine", function () {
  this.timeout(300_000);
  let emulator: EmulatorServer;
  let receiver: EngineStack;
  let sender: EngineStack;
  before(async () => {
    emulator = await started();
    receiver = await engineStack("receiver", { emulator, account: "444455556666" });
    sender = await engineStack("sender", { emulator });
  });
  after(async () => {
    await receiver.dispose();
    await sender.dispose();
    await emulator.stop();
  });

  describe("the receiver", () => {
    isAsRehearsed(() => receiver, { resources: 14, routes: 0, advice: [] });
  });

  describe("the sender, with the key that the receiver hands over", () => {
    before(async () => {
      const handOver: unknown = (await receiver.stack.outputs())["handOver"]?.value;
      assert.ok(typeof handOver === "object" && handOver !== null && "keyArn" in handOver);
      sender.set({
        replicas: [
          "eu-central-1",
          {
            region: "eu-north-1",
            name: "partner",
            accountId: "444455556666",
            bucketArn: "arn:aws:s3:::partner-acme-vault",
            keyArn: handOver.keyArn,
          },
        ],
      });
    });
    isAsRehearsed(() => sender, {
      resources: 53,
      routes: 2,
      advice: ["every-destination-account-allowed", "replication-works"],
    });
  });

  describe("both together", () => {
    it("is proven from both exports together, and not from the sender's alone", async () => {
      const files = [await exported(receiver), await exported(sender)];
      const together = await commandLine("prove", ...files);
      assert.equal(together.status, 0, together.output);
      assert.match(together.output, /^✓ routes: all 2 routes work$/m);
      const alone = await commandLine("prove", await exported(sender));
      assert.equal(alone.status, 3, alone.output);
      assert.match(alone.output.replaceAll(/\s+/g, " "), /partner-acme-vault is not part of what was read/);
    });
  });
});
