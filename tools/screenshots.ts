// Takes the pictures of a running service's pages: node tools/ts.mjs tools/screenshots.ts URL OUTDIR [/series/ID]
// Light and dark, 1280 and 390 pixels wide; without a series named, the first one linked from the home page.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { launchBrowser } from "../test/support/browser.ts";

const [url = "http://127.0.0.1:8080", folder = "docs/pictures", named] = process.argv.slice(2);
const THEMES = ["light", "dark"] as const;
const WIDTHS = [1280, 390];

mkdirSync(folder, { recursive: true });
const browser = await launchBrowser();
const series = named ?? (await firstSeries());
for (const [name, path] of [
  ["home", "/"],
  ["series", series],
] as const) {
  for (const theme of THEMES) for (const width of WIDTHS) await shoot(name, path, theme, width);
}
await browser.close();

async function firstSeries(): Promise<string> {
  const page = await browser.newPage();
  await page.goto(url);
  const href = await page.locator('a[href^="/series/"]').first().getAttribute("href");
  await page.close();
  if (!href) throw new Error(`${url} shows no series: start it with data, for example by npm run demo.`);
  return href;
}

async function shoot(name: string, path: string, colorScheme: (typeof THEMES)[number], width: number): Promise<void> {
  const page = await browser.newPage({ colorScheme, viewport: { width, height: width < 600 ? 1080 : 900 } });
  await page.goto(new URL(path, url).href);
  await page.evaluate(() => document.fonts.ready);
  const file = join(folder, `${name}-${colorScheme}-${width}.png`);
  await page.screenshot({ path: file });
  console.log(file);
  await page.close();
}
