// For `node --require`: runs a TypeScript file of ours.
require("./loader").register("scripts");
