/** The same output written twice into one file (a redirection that appends, a collector that retries) is one output. */

/** How much white space may stand between the two. */
const MOST_BETWEEN = 4;

/** The first half where the second is the same letter by letter, otherwise undefined. Linear. */
export function undoubled(text: string): string | undefined {
  const end = text.trimEnd().length;
  for (let between = 0; between <= MOST_BETWEEN; between += 1) {
    const half = (end - between) / 2;
    if (!Number.isInteger(half) || half < 1) continue;
    const isWhite = text.slice(half, half + between).trim() === "";
    if (isWhite && text.startsWith(text.slice(0, half).trimEnd(), half + between) && !/\s/.test(text[half - 1] ?? " "))
      return `${text.slice(0, half)}\n`;
  }
  return undefined;
}
