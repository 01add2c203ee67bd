/** `tarnish rig away` and `tarnish rig hours`: when a rig cannot measure, and what rigs gave. */
import { type Command, Option } from "commander";
import type { HoursAnswer } from "../actions/rig-hours.ts";
import type { Away } from "../model/changeset.ts";
import { HOURS_BY, type HoursBy } from "../model/rig-hours.ts";
import { CAUSES, type Cause } from "../model/run.ts";
import { printRows } from "./print-rows.ts";
import { serviceClient } from "./service-client.ts";

interface AwayOptions {
  readonly until: string;
  readonly reason?: string;
  readonly json?: boolean;
}

interface HoursOptions {
  readonly by: HoursBy;
  readonly from?: string;
  readonly to?: string;
  readonly release?: string;
  readonly rig?: string;
  readonly cause?: Cause;
  readonly json?: boolean;
}

export function addStateCommands(rig: Command): void {
  rig
    .command("away")
    .description(
      "say until when a rig cannot measure: no required cell waits for it; a day that has passed brings it back",
    )
    .argument("<rig>", "its name")
    .requiredOption("--until <date>", "the day on which it is back, as 2026-10-02 (UTC), or a date and time")
    .option("--reason <text>", "why")
    .option("--json", "JSON")
    .action(async (name: string, { json, ...body }: AwayOptions) => {
      const away = (await serviceClient().put(`/v1/rigs/${encodeURIComponent(name)}/away`, body)) as Away;
      const isBack = Date.parse(away.until) <= Date.now();
      const words = isBack ? `rig ${name} is back` : `rig ${name} is away until ${away.until}`;
      process.stdout.write(json ? `${JSON.stringify(away)}\n` : `${words}\n`);
    });
  rig
    .command("hours")
    .description("hours in which rigs were busy")
    .addOption(new Option("--by <what>", "told apart by").choices(HOURS_BY).default("rig"))
    .option("--from <instant>", "only runs that started then or later, as 2026-10-02T00:00:00Z")
    .option("--to <instant>", "only runs that started before")
    .option("--release <tag>", "only runs of what is new in a release")
    .option("--rig <name>", "only of one rig")
    .addOption(new Option("--cause <why>", "only runs of this cause, as bisect").choices(CAUSES))
    .option("--json", "JSON")
    .action(showHours);
}

async function showHours({ json, ...ask }: HoursOptions): Promise<void> {
  const asked = Object.entries(ask).filter(([, value]) => value !== undefined) as [string, string][];
  const answer = (await serviceClient().get(`/v1/hours?${new URLSearchParams(asked)}`)) as HoursAnswer;
  if (json) {
    process.stdout.write(`${JSON.stringify(answer)}\n`);
    return;
  }
  const shown = [...answer.items, { ...answer.total, of: "total" }].map((row) => ({
    ...row,
    of: row.of === "" ? "none" : row.of,
    hours: row.hours.toFixed(1),
  }));
  printRows(answer.items.length === 0 ? [] : shown, false, {
    of: ask.by,
    hours: "hours",
    runs: "runs",
    withoutEnd: "runs of unknown length",
  });
  if (answer.partial) process.stdout.write("Private rigs are left out; a token that may read them shows all.\n");
}
