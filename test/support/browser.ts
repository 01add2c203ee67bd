/**
 * Finds a Chromium on this machine (CHROMIUM_PATH, then the usual places), or unpacks the one that travels inside an npm
 * package, and starts it. CHROMIUM_PATH set to nothing asks for the packaged one.
 */
import { execFile } from "node:child_process";
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { type Browser, chromium, type LaunchOptions } from "playwright-core";
import writeFileAtomic from "write-file-atomic";

const INSTALLED = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** No sandbox because tests run as root in containers; nothing of the network is wanted beside the page itself. */
const QUIET = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking"];

export async function launchBrowser(): Promise<Browser> {
  return chromium.launch({ headless: true, ...(installed() ?? (await packaged())) });
}

function installed(): LaunchOptions | undefined {
  const executablePath = process.env["CHROMIUM_PATH"] ?? INSTALLED.find((path) => existsSync(path));
  return executablePath ? { executablePath, args: QUIET } : undefined;
}

const MODULES = fileURLToPath(new URL("../../node_modules", import.meta.url));

/** Unpacked once a checkout, by whoever comes first. */
async function packaged(): Promise<LaunchOptions> {
  const { version } = JSON.parse(readFileSync(join(MODULES, "@sparticuz/chromium/package.json"), "utf8"));
  const folder = join(cache(), `chromium-${version}`);
  if (!existsSync(folder)) await unpack(folder);
  const fonts = join(folder, "fonts");
  writeFileAtomic.sync(join(fonts, "fonts.conf"), fontsIn(folder)); // each time: a checkout may have been moved
  const env = { ...process.env, LD_LIBRARY_PATH: join(folder, "al2023", "lib"), FONTCONFIG_PATH: fonts };
  return {
    executablePath: join(folder, "chromium"),
    args: [...QUIET, "--no-zygote", "--font-render-hinting=none"],
    env,
  };
}

/** Beside what else is made of this checkout's packages, where that can be written. */
function cache(): string {
  try {
    const folder = join(MODULES, ".cache", "tarnish");
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
    return folder;
  } catch {
    return tmpdir();
  }
}

/** Into a folder of its own, which takes its name when it is whole: of several at once each makes one, and the first counts. */
async function unpack(folder: string): Promise<void> {
  forgetBroken(folder);
  const own = mkdtempSync(`${folder}-`);
  try {
    await unpackInto(own);
    renameSync(own, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
  } finally {
    rmSync(own, { recursive: true, force: true });
  }
}

/** What others began, and were killed over. */
function forgetBroken(folder: string): void {
  const old = Date.now() - 3_600_000;
  for (const name of readdirSync(join(folder, ".."))) {
    const path = join(folder, "..", name);
    const isBegun = path.startsWith(`${folder}-`);
    if (isBegun && (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now()) < old)
      rmSync(path, { recursive: true, force: true });
  }
}

const UNPACKER = fileURLToPath(new URL("unpack-chromium.mjs", import.meta.url));

/** The package unpacks into the temporary folder, where others put their files meanwhile: a process of its own has another. */
async function unpackInto(folder: string): Promise<void> {
  const env = { ...process.env, TMPDIR: folder, AWS_EXECUTION_ENV: "AWS_Lambda_nodejs22.x" };
  await promisify(execFile)(process.execPath, [UNPACKER], { env });
}

/** The package's own configuration looks for its fonts where Lambda has them; a browser without any font crashes. */
const fontsIn = (folder: string): string => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>${join(folder, "fonts", "fonts")}</dir><cachedir>${join(folder, "fonts-cache")}</cachedir></fontconfig>
`;
