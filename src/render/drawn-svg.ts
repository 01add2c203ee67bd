/** Pictures drawn before: the same specification gives the same picture, so it is drawn once while there is room. */
import type { VegaLiteSpec } from "../charts/spec.ts";
import { renderSvg } from "./svg.ts";

/** Characters of all pictures kept, about 16 MiB. */
const ROOM = 16 * 1024 * 1024;

/** By the hash of the specification, least recently used first. */
const drawn = new Map<string, string>();
let kept = 0;

/** What was not in memory, since the start: how many pictures, and the milliseconds in which any was being drawn. */
export const drawing = { pictures: 0, milliseconds: 0 };
let underWay = 0;
let since = 0;

/** `renderSvg(spec)`, from memory where possible. */
export async function drawnSvg(spec: VegaLiteSpec): Promise<string> {
  const key = await hashOf(JSON.stringify(spec));
  const svg = drawn.get(key) ?? (await drawnAnew(spec));
  keep(key, svg);
  return svg;
}

async function drawnAnew(spec: VegaLiteSpec): Promise<string> {
  if (underWay++ === 0) since = performance.now();
  try {
    return await renderSvg(spec);
  } finally {
    drawing.pictures++;
    if (--underWay === 0) drawing.milliseconds += performance.now() - since;
  }
}

function keep(key: string, svg: string): void {
  if (drawn.delete(key)) kept -= svg.length;
  drawn.set(key, svg);
  kept += svg.length;
  for (const [oldest, picture] of drawn) {
    if (kept <= ROOM) return;
    drawn.delete(oldest);
    kept -= picture.length;
  }
}

async function hashOf(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
