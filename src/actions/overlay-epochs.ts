/** Lines whose rig changed along the way: what is read off the picture across that place is not of the code alone. */
import { UNTOLD } from "./series-epochs.ts";

/** `epochs`: of the newest runs of each changeset that is drawn, in landing order. "" where the rig stayed what it was. */
export function acrossEpochs(name: string, epochs: readonly string[]): string {
  const told = epochs.filter((epoch) => epoch !== UNTOLD);
  const changes = told.filter((epoch, at) => at > 0 && epoch !== told[at - 1]).length;
  if (changes === 0) return "";
  const times = changes === 1 ? "once" : `${changes} times`;
  return `The rig of ${name} changed ${times} along the way: levels and ratios on its two sides are as measured, of the hardware as much as of the code.`;
}
