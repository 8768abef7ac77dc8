#!/usr/bin/env node
/** The executable `s3-replication`: runs the sources of a checkout, or what a package has built of them. */
const { existsSync } = require("node:fs");
const { join } = require("node:path");

const operations = existsSync(join(__dirname, "main.ts"))
  ? __dirname
  : join(__dirname, "..", "dist", "operations");
require(join(operations, "loader")).register("operations");
require(join(operations, "shortRun")).optimiseLate();
const { main } = require(join(operations, "main"));

process.stdout.on("error", (error) => {
  // `| head` closes the pipe: that is no failure.
  if (error.code === "EPIPE") process.exit();
  process.stderr.write(`standard output cannot be written (${error.message})\n`);
  process.exit(1);
});

main(process.argv.slice(2)).then((status) => {
  process.exitCode = status;
});
