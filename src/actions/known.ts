/** What is known of changesets, rigs, releases, tokens and series, read again only when it changed. */
import { Kin } from "../detect/kin.ts";
import { LandingOrder } from "../detect/landing-order.ts";
import { tiesOf } from "../detect/ties.ts";
import type { Annotation } from "../model/annotation.ts";
import type { Away, Changeset, Release, Rig } from "../model/changeset.ts";
import type { AcceptedState } from "../model/epoch.ts";
import type { StoredLanding } from "../model/landing.ts";
import type { Merge } from "../model/merge.ts";
import type { AnnouncedChange, Triage } from "../model/regression.ts";
import type { Retraction } from "../model/retraction.ts";
import type { Promotion } from "../model/term.ts";
import type { Ticket } from "../model/ticket.ts";
import type { Train } from "../model/train.ts";
import type { Ties } from "../model/verdict.ts";
import type { Waiver } from "../model/waiver.ts";
import type { EntityKind, Watched } from "../store/event-kinds.ts";
import { oneAfterAnother } from "../store/one-after-another.ts";
import type { SeriesRow } from "../store/runs.ts";
import type { Store } from "../store/store.ts";
import { Embargoes } from "./embargoes.ts";
import type { StoredPolicy } from "./policy-for.ts";
import { stateKey } from "./series-epochs.ts";

export interface TokenState {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly string[];
  readonly hash: string;
  readonly expiresAt?: string;
  readonly isRevoked: boolean;
}

/** What verdicts follow from. Series come with their first run. */
export const EVERYTHING = ["runs", "changesets", "entities"] as const satisfies readonly Watched[];

/** A link to sign in with, then a browser's session, then neither: see sessions.ts. */
export interface SessionState {
  readonly id: string;
  /** Id of the token that made it. */
  readonly token: string;
  readonly hash: string;
  readonly state: "link" | "open" | "ended";
  readonly expiresAt: string;
}

/** When a token was last used, to the hour. */
export interface TokenUse {
  readonly token: string;
  readonly lastUsedAt: string;
}

/** Verdicts and overviews held in memory. */
const MOST_DERIVED = 200;

export class Known {
  readonly #store: Store;
  readonly #now: () => Date;
  #embargoes: Embargoes | undefined;
  readonly #kept = new Map<string, { watermark: string; value: Promise<unknown> }>();
  readonly #derived = new Map<string, { watermark: string; value: Promise<unknown> }>();
  /** One at a time: what is checked against all that is known must not change until it is written. */
  readonly inTurn = oneAfterAnother();

  /** `now`: what is private until a date is public afterwards. */
  constructor(store: Store, now: () => Date = () => new Date()) {
    this.#store = store;
    this.#now = now;
  }

  changesets(): Promise<ReadonlyMap<string, Changeset>> {
    return this.#keep("changesets", "changesets", async () => byKey(await this.#store.changesets(), ({ sha }) => sha));
  }

  landingOrder(): Promise<LandingOrder> {
    return this.#keep("landing order", "changesets", async () => new LandingOrder(await this.changesets()));
  }

  kin(): Promise<Kin> {
    return this.#keep("kin", "changesets", async () => new Kin(await this.changesets(), await this.landingOrder()));
  }

  ties(): Promise<ReadonlyMap<string, Ties>> {
    return this.#keep("ties", "changesets", async () => tiesOf(await this.changesets()));
  }

