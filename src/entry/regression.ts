/** `tarnish regression`: what became slower, by cause; who looks at it, and what is decided. */
import { Command, Option } from "commander";
import { Fault } from "../model/fault.ts";
import { DISPOSITIONS, REGRESSION_STATES, type Regression, type TriageAct } from "../model/regression.ts";
import { printRows } from "./print-rows.ts";
import { everyItem, serviceClient } from "./service-client.ts";

interface ListOptions {
  readonly state?: string;
  readonly all?: boolean;
  readonly json?: boolean;
  readonly [filter: string]: string | boolean | undefined;
}

/** What waits for somebody. */
const WAITING = "open,acknowledged";
const FILTERS = [
  "kind",
  "certainty",
  "material",
  "overdue",
  "branch",
  "rig",
  "series",
  "changeset",
  "assignee",
  "ticket",
  "q",
];

export function regressionCommand(): Command {
  const command = new Command("regression").description("list, show and triage regressions");
  command
    .command("list")
    .description("regressions by cause, the newest first; without --state or --all those that wait for somebody")
    .option("--state <states>", `some of ${REGRESSION_STATES.join(",")}`)
    .option("--all", "settled and recovered ones, too")
    .addOption(new Option("--kind <kind>", "only these").choices(["regression", "improvement", "tradeoff"]))
    .addOption(new Option("--certainty <certainty>", "only these").choices(["suspected", "confirmed", "withdrawn"]))
    .option("--material", "only what is beyond the policy's threshold")
    .option("--overdue", "only what waits for longer than it should")
    .option("--branch <name>", "only on this branch")
    .option("--rig <name>", "only with a series of this rig")
    .option("--series <id>", "only with this series")
    .option("--changeset <sha>", "only those that this changeset may have caused")
    .option("--assignee <name>", "only those assigned to this person")
    .option("--ticket <ticket>", "only those with this ticket")
    .option("--q <text>", "only those with this text in title, benchmark, metric or rig")
    .option("--json", "JSON lines")
    .action(list);
  command
    .command("show")
    .description("one regression: its series, candidates, notes, and what people did")
    .argument("<id>", "as tarnish regression list shows it")
    .option("--json", "JSON")
    .action(show);
  command
    .command("set")
    .description("say what is to be done about it; needs the scope triage; sent again it changes nothing")
    .argument("<id>", "as tarnish regression list shows it")
    .addOption(new Option("--state <state>", "what is decided").choices(DISPOSITIONS))
    .option("--assignee <name>", "who looks at it; none for nobody")
    .option("--ticket <ticket>", "where it is followed up; none for nowhere")
    .option("--cause <sha>", "the changeset that caused it; none takes it back")
    .option("--duplicate-of <id>", "it is the same as this regression; none takes it back")
    .option("--downstream-of <id>", "it is a consequence of this regression; none takes it back")
    .option("--note <text>", "a note")
    .option("--json", "JSON")
    .action(set);
  return command;
}

async function list({ state, all, json, ...filters }: ListOptions): Promise<void> {
  const query = new URLSearchParams();
  for (const name of FILTERS) if (filters[name] !== undefined) query.set(name, String(filters[name]));
  if (state !== undefined || !all) query.set("state", state ?? WAITING);
  const found = await everyItem<Regression>(serviceClient(), "/v1/regressions", query);
  if (json) return printRows(found, true, {});
  const rows = found.map((one) => ({
    id: one.id,
    state: one.certainty === "suspected" ? `${one.state}, suspected` : one.state,
    what: one.title,
    since: one.candidates.length === 1 ? one.sha.slice(0, 12) : `${one.sha.slice(0, 12)} (of ${one.candidates.length})`,
    who: one.assignee,
    ticket: one.ticket,
    days: `${one.clock.workingDays}${one.clock.isOverdue ? " !" : ""}`,
  }));
  printRows(rows, false, {
    id: "id",
    state: "state",
    what: "what",
    since: "since",
    who: "assignee",
    ticket: "ticket",
    days: "working days",
  });
}

async function show(id: string, { json }: { readonly json?: boolean }): Promise<void> {
  const path = `/v1/regressions/${encodeURIComponent(id)}`;
  const one = (await serviceClient().get(path)) as Regression & { readonly acts: readonly TriageAct[] };
  process.stdout.write(json ? `${JSON.stringify(one)}\n` : `${asText(one).join("\n")}\n`);
}

function asText(one: Regression & { readonly acts: readonly TriageAct[] }): string[] {
  const { clock } = one;
  const waits = clock.waitsFor === null ? "" : `, waits for ${clock.waitsFor} within ${clock.within}`;
  return [
    `${one.id}: ${one.title}`,
    `${one.state}, ${one.certainty}${one.isMaterial ? "" : ", below the threshold"}; ${clock.workingDays} working days${waits}${clock.isOverdue ? ", overdue" : ""}`,
    ...(one.reopened > 0 ? [`came back ${one.reopened} time${one.reopened === 1 ? "" : "s"}`] : []),
    `on ${one.branch}, good up to ${one.good}; ${one.candidates.length} candidate${one.candidates.length === 1 ? "" : "s"}:`,
    ...one.candidates.map(({ sha, subject }) => `  ${sha}${sha === one.sha ? " *" : "  "} ${subject ?? ""}`.trimEnd()),
    ...said("cause", one.cause),
    ...said("assignee", one.assignee),
    ...said("ticket", one.ticket),
    ...said("duplicate of", one.duplicateOf),
    ...said("downstream of", one.downstreamOf),
    "series:",
    ...one.members.map(
      ({ metric, benchmark, rig, effect, state, recoveredBy }) =>
        `  ${metric} of ${benchmark} on ${rig}: ${Number(effect.value.toPrecision(3))} (${Number(effect.low.toPrecision(3))} to ${Number(effect.high.toPrecision(3))})${effect.scale === "ratio" ? "x" : ` ${effect.unit}`}, ${state}${recoveredBy === null ? "" : `, recovered with ${recoveredBy}`}`,
    ),
    ...one.notes.flatMap(({ who, at, text }) => [`note of ${who}, ${at.slice(0, 16)}:`, `  ${text}`]),
    ...one.acts.map(({ who, at, what }) => `${at.slice(0, 16)} ${who}: ${what.join(", ")}`),
  ];
}

const said = (name: string, value: string | null): string[] => (value === null ? [] : [`${name}: ${value}`]);

interface SetOptions {
  readonly state?: string;
  readonly assignee?: string;
  readonly ticket?: string;
  readonly cause?: string;
  readonly duplicateOf?: string;
  readonly downstreamOf?: string;
  readonly note?: string;
  readonly json?: boolean;
}

async function set(id: string, { json, state, note, ...told }: SetOptions): Promise<void> {
  const rest = Object.entries(told).map(([field, value]) => [field, value === "none" ? null : value]);
  const body = {
    ...(state !== undefined && { state }),
    ...(note !== undefined && { note }),
    ...Object.fromEntries(rest),
  };
  if (Object.keys(body).length === 0)
    throw new Fault(
      "invalid",
      "Say what is to be set: --state, --assignee, --ticket, --cause, --duplicate-of, --downstream-of or --note.",
    );
  const path = `/v1/regressions/${encodeURIComponent(id)}`;
  const one = (await serviceClient().request("PATCH", path, body)) as Regression;
  process.stdout.write(json ? `${JSON.stringify(one)}\n` : `${one.id} is ${one.state}: ${one.title}\n`);
}
