// Makes what is derived from the Inter font (SIL Open Font License 1.1, package @fontsource-variable/inter):
//   src/render/inter-advances.json  widths of its characters, so that a server without a canvas lays text out as a browser
//   src/web/inter-font.ts           the font file itself as text, so that it travels wherever the code does
// Run after changing the font's version: node tools/ts.mjs tools/font.ts
import { readFileSync, writeFileSync } from "node:fs";
import { launchBrowser } from "../test/support/browser.ts";

const WEIGHTS = [400, 600];
const at = (path: string) => new URL(`../${path}`, import.meta.url);
const font = readFileSync(at("node_modules/@fontsource-variable/inter/files/inter-latin-wght-normal.woff2"), "base64");

writeFileSync(at("src/render/inter-advances.json"), `${JSON.stringify(await advances(), null, 1)}\n`);
writeFileSync(
  at("src/web/inter-font.ts"),
  `/** Inter, Latin, variable weight: Copyright 2016 The Inter Project Authors, SIL Open Font License 1.1. Made by tools/font.ts. */
export const INTER_WOFF2_BASE64 =
  "${font}";
`,
);

/** Advance widths at 1 px of the characters the Latin file has, by weight. */
async function advances(): Promise<Record<string, Record<string, number>>> {
  const browser = await launchBrowser();
  const page = await browser.newPage();
  await page.setContent(
    `<style>@font-face{font-family:Inter;src:url(data:font/woff2;base64,${font});font-weight:100 900}</style>
     <p style="font:400 20px Inter">x</p><p style="font:600 20px Inter">x</p>`,
  );
  const characters = [
    ...range(0x20, 0x7e),
    ...range(0xa0, 0xff),
    ..."–—‘’“”•…€™−↑↓".split("").map((c) => c.charCodeAt(0)),
  ];
  const widths = await page.evaluate(measure, { weights: WEIGHTS, text: String.fromCharCode(...characters) });
  await browser.close();
  return widths;
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}

/** Runs inside the page. */
async function measure({ weights, text }: { weights: number[]; text: string }) {
  const context = document.createElement("canvas").getContext("2d");
  const table: Record<string, Record<string, number>> = {};
  for (const weight of weights) {
    await document.fonts.load(`${weight} 20px Inter`);
    context.font = `${weight} 1000px Inter`;
    table[weight] = Object.fromEntries([...text].map((c) => [c, Math.round(context.measureText(c).width) / 1000]));
  }
  return table;
}
