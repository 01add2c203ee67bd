/**
 * lst-survey of lustre-iokit, its table and its CSV. The figures are those of the servers: what clients read is what
 * servers write, so that a read's bandwidth stands in the column of writes.
 */
import type { Measurement } from "../model/run.ts";
import type { Format, Reading } from "./format.ts";
import { skippedLines } from "./skipped-lines.ts";
import { tellApart } from "./tell-apart.ts";
import { present, toNumber } from "./tool-text.ts";

const HEADER = "Servers,Clients,Mode,Read_BW,Read_Rate,Write_BW,Write_Rate,Server_Errors,Client_Errors";
const TITLE = /^ *Mode +Read MB\/s +Read RPC\/s +Write MB\/s +Write RPC\/s *$/i;
const ANY = new RegExp(`^[ \\t]*${HEADER}[ \\t]*$|${TITLE.source}`, "im");
const ROW = /^ *(?:(read|write) (\d+[km])|(ping)) +(\d+) +(\d+) +(\d+) +(\d+) *$/;

interface SurveyLine {
  readonly mode: string;
  readonly readBandwidth: number;
  readonly readRate: number;
  readonly writeBandwidth: number;
  readonly errors: number;
  readonly parameters: Readonly<Record<string, string>>;
}

export const lstSurvey: Format = {
  id: "lst-survey",
  recognizes: (text) => ANY.test(text),
  read(text): Reading {
    const skipped = skippedLines();
    const lines = text.split("\n");
    const isCsv = lines.some((line) => line.trim() === HEADER);
    const measurements: Measurement[] = [];
    let isBroken = false;
    lines.forEach((line, index) => {
      const isWhole = index < lines.length - 1;
      const row = isCsv ? fromCsv(line.trim()) : fromTable(line);
      if (row !== undefined && isWhole) measurements.push(...ofRow(row));
      else if (line.trim() !== "" && line.trim() !== HEADER && !TITLE.test(line)) {
        isBroken ||= isCsv || !isWhole;
        skipped.add(index + 1, "not a row of results", line);
      }
    });
    return {
      tool: { name: "lst-survey" },
      measurements: tellApart(measurements),
      complete: measurements.length > 0 && !isBroken && (isCsv || /^Finished lst-survey/m.test(text)),
      skipped: skipped.list(),
      context: present({ servers: /^Server Group: (.+)$/m.exec(text)?.[1] }),
    };
  },
};

function fromCsv(line: string): SurveyLine | undefined {
  const cells = line.split(",");
  const [readBandwidth, readRate, writeBandwidth, writeRate, server, client] = cells.slice(3).map(toNumber);
  const mode = /^(?:(?:read|write)_\d+[km]|ping)$/.exec(cells[2] ?? "")?.[0];
  const parameters = { servers: count(cells[0]), clients: count(cells[1]) };
  if (cells.length !== 9 || mode === undefined || writeRate === undefined || client === undefined) return undefined;
  if (readBandwidth === undefined || readRate === undefined || writeBandwidth === undefined) return undefined;
  return { mode, readBandwidth, readRate, writeBandwidth, errors: (server ?? 0) + client, parameters };
}

/** How many network ids: which ones they are says nothing. */
const count = (ids = "") => String(ids.trim().split(/\s+/).length);

function fromTable(line: string): SurveyLine | undefined {
  const [, direction, size, ping, ...numbers] = ROW.exec(line) ?? [];
  const [readBandwidth = 0, readRate = 0, writeBandwidth = 0] = numbers.map(Number);
  const mode = ping ?? (direction === undefined ? undefined : `${direction}_${size}`);
  return mode === undefined ? undefined : { mode, readBandwidth, readRate, writeBandwidth, errors: 0, parameters: {} };
}

function ofRow({ mode, readBandwidth, readRate, writeBandwidth, errors, parameters }: SurveyLine): Measurement[] {
  const bandwidth = mode.startsWith("read") ? writeBandwidth : readBandwidth;
  const [metric, unit, value] =
    mode === "ping" ? ["ping.rate", "RPC/s", readRate] : [`${mode}.bandwidth`, "MB/s", bandwidth];
  if (value <= 0) return [];
  const suspect = errors > 0 ? { suspect: [`${errors} errors of LNet self-test`] } : {};
  return [{ benchmark: "lst-survey", metric, unit, better: "higher", parameters, values: [value], ...suspect }];
}
