/** What pages show beside measurements: releases, rigs of vendors, a candidate; and what arrives from one morning to the next. */
import { randomBytes } from "node:crypto";
import type { ClickHouseClient } from "@clickhouse/client";
import { allSeries } from "./scale-bare.ts";
import { changesetAt, grownTo, night, type Post, postCandidate, shaOf } from "./scale-world.ts";

const RELEASES = 12;

/** Addresses of every page, by name. */
export type Pages = Awaited<ReturnType<typeof dressed>>;

export async function dressed(post: Post, client: ClickHouseClient) {
  const landed = await grownTo(client);
  for (let nth = 1; nth <= RELEASES; nth++) {
    const sha = shaOf(Math.floor((landed * nth) / (RELEASES + 1)));
    await post("PUT", `/v1/releases/1.${nth}`, { sha, branch: "master" });
  }
  for (let rig = 0; rig < 10; rig++) await post("PUT", `/v1/rigs/rig-${rig}`, { vendor: `vendor-${rig % 3}` });
  const candidate = `cafe${randomBytes(18).toString("hex")}`;
  await postCandidate(post, candidate, landed - 1);
  const [series] = await allSeries(client);
  return {
    overview: "/",
    series: `/series/${series?.id}`,
    changeset: `/changesets/${candidate}`,
    regressions: "/regressions?state=all",
    compare: `/compare?base=1.${RELEASES - 1}&head=1.${RELEASES}`,
    releases: "/releases",
    release: `/releases/1.${RELEASES}`,
    scaling: "/scaling",
    rigs: "/rigs",
    rig: "/rigs/rig-0",
    vendor: "/vendors/vendor-0",
    interop: "/interop",
    search: "/search?q=bandwidth",
    help: "/help",
  };
}

/** One more landed changeset, measured by all rigs. */
export async function nextNight(post: Post, client: ClickHouseClient): Promise<void> {
  const changeset = changesetAt(await grownTo(client));
  await post("PUT", "/v1/changesets", [changeset]);
  await Promise.all(night(changeset, changeset.position ?? 0).map((run) => post("POST", "/v1/runs", run)));
}
