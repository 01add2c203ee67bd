/** What may be asked: path and query parameters of the reading routes, and the token document. */
import * as z from "zod";
import { branchName, instant, line, name, rigName, sha } from "./parts.ts";

export const SeriesPath = z.object({ id: z.string().regex(/^[0-9a-f]{16}$/, "must be 16 hex digits") });
export const ShaPath = z.object({ sha });
export const RunPath = z.object({ id: z.uuid() });
export const TokenPath = z.object({ id: z.uuid() });

const page = {
  limit: z.coerce.number().int().min(1).max(10_000).default(1000),
  cursor: z
    .string()
    .regex(/^[A-Za-z0-9_-]{0,400}$/)
    .optional(),
};

export const SeriesListQuery = z.object({ ...page, q: line(200).optional(), rig: line(200).optional() });
export const SeriesQuery = z.object({
  ...page,
  branch: branchName.optional().describe("Absent: the branch on which most runs of the series are."),
});
export const PointsQuery = SeriesQuery.extend({ last: z.coerce.number().int().min(1).max(10_000).optional() }).refine(
  ({ last, cursor }) => last === undefined || cursor === undefined,
  { path: ["last"], error: "is the end of the list already: leave cursor out" },
);
export const ListQuery = z.object(page);
export const LogQuery = z.object({
  after: z
    .string()
    .regex(/^[A-Za-z0-9_-]{0,12000}$/, "must be a cursor that this log gave")
    .optional(),
  wait: z.coerce
    .number()
    .min(0)
    .max(30)
    .optional()
    .describe("Seconds to wait for something to tell, where there is nothing now; for callers with a token."),
  rig: rigName.optional(),
  suite: line(200).optional(),
  release: name.optional(),
});
/** `against`: the tag of a release. */
export const VerdictQuery = z.object({ against: name.optional() });

const scope = z
  .string()
  .regex(
    /^(admin|mirror|triage|annotate|waive|release|rig:[A-Za-z0-9][A-Za-z0-9._-]{0,99}|rig-admin:[A-Za-z0-9][A-Za-z0-9._+@:/-]{0,199}|read:private:[A-Za-z0-9][A-Za-z0-9._+@:/-]{0,199})$/,
    "must be admin, mirror, triage, annotate, waive, release, rig:NAME, rig-admin:VENDOR or read:private:VENDOR",
  );

export const TokenBody = z
  .strictObject({ name: line(200), scopes: z.array(scope).min(1).max(100), expiresAt: instant.optional() })
  .meta({ id: "Token", description: "A right held by a named person or machine." });
