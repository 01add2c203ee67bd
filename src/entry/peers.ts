/** Other hosts of the same history: what each says that it is, and in which term. */
import type { MirrorState } from "../actions/mirror.ts";
import { isLater, type Term } from "../model/term.ts";
import { asking } from "./log-source.ts";

export type ToldState = MirrorState & Term;

/** Milliseconds after which a host that does not answer counts as gone. */
const GONE = 3_000;

/** Undefined for one that does not answer, or not as a host of a history does. */
export async function stateOf(url: string): Promise<ToldState | undefined> {
  try {
    const answer = await asking({ url, token: undefined }, "/v1/mirror", { signal: AbortSignal.timeout(GONE) });
    const said = (await answer.json()) as Partial<ToldState>;
    if (said.role === undefined) return undefined;
    return { role: said.role, term: 0, promotion: null, ...said };
  } catch {
    return undefined;
  }
}

/** Whoever of the peers knows of a later term than `ours`, and the address of who takes the writes then. */
export function replacing(
  ours: Term,
  peers: readonly { readonly url: string; readonly state: ToldState | undefined }[],
): { readonly writer: string; readonly term: Term } | undefined {
  let found: { readonly writer: string; readonly term: Term } | undefined;
  for (const { url, state } of peers) {
    if (!state || !isLater(state, found?.term ?? ours)) continue;
    const { role, from = url, term, promotion } = state;
    found = { writer: role === "writer" ? url : from, term: { term, promotion } };
  }
  return found;
}
