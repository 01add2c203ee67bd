/** `tarnish verify`: is the log whole? Reads it from the service, or from a file that was kept of it. */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { Readable } from "node:stream";
import { Command } from "commander";
import { contentHash } from "../actions/identify.ts";
import { Fault } from "../model/fault.ts";
import { type LogEntry, LogVerifier } from "../store/verify-log.ts";
import { readConfig } from "./config.ts";
import { EXIT } from "./exit.ts";
import { readLines } from "./line-reader.ts";
import { tokenOf } from "./service-client.ts";

const LONGEST_LINE = 128 * 1024 * 1024;
const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

export function verifyCommand(): Command {
  return new Command("verify")
    .description("check the log's hash chains: nothing changed, missing or out of order")
    .argument("[file]", "a log that was kept, as GET /v1/log gives it, - for standard input; absent: the service's")
    .option("--json", "JSON")
    .action(async (file: string | undefined, { json }: { json?: boolean }) => {
      const verifier = new LogVerifier({ sha256, contentHash: (value) => contentHash(value, sha256) });
      for await (const lines of readLines(await logOf(file), LONGEST_LINE)) {
        for (const { bytes, number } of lines) {
          const entry = parsed(bytes, number);
          if (entry) verifier.take(entry);
        }
      }
      const faults = verifier.done();
      const { events, chains } = verifier.seen;
      const said = faults.map(({ chain, sequence, what }) => `event ${sequence} of chain ${chain} ${what}`);
      const summary = `${events} events in ${chains} chains: ${faults.length === 0 ? "whole" : `${faults.length} faults`}`;
      process.stdout.write(
        json ? `${JSON.stringify({ events, chains, faults })}\n` : `${[...said, summary].join("\n")}\n`,
      );
      process.exitCode = faults.length === 0 ? EXIT.ok : EXIT.fail;
    });
}

function parsed(bytes: Buffer | null, number: number): LogEntry | undefined {
  try {
    const line = JSON.parse(bytes?.toString("utf8") ?? "") as LogEntry | { cursor: string };
    if ("cursor" in line) return undefined;
    return line.event ? { ...line, event: { ...line.event, at: new Date(line.event.at) } } : line;
  } catch (cause) {
    throw new Fault("malformed", `Line ${number} is not a line of a log.`, [], { cause });
  }
}

async function logOf(file: string | undefined): Promise<AsyncIterable<Buffer>> {
  if (file !== undefined) return file === "-" ? process.stdin : createReadStream(file);
  const config = readConfig(process.env);
  const token = tokenOf(config);
  const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const answer = await fetch(`${config.url}/v1/log`, { headers }).catch((cause) => {
    throw new Fault("unavailable", `No answer from ${config.url}: start the service there, or set TARNISH_URL.`, [], {
      cause,
    });
  });
  if (!answer.ok || !answer.body)
    throw new Fault("unavailable", `${config.url} answered with status ${answer.status}.`);
  return Readable.fromWeb(answer.body as Parameters<typeof Readable.fromWeb>[0]);
}
