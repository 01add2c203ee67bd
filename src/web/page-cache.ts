/** Pages drawn before: the same address shows readers of equal rights the same, for as long as nothing arrives. */
import type { Context } from "../actions/context.ts";
import { stateOfAll } from "../actions/state-of-all.ts";
import { packed } from "../render/unpacked.ts";
import { fingerprint } from "./fingerprint.ts";
import { GrowingPage } from "./growing-page.ts";
import type { Page, PageCall } from "./page.ts";
import { isInParts, partsTo } from "./reader.ts";

interface Kept {
  readonly text: string;
  /** The same in gzip, made when it is first asked for. */
  gzip?: Promise<Uint8Array<ArrayBuffer>>;
}

export interface DrawnPage {
  readonly text: string;
  gzip(): Promise<Uint8Array<ArrayBuffer>>;
}

export interface OpenedPage {
  /** For `ETag`: the same as long as the page is. */
  readonly tag: string;
  /** What there is of it by now, where it comes in parts and is not whole yet. */
  readonly growing?: GrowingPage;
  /** Rejects as the page does. */
  whole(): Promise<DrawnPage>;
}

/** Characters of all pages kept, about 32 MiB. */
const ROOM = 32 * 1024 * 1024;

export class PageCache {
  readonly #ctx: Context;
  readonly #pages = new Map<string, Kept>();
  /** Those that somebody waits for. */
  readonly #drawing = new Map<string, Promise<OpenedPage>>();
  #size = 0;

  constructor(ctx: Context) {
    this.#ctx = ctx;
  }

  async page(url: string, call: PageCall, page: Page): Promise<DrawnPage> {
    return await (await this.opened(url, call, page)).whole();
  }

  /** Many who ask at the same time wait for one drawing. Rejects where there is nothing of the page to show. */
  async opened(url: string, call: PageCall, page: Page): Promise<OpenedPage> {
    await page.settle?.(this.#ctx, call);
    const { caller } = call;
    const reader = [caller.name, caller.session !== undefined, ...caller.scopes];
    // What a page says of now (who fell silent, when something is expected) is right to the minute.
    const minute = this.#ctx.now().toISOString().slice(0, 16);
    const key = JSON.stringify([url, reader, minute, await stateOfAll(this.#ctx)]);
    const kept = this.#pages.get(key);
    if (kept === undefined) return await this.#drawn(key, call, page);
    this.#keep(key, kept);
    return { tag: tagOf(key), whole: async () => drawnPage(kept) };
  }

  #drawn(key: string, call: PageCall, page: Page): Promise<OpenedPage> {
    const underWay = this.#drawing.get(key);
    if (underWay !== undefined) return underWay;
    const drawing = this.#begun(key, call, page).catch((error) => {
      this.#drawing.delete(key);
      throw error;
    });
    this.#drawing.set(key, drawing);
    return drawing;
  }

  async #begun(key: string, call: PageCall, page: Page): Promise<OpenedPage> {
    const drawn = await page.draw(this.#ctx, call);
    const growing = new GrowingPage(partsTo(call.caller, drawn));
    const kept = growing.whole
      .then((text): Kept => {
        const one = { text };
        this.#keep(key, one);
        return one;
      })
      .finally(() => this.#drawing.delete(key));
    const whole = async () => drawnPage(await kept);
    if (isInParts(drawn)) {
      kept.catch(() => {}); // told to those who follow it
      return { tag: tagOf(key), growing, whole };
    }
    await kept;
    return { tag: tagOf(key), whole };
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

const tagOf = (key: string): string => `W/"${fingerprint(key)}"`;

function drawnPage(kept: Kept): DrawnPage {
  return {
    text: kept.text,
    gzip: () => {
      kept.gzip ??= packed(kept.text);
      return kept.gzip;
    },
  };
}
