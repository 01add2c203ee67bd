/** Does a reader take gzip? By the header `Accept-Encoding`: where it is named there, and not refused by `q=0`. */
export const takesGzip = (accepted: string | undefined): boolean =>
  /(^|[,\s])gzip(?![^\s,;])(?!\s*;\s*q=0(\.0*)?\s*(,|$))/i.test(accepted ?? "");
