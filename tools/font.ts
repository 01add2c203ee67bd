// Makes what is derived from the Inter font (SIL Open Font License 1.1, package @fontsource-variable/inter):
//   src/render/inter-advances.json  widths of its characters, so that a server without a canvas lays text out as a browser
//   src/web/inter-font.ts           the font file itself as text, so that it travels wherever the code does
//   src/render/inter-ttf.ts         the same letters as the PNG renderer reads them (package @fontsource/inter), compressed
// Run after changing the font's version: node tools/ts.mjs tools/font.ts
import { readFileSync, writeFileSync } from "node:fs";
import { gzipSync, inflateSync } from "node:zlib";
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

writeFileSync(
  at("src/render/inter-ttf.ts"),
  `/** Inter, Latin, weights 400 and 600, TrueType in gzip: Copyright 2016 The Inter Project Authors, SIL Open Font License 1.1. Made by tools/font.ts. */
export const INTER_TTF_GZIP_BASE64 = [
${WEIGHTS.map((weight) => `  "${gzipSync(trueType(weight), { level: 9 }).toString("base64")}",`).join("\n")}
] as const;
`,
);

/** WOFF 1.0 is TrueType with each table deflated by itself (W3C Recommendation 2012, sections 4 and 5). */
function trueType(weight: number): Buffer {
  const woff = readFileSync(at(`node_modules/@fontsource/inter/files/inter-latin-${weight}-normal.woff`));
  const count = woff.readUInt16BE(12);
  const tables = Array.from({ length: count }, (_, i) => {
    const entry = 44 + 20 * i;
    const [offset = 0, packed = 0, size = 0] = [4, 8, 12].map((by) => woff.readUInt32BE(entry + by));
    const bytes = woff.subarray(offset, offset + packed);
    return {
      tag: woff.subarray(entry, entry + 4),
      sum: woff.readUInt32BE(entry + 16),
      data: packed < size ? inflateSync(bytes) : bytes,
    };
  });
  const power = 2 ** Math.floor(Math.log2(count));
  const head = Buffer.alloc(12 + 16 * count);
  head.writeUInt32BE(woff.readUInt32BE(4), 0);
  for (const [i, value] of [count, 16 * power, Math.log2(power), 16 * (count - power)].entries())
    head.writeUInt16BE(value, 4 + 2 * i);
  let end = head.length;
  const bodies = tables.map(({ tag, sum, data }, i) => {
    tag.copy(head, 12 + 16 * i);
    for (const [j, value] of [sum, end, data.length].entries()) head.writeUInt32BE(value, 16 + 16 * i + 4 * j);
    const body = Buffer.alloc(4 * Math.ceil(data.length / 4));
    data.copy(body);
    end += body.length;
    return body;
  });
  return Buffer.concat([head, ...bodies]);
}

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
