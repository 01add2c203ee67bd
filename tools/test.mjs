// `npm test`: form, types, dead code and every test, the browser's included. Ends with one line that counts the tests.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statfsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const report = join(tmpdir(), `tarnish-tests-${process.pid}.json`);
const bin = (name) => join(root, "node_modules", ".bin", name);

const checks = [
  ["form", [bin("biome"), "ci", "--error-on-warnings", "."]],
  ["types", [bin("tsc"), "-p", "."]],
  ["dead code", [bin("knip")]],
];
let broken = 0;
for (const [name, [command, ...args]] of checks) {
  const { status } = spawnSync(command, args, { cwd: root, stdio: "inherit" });
  if (status !== 0) broken++;
  console.log(`${status === 0 ? "ok    " : "FAILED"} ${name}`);
}

const vitest = [
  "run",
  "--reporter=default",
  "--reporter=json",
  `--outputFile.json=${report}`,
  ...process.argv.slice(2),
];
const folder = folderInMemory();
const env = { ...process.env, ...(folder && { TMPDIR: folder }) };
const { status } = spawnSync(bin("vitest"), vitest, { cwd: root, stdio: "inherit", env });
if (folder) rmSync(folder, { recursive: true, force: true });
const counts = readReport();
const crashed = status !== 0 && counts.failed === 0 ? 1 : 0;
const failed = broken + counts.failed + crashed;
console.log(`${counts.passed + checks.length - broken} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);

/**
 * Where the tests' data folders fit into memory, the engine's hundreds of thousands of fsyncs cost nothing; a process that
 * is killed leaves behind there what it would leave on a disk.
 */
function folderInMemory() {
  try {
    const { bavail, bsize } = statfsSync("/dev/shm");
    return bavail * bsize > 8 * 2 ** 30 ? mkdtempSync("/dev/shm/tarnish-tests-") : undefined;
  } catch {
    return undefined;
  }
}

/** A runner that ended without a report is a failure, and so is one that ran nothing. */
function readReport() {
  try {
    const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(report, "utf8"));
    return { passed: numPassedTests, failed: numPassedTests === 0 ? numFailedTests + 1 : numFailedTests };
  } catch {
    return { passed: 0, failed: 1 };
  } finally {
    rmSync(report, { force: true });
  }
}
