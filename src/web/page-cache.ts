/** Pages drawn before: the same address shows readers of equal rights the same, for as long as nothing arrives. */
import type { Context } from "../actions/context.ts";
import { stateOfAll } from "../actions/state-of-all.ts";
import { packed } from "../render/unpacked.ts";
import { fingerprint } from "./fingerprint.ts";
import type { Page, PageCall } from "./page.ts";
import { sentTo } from "./reader.ts";

interface Kept {
  readonly text: string;
  /** The same in gzip, made when it is first asked for. */
  gzip?: Promise<Uint8Array<ArrayBuffer>>;
}

export interface DrawnPage {
  readonly text: string;
  gzip(): Promise<Uint8Array<ArrayBuffer>>;
  /** For `ETag`: the same as long as the page is. */
  readonly tag: string;
}

/** Characters of all pages kept, about 32 MiB. */
const ROOM = 32 * 1024 * 1024;

export class PageCache {
  readonly #ctx: Context;
  readonly #pages = new Map<string, Kept>();
  /** Those that somebody waits for. */
  readonly #drawing = new Map<string, Promise<Kept>>();
  #size = 0;

  constructor(ctx: Context) {
    this.#ctx = ctx;
  }

  /** Many who ask at the same time wait for one drawing. Rejects as the page does. */
  async page(url: string, call: PageCall, page: Page): Promise<DrawnPage> {
    await page.settle?.(this.#ctx, call);
    const { caller } = call;
    const reader = [caller.name, caller.session !== undefined, ...caller.scopes];
    // What a page says of now (who fell silent, when something is expected) is right to the minute.
    const minute = this.#ctx.now().toISOString().slice(0, 16);
    const key = JSON.stringify([url, reader, minute, await stateOfAll(this.#ctx)]);
    const kept = this.#pages.get(key) ?? (await this.#drawn(key, call, page));
    this.#keep(key, kept);
    return {
      text: kept.text,
      tag: `W/"${fingerprint(key)}"`,
      gzip: () => {
        kept.gzip ??= packed(kept.text);
        return kept.gzip;
      },
    };
  }

  #drawn(key: string, call: PageCall, page: Page): Promise<Kept> {
    const underWay = this.#drawing.get(key);
    if (underWay !== undefined) return underWay;
    const drawing = sentTo(call.caller, page.draw(this.#ctx, call))
      .then((text): Kept => ({ text }))
      .finally(() => this.#drawing.delete(key));
    this.#drawing.set(key, drawing);
    return drawing;
  }

  #keep(key: string, page: Kept): void {
    if (this.#pages.delete(key)) this.#size -= page.text.length;
    this.#pages.set(key, page);
    this.#size += page.text.length;
    for (const [oldest, { text }] of this.#pages) {
      if (this.#size <= ROOM) return;
      this.#pages.delete(oldest);
      this.#size -= text.length;
    }
  }
}
