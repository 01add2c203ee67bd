/** A collateral in Markdown: what a gatekeeper reads first, then the figures, then what they rest on. */
import type { LandingQuestion } from "../gate/landing.ts";
import { effectWords } from "../gate/words.ts";
import type { SealedCollateral } from "../model/collateral.ts";
import { formatQuantity } from "../model/unit.ts";
import { type SeriesVerdict, type SideSummary, WORST_FIRST } from "../model/verdict.ts";

/** Series that the table names; the rest is in the JSON. */
const MOST_SERIES = 200;

export function collateralText(collateral: SealedCollateral<LandingQuestion>): string {
  const { sha, changeset, verdict, runs, environments, content, question } = collateral;
  const { policy } = verdict;
  const lines = [
    `# ${said(verdict.verdict.replace("_", " "))}: ${said(changeset?.subject ?? sha)}`,
    "",
    said(verdict.why),
    ...verdict.notes.map((note) => `\n${said(note)}`),
    "",
    ...facts({
      changeset: sha,
      branch: changeset?.branch,
      parent: question.parentSha ?? undefined,
      patchset: verdict.patchset ?? undefined,
      ticket: changeset?.ticket,
      policy: `${policy.name} ${policy.version}`,
      look: verdict.look,
      final: verdict.final ? "yes" : "no, still measuring",
      engine: verdict.engine,
      inputs: verdict.inputs,
      content,
    }),
    ...list("Waiting for", verdict.waitingFor),
    ...list(
      "Not measured",
      verdict.missing.map(({ what, why }) => `${what}: ${why}`),
    ),
    ...list(
      "Waivers",
      verdict.waivers.map(({ text }) => text),
    ),
    "",
    ...seriesTable(verdict.series),
    "",
    `${runs.length} runs under ${Object.keys(environments).length} environments, each named in the JSON. ` +
      "`tarnish verify FILE` recomputes this verdict from it.",
    ...(verdict.partial ? ["\nSeries of private rigs are left out."] : []),
  ];
  return `${lines.join("\n")}\n`;
}

function facts(all: Readonly<Record<string, string | number | undefined>>): string[] {
  const known = Object.entries(all).filter(([, value]) => value !== undefined);
  return ["| | |", "|---|---|", ...known.map(([name, value]) => `| ${name} | ${said(String(value))} |`)];
}

const list = (title: string, items: readonly string[]): string[] =>
  items.length === 0 ? [] : ["", `## ${title}`, "", ...items.map((item) => `- ${said(item)}`)];

function seriesTable(series: readonly SeriesVerdict[]): string[] {
  if (series.length === 0) return ["No run of this changeset is known."];
  const rank = (one: SeriesVerdict) => 2 * WORST_FIRST.indexOf(one.verdict) - (one.suspected ? 1 : 0);
  const rows = [...series].sort((a, b) => rank(a) - rank(b)).slice(0, MOST_SERIES);
  return [
    "## Series",
    "",
    "| verdict | series | rig | effect | baseline | candidate | why |",
    "|---|---|---|---|---|---|---|",
    ...rows.map((one) => `| ${cells(one).map(said).join(" | ")} |`),
    ...(series.length > rows.length ? ["", `${series.length - rows.length} more series are in the JSON.`] : []),
  ];
}

function cells(one: SeriesVerdict): string[] {
  const parameters = Object.entries(one.parameters).map(([name, value]) => `${name} ${value}`);
  return [
    one.verdict.replace("_", " ") + (one.suspected ? ", suspected" : ""),
    [`${one.benchmark} ${one.metric}`, ...parameters].join(", "),
    one.rig,
    one.effect === null ? "" : effectWords(one.effect),
    side(one.baseline, one.unit),
    side(one.candidate, one.unit),
    one.why,
  ];
}

const side = ({ level, runs, blocks }: SideSummary, unit: string): string =>
  level === null ? "" : `${formatQuantity(level, unit)} (${runs} runs, ${blocks} blocks)`;

/** Text that people chose, as text: no markup of theirs, one line. */
const said = (text: string): string => text.replace(/\s+/g, " ").replace(/[\\`*_{}[\]<>#|~!]/g, "\\$&");
