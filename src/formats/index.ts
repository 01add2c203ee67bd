/** The only list of formats, and the front door: whose output is this text, and what does it say? */
import { Fault } from "../model/fault.ts";
import { cleanText } from "./clean-text.ts";
import { fio } from "./fio.ts";
import type { Format, Reading } from "./format.ts";
import { ior } from "./ior.ts";
import { mdtest } from "./mdtest.ts";

export const FORMATS: readonly Format[] = [ior, mdtest, fio];

/** Never a guess: by content alone exactly one format is sure, or none, or several. */
export type Recognition =
  | { readonly kind: "format"; readonly format: Format }
  | { readonly kind: "none" }
  | { readonly kind: "ambiguous"; readonly ids: readonly string[] };

export function recognize(text: string): Recognition {
  const sure = FORMATS.filter((format) => format.recognizes(text));
  const [format] = sure;
  if (format === undefined) return { kind: "none" };
  return sure.length === 1 ? { kind: "format", format } : { kind: "ambiguous", ids: sure.map(({ id }) => id) };
}

export interface ToolOutput {
  readonly format: string;
  readonly reading: Reading;
}

/** Throws a Fault when the text is empty, no format or several recognise it, it is declined, or `formatId` is unknown. */
export function readOutput(text: string, formatId?: string): ToolOutput {
  const clean = cleanText(text);
  if (clean.trim() === "") throw new Fault("invalid", "The file is empty: there is nothing to read.");
  const format = formatId === undefined ? formatOf(clean) : formatNamed(formatId);
  const reading = format.read(clean);
  if (reading.declined !== undefined) throw new Fault("invalid", reading.declined);
  return { format: format.id, reading };
}

function formatNamed(id: string): Format {
  const format = FORMATS.find((known) => known.id === id);
  if (format === undefined) throw new Fault("invalid", `No format is called "${id}": use one of ${knownIds()}.`);
  return format;
}

function formatOf(text: string): Format {
  const recognition = recognize(text);
  switch (recognition.kind) {
    case "format":
      return recognition.format;
    case "none":
      throw new Fault("invalid", `No known tool printed this: Tarnish reads the outputs of ${knownIds()}.`);
    case "ambiguous":
      throw new Fault(
        "invalid",
        `This looks like the output of ${recognition.ids.join(" and ")} at once: say which with --format, or split it.`,
      );
  }
}

const knownIds = () => FORMATS.map(({ id }) => id).join(", ");
