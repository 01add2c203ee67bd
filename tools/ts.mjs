// Runs a TypeScript file: natively where Node strips types (22.18, 24 and newer), through tsx on older Nodes.
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [file, ...rest] = process.argv.slice(2);
process.argv = [process.argv[0], resolve(file), ...rest];
if (!process.features.typescript) (await import("tsx/esm/api")).register();
await import(pathToFileURL(resolve(file)).href);
