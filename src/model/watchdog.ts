/** Something about the measuring itself that nobody would notice, because nothing fails. */
export interface Watchdog {
  /** 16 hex digits, from kind and subject. */
  readonly id: string;
  readonly kind: "silent" | "same_binary" | "untaken" | "ungated" | "blind_threshold";
  readonly rig: string;
  /** Name of the suite, where it is about one. */
  readonly suite?: string;
  /** Id of the series, where it is about one. */
  readonly series?: string;
  /** RFC 3339: since when it is so. */
  readonly since: string;
  /** One sentence with what to do. */
  readonly text: string;
}
