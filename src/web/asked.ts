/** What an address asks for where only some answers exist: one of them, or a fault that names them. */
import { shortened } from "../charts/describe.ts";
import { Fault } from "../model/fault.ts";

/** Characters of what was asked that are said again. */
const MOST = 80;

/** `choices`: what `name` may be; `otherwise` where the address does not say. */
export function oneOf<Choice extends string>(
  query: Readonly<Record<string, string>>,
  name: string,
  choices: readonly Choice[],
  otherwise: Choice,
): Choice {
  const asked = query[name] ?? otherwise;
  const found = choices.find((choice) => choice === asked);
  if (found !== undefined) return found;
  const named = choices.map((choice) => choice || "empty").join(", ");
  throw new Fault("invalid", `${name} is one of ${named}, and this address asks for ${shortened(asked, MOST)}.`);
}

/** A count of what is left out, 0 where the address does not say. */
export function countAsked(query: Readonly<Record<string, string>>, name: string): number {
  const asked = query[name] ?? "0";
  if (/^\d{1,9}$/.test(asked)) return Number(asked);
  throw new Fault("invalid", `${name} is a whole number, and this address asks for ${shortened(asked, MOST)}.`);
}
