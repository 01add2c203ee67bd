/** Pieces of a plan as people write them: durations, sizes, shares and commands. */
import * as z from "zod";
import { line, text } from "./parts.ts";

const MILLISECONDS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const BYTES = {
  B: 1,
  KiB: 2 ** 10,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
  TiB: 2 ** 40,
  kB: 1e3,
  MB: 1e6,
  GB: 1e9,
  TB: 1e12,
} as const;

/** "90s", "15m", "8h" → milliseconds. */
export const duration = z
  .string()
  .regex(/^\d+(?:\.\d+)?(?:ms|s|m|h|d)$/, "must be a number with ms, s, m, h or d, as 15m")
  .transform((said) => {
    const unit = said.replace(/^[\d.]+/, "") as keyof typeof MILLISECONDS;
    return Math.round(Number.parseFloat(said) * MILLISECONDS[unit]);
  });

/** "20GiB" → bytes. */
export const size = z
  .string()
  .regex(/^\d+(?:\.\d+)?(?:B|KiB|MiB|GiB|TiB|kB|MB|GB|TB)$/, "must be a number with B, MiB, GiB, MB, GB …, as 20GiB")
  .transform((said) => {
    const unit = said.replace(/^[\d.]+/, "") as keyof typeof BYTES;
    return Math.round(Number.parseFloat(said) * BYTES[unit]);
  });

/** "2%" → 0.02. */
export const share = z
  .string()
  .regex(/^\d+(?:\.\d+)?%$/, "must be a percentage, as 2%")
  .transform((said) => Number.parseFloat(said) / 100);

/** A program with its words: as a line that is split like a shell would (quotes included), or word by word. */
export const command = z.union([text(10_000).min(1, "must not be empty"), z.array(text(10_000)).min(1).max(1000)], {
  error: "must be a line, or a list of words",
});

export const commands = z
  .union(
    [
      text(10_000)
        .min(1)
        .transform((one) => [one]),
      z.array(command).max(100),
    ],
    {
      error: "must be a command, or a list of commands",
    },
  )
  .default([]);

/** Names of variables and parameters: what `${name}` may hold. */
export const variable = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,99}$/, "must be a name of letters, digits and _");

/** Numbers and truths become text: YAML reads `4` as a number. */
export const scalar = z.union([text(1000), z.number(), z.boolean()]).transform(String);

export const variables = z.record(variable, scalar).default({});

export const benchmarkName = line(200);
