/** A ticket as another system showed it at some moment: of the history of the work, what would be lost with that system. */

export interface Ticket {
  /** `LU-17000`: its key in the other system. */
  readonly ticket: string;
  readonly title: string;
  /** In the other system's own words. */
  readonly status: string;
  /** Address where it is discussed. */
  readonly link?: string;
  readonly assignee?: string;
}
