// The demo's launcher: see tools/tarnish.cjs for why it is CommonJS.
process.env.UV_THREADPOOL_SIZE ??= "12";
const { join } = require("node:path");
process.argv.splice(2, 0, join(__dirname, "../src/entry/demo.ts"));
void import("./start.mjs");
