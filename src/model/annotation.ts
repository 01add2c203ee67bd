/** What a person wrote beside the figures of a changeset: the rig's disks were changed, the compiler is another. */
export interface Annotation {
  /** 16 hex digits, of what is said by whom of what: the same again is the same annotation. */
  readonly id: string;
  readonly sha: string;
  /** 16 hex digits; null: of every series of the rig, or of all. */
  readonly series: string | null;
  /** The series' own where one is named; null: of all rigs. */
  readonly rig: string | null;
  readonly text: string;
  /** Name of the token's holder. */
  readonly who: string;
  /** RFC 3339. */
  readonly at: string;
  readonly isWithdrawn: boolean;
}
