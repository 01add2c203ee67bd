/** The colour of each verdict in a terminal. */
import colors from "picocolors";
import type { VerdictWord } from "../model/verdict.ts";

export const PAINT: Record<VerdictWord, (text: string) => string> = {
  pass: colors.green,
  fail: colors.red,
  inconclusive: colors.yellow,
  invalid_environment: colors.magenta,
  not_measured: colors.blue,
};
