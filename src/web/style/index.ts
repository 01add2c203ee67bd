/** The pages' style sheet, put together from its parts. */
import { FRAME } from "./frame.ts";
import { PARTS } from "./parts.ts";
import { PRINT } from "./print.ts";
import { tokens } from "./tokens.ts";

export function styleSheet(fontPath: string): string {
  const face = `@font-face{font-family:Inter;src:url(${fontPath}) format("woff2");font-weight:100 900;font-display:swap}`;
  return [face, tokens(), FRAME, PARTS, PRINT].join("\n");
}
