/** `analyze --jsonl`: one JSON line in, one JSON line out, in the same order and in constant memory. */
import { isUtf8 } from "node:buffer";
import { once } from "node:events";
import type { Writable } from "node:stream";
import { changePointsOf } from "../detect/change-points.ts";
import { type AskedLine, type BadLine, firstNotFinite } from "./asked-line.ts";
import { EXIT } from "./exit.ts";
import { type Line, readLines } from "./line-reader.ts";

export const LINE_LIMIT_BYTES = 64 * 1024 * 1024;

export interface Streams {
  readonly input: AsyncIterable<Buffer>;
  readonly output: Writable;
  readonly errors: Writable;
}

/** Answers every line it can; says in one sentence each which it cannot, and then ends with `EXIT.badInput`. */
export async function analyzeJsonLines({ input, output, errors }: Streams): Promise<number> {
  let code: number = EXIT.ok;
  for await (const lines of readLines(input, LINE_LIMIT_BYTES)) {
    const answers: string[] = [];
    for (const line of lines) {
      const answer = await answerLine(line);
      if (typeof answer === "string") answers.push(answer);
      else if (answer !== null) {
        code = EXIT.badInput;
        errors.write(`line ${line.number}: ${answer.fault}\n`);
      }
    }
    if (answers.length > 0 && !output.write(`${answers.join("\n")}\n`)) await once(output, "drain");
  }
  return code;
}

/** The answer as JSON, null for an empty line, or what is wrong. */
async function answerLine({ bytes }: Line): Promise<string | BadLine | null> {
  if (bytes === null) return { fault: `is longer than ${LINE_LIMIT_BYTES / 1024 / 1024} MiB; split the series.` };
  if (!isUtf8(bytes)) return { fault: "is not UTF-8." };
  const text = bytes.toString("utf8");
  if (text.trim() === "") return null;
  let asked: unknown;
  try {
    asked = JSON.parse(text);
  } catch {
    return { fault: "is not JSON; write one object a line, with finite numbers." };
  }
  if (typeof asked !== "object" || asked === null || Array.isArray(asked)) {
    return { fault: 'is not an object; write {"id": …, "values": [ … ]}.' };
  }
  return answerObject(asked as AskedLine);
}

async function answerObject(asked: AskedLine): Promise<string | BadLine> {
  const answer: Record<string, unknown> = { id: asked["id"] ?? null };
  if (asked["baseline"] !== undefined || asked["candidate"] !== undefined) {
    // Only such lines pay for loading the comparison.
    const { answerComparison } = await import("./analyze-comparison.ts");
    const comparison = answerComparison(asked);
    if ("fault" in comparison) return comparison as BadLine;
    Object.assign(answer, comparison);
    if (asked["values"] === undefined) return JSON.stringify(answer);
  }
  const { values } = asked;
  if (!Array.isArray(values)) return { fault: 'has no "values": [ … ].' };
  const fault = firstNotFinite(values, '"values"');
  if (fault !== null) return { fault };
  const changes = changePointsOf(Float64Array.from(values as number[]));
  answer["changepoints"] = changes.map(({ index }) => index);
  answer["suspected"] = changes.filter(({ state }) => state === "suspected").map(({ index }) => index);
  return JSON.stringify(answer);
}
