/** An answer as it goes over the wire: compressed where the reader takes that. */
import type { Context as HonoContext } from "hono";
import { takesGzip } from "../model/takes-gzip.ts";
import { packed } from "../render/unpacked.ts";

/** Smaller answers gain nothing. */
const WORTH_IT = 1024;

export const readsGzip = (c: HonoContext): boolean => takesGzip(c.req.header("accept-encoding"));

/** `bytes` are compressed already. The platform must not compress them again. */
export function sentPacked(
  bytes: Uint8Array<ArrayBuffer>,
  status: number,
  headers: Readonly<Record<string, string>>,
): Response {
  const init = {
    status,
    headers: { ...headers, "content-encoding": "gzip", vary: "Accept-Encoding" },
    encodeBody: "manual",
  };
  return new Response(bytes, init);
}

export async function sent(
  c: HonoContext,
  text: string,
  status: number,
  headers: Readonly<Record<string, string>>,
): Promise<Response> {
  if (text.length < WORTH_IT || !readsGzip(c))
    return new Response(text, { status, headers: { ...headers, vary: "Accept-Encoding" } });
  return sentPacked(await packed(text), status, headers);
}
