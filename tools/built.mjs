// A TypeScript program as JavaScript, for Nodes that do not strip types themselves: built once, kept below node_modules,
// built anew when one of its sources changed. Compiling seven hundred files at every start took four seconds of processor
// time; their packages stay where they are.
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";

/** Older builds may be in use by a service that has not loaded all its parts yet. */
const KEPT_MS = 7 * 24 * 3600 * 1000;

/** Path of the program's JavaScript; undefined where nothing can be written. `entry`: its source, below `root`. */
export async function built(entry, root) {
  const cache = join(root, "node_modules", ".cache", "tarnish");
  const name = basename(entry, ".ts");
  const pointer = join(cache, `${name}.json`);
  return current(pointer, root) ?? (await build({ entry, root, cache, name, pointer }));
}

/** Undefined when nothing was built, or a source changed since. */
function current(pointer, root) {
  try {
    const { program, of, sources } = JSON.parse(readFileSync(pointer, "utf8"));
    if (of !== root) return undefined; // a copy of another tree, whose addresses are built in
    statSync(program); // throws where somebody tidied up
    return sources.every(([path, stamp]) => stampOf(join(root, path)) === stamp) ? program : undefined;
  } catch {
    return undefined;
  }
}

function stampOf(path) {
  const { mtimeMs, size } = statSync(path);
  return `${mtimeMs} ${size}`;
}

async function build({ entry, root, cache, name, pointer }) {
  const folder = join(cache, `${name}-${Date.now()}-${process.pid}`);
  try {
    mkdirSync(folder, { recursive: true });
  } catch {
    return undefined;
  }
  const { build: bundle } = await import("esbuild");
  const begun = Date.now();
  const { metafile } = await bundle({
    entryPoints: [entry],
    outdir: folder,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    splitting: true,
    packages: "external",
    platform: "node",
    format: "esm",
    target: "node20",
    sourcemap: "linked",
    sourcesContent: false, // the sources are there, and every start reads the maps
    metafile: true,
    absWorkingDir: root,
    plugins: [ownAddress],
    logLevel: "error",
  });
  const program = join(folder, `${name}.mjs`);
  const sources = Object.keys(metafile.inputs).map((path) => [path, stampOf(join(root, path))]);
  // A source saved while it was read may have been read before: this build serves once, and is not kept.
  if (sources.every(([path]) => statSync(join(root, path)).mtimeMs < begun)) {
    keepReplaced(pointer);
    writeFileSync(`${pointer}.${process.pid}`, JSON.stringify({ program, of: root, sources }));
    renameSync(`${pointer}.${process.pid}`, pointer);
  }
  forget(cache, name);
  return program;
}

/** The build that is replaced is kept from now on, however old it is: a service may run it. */
function keepReplaced(pointer) {
  try {
    utimesSync(dirname(JSON.parse(readFileSync(pointer, "utf8")).program), new Date(), new Date());
  } catch {
    // There was none.
  }
}

/** A module that asks where it is means its source: files beside it are found from there. */
const ownAddress = {
  name: "own-address",
  setup({ onLoad }) {
    onLoad({ filter: /\.ts$/ }, ({ path }) => {
      const address = JSON.stringify(pathToFileURL(path).href);
      return { contents: readFileSync(path, "utf8").replaceAll("import.meta.url", address), loader: "ts" };
    });
  },
};

function forget(cache, name) {
  const isBuild = new RegExp(`^${name}-\\d+-\\d+$`);
  for (const folder of readdirSync(cache)) {
    if (!isBuild.test(folder)) continue;
    const path = join(cache, folder);
    const since = Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    if (since > KEPT_MS) rmSync(path, { recursive: true, force: true });
  }
}
