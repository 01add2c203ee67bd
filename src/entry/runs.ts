/** `tarnish runs`: what was posted, and what of it must not count any more. */
import { Command } from "commander";
import type { Retracted } from "../actions/retract-runs.ts";
import type { Retraction } from "../model/retraction.ts";
import type { StoredRun } from "../store/runs.ts";
import { printRows } from "./print-rows.ts";
import { serviceClient } from "./service-client.ts";

interface ListOptions {
  readonly rig?: string;
  readonly changeset?: string;
  readonly from?: string;
  readonly to?: string;
  readonly limit: string;
  readonly json?: boolean;
}

interface RetractOptions {
  readonly rig: string;
  readonly from: string;
  readonly to: string;
  readonly reason: string;
  readonly json?: boolean;
}

const INSTANT = "as 2026-10-02T22:00:00Z";

export function runsCommand(): Command {
  const command = new Command("runs").description("list runs, and retract those that must not count");
  command
    .command("list")
    .description("runs, newest first, with the reason of those that do not count")
    .option("--rig <name>", "only of this rig")
    .option("--changeset <sha>", "only of this changeset")
    .option("--from <time>", `started then or later, ${INSTANT}`)
    .option("--to <time>", "started then or earlier")
    .option("--limit <count>", "at most so many", "100")
    .option("--json", "JSON lines")
    .action(async ({ rig, changeset, from, to, limit, json }: ListOptions) => {
      const query = new URLSearchParams({ limit });
      for (const [key, value] of Object.entries({ rig, sha: changeset, from, to }))
        if (value !== undefined) query.set(key, value);
      const { items } = (await serviceClient().get(`/v1/runs?${query}`)) as { items: StoredRun[] };
      printRows(items, json, {
        run: "run",
        rig: "rig",
        sha: "changeset",
        block: "block",
        cause: "cause",
        startedAt: "started at",
        excluded: "does not count",
      });
    });
  command
    .command("retract")
    .description("what a rig measured over a stretch of time does not count any more; names who relied on it")
    .requiredOption("--rig <name>", "the rig")
    .requiredOption("--from <time>", `runs that started then or later, ${INSTANT}`)
    .requiredOption("--to <time>", "runs that started then or earlier")
    .requiredOption("--reason <text>", "why, for those who relied on it")
    .option("--json", "JSON")
    .action(async ({ rig, from, to, reason, json }: RetractOptions) => {
      const answer = await serviceClient().request("POST", "/v1/retractions", { rig, from, to, reason });
      print(answer as Retracted, json);
    });
  command
    .command("reinstate")
    .description("withdraw a retraction that was a mistake: its runs count again")
    .argument("<retraction>", "its id, as tarnish runs retractions lists it")
    .requiredOption("--reason <text>", "why")
    .option("--json", "JSON")
    .action(async (id: string, { reason, json }: { reason: string; json?: boolean }) => {
      const path = `/v1/retractions/${encodeURIComponent(id)}/withdraw`;
      print((await serviceClient().request("POST", path, { reason })) as Retracted, json);
    });
  command
    .command("retractions")
    .description("which runs were retracted, and why")
    .option("--json", "JSON lines")
    .action(async ({ json }: { json?: boolean }) => {
      const { items } = (await serviceClient().get("/v1/retractions")) as { items: Retraction[] };
      printRows(items, json, {
        id: "retraction",
        rig: "rig",
        from: "from",
        to: "to",
        reason: "reason",
        withdrawn: "withdrawn",
      });
    });
  return command;
}

function print({ retraction, runs, relied }: Retracted, asJson: boolean | undefined): void {
  const { id, rig, from, to, withdrawn } = retraction;
  const what = withdrawn === undefined ? "do not count any more" : "count again";
  const lines = [
    `${runs} runs of ${rig} from ${from} to ${to} ${what} (${id})`,
    relied.length === 0 ? "no verdict relied on them" : `${relied.length} verdicts relied on them:`,
    ...relied.map(({ sha, before, now }) => `  ${sha}  ${before === now ? `still ${now}` : `${before} → ${now}`}`),
  ];
  process.stdout.write(asJson ? `${JSON.stringify({ retraction, runs, relied })}\n` : `${lines.join("\n")}\n`);
}
