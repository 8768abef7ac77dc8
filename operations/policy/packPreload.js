/**
 * Loaded into the pack's process before anything else. It makes two differences to how the engine starts a pack:
 * types are only stripped, since `npm run typecheck` has checked them (three seconds saved), and the pack ends with the
 * process that started it, however that ends.
 */
const tsNode = require("ts-node");

const { register } = tsNode;
tsNode.register = (options) => register({ ...options, typeCheck: false, transpileOnly: true });

process.stdin.on("end", () => process.exit(0)).resume();
// A pack that fails while it loads must not be kept alive by this.
process.stdin.unref();
