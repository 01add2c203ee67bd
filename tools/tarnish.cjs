#!/usr/bin/env -S node --max-semi-space-size=32
// The command line's launcher. The engine's queries run on libuv's threads; their number is fixed when the first of
// them is used, which is before any ES module runs. Hence this file is CommonJS and sets it first. The flag above lets
// runs on their way in die young: posts of a moment fill more than the 16 MiB that Node's nursery has (MiB, each half).
process.env.UV_THREADPOOL_SIZE ??= "12";
const { join } = require("node:path");
process.argv.splice(2, 0, join(__dirname, "../src/entry/cli.ts"));
void import("./start.mjs");
