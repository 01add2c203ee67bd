/**
 * `lst stat` of LNet self-test: one block of rates and bandwidths for each interval, which are the repeats. The first of
 * several is the ramp-up and is left out. Bandwidth is MiB/s also where it is labelled MB/s (before 2016), unless
 * --mbs was asked for.
 */
import type { Format, Reading } from "./format.ts";
import { repeats } from "./repeats.ts";
import { type SkippedLines, skippedLines } from "./skipped-lines.ts";

const BLOCK = /^\[LNet (Rates|Bandwidth) of ([^\]]{1,200})\]$/;
const ROW =
  /^\[([RW])\] Avg: *([\d.]+) +(RPC|MiB|MB)\/s +Min: *[\d.]+ +(?:RPC|MiB|MB)\/s +Max: *[\d.]+ +(?:RPC|MiB|MB)\/s$/;

interface Block {
  readonly kind: string;
  readonly group: string;
  readonly values: Map<string, number>;
}

export const lst: Format = {
  id: "lst",
  recognizes: (text) => /^\[LNet (?:Rates|Bandwidth) of [^\]\n]+\]\s*$/m.test(text),
  read(text): Reading {
    const skipped = skippedLines();
    const last = text.slice(text.lastIndexOf("\n") + 1).trim();
    const isCut = last !== "" && !ROW.test(last);
    const blocks = blocksOf(text.split("\n"), skipped);
    const found = repeats();
    const unit = /\blst stat\b.*--mbs\b/.test(text) ? "MB/s" : "MiB/s";
    for (const { kind, group, values } of withoutRampUp(blocks))
      for (const [direction, value] of values) {
        const of = direction === "R" ? "read" : "write";
        const [metric, label] = kind === "Rates" ? [`${of}.rate`, "RPC/s"] : [`${of}.bandwidth`, unit];
        if (value > 0)
          found.add({ benchmark: "lst", metric, unit: label, better: "higher", parameters: { group } }, value);
      }
    const measurements = found.list();
    return {
      tool: { name: "lst" },
      measurements,
      complete: measurements.length > 0 && !isCut && blocks.every(({ values }) => values.size === 2),
      skipped: skipped.list(),
      context: {},
    };
  },
};

function blocksOf(lines: readonly string[], skipped: SkippedLines): Block[] {
  const blocks: Block[] = [];
  lines.forEach((line, index) => {
    const [, kind, group] = BLOCK.exec(line.trim()) ?? [];
    if (kind !== undefined && group !== undefined) blocks.push({ kind, group, values: new Map() });
    const [, direction, value] = ROW.exec(line.trim()) ?? [];
    if (direction !== undefined) blocks.at(-1)?.values.set(direction, Number(value));
    else if (kind === undefined && line.trim() !== "") skipped.add(index + 1, "not a rate", line);
  });
  return blocks;
}

function withoutRampUp(blocks: readonly Block[]): Block[] {
  const nameOf = ({ kind, group }: Block) => `${kind} ${group}`;
  const counts = new Map<string, number>();
  for (const block of blocks) counts.set(nameOf(block), (counts.get(nameOf(block)) ?? 0) + 1);
  const seen = new Set<string>();
  return blocks.filter((block) => {
    const name = nameOf(block);
    const isFirst = !seen.has(name);
    seen.add(name);
    return !isFirst || counts.get(name) === 1;
  });
}
