/** Tools whose whole result is a line or two amid chatter: every such line is a run of the tool. */
import type { Measurement } from "../model/run.ts";
import type { Reading } from "./format.ts";
import { skippedLines } from "./skipped-lines.ts";
import { tellApart } from "./tell-apart.ts";

interface ResultLines {
  readonly id: string;
  readonly version?: string | undefined;
  /** What a whole line says; undefined when it is no result. `before` are the two lines above it. */
  read(line: string, before: readonly string[]): readonly Measurement[] | undefined;
  /** A line of the tool that a result must follow: without one the run broke off. */
  isProgress?(line: string): boolean;
  /** A line that says that something went wrong: what is measured after it is suspect. */
  trouble?(line: string): string | undefined;
  readonly context?: Readonly<Record<string, string>>;
}

/** `needsEnd`: the result ends in a number, so that a last line without its end may be cut in the middle of it. */
export function readResultLines(text: string, tool: ResultLines, needsEnd = false): Reading {
  const skipped = skippedLines();
  const lines = text.split("\n");
  const found: Measurement[] = [];
  const troubles = new Set<string>();
  let isOpen = false;
  lines.forEach((line, index) => {
    const isCut = needsEnd && index === lines.length - 1;
    const measurements = isCut ? undefined : tool.read(line, lines.slice(Math.max(0, index - 2), index));
    if (measurements !== undefined) {
      const suspect = [...troubles];
      found.push(...measurements.map((each) => (suspect.length === 0 ? each : { ...each, suspect })));
      isOpen = false;
      troubles.clear();
      return;
    }
    isOpen ||= tool.isProgress?.(line) ?? false;
    const trouble = tool.trouble?.(line);
    if (trouble !== undefined) troubles.add(trouble);
    if (line.trim() === "") return;
    // A last line without its end may have been cut anywhere, also in the middle of a result.
    isOpen ||= index === lines.length - 1;
    if (!tool.isProgress?.(line)) skipped.add(index + 1, "not a result", line);
  });
  if (isOpen) skipped.add(lines.length, "the output ends here without the result", lines.at(-1));
  return {
    tool: tool.version === undefined ? { name: tool.id } : { name: tool.id, version: tool.version },
    measurements: tellApart(found),
    complete: found.length > 0 && !isOpen,
    skipped: skipped.list(),
    context: tool.context ?? {},
  };
}
