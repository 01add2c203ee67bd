/** What is known of changesets, rigs, releases, tokens and series, read again only when it changed. */
import type { Changeset, Release, Rig } from "../model/changeset.ts";
import type { EntityKind, SeriesRow, Store, Watched } from "../store/store.ts";

export interface TokenState {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly string[];
  readonly hash: string;
  readonly expiresAt?: string;
  readonly isRevoked: boolean;
}

export class Known {
  readonly #store: Store;
  readonly #kept = new Map<string, { watermark: string; value: Promise<unknown> }>();

  constructor(store: Store) {
    this.#store = store;
  }

  changesets(): Promise<ReadonlyMap<string, Changeset>> {
    return this.#keep("changesets", "changesets", async () => byKey(await this.#store.changesets(), ({ sha }) => sha));
  }

  rigs(): Promise<ReadonlyMap<string, Rig>> {
    return this.#entities("rig", ({ rig }: Rig) => rig);
  }

  releases(): Promise<ReadonlyMap<string, Release>> {
    return this.#entities("release", ({ tag }: Release) => tag);
  }

  /** By hash. */
  tokens(): Promise<ReadonlyMap<string, TokenState>> {
    return this.#entities("token", ({ hash }: TokenState) => hash);
  }

  /** By id. */
  series(): Promise<ReadonlyMap<string, SeriesRow>> {
    return this.#keep("series", "runs", async () => byKey(await this.#store.series(), ({ id }) => id));
  }

  #entities<T>(kind: EntityKind, key: (value: T) => string): Promise<ReadonlyMap<string, T>> {
    return this.#keep(kind, "entities", async () =>
      byKey(
        (await this.#store.entities(kind)).map(({ body }) => body as T),
        key,
      ),
    );
  }

  async #keep<T>(name: string, of: Watched, load: () => Promise<T>): Promise<T> {
    const watermark = await this.#store.watermark(of);
    const kept = this.#kept.get(name);
    if (kept?.watermark === watermark) return (await kept.value) as T;
    const value = load();
    this.#kept.set(name, { watermark, value });
    value.catch(() => this.#kept.delete(name));
    return await value;
  }
}

const byKey = <T>(values: readonly T[], key: (value: T) => string): ReadonlyMap<string, T> =>
  new Map(values.map((value) => [key(value), value]));
