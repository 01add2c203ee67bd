/** `tarnish waiver`: let a known regression, or a missing measurement, through; on record. */
import { Command } from "commander";
import type { BranchCreep } from "../actions/read-creep.ts";
import { Fault } from "../model/fault.ts";
import type { Waiver } from "../model/waiver.ts";
import { printRows } from "./print-rows.ts";
import { everyItem, serviceClient } from "./service-client.ts";

interface GrantOptions {
  readonly metric?: string;
  readonly benchmark?: string;
  readonly rig?: string;
  readonly all?: boolean;
  readonly cell?: string;
  readonly reason: string;
  readonly ticket: string;
  readonly until?: string;
  readonly json?: boolean;
}

export function waiverCommand(): Command {
  const command = new Command("waiver").description(
    "let a known regression, or a missing measurement, through; on record",
  );
  command
    .command("grant")
    .description("waive what fails of a changeset; needs the scope waive, and the policy's leave")
    .argument("<sha>", "the changeset")
    .option("--metric <pattern>", "of the series that fail, those with this metric")
    .option("--benchmark <pattern>", "those of this benchmark")
    .option("--rig <pattern>", "those of this rig")
    .option("--all", "every series that fails")
    .option("--cell <name>", "a required cell that nobody measured, instead")
    .requiredOption("--reason <text>", "why")
    .requiredOption("--ticket <ticket>", "where it is followed up")
    .option("--until <instant>", "when it ends, as 2027-01-31T00:00:00Z (default: the policy's longest)")
    .option("--json", "JSON")
    .action(grant);
  command
    .command("list")
    .description("waivers, newest first")
    .option("--json", "JSON lines")
    .action(async ({ json }: { json?: boolean }) => {
      const all = await everyItem<Waiver>(serviceClient(), "/v1/waivers");
      if (json) return printRows(all, true, {});
      const rows = all.map((one) => ({
        ...one,
        what: whatOf(one),
        until: one.isRevoked ? "revoked" : one.expiresAt.slice(0, 10),
      }));
      printRows(rows, false, {
        id: "id",
        sha: "changeset",
        what: "what",
        who: "who",
        ticket: "ticket",
        until: "until",
        reason: "reason",
      });
    });
  command
    .command("budget")
    .description("how much of the creep budget is spent since the last release")
    .option("--branch <name>", "the branch", "master")
    .option("--json", "JSON")
    .action(async ({ branch, json }: { branch: string; json?: boolean }) => {
      const creep = (await serviceClient().get(`/v1/creep?branch=${encodeURIComponent(branch)}`)) as BranchCreep;
      const since = creep.since === null ? "no release yet" : `since ${creep.since}`;
      process.stdout.write(json ? `${JSON.stringify(creep)}\n` : `${branch}, ${since}: ${creep.text}\n`);
    });
  command
    .command("revoke")
    .description("end a waiver: what it let through counts again")
    .argument("<id>", "as tarnish waiver list shows it")
    .option("--json", "JSON")
    .action(async (id: string, { json }: { json?: boolean }) => {
      const answer = await serviceClient().request("DELETE", `/v1/waivers/${encodeURIComponent(id)}`);
      process.stdout.write(json ? `${JSON.stringify(answer)}\n` : `waiver ${id} is revoked\n`);
    });
  return command;
}

async function grant(
  sha: string,
  { metric, benchmark, rig, all, cell, until, json, ...said }: GrantOptions,
): Promise<void> {
  const selector = JSON.parse(JSON.stringify({ metric, benchmark, rig })) as object;
  const isNamed = Object.keys(selector).length > 0;
  if (!isNamed && !all && cell === undefined) {
    throw new Fault("invalid", "Say what is waived: --metric, --benchmark, --rig, --all, or --cell for an absence.");
  }
  const body = {
    ...(isNamed || all ? { series: selector } : {}),
    ...(cell !== undefined && { cell }),
    reason: said.reason,
    ticket: said.ticket,
    ...(until !== undefined && { expiresAt: until }),
  };
  const path = `/v1/changesets/${encodeURIComponent(sha)}/waivers`;
  const granted = (await serviceClient().request("POST", path, body)) as Waiver;
  const text = `waiver ${granted.id}: ${whatOf(granted)}, until ${granted.expiresAt.slice(0, 10)}`;
  process.stdout.write(json ? `${JSON.stringify(granted)}\n` : `${text}\n`);
}

const whatOf = ({ waives }: Waiver): string =>
  waives.kind === "absence"
    ? `absence of ${waives.cells.join(", ")}`
    : waives.series.map(({ name }) => name).join(", ");
