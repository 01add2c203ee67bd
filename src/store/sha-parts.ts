import { startOrder } from "./start-order.ts";

/** Of one question: a server takes 128 KiB of one parameter. */
export const MOST_SHAS = 1500;

/** Shas in parts that one question may ask about, in their order. */
export function* shaParts(shas: readonly string[]): Generator<string[]> {
  for (let from = 0; from < shas.length; from += MOST_SHAS) yield shas.slice(from, from + MOST_SHAS);
}

/** What is asked of each part, as if it had been asked of all at once: by start, then run id. */
export async function byStart<Row extends { readonly startedAt: Date; readonly run: string }>(
  shas: readonly string[],
  ask: (some: string[]) => Promise<Row[]>,
): Promise<Row[]> {
  const parts: Row[][] = [];
  for (const some of shaParts(shas)) parts.push(await ask(some));
  return parts.length === 1 ? (parts[0] ?? []) : parts.flat().sort(startOrder);
}
