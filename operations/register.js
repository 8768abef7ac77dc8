/** Loaded with `node --require`: runs the TypeScript files of this project. */
require("./loader").register("scripts");
