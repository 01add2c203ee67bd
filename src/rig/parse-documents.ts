/** Run documents as files: one as JSON, or many, one a line (a bundle). */
import { Fault } from "../model/fault.ts";
import { RUN_SCHEMA, type RunDocument } from "../model/run.ts";
import { checkedDocument } from "./checked-document.ts";

const SCHEMA_KEY = new RegExp(`"schema"\\s*:\\s*"${RUN_SCHEMA.replace(".", "\\.")}"`);

/** Does the text mean to be run documents? Other JSON is a tool's output. */
export const holdsDocuments = (text: string): boolean => /^\uFEFF?\s*\{/.test(text) && SCHEMA_KEY.test(text);

/** Throws a Fault that names the line. */
export function parseDocuments(text: string): RunDocument[] {
  const whole = parse(text);
  if (whole.ok) return [checkedDocument(whole.value)];
  const lines = text.split("\n");
  const isBundle = parse(lines[0] ?? "").ok;
  if (!isBundle) throw new Fault("malformed", `The run document is not JSON: ${whole.why}`);
  return lines.flatMap((line, index) => {
    if (line.trim() === "") return [];
    const parsed = parse(line);
    if (!parsed.ok) throw new Fault("malformed", `Line ${index + 1} of the bundle is not JSON: ${parsed.why}`);
    return [checkedDocument(parsed.value, `/${index}`)];
  });
}

function parse(text: string): { readonly ok: true; readonly value: unknown } | { readonly ok: false; why: string } {
  try {
    return { ok: true, value: JSON.parse(text.replace(/^\uFEFF/, "")) };
  } catch (error) {
    return { ok: false, why: (error as Error).message.replace(/[^\x20-\x7e]/g, "?").slice(0, 200) };
  }
}
