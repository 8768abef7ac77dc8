// Pulumi starts a pack with type checking, whatever tsconfig.json says: three seconds of every preview, for what CI has
// checked. ts-node loads this file (tsconfig.json names it) just after Pulumi has set it up.
const { REGISTER_INSTANCE, register } = require("ts-node");

process[REGISTER_INSTANCE]?.enabled(false);
register({ transpileOnly: true });
