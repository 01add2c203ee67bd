/** How many audited greens turned out red? */
import type { AuditCount, AuditedLanding } from "../model/audit.ts";
import { wilsonInterval } from "../stats/wilson-interval.ts";
import { counted } from "./words.ts";

export function auditCount(landings: readonly Pick<AuditedLanding, "verdict">[]): AuditCount {
  const green = landings.filter(({ verdict }) => verdict === "pass").length;
  const red = landings.filter(({ verdict }) => verdict === "fail").length;
  const audited = landings.length;
  const falsePasses = green + red === 0 ? null : wilsonInterval(red, green + red);
  return { audited, green, red, open: audited - green - red, falsePasses };
}

/** One sentence. */
export function auditWords({ audited, green, red, open, falsePasses }: AuditCount): string {
  if (audited === 0) return "No green has been measured again yet.";
  const left = open === 0 ? "" : `; ${open} ${open === 1 ? "is" : "are"} open`;
  if (falsePasses === null) return `${counted(audited, "green")} measured again${left}.`;
  const { value, low, high } = falsePasses;
  const limits = `${percent(value)} (${percent(low)} to ${percent(high)})`;
  return `${counted(audited, "green")} measured again: ${red} of ${red + green} turned out red: ${limits}${left}.`;
}

const percent = (share: number): string => `${Number((100 * share).toPrecision(2))} %`;
