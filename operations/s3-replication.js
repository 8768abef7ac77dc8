#!/usr/bin/env node

require("./loader").register("operations");
const { main } = require("./main");

main(process.argv.slice(2)).then((status) => {
  process.exitCode = status;
});
