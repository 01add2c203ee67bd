/** A repository on GitHub that takes what the description of its API allows, and nothing else. */
import * as z from "zod";
import { LocalServer, type Received, type Reply } from "./targets.ts";

/** Of GitHub's description of its REST API, version 2022-11-28: "Create a commit status", "Create" and "Update a check run". */
const Status = z.strictObject({
  state: z.enum(["error", "failure", "pending", "success"]),
  target_url: z.url().nullable().optional(),
  description: z.string().max(140).nullable().optional(),
  context: z.string().optional(),
});
const check = {
  details_url: z.url().optional(),
  external_id: z.string().optional(),
  started_at: z.iso.datetime().optional(),
  output: z
    .strictObject({ title: z.string(), summary: z.string().max(65_535), text: z.string().max(65_535).optional() })
    .optional(),
  status: z.enum(["queued", "in_progress", "completed"]).optional(),
  conclusion: z
    .enum(["action_required", "cancelled", "failure", "neutral", "success", "skipped", "timed_out"])
    .optional(),
  completed_at: z.iso.datetime().optional(),
};
const isComplete = (one: { status?: string | undefined; conclusion?: string | undefined }) =>
  one.status !== "completed" || one.conclusion !== undefined;
const NewCheck = z.strictObject({ ...check, name: z.string(), head_sha: z.string() }).refine(isComplete);
const CheckUpdate = z.strictObject({ ...check, name: z.string().optional() }).refine(isComplete);

/** A repository acme/fs. */
export class Github extends LocalServer {
  readonly statuses = new Map<string, z.output<typeof Status>[]>();
  readonly checks: (z.output<typeof CheckUpdate> & { id: number; head_sha: string })[] = [];

  constructor() {
    super(() => ({ status: 500 }));
    this.answer = (request) => this.#answer(request);
  }

  #answer(request: Received): Reply {
    const { path, headers } = request;
    if (headers.authorization !== "Bearer ghs_1") return said(401, { message: "Bad credentials" });
    if (headers.accept !== "application/vnd.github+json" || headers["x-github-api-version"] !== "2022-11-28")
      return said(400, {});
    if (headers["user-agent"] === undefined) return said(403, { message: "Request forbidden by administrative rules" });
    const { pathname, searchParams } = new URL(path, "http://x");
    const [, rest = ""] = /^\/repos\/acme\/fs(\/.+)$/.exec(pathname) ?? [];
    return this.#status(rest, request) ?? this.#check(rest, searchParams, request);
  }

  #status(rest: string, { method, text }: Received): Reply | undefined {
    const status = /^\/statuses\/(\w+)$/.exec(rest)?.[1];
    if (method === "POST" && status !== undefined) {
      const parsed = Status.safeParse(JSON.parse(text));
      if (!parsed.success) return wrong(parsed.error);
      this.statuses.set(status, [...(this.statuses.get(status) ?? []), parsed.data]);
      return said(201, { id: 1, ...parsed.data });
    }
    return undefined;
  }

  #check(rest: string, searchParams: URLSearchParams, { method, text }: Received): Reply {
    const listed = /^\/commits\/(\w+)\/check-runs$/.exec(rest)?.[1];
    if (method === "GET" && listed !== undefined) {
      const found = this.checks.filter((one) => one.head_sha === listed && one.name === searchParams.get("check_name"));
      return said(200, { total_count: found.length, check_runs: found });
    }
    if (method === "POST" && rest === "/check-runs") {
      const parsed = NewCheck.safeParse(JSON.parse(text));
      if (!parsed.success) return wrong(parsed.error);
      this.checks.push({ ...parsed.data, id: this.checks.length + 1 });
      return said(201, this.checks.at(-1));
    }
    const updated = this.checks.find(({ id }) => rest === `/check-runs/${id}`);
    if (method === "PATCH" && updated !== undefined) {
      const parsed = CheckUpdate.safeParse(JSON.parse(text));
      if (!parsed.success) return wrong(parsed.error);
      return said(200, Object.assign(updated, parsed.data));
    }
    return said(404, { message: "Not Found" });
  }
}

const said = (status: number, value: unknown): Reply => ({ status, body: JSON.stringify(value) });
const wrong = (error: z.ZodError): Reply => said(422, { message: "Validation Failed", errors: error.issues });
