/** Changesets as they were told last. Where nobody else writes, only those that were written since are read again. */
import type { ClickHouseClient } from "@clickhouse/client";
import * as z from "zod";
import type { Changeset } from "../model/changeset.ts";
import { askColumns, columnQuery } from "./column-query.ts";
import type { LoggedEvent } from "./events.ts";
import { oneAfterAnother } from "./one-after-another.ts";
import { shaParts } from "./sha-parts.ts";

const texts = z.array(z.string());
const maybe = z.array(z.string().nullable());
const numbers = z.array(z.number().nullable());

const COLUMNS = `SELECT sha, repository, branch, parent, tree, change_id AS changeId, patchset, ticket, subject, author,
    committed_at AS committedAt, toInt32(position) AS place, substring(trailers, 25) AS said FROM changesets FINAL`;
const shape = {
  sha: texts,
  repository: maybe,
  branch: maybe,
  parent: maybe,
  tree: maybe,
  changeId: maybe,
  patchset: numbers,
  ticket: maybe,
  subject: maybe,
  author: maybe,
  committedAt: maybe,
  place: numbers,
  said: maybe,
};
type Columns = z.output<z.ZodObject<typeof shape>>;

const everyChangeset = columnQuery<Record<string, never>>()(COLUMNS, shape);
const changesetsOf = columnQuery<{ shas: string[] }>()(`${COLUMNS} WHERE sha IN {shas: Array(String)}`, shape);

/** Where more than one in so many was written, all are read. */
const WORTH_ALL = 2;

type Written = Pick<LoggedEvent, "kind" | "key">;

export class ChangesetRows {
  readonly #client: ClickHouseClient;
  readonly #isAlone: boolean;
  #known = new Map<string, Changeset>();
  #isRead = false;
  #written = new Set<string>();
  /** Of writes that have not ended: read each time, because nobody knows from when on they are there. */
  readonly #underWay = new Set<readonly string[]>();
  readonly #inTurn = oneAfterAnother();

  constructor(client: ClickHouseClient, isAlone: boolean) {
    this.#client = client;
    this.#isAlone = isAlone;
  }

  /** Around each write of events, those of other kinds included; what of one that failed was stored is unknown. */
  async during<T>(events: readonly Written[], write: () => Promise<T>): Promise<T> {
    const shas = events.flatMap(({ kind, key }) => (kind === "changeset" ? [key] : []));
    if (!this.#isAlone || shas.length === 0) return await write();
    this.#underWay.add(shas);
    try {
      return await write();
    } finally {
      for (const sha of shas) this.#written.add(sha);
      this.#underWay.delete(shas);
    }
  }

  async all(): Promise<readonly Changeset[]> {
    return await this.#inTurn(() => this.#upToDate());
  }

  async #upToDate(): Promise<readonly Changeset[]> {
    const written = new Set([...this.#written, ...[...this.#underWay].flat()]);
    this.#written = new Set();
    try {
      if (this.#isRead && this.#isAlone && WORTH_ALL * written.size <= this.#known.size) await this.#read([...written]);
      else this.#known = bySha(await askColumns(this.#client, everyChangeset, {}));
    } catch (error) {
      for (const sha of written) this.#written.add(sha);
      throw error;
    }
    this.#isRead = true;
    return [...this.#known.values()];
  }

  async #read(shas: readonly string[]): Promise<void> {
    for (const some of shaParts(shas)) {
      const found = await askColumns(this.#client, changesetsOf, { shas: some });
      for (const [sha, changeset] of bySha(found)) this.#known.set(sha, changeset);
    }
  }
}

function bySha(columns: Columns): Map<string, Changeset> {
  return new Map(columns.sha.map((sha, at) => [sha, changesetAt(columns, at)]));
}

const SAME = ["repository", "branch", "parent", "tree", "changeId", "patchset", "ticket", "subject", "author"] as const;

/** What nobody told is left out. */
function changesetAt(columns: Columns, at: number): Changeset {
  const changeset: Record<string, unknown> = { sha: columns.sha[at] };
  for (const name of SAME) {
    const value = columns[name][at] ?? null;
    if (value !== null) changeset[name] = value;
  }
  const [committedAt, place, said] = [columns.committedAt[at] ?? null, columns.place[at] ?? null, columns.said[at]];
  if (committedAt !== null) changeset["committedAt"] = `${committedAt.replace(" ", "T")}Z`; // 2026-10-02 09:14:00.000
  if (place !== null) changeset["position"] = place;
  if (said) changeset["trailers"] = JSON.parse(said);
  return changeset as unknown as Changeset;
}
