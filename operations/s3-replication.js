#!/usr/bin/env node
"use strict";
// Only strips types, and only of our own files: the checking is done by `npm run typecheck` and in CI.
require("sucrase/register/ts");
const { main } = require("./main");

main(process.argv.slice(2)).then((status) => {
  process.exitCode = status;
});
