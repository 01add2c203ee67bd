/** `go test -json`: what the test printed, in pieces that end anywhere, one event a line. */
import { fields, textOf } from "./json-fields.ts";

const EVENT = /^\{"Time":"[^"]+","Action":"/m;

/** The text that was printed, package after package; undefined when this is no stream of events. */
export function goEvents(text: string): string | undefined {
  if (!EVENT.test(text)) return undefined;
  const printed = new Map<string, string[]>();
  for (const line of text.split("\n")) {
    const event = fields(parse(line));
    const output = event["Action"] === "output" ? event["Output"] : undefined;
    if (typeof output !== "string") continue;
    const from = textOf(event["Package"]) ?? "";
    const pieces = printed.get(from) ?? [];
    pieces.push(output);
    printed.set(from, pieces);
  }
  return [...printed.values()].map((pieces) => pieces.join("")).join("\n");
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
