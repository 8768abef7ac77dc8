#!/usr/bin/env node
/** The executable `s3-replication`. */

require("./loader").register("operations");
require("./shortRun").optimiseLate();
const { main } = require("./main");

process.stdout.on("error", (error) => {
  // `| head` closes the pipe: that is no failure.
  if (error.code === "EPIPE") process.exit();
  process.stderr.write(`standard output cannot be written (${error.message})\n`);
  process.exit(1);
});

main(process.argv.slice(2)).then((status) => {
  process.exitCode = status;
});
