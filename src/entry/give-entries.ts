/** Lines of a log given to a service, as one stream. */
import type { TakenPart } from "../actions/take-log.ts";
import { Fault } from "../model/fault.ts";
import { toFault } from "../rig/problem.ts";
import type { LogEntry } from "../store/verify-log.ts";
import { readLines } from "./line-reader.ts";
import { asking, type LogSource } from "./log-source.ts";

export interface Given {
  readonly events: number;
  /** Of these, those that the service did not have. */
  readonly news: number;
  /** Ids of runs that both accepted with different content: the writer's counts, the other stays in the log. */
  readonly conflicts: readonly string[];
}

/** Before anything is given: what each of the two has alone is remembered there. Safe to repeat. */
export async function announceMerge(
  to: LogSource,
  heads: readonly { chain: string; sequence: number }[],
): Promise<void> {
  const reach = heads.map(({ chain, sequence }) => ({ chain, sequence }));
  const headers = { "content-type": "application/json" };
  await asking(to, "/v1/mirror/merges", { method: "POST", headers, body: JSON.stringify({ heads: reach }) });
}

/** Text is a line already. Safe to repeat. Throws a Fault where the service refuses one; links before it were taken. */
export async function sendEntries(to: LogSource, entries: AsyncIterable<LogEntry | string>): Promise<Given> {
  const sent = { count: 0 };
  const answer = await asking(to, "/v1/log", {
    method: "POST",
    headers: { "content-type": "application/x-ndjson" },
    body: bodyOf(counted(entries, sent)),
    duplex: "half",
    signal: null,
  } as RequestInit);
  let [events, news] = [0, 0];
  const conflicts: string[] = [];
  const body = answer.body as unknown as AsyncIterable<Uint8Array>;
  for await (const lines of readLines(buffers(body), 16 * 1024 * 1024)) {
    for (const { bytes } of lines) {
      const said = JSON.parse(bytes?.toString("utf8") ?? "") as TakenPart & { status: number };
      if (said.status >= 300) throw toFault(said.status, said, "POST /v1/log");
      events += said.events;
      news += said.news;
      conflicts.push(...said.conflicts.map(({ run }) => run));
    }
  }
  if (sent.count > events) throw new Fault("unavailable", `The connection to ${to.url} broke off; try again.`);
  return { events, news, conflicts };
}

async function* counted(
  entries: AsyncIterable<LogEntry | string>,
  sent: { count: number },
): AsyncGenerator<LogEntry | string> {
  for await (const entry of entries) {
    sent.count++;
    yield entry;
  }
}

function bodyOf(entries: AsyncIterable<LogEntry | string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const iterator = entries[Symbol.asyncIterator]();
  return new ReadableStream({
    async pull(out) {
      const { done, value } = await iterator.next();
      if (done) out.close();
      else out.enqueue(encoder.encode(`${typeof value === "string" ? value : JSON.stringify(value)}\n`));
    },
  });
}

async function* buffers(body: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  for await (const chunk of body) yield Buffer.from(chunk);
}
