/** A verdict as people read it where they review. */

/** What a message says of a verdict. */
export interface VerdictData {
  readonly sha: string;
  readonly verdict: string;
  readonly final: boolean;
  readonly why: string;
  readonly changeId: string | null;
  readonly branch: string | null;
  readonly patchset: number | null;
  readonly subject: string | null;
  /** Series that hold it back, the worst first. */
  readonly series: readonly { readonly name: string; readonly verdict: string; readonly why: string }[];
  /** How many more there are. */
  readonly more: number;
  /** Address of the page; null where nobody said where the service is. */
  readonly url: string | null;
}

export function verdictText({ final, verdict, why, series, more, url }: VerdictData): string {
  const first = final
    ? `Performance: ${verdict}. ${why}`
    : "Performance: the verdict is withdrawn, it is being measured again.";
  const lines = final ? series.map((one) => `* ${one.name}: ${one.why}`) : [];
  const rest = more > 0 && final ? [`* and ${more} more`] : [];
  return [first, ...lines, ...rest, ...(url === null ? [] : [url])].join("\n");
}
