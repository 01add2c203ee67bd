/** Days are written in UTC by the server; who points at one is told the instant in the reader's own zone. */
export function localTimes(): void {
  const format = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "long" });
  for (const time of document.querySelectorAll<HTMLTimeElement>("time[datetime]:not([title])")) {
    const at = new Date(time.dateTime);
    if (!Number.isNaN(at.getTime())) time.title = format.format(at);
  }
}
