// Starts a program of src/entry: natively where Node strips types (22.18, 24 and newer), as it was built on older Nodes.
import { dirname } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const [file, ...rest] = process.argv.slice(2);
const root = dirname(dirname(fileURLToPath(import.meta.url)));
process.argv = [process.argv[0], file, ...rest];
if (process.features.typescript) await import(pathToFileURL(file).href);
else {
  process.setSourceMapsEnabled(true);
  const { built } = await import("./built.mjs");
  const program = await built(file, root);
  if (program === undefined) (await import("tsx/esm/api")).register();
  await import(pathToFileURL(program ?? file).href);
}
