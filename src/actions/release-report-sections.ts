/** The report in words and tables, section by section. */

import { auditWords } from "../gate/audit-count.ts";
import { effectWords, factorWords } from "../gate/words.ts";
import type { GeometricMean, SeriesComparison } from "../model/release-comparison.ts";
import { cellWords } from "../model/release-coverage.ts";
import type { ReleaseReport, ReportedChange, ReportSection } from "../model/release-report.ts";
import type { RigHours } from "../model/rig-hours.ts";
import { formatQuantity } from "../model/unit.ts";

/** Sections without anything to say are left out. */
export function reportSections(report: ReleaseReport): ReportSection[] {
  const sections = [
    { title: "Release notes", paragraphs: [], items: report.notes },
    meansSection(report),
    seriesSection("Slower", report.worst),
    seriesSection("Faster", report.best),
    changesSection(report),
    creepSection(report),
    budgetSection(report),
    coverageSection(report),
    pledgeSection(report),
    hoursSection(report),
    missingSection(report),
  ];
  return sections.filter(
    ({ paragraphs, items = [], table }) => paragraphs.length + items.length > 0 || (table?.rows.length ?? 0) > 0,
  );
}

function meansSection({ means, assumption }: ReleaseReport): ReportSection {
  const name = ({ by, of }: GeometricMean) => (by === "overall" ? "overall" : `${by} ${of}`);
  const shown = means.filter(({ by }) => by !== "metric"); // the series below say it
  const rows = shown.map((mean) => [
    name(mean),
    times(mean.value),
    `${times(mean.low)} to ${times(mean.high)}`,
    String(mean.series),
  ]);
  const head = ["of", "performance", "95 % interval", "series"];
  return { title: "Geometric means", paragraphs: means.length === 0 ? [] : [assumption], table: { head, rows } };
}

function seriesSection(title: string, series: readonly SeriesComparison[]): ReportSection {
  const rows = series.map((one) => [
    `${one.benchmark} ${one.metric}${parameters(one)}`,
    one.rig,
    effectWords(one.effect),
    one.movement,
    formatQuantity(one.baseline.level, one.unit),
    formatQuantity(one.candidate.level, one.unit),
  ]);
  return { title, paragraphs: [], table: { head: ["series", "rig", "change", "judged", "before", "now"], rows } };
}

function changesSection({ changes }: ReleaseReport): ReportSection {
  const who = ({ sha, candidates, subject }: ReportedChange) => {
    const others = candidates.length > 1 ? `, or one of ${candidates.length - 1} near it` : "";
    return `${subject ?? "changeset"} (${sha.slice(0, 12)}${others})`;
  };
  const rows = changes.flatMap((change) =>
    change.series.map(({ benchmark, metric, rig, effect, isWorse }) => [
      who(change),
      `${benchmark} ${metric}`,
      rig,
      effectWords(effect),
      isWorse ? "worse" : "better",
      change.waivers.join(", "),
    ]),
  );
  const head = ["changeset", "series", "rig", "step", "judged", "waivers"];
  return { title: "Confirmed changes", paragraphs: [], table: { head, rows } };
}

function creepSection({ creeping }: ReleaseReport): ReportSection {
  const rows = creeping.map(({ benchmark, metric, rig, effect, steps, from, to, changesets }) => [
    `${benchmark} ${metric}`,
    rig,
    effectWords(effect),
    steps.length === 0 ? "none seen" : steps.map((sha) => sha.slice(0, 12)).join(", "),
    `${changesets} after ${from.slice(0, 12)}, up to ${to.slice(0, 12)}`,
  ]);
  const head = ["series", "rig", "in all", "small steps", "changesets"];
  return { title: "Crept in by small steps", paragraphs: [], table: { head, rows } };
}

function budgetSection({ verdict: { budget } }: ReleaseReport): ReportSection {
  const limit = `A series may become ${percent(budget.limit)} worse from one release to the next.`;
  const rows = budget.spent.map(({ benchmark, metric, rig, spent, mark }) => [
    `${benchmark} ${metric}`,
    rig,
    percent(spent),
    percent(mark),
  ]);
  const paragraphs = [rows.length === 0 ? `${limit} No series has spent half of it.` : limit];
  return { title: "Creep budget", paragraphs, table: { head: ["series", "rig", "spent", "mark reached"], rows } };
}

function coverageSection({ verdict: { coverage } }: ReleaseReport): ReportSection {
  const rows = coverage.map((cell) => [
    cellWords(cell),
    cell.state,
    `${cell.fresh.length} of ${cell.needed}`,
    cell.last === null ? "" : `${cell.last.at.slice(0, 10)}, ${cell.last.rig}, ${cell.last.sha.slice(0, 12)}`,
  ]);
  return { title: "Promised cells", paragraphs: [], table: { head: ["cell", "state", "rigs", "measured last"], rows } };
}

function pledgeSection({ pledges }: ReleaseReport): ReportSection {
  const rows = pledges.map(({ vendor, hoursPledged, hoursDelivered, cellsPledged, cellsDelivered }) => [
    vendor,
    hoursPledged === null ? "" : String(hoursPledged),
    hoursDelivered.toFixed(1),
    cellsPledged === null ? "" : String(cellsPledged),
    cellsPledged === null ? "" : String(cellsDelivered),
  ]);
  const head = ["organisation", "hours pledged", "delivered", "cells pledged", "delivered"];
  return { title: "Pledged and delivered", paragraphs: [], table: { head, rows } };
}

function hoursSection({ hours, audits }: ReleaseReport): ReportSection {
  const part = (what: string, items: readonly RigHours[]) =>
    items.map(({ of, hours: time, runs, withoutEnd }) => [
      `${what} ${of === "" ? "unknown" : of}`,
      time.toFixed(1),
      String(runs),
      withoutEnd === 0 ? "" : String(withoutEnd),
    ]);
  const rows = [
    ...part("rig", hours.byRig),
    ...part("organisation", hours.byVendor),
    ...part("cause", hours.byCause),
    [
      "total",
      hours.total.hours.toFixed(1),
      String(hours.total.runs),
      hours.total.withoutEnd === 0 ? "" : String(hours.total.withoutEnd),
    ],
  ];
  const table = { head: ["of", "rig hours", "runs", "of unknown length"], rows: hours.total.runs === 0 ? [] : rows };
  return { title: "Rig hours", paragraphs: audits.audited === 0 ? [] : [auditWords(audits)], table };
}

function missingSection({ verdict, uncompared }: ReleaseReport): ReportSection {
  const missing = verdict.missing.map(({ what, why }) => [what, why]);
  const rest = uncompared.map(({ benchmark, metric, rig, why }) => [`${benchmark} ${metric} on ${rig}`, why]);
  const seen = new Set(missing.map(([what]) => what));
  const rows = [...missing, ...rest.filter(([what]) => !seen.has(what))];
  return { title: "Not measured, or not comparable", paragraphs: [], table: { head: ["what", "why"], rows } };
}

function parameters({ parameters: all }: SeriesComparison): string {
  const said = Object.entries(all).map(([name, value]) => `${name} ${value}`);
  return said.length === 0 ? "" : `, ${said.join(", ")}`;
}

const times = (ratio: number): string => `${factorWords(ratio, 3)}x`;
const percent = (part: number): string => `${Math.round(part * 100)} %`;
