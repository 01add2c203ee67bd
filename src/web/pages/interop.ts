/** `/interop`: client releases against server releases. */
import { showInterop } from "../../actions/show-interop.ts";
import { interopMatrix } from "../interop.ts";
import { interopPage } from "../interop-page.ts";
import type { Page } from "../page.ts";

export const INTEROP: Page = {
  path: "/interop",
  draw: async (ctx, { caller }) => interopPage(interopMatrix(await showInterop(ctx, caller))),
};
