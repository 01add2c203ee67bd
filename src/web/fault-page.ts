/** What could not be answered, as a page: in words, with the way on, for whoever reads with a browser. */
import type { Context as HonoContext } from "hono";
import { STRANGER } from "../actions/context.ts";
import type { Fault, FaultCode } from "../model/fault.ts";
import { FAULT_STATUS } from "../model/fault-status.ts";
import { EMBED_CSP, PAGE_CSP } from "./assets.ts";
import { embedNotice } from "./embed-page.ts";
import { errorPage } from "./error-page.ts";
import { sentTo } from "./reader.ts";
import { sent } from "./sent.ts";

const TITLE: Readonly<Record<FaultCode, string>> = {
  malformed: "Not readable",
  unauthorized: "Not signed in",
  forbidden: "Not permitted",
  not_found: "Not found",
  not_allowed: "Not possible here",
  conflict: "Already otherwise",
  too_slow: "Too slow",
  too_large: "Too large",
  invalid: "Not possible",
  too_many: "Too many requests",
  unavailable: "Not available now",
  internal: "Something went wrong",
};

/** A program that asks the API is told in JSON, whatever it takes; a person who opened a link is told in a page. */
export function wantsPage({ req }: HonoContext): boolean {
  const isApi = req.path.startsWith("/v1/") && !req.path.endsWith(".html");
  return !isApi && (req.header("accept") ?? "").includes("text/html");
}

/**
 * Status, page and, where coming back makes sense, when. A frame in somebody else's page is told inside the frame.
 * `isPage`: the address is one of a page, which may be there with nothing asked of it.
 */
export async function faultPage(c: HonoContext, fault: Fault, isPage = false): Promise<Response> {
  const { message: detail, code, retryAfter } = fault;
  const [status, title, isFrame] = [FAULT_STATUS[code], TITLE[code], c.req.path.startsWith("/embed/")];
  const { pathname, search } = new URL(c.req.url);
  const bare = isPage && pathname !== "/" && search !== "" ? { bare: pathname } : {};
  const page = isFrame
    ? String(await embedNotice(title, detail))
    : await sentTo(
        c.get("caller") ?? STRANGER,
        errorPage({ status, title, detail, isForm: c.req.method === "POST", ...bare }),
        c.get("mirror"),
      );
  const headers = {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": isFrame ? EMBED_CSP : PAGE_CSP,
    ...(status === 429 || status === 503 ? { "retry-after": String(retryAfter ?? 1) } : {}),
  };
  return await sent(c, page, status, headers);
}
