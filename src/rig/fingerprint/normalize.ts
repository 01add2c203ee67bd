/** Two readings of an unchanged machine must be equal: what varies by itself is taken out. */

/** Pointers that the kernel prints, in a size that no setting has. */
const POINTER = /\b(?:0x)?f{3,4}[0-9a-f]{9,12}\b/g;

/** One line, single spaces, pointers masked. */
export function normalize(text: string): string {
  return text
    .replace(/\p{C}+/gu, " ")
    .replace(/\s+/g, " ")
    .replace(POINTER, "*")
    .trim()
    .slice(0, 2000);
}

/** Options in any order: boot identifiers and the path of the image say nothing of the machine. */
export function normalizeCommandLine(text: string): string {
  const options = text.trim().split(/\s+/);
  return options
    .filter((option) => !/^(?:BOOT_IMAGE|initrd|root|resume|rd\.luks\.uuid)=/.test(option))
    .sort()
    .join(" ");
}

/** The choice in brackets: "always [madvise] never". */
export const chosen = (text: string): string => /\[([^\]]+)\]/.exec(text)?.[1] ?? text;
