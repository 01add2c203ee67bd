/** A page that is being drawn, on its way part by part: who reads has its beginning while the rest is made. */
import type { Context as HonoContext } from "hono";
import { shownFault } from "../model/fault.ts";
import { brokenOff } from "./error-page.ts";
import type { GrowingPage } from "./growing-page.ts";
import { readsGzip } from "./sent.ts";

/** Packs a text part by part, each of which can be unpacked when it arrives. */
export interface PartsPacking {
  part(text: string): Uint8Array;
  /** What ends the text. */
  end(): Uint8Array;
}

export interface PartsWay {
  readonly headers: Readonly<Record<string, string>>;
  /** Begins a text in gzip; absent: parts cannot be packed here. */
  readonly gzip: (() => PartsPacking) | undefined;
  /** Told why the page is not whole. */
  readonly failed: (error: unknown) => void;
}

const encoder = new TextEncoder();
const PLAIN: PartsPacking = { part: (text) => encoder.encode(text), end: () => new Uint8Array(0) };

/**
 * Null where the reader would have to unpack what cannot be packed in parts. A page that fails on the way says so where
 * it ends. It carries no `ETag`: whether it will be whole is not known yet.
 */
export function sentInParts(c: HonoContext, page: GrowingPage, { headers, gzip, failed }: PartsWay): Response | null {
  const isPacked = readsGzip(c);
  const packing = isPacked ? gzip?.() : PLAIN;
  if (packing === undefined) return null;
  const parts = page[Symbol.asyncIterator]();
  let hasLeft = false;
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const next = await parts.next().catch(async (error: unknown) => ({ error, end: await endOf(error) }));
      if (hasLeft) return; // there is nobody to tell of it, and nowhere to send it
      if ("error" in next) {
        failed(next.error); // whatever it is: the status that would tell of it has been sent
        controller.enqueue(packing.part(next.end));
      } else if (!next.done) return controller.enqueue(packing.part(next.value));
      controller.enqueue(packing.end());
      controller.close();
    },
    async cancel() {
      hasLeft = true;
      await parts.return(undefined);
    },
  });
  const encoding = isPacked ? { "content-encoding": "gzip" } : {};
  const init = { headers: { ...headers, ...encoding, vary: "Accept-Encoding" }, encodeBody: "manual" };
  return new Response(body, init);
}

const endOf = async (error: unknown): Promise<string> => String(await brokenOff({ detail: shownFault(error).message }));
