/** The report in Markdown. Text that people chose is text: no markup of theirs, one line. */
import type { ReleaseReport, ReportSection } from "../model/release-report.ts";
import { reportSections } from "./release-report-sections.ts";

export function releaseReportText(report: ReleaseReport): string {
  const { verdict } = report;
  const { release, against, policy } = verdict;
  const lines = [
    `# ${said(release.name)} against ${said(against.name)}: ${verdict.verdict.replace("_", " ")}`,
    "",
    said(verdict.why),
    ...(report.partial ? ["", "Series of private rigs are left out."] : []),
    ...reportSections(report).flatMap(section),
    "",
    `${report.compared} series compared; policy ${said(`${policy.name} ${policy.version}`)}, engine ${verdict.engine}, inputs ${verdict.inputs}.`,
  ];
  return `${lines.join("\n")}\n`;
}

function section({ title, paragraphs, items = [], table }: ReportSection): string[] {
  const rows = table?.rows ?? [];
  return [
    "",
    `## ${said(title)}`,
    ...paragraphs.flatMap((text) => ["", said(text)]),
    ...(items.length === 0 ? [] : ["", ...items.map((item) => `- ${said(item)}`)]),
    ...(table === undefined || rows.length === 0
      ? []
      : ["", row(table.head), `|${table.head.map(() => "---|").join("")}`, ...rows.map(row)]),
  ];
}

const row = (cells: readonly string[]): string => `| ${cells.map(said).join(" | ")} |`;

const said = (text: string): string => text.replace(/\s+/g, " ").replace(/[\\`*_{}[\]<>#|~!]/g, "\\$&");
