/** Local servers that speak the protocols of those who are told, strictly: what the documentation does not allow is refused. */
import { createHmac } from "node:crypto";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";

export interface Received {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  readonly text: string;
}

export interface Reply {
  readonly status: number;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** "hang" never answers; "drop" takes the request and breaks the connection. */
export type Answer = Reply | "hang" | "drop";

export class LocalServer {
  readonly received: Received[] = [];
  answer: (request: Received) => Answer;
  readonly #server: Server;
  #waiting: (() => void)[] = [];

  constructor(answer: (request: Received) => Answer) {
    this.answer = answer;
    this.#server = createServer((request, response) => {
      let text = "";
      request.on("data", (chunk) => (text += chunk));
      request.on("end", () => {
        const one = { method: request.method ?? "", path: request.url ?? "", headers: request.headers, text };
        this.received.push(one);
        for (const wake of this.#waiting.splice(0)) wake();
        const answer = this.answer(one);
        if (answer === "hang") return;
        if (answer === "drop") return void request.socket.destroy();
        response.writeHead(answer.status, { "content-type": "application/json", ...answer.headers }).end(answer.body);
      });
    });
  }

  async listen(port = 0): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(port, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Resolves as soon as what was received is enough. */
  async until(isEnough: (received: readonly Received[]) => boolean): Promise<void> {
    while (!isEnough(this.received)) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }
}

export const SECRET = `whsec_${Buffer.from("a secret of thirty-two bytes....").toString("base64")}`;
const TOLERANCE_SECONDS = 300;

/** As a receiver checks it by the Standard Webhooks specification; the body's `type` when all is right. */
export function verifiedType({ headers, text }: Received, now: number, secret = SECRET): string {
  const [id, timestamp, signature] = ["webhook-id", "webhook-timestamp", "webhook-signature"].map(
    (name) => headers[name],
  );
  if (Math.abs(now / 1000 - Number(timestamp)) > TOLERANCE_SECONDS) throw new Error("too old");
  const key = Buffer.from(secret.replace("whsec_", ""), "base64");
  const expected = createHmac("sha256", key).update(`${id}.${timestamp}.${text}`).digest("base64");
  if (!String(signature).split(" ").includes(`v1,${expected}`)) throw new Error("wrong signature");
  const { type, timestamp: at, data } = JSON.parse(text);
  if (typeof type !== "string" || Number.isNaN(Date.parse(at)) || typeof data !== "object")
    throw new Error("not an event");
  return type;
}
