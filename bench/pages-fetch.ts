/** A page as a browser asks for it, and what it weighs on the wire. */
import { type IncomingMessage, request } from "node:http";
import { buffer } from "node:stream/consumers";
import { gunzipSync } from "node:zlib";

export class Fetched {
  readonly #url: string;
  readonly #body: Buffer;
  /** Of the page, as it was sent. */
  readonly bytes: number;
  /** Of style, scripts and fonts, as they are sent once; known when it was weighed. */
  assets = 0;

  constructor(url: string, body: Buffer) {
    this.#url = url;
    this.#body = body;
    this.bytes = body.length;
  }

  get text(): string {
    return unpacked(this.#body).toString();
  }

  /** Style, icon, scripts and what they load, each once. */
  async weighed(): Promise<void> {
    const found = new Set<string>();
    const look = async (text: string): Promise<void> => {
      for (const [path] of text.matchAll(/\/assets\/[\w.-]+/g)) {
        if (found.has(path)) continue;
        found.add(path);
        const body = await sent(this.#url, path);
        this.assets += body.length;
        await look(unpacked(body).toString("latin1"));
      }
    };
    await look(unpacked(this.#body).toString("latin1"));
  }
}

export const fetched = async (url: string, path: string): Promise<Fetched> => new Fetched(url, await sent(url, path));

/** A connection of its own: one that is kept would be closed while this process, which is both ends of it, computes. */
async function sent(url: string, path: string): Promise<Buffer> {
  const headers = { accept: "text/html,*/*", "accept-encoding": "gzip" };
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    request(url + path, { headers, agent: false }, resolve)
      .once("error", reject)
      .end();
  });
  const body = await buffer(answer);
  if (answer.statusCode !== 200)
    throw new Error(`${path} answered ${answer.statusCode}: ${unpacked(body).toString().slice(0, 2000)}`);
  return body;
}

const unpacked = (body: Buffer): Buffer => (body[0] === 0x1f && body[1] === 0x8b ? gunzipSync(body) : body);

/** With the administrator's token; rejects unless it is granted. */
export async function posted(
  url: string,
  { method, token, body }: { readonly method: string; readonly token: string; readonly body: unknown },
): Promise<void> {
  const headers = { "content-type": "application/json", authorization: `Bearer ${token}` };
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    request(url, { method, headers, agent: false }, resolve).once("error", reject).end(JSON.stringify(body));
  });
  const said = await buffer(answer);
  if ((answer.statusCode ?? 500) >= 300) throw new Error(`${url} answered ${answer.statusCode}: ${said}`);
}
