import { Fault } from "../model/fault.ts";

/** Lists are read page by page: a cursor names the last item seen, so that what arrives meanwhile moves nothing. */
export interface Page<T> {
  readonly items: readonly T[];
  /** Opaque; null at the end. */
  readonly next: string | null;
}

export interface PageAsk {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** `items` in a fixed order; `keyOf` is unique and never changes. */
export function page<T>(items: readonly T[], keyOf: (item: T) => string, { limit, cursor }: PageAsk): Page<T> {
  const after = cursor === undefined ? -1 : items.findIndex((item) => cursorOf(keyOf(item)) === cursor);
  if (cursor !== undefined && after < 0) {
    throw new Fault("invalid", "The cursor is not one of this list; start again without it.", [
      { path: "/cursor", detail: "is not known" },
    ]);
  }
  const shown = items.slice(after + 1, after + 1 + limit);
  const last = shown.at(-1);
  const hasMore = after + 1 + shown.length < items.length;
  return { items: shown, next: hasMore && last !== undefined ? cursorOf(keyOf(last)) : null };
}

const cursorOf = (key: string): string =>
  btoa(String.fromCharCode(...new TextEncoder().encode(key)))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=+$/, "");
