// Takes the pictures of a running service's pages: node tools/ts.mjs tools/screenshots.ts URL OUTDIR [TOKEN]
// For the demo: every page of the navigation and one of each kind behind it, light at 1280 and dark at 390 pixels; with a token what it may see.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { launchBrowser } from "../test/support/browser.ts";

const [url = "http://127.0.0.1:8080", folder = "docs/pictures", token] = process.argv.slice(2);
const LOOKS = [
  { theme: "light", width: 1280, height: 900 },
  { theme: "dark", width: 390, height: 1080 },
] as const;
const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };

mkdirSync(folder, { recursive: true });
const browser = await launchBrowser();
const releases = ((await asked("/v1/releases")) as { items: { tag: string }[] }).items.map(({ tag }) => tag).sort();
const series = await first("/", 'a[href^="/series/"]');
const pages: Readonly<Record<string, string>> = {
  home: "/",
  series,
  overlay: `${series}?with=${(await others(series)).join(",")}&relative=${releases[0]}#overlay`,
  runs: `${series}#runs`,
  changeset: await first("/", '.needs a[href^="/changesets/"], a[href^="/changesets/"]'),
  changesets: "/changesets",
  regressions: "/regressions",
  compare: `/compare?base=${releases.at(-2)}&head=${releases.at(-1)}`,
  releases: "/releases",
  release: `/releases/${releases.at(-1)}`,
  scaling: "/scaling",
  rigs: "/rigs",
  rig: "/rigs/sim-west",
  vendor: await first("/rigs", 'a[href^="/vendors/"]'),
  "rigs-compared": "/compare?base=rig:sim-east&head=rig:sim-west",
  interop: "/interop",
  search: "/search?q=slower",
};
for (const [name, path] of Object.entries(pages)) for (const look of LOOKS) await shoot(name, path, look);
await browser.close();

async function asked(path: string): Promise<unknown> {
  return await (await fetch(new URL(path, url), { headers })).json();
}

async function first(path: string, links: string): Promise<string> {
  const page = await browser.newPage({ extraHTTPHeaders: headers });
  await page.goto(new URL(path, url).href);
  const found = page.locator(links).first();
  const href = (await found.count()) > 0 ? await found.getAttribute("href") : null;
  await page.close();
  if (!href) throw new Error(`${path} has no ${links}: start the service with data, for example by npm run demo.`);
  return href;
}

/** Lines that the page offers to lay over its own. */
async function others(path: string): Promise<string[]> {
  const page = await browser.newPage({ extraHTTPHeaders: headers });
  await page.goto(new URL(path, url).href);
  const options = await page.locator("select[name=add] option").all();
  const lines = await Promise.all(options.map((option) => option.getAttribute("value")));
  await page.close();
  return lines.flatMap((line) => line || []).slice(0, 3);
}

async function shoot(name: string, path: string, { theme, width, height }: (typeof LOOKS)[number]): Promise<void> {
  const page = await browser.newPage({ colorScheme: theme, viewport: { width, height }, extraHTTPHeaders: headers });
  await page.goto(new URL(path, url).href);
  await page.evaluate(() => document.fonts.ready);
  if (name === "series" && width > 700) await page.locator(".stage svg").waitFor();
  const file = join(folder, `${name}-${theme}-${width}.png`);
  await page.screenshot({ path: file });
  console.log(file);
  await page.close();
}
