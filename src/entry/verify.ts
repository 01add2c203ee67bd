/** `tarnish verify`: is the log whole, or a collateral? Reads the service's log, or a file that was kept of either. */
import { createReadStream, statSync } from "node:fs";
import { resolve } from "node:path";
import { Readable } from "node:stream";
import { Command } from "commander";
import { contentHash } from "../actions/identify.ts";
import { verifyCollateral } from "../actions/verify-collateral.ts";
import { counted } from "../charts/describe.ts";
import { Fault } from "../model/fault.ts";
import { LogVerifier } from "../store/verify-log.ts";
import { readConfig } from "./config.ts";
import { EXIT } from "./exit.ts";
import { readLines } from "./line-reader.ts";
import { logLine } from "./log-source.ts";
import { Peeked } from "./peeked.ts";
import { isLikeCollateral, printReport } from "./print-report.ts";
import { tokenOf } from "./service-client.ts";
import { sha256 } from "./sha256.ts";
import type { ExportReport } from "./verify-export.ts";

const LONGEST_LINE = 128 * 1024 * 1024;

interface VerifyOptions {
  readonly json?: boolean;
  readonly key?: string;
  readonly verdicts: string;
}

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;

function printExport(report: ExportReport, json: boolean | undefined): number {
  const { events, chains, runs, signedBy, dropped, verdicts, faults } = report;
  const again = `${verdicts.equal} verdicts drawn again and equal, ${verdicts.outdated} older than their evidence`;
  const by = signedBy === undefined ? "not signed" : `signed by ${signedBy}`;
  const state = faults.length === 0 ? "whole" : counted(faults.length, "fault");
  const seen = `${counted(events, "event")} in ${counted(chains, "chain")}, ${counted(runs, "run")}`;
  const summary = `${seen}, ${by}${droppedWords(dropped)}; ${again}: ${state}`;
  process.stdout.write(json ? `${JSON.stringify(report)}\n` : `${[...faults, summary].join("\n")}\n`);
  return faults.length === 0 ? EXIT.ok : EXIT.fail;
}

export function verifyCommand(): Command {
  return new Command("verify")
    .description(
      "check the log's hash chains and signatures: nothing changed, missing or out of order; or recompute a collateral's verdict",
    )
    .argument(
      "[file]",
      "a log or a collateral (JSON) that was kept, - for standard input, or the folder of an export; absent: the service's log",
    )
    .option("--key <key>", "the public key that signatures must be by (GET /v1/log/key)")
    .option("--verdicts <count>", "of an export: how many verdicts are drawn again (10)", "10")
    .option("--json", "JSON")
    .action(async (file: string | undefined, { json, key, verdicts }: VerifyOptions) => {
      if (file !== undefined && file !== "-" && isFolder(file)) {
        const { verifyExport } = await import("./verify-export.ts"); // loads the engine
        const most = Math.max(0, Math.floor(Number(verdicts)) || 0);
        process.exitCode = printExport(await verifyExport(resolve(file), { key, verdicts: most }), json);
        return;
      }
      const source = await Peeked.open(await logOf(file));
      const isEvidence = file !== undefined && isLikeCollateral(source.beginning);
      if (isEvidence) process.exitCode = printReport(verifyCollateral(await source.text(), sha256), json);
      else await verifyLog(source.all(), new Set(key === undefined ? [] : [key]), json);
    });
}

async function verifyLog(source: AsyncIterable<Buffer>, keys: ReadonlySet<string>, json?: boolean): Promise<void> {
  const verifier = new LogVerifier({ sha256, contentHash: (value) => contentHash(value, sha256) });
  for await (const lines of readLines(source, LONGEST_LINE)) {
    for (const { bytes, number } of lines) {
      const line = logLine(bytes, number);
      if (!("cursor" in line)) verifier.take(line);
      else await verifier.page(line.checkpoint, keys);
    }
  }
  const faults = verifier.done();
  const { events, chains } = verifier.seen;
  const { dropped } = verifier;
  const signedBy = [...verifier.keys];
  const said = faults.map(({ chain, sequence, what }) => `event ${sequence} of chain ${chain} ${what}`);
  const unsigned = keys.size > 0 ? "not signed by the expected key" : "not signed";
  const by = signedBy.length === 0 ? unsigned : `signed by ${signedBy.join(", ")}`;
  const state = faults.length === 0 ? "whole" : counted(faults.length, "fault");
  const summary = `${counted(events, "event")} in ${counted(chains, "chain")}, ${by}${droppedWords(dropped)}: ${state}`;
  const report = JSON.stringify({ events, chains, signedBy, dropped, faults });
  process.stdout.write(json ? `${report}\n` : `${[...said, summary].join("\n")}\n`);
  process.exitCode = faults.length === 0 ? EXIT.ok : EXIT.fail;
}

const droppedWords = (dropped: LogVerifier["dropped"]): string =>
  dropped.map(({ on, runs }) => `; repeats of ${counted(runs, "run")} were dropped by retention on ${on}`).join("");

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