  /** As they may be seen now. */
  async rigs(): Promise<ReadonlyMap<string, Rig>> {
    const stored = await this.#entities("rig", ({ rig }: Rig) => rig);
    if (this.#embargoes?.rigs !== stored) this.#embargoes = new Embargoes(stored);
    return this.#embargoes.at(this.#now());
  }

  releases(): Promise<ReadonlyMap<string, Release>> {
    return this.#entities("release", ({ tag }: Release) => tag);
  }

  trains(): Promise<ReadonlyMap<string, Train>> {
    return this.#entities("train", ({ train }: Train) => train);
  }

  /** By rig, those that are back included. */
  away(): Promise<ReadonlyMap<string, Away>> {
    return this.#entities("away", ({ rig }: Away) => rig);
  }

  /** By id, those withdrawn included. */
  retractions(): Promise<ReadonlyMap<string, Retraction>> {
    return this.#entities("retraction", ({ id }: Retraction) => id);
  }

  /** By rig and hash. */
  acceptedStates(): Promise<ReadonlyMap<string, AcceptedState>> {
    return this.#entities("epoch", ({ rig, watchHash }: AcceptedState) => stateKey(rig, watchHash));
  }

  policies(): Promise<ReadonlyMap<string, StoredPolicy>> {
    return this.#entities("policy", ({ name }: StoredPolicy) => name);
  }

  /** By ticket. */
  landings(): Promise<ReadonlyMap<string, StoredLanding>> {
    return this.#entities("landing", ({ ticket }: StoredLanding) => ticket);
  }

  tickets(): Promise<ReadonlyMap<string, Ticket>> {
    return this.#entities("ticket", ({ ticket }: Ticket) => ticket);
  }

  /** By id. */
  waivers(): Promise<ReadonlyMap<string, Waiver>> {
    return this.#entities("waiver", ({ id }: Waiver) => id);
  }

  /** Change points as they were announced, those withdrawn included, by id. */
  announced(): Promise<ReadonlyMap<string, AnnouncedChange>> {
    return this.#entities("change", ({ id }: AnnouncedChange) => id, "triage");
  }

  /** What people said of regressions, by the id of the regression. */
  triages(): Promise<ReadonlyMap<string, Triage>> {
    return this.#entities("triage", ({ id }: Triage) => id, "triage");
  }

  /** Those taken back included, by id. */
  annotations(): Promise<ReadonlyMap<string, Annotation>> {
    return this.#entities("annotation", ({ id }: Annotation) => id, "triage");
  }

  /** By hash. */
  tokens(): Promise<ReadonlyMap<string, TokenState>> {
    return this.#entities("token", ({ hash }: TokenState) => hash);
  }

  /** By hash. */
  sessions(): Promise<ReadonlyMap<string, SessionState>> {
    return this.#entities("session", ({ hash }: SessionState) => hash);
  }

  /** By id. */
  promotions(): Promise<ReadonlyMap<string, Promotion>> {
    return this.#entities("promotion", ({ id }: Promotion) => id);
  }

  /** By id. */
  merges(): Promise<ReadonlyMap<string, Merge>> {
    return this.#entities("merge", ({ id }: Merge) => id);
  }

  tokenUses(): Promise<ReadonlyMap<string, TokenUse>> {
    return this.#entities("token-use", ({ token }: TokenUse) => token);
  }

  /** By id. */
  series(): Promise<ReadonlyMap<string, SeriesRow>> {
    return this.#keep("series", "series", async () => byKey(await this.#store.series(), ({ id }) => id));
  }

  /**
   * Something derived from all that is known, for as long as nothing new arrives. `name` says what of it, and for whom;
   * `from` adds verdicts where they are shown: a verdict follows from the rest.
   */
  async derived<T>(name: string, derive: () => Promise<T>, from: readonly Watched[] = EVERYTHING): Promise<T> {
    const watermarks = await Promise.all(from.map((of) => this.#store.watermark(of)));
    await this.rigs();
    const watermark = `${watermarks.join(" ")} ${this.#embargoes?.ended(this.#now()) ?? 0}`;
    const kept = this.#derived.get(name);
    if (kept?.watermark === watermark) return (await kept.value) as T;
    this.#store.lookedAt();
    const value = derive();
    this.#derived.delete(name); // a Map keeps the order of insertion: the first is the oldest
    this.#derived.set(name, { watermark, value });
    value.catch(() => this.#derived.delete(name));
    for (const oldest of this.#derived.keys()) {
      if (this.#derived.size <= MOST_DERIVED) break;
      this.#derived.delete(oldest);
    }
    return await value;
  }

  #entities<T>(kind: EntityKind, key: (value: T) => string, of: Watched = "entities"): Promise<ReadonlyMap<string, T>> {
    return this.#keep(kind, of, async () =>
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
