/** `tarnish mirror conflicts`: what two hosts of one history said otherwise, and whose word counts. */
import { Command } from "commander";
import type { Conflict } from "../actions/merges.ts";
import { printRows } from "./print-rows.ts";
import { serviceClient } from "./service-client.ts";

export function conflictsCommand(): Command {
  return new Command("conflicts")
    .description("what two hosts said otherwise before they were one again, and whose word counts")
    .option("--json", "JSON lines, with both words in full")
    .action(async ({ json }: { json?: boolean }) => {
      const { items } = (await serviceClient().get("/v1/mirror/conflicts")) as { items: Conflict[] };
      if (json) printRows(items, json, {});
      else printRows(items.map(rowOf), json, COLUMNS);
    });
}

const COLUMNS = { kind: "kind", key: "of", rule: "counts", word: "what counts", other: "what does not" };

/** Both words, short; --json has them in full. */
function rowOf(conflict: Conflict): Record<string, string> {
  const { kind, rule, counts, refused } = conflict;
  const key = "field" in conflict ? `${conflict.key} ${conflict.field}` : conflict.key;
  return { kind, key, rule, word: word(counts), other: word(refused) };
}

const LONGEST_WORD = 60;

function word(of: { contentHash: string; at?: string; who?: string; said?: unknown }): string {
  const said = of.said === undefined ? of.contentHash.slice(0, 12) : JSON.stringify(of.said);
  const short = said.length > LONGEST_WORD ? `${said.slice(0, LONGEST_WORD)}…` : said;
  return [short, of.who && `(${of.who}, ${of.at})`].filter(Boolean).join(" ");
}
