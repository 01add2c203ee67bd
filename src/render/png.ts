/** A picture as pixels, for where no SVG is shown: chat, mail, a clipboard. Drawn by resvg in WebAssembly, on Node as in a Worker. */
import { initWasm, Resvg } from "@resvg/resvg-wasm";
import { LIGHT } from "../charts/theme.ts";
import { INTER_TTF_GZIP_BASE64 } from "./inter-ttf.ts";
import { unpacked } from "./unpacked.ts";

/** The compiled module, or its bytes: how it is come by differs from place to place. */
export type PngEngine = () => Promise<WebAssembly.Module | ArrayBuffer | Uint8Array>;

/** Pixels of the picture for one of the chart. */
const SCALE = 2;

let ready: Promise<Uint8Array[]> | undefined;

/** From an SVG of `renderSvg`, on the light ground. Letters beyond Latin have no glyph. */
export async function renderPng(svg: string, engine: PngEngine): Promise<Uint8Array<ArrayBuffer>> {
  ready ??= start(engine);
  ready.catch(() => {
    ready = undefined;
  });
  const fontBuffers = await ready;
  const resvg = new Resvg(inLight(svg), {
    background: LIGHT.card,
    fitTo: { mode: "zoom", value: SCALE },
    font: { fontBuffers, defaultFontFamily: "Inter", sansSerifFamily: "Inter", loadSystemFonts: false },
  });
  try {
    const image = resvg.render();
    try {
      return new Uint8Array(image.asPng());
    } finally {
      image.free();
    }
  } finally {
    resvg.free();
  }
}

async function start(engine: PngEngine): Promise<Uint8Array[]> {
  await initWasm((await engine()) as WebAssembly.Module);
  return await Promise.all(INTER_TTF_GZIP_BASE64.map(unpacked));
}

/** The renderer knows no custom properties. */
const inLight = (svg: string): string =>
  svg
    .replace(/var\(--([a-z-]+)\)/g, (whole, name: string) => (LIGHT as Record<string, string>)[name] ?? whole)
    .replace(/font-family="[^"]*"/g, 'font-family="Inter"');
