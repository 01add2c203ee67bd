/** `tarnish work audits`: how many greens turned out red when they were measured again. */
import type { Command } from "commander";
import type { AuditsAnswer } from "../actions/audits.ts";
import { auditWords } from "../gate/audit-count.ts";
import { printRows } from "./print-rows.ts";
import { serviceClient } from "./service-client.ts";

export function addAuditsCommand(work: Command): void {
  work
    .command("audits")
    .description("greens that were measured again, and how many turned out red")
    .option("--release <tag>", "only of what is new in a release")
    .option("--rig <name>", "only on one rig")
    .option("--json", "JSON")
    .action(async ({ json, ...asked }: { release?: string; rig?: string; json?: boolean }) => {
      const query = new URLSearchParams(asked);
      const answer = (await serviceClient().get(`/v1/audits?${query}`)) as AuditsAnswer;
      if (json) {
        process.stdout.write(`${JSON.stringify(answer)}\n`);
        return;
      }
      process.stdout.write(`${auditWords(answer)}\n`);
      const rows = answer.items.map(({ sha, verdict, rigs }) => ({
        sha: sha.slice(0, 12),
        verdict,
        rigs: rigs.join(", "),
      }));
      if (rows.length > 0)
        printRows(rows, false, { sha: "changeset", verdict: "verdict now", rigs: "measured again on" });
    });
}
