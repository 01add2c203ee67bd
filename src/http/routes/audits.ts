/** Audits: how many greens turned out red when they were measured again. */
import type * as z from "zod";
import { readAudits } from "../../actions/audits.ts";
import { AuditsQuery } from "../../wire/work.ts";
import { ok, type Route } from "../route.ts";

export const AUDIT_ROUTES: readonly Route[] = [
  {
    method: "get",
    path: "/v1/audits",
    id: "readAudits",
    summary: "Greens that were measured again, and the rate of false passes among them; ?release= of what is new in it",
    tag: "work",
    query: AuditsQuery,
    answers: { 200: "The newest audited landings with their verdicts, and the rate with 95 % limits." },
    async handle(ctx, { caller, query }) {
      return ok(await readAudits(ctx, caller, query as z.output<typeof AuditsQuery>));
    },
  },
];
