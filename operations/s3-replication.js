#!/usr/bin/env node

require("./loader").register("operations");
require("./shortRun").optimiseLate();
const { main } = require("./main");

// `| head` closes the pipe: that is no failure.
process.stdout.on("error", (error) => {
  if (error.code === "EPIPE") process.exit();
  throw error;
});

main(process.argv.slice(2)).then((status) => {
  process.exitCode = status;
});
