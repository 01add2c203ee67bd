/** Links that sign a browser in. */
import { createLink } from "../../actions/sessions.ts";
import type { Route } from "../route.ts";

export const SESSION_ROUTES: readonly Route[] = [
  {
    method: "post",
    path: "/v1/links",
    id: "createLink",
    summary: "A link that signs a browser in with the token that asks, once, within ten minutes",
    tag: "tokens",
    scopes: ["of any kind"],
    answers: { 201: "The link's path; it is shown here only." },
    async handle(ctx, { caller }) {
      const { secret, expiresAt } = await createLink(ctx, caller);
      return { status: 201, body: { path: `/sign-in?link=${encodeURIComponent(secret)}`, expiresAt } };
    },
  },
];
