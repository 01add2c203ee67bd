// Installs what the lock file names, once: a bare clone can run any npm script without a separate install step.
// Plain JavaScript for any Node, because nothing is installed yet when it runs.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const at = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const marker = at("node_modules/.tarnish-setup");
const wanted = createHash("sha256")
  .update(readFileSync(at("package-lock.json")))
  .digest("hex");
/** The service itself runs without what only its tests need. */
const runsOnly = process.argv.includes("--runs-only");
const [major, minor] = process.versions.node.split(".").map(Number);

if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Tarnish needs Node 20.19 or newer; this is ${process.version}.`);
  process.exit(1);
}
if (!isInstalled()) alone(install);

function install() {
  if (isInstalled()) return; // by the one that was waited for
  const flags = ["ci", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"];
  const npm = spawnSync("npm", flags, { cwd: at("."), stdio: "inherit", shell: process.platform === "win32" });
  if (npm.status !== 0) process.exit(npm.status ?? 1);
  writeFileSync(marker, wanted);
}

/** Two scripts started side by side in a bare clone would take each other's packages away. */
function alone(work) {
  const lock = at(".setup.lock");
  while (!taken(lock)) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
  process.on("exit", () => rmSync(lock, { force: true }));
  work();
}

/** False while another process that is alive has it. */
function taken(lock) {
  try {
    writeFileSync(lock, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if (error.code !== "EEXIST") throw error;
    if (!isAlive(lock)) rmSync(lock, { force: true });
    return false;
  }
}

function isAlive(lock) {
  try {
    const [pid, age] = [Number(readFileSync(lock, "utf8")), Date.now() - statSync(lock).mtimeMs];
    if (pid === 0) return age < 5000; // made, and not written yet
    if (pid === process.pid || age > 30 * 60_000) return false; // of a container before this one, or of a number used again
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

/** True after an own installation of this lock file, and after a plain `npm ci` or `npm install` of the same one. */
function isInstalled() {
  if (existsSync(marker)) return readFileSync(marker, "utf8") === wanted;
  const installed = at("node_modules/.package-lock.json");
  if (!existsSync(installed)) return false;
  const has = JSON.parse(readFileSync(installed, "utf8")).packages;
  const needs = JSON.parse(readFileSync(at("package-lock.json"), "utf8")).packages;
  return Object.entries(needs).every(
    ([path, { version, optional, dev }]) => !path || optional || (dev && runsOnly) || has[path]?.version === version,
  );
}
