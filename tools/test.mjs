// `npm test`: form, types, dead code and every test, the browser's included. Ends with one line that counts the tests.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statfsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const report = join(tmpdir(), `tarnish-tests-${process.pid}.json`);
const bin = (name) => join(root, "node_modules", ".bin", name);

const vitest = [
  "run",
  "--reporter=default",
  "--reporter=json",
  `--outputFile.json=${report}`,
  ...process.argv.slice(2),
];
const folder = folderInMemory();
const tests = ended(bin("vitest"), vitest, {
  stdio: "inherit",
  env: { ...process.env, ...(folder && { TMPDIR: folder }) },
});

// Beside the tests, whose start is one processor's work. Told as soon as they are through, and once more at the end.
const checks = await Promise.all([
  checked("form", "biome", "ci", "--colors=force", "--error-on-warnings", "."),
  checked("types", "tsc", "-p", ".", "--pretty"),
  checked("dead code", "knip"),
]);
const { status } = await tests;
if (folder) rmSync(folder, { recursive: true, force: true });
const broken = checks.filter(({ isWhole }) => !isWhole);
for (const { told } of broken) console.log(told);
const counts = readReport();
const crashed = status !== 0 && counts.failed === 0 ? 1 : 0;
const failed = broken.length + counts.failed + crashed;
console.log(`${counts.passed + checks.length - broken.length} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);

/** What a check says comes in one piece, not between the lines of the tests. */
async function checked(name, command, ...args) {
  const { status, said } = await ended(bin(command), args, { stdio: ["ignore", "pipe", "pipe"] });
  const told = `${said}${status === 0 ? "ok    " : "FAILED"} ${name}`;
  console.log(told);
  return { isWhole: status === 0, told };
}

function ended(command, args, options) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, ...options });
    let said = "";
    for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk) => (said += chunk));
    child.once("error", reject);
    child.once("close", (status) => resolve({ status, said }));
  });
}

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
