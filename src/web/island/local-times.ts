/** Times are written in UTC by the server; a script writes them in the reader's own zone, and tells the whole instant to who points. */
const DAY = { day: "numeric", month: "short", year: "numeric" } as const;
const CLOCK = { hour: "2-digit", minute: "2-digit", hour12: false } as const;

export function localTimes(): void {
  const whole = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "long" });
  const day = new Intl.DateTimeFormat("en-GB", DAY);
  const minute = new Intl.DateTimeFormat("en-GB", { ...DAY, ...CLOCK });
  // A date alone is no instant: it is the same day everywhere.
  for (const time of document.querySelectorAll<HTMLTimeElement>("time[datetime*=T]:not([title])")) {
    const at = new Date(time.dateTime);
    if (Number.isNaN(at.getTime())) continue;
    time.title = whole.format(at);
    const text = (time.dataset["clock"] === undefined ? day : minute).format(at);
    time.textContent = text.replace("Sept ", "Sep "); // as the server writes it
  }
}
