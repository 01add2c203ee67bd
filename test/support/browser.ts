/**
 * Finds a Chromium on this machine (CHROMIUM_PATH, then the usual places), or unpacks the one that travels inside an npm
 * package, and starts it. CHROMIUM_PATH set to nothing asks for the packaged one.
 */
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, chromium, type LaunchOptions } from "playwright-core";

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
  return chromium.launch({ headless: true, ...(installed() ?? (await unpacked())) });
}

function installed(): LaunchOptions | undefined {
  const executablePath = process.env["CHROMIUM_PATH"] ?? INSTALLED.find((path) => existsSync(path));
  return executablePath ? { executablePath, args: QUIET } : undefined;
}

/**
 * The packaged browser is linked against NSS and friends, which a bare machine lacks. The package carries them, but
 * unpacks them and sets LD_LIBRARY_PATH only where it believes to run on Amazon Linux: so it is told so, for a moment,
 * and unpacks into a folder of its own, which a marker declares complete.
 */
async function unpacked(): Promise<LaunchOptions> {
  const folder = join(tmpdir(), "tarnish-chromium");
  const marker = join(folder, "complete");
  if (!existsSync(marker)) rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const before = { ...process.env };
  Object.assign(process.env, { TMPDIR: folder, AWS_EXECUTION_ENV: "AWS_Lambda_nodejs22.x" });
  try {
    const { default: packaged } = await import("@sparticuz/chromium");
    packaged.setGraphicsMode = false;
    const executablePath = await packaged.executablePath();
    writeFileSync(join(folder, "fonts", "fonts.conf"), fontsIn(folder));
    writeFileSync(marker, "");
    const env = { ...before, LD_LIBRARY_PATH: join(folder, "al2023", "lib"), FONTCONFIG_PATH: join(folder, "fonts") };
    return { executablePath, args: [...QUIET, "--no-zygote", "--font-render-hinting=none"], env };
  } finally {
    for (const name of ["TMPDIR", "AWS_EXECUTION_ENV", "LD_LIBRARY_PATH", "FONTCONFIG_PATH"])
      restore(name, before[name]);
  }
}

/** The package's own configuration looks for its fonts where Lambda has them; a browser without any font crashes. */
const fontsIn = (folder: string): string => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>${join(folder, "fonts", "fonts")}</dir><cachedir>${join(folder, "fonts-cache")}</cachedir></fontconfig>
`;

function restore(name: string, value: string | undefined): void {
  if (value === undefined) delete process.env[name];
  else process.env[name] = value;
}
