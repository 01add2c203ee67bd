/** The page follows what arrives: it is fetched anew and only what differs is exchanged, so that the reader keeps the place. */
import { Idiomorph } from "idiomorph";

/** Milliseconds: many results of one night are one change of the page. */
const REST = 2000;

export function followArrivals(dress: () => void): void {
  if (!document.querySelector("main[data-live]") || typeof EventSource === "undefined") return;
  let isDue = false;
  let isBusy = false;
  const update = async () => {
    if (isBusy || document.hidden) return;
    isBusy = true;
    isDue = false;
    await renew(dress).catch(() => {});
    setTimeout(() => {
      isBusy = false;
      if (isDue) void update();
    }, REST);
  };
  const source = new EventSource("/live");
  source.addEventListener("here", () => {
    document.documentElement.dataset["live"] = "on";
  });
  source.addEventListener("arrived", () => {
    isDue = true;
    void update();
  });
  document.addEventListener("visibilitychange", () => {
    if (isDue) void update();
  });
  addEventListener("pagehide", () => source.close());
}

async function renew(dress: () => void): Promise<void> {
  const answer = await fetch(location.href, { headers: { accept: "text/html" } });
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("main");
  const main = document.querySelector("main");
  if (!fresh || !main || fresh.querySelector("[data-broken]") || isWriting()) return;
  document.title = page.title;
  for (const root of [main, fresh]) nameLinks(root);
  void Idiomorph.morph(main, fresh.innerHTML, {
    morphStyle: "innerHTML",
    ignoreActiveValue: true,
    callbacks: { beforeNodeMorphed: (old: Node, next: Node) => keeps(old, next) },
  });
  for (const figure of document.querySelectorAll("[data-trend]")) figure.dispatchEvent(new Event("tarnish:arrived"));
  dress();
  const said = document.querySelector("[data-arrived]");
  if (said)
    said.textContent = `Updated ${new Intl.DateTimeFormat(undefined, { timeStyle: "medium" }).format(new Date())}.`;
}

/**
 * A link that leads where no other does is the same link wherever it stands: rows that come before it move it and the
 * focus on it, and do not take its place.
 */
function nameLinks(root: Element): void {
  const links = new Map<string, Element[]>();
  for (const link of root.querySelectorAll("a[href]")) {
    const href = link.getAttribute("href") ?? "";
    links.set(href, [...(links.get(href) ?? []), link]);
  }
  for (const [href, [link, ...others]] of links) if (link && others.length === 0) link.id ||= `to:${href}`;
}

/** False for what a hand or another script holds: a trend that is alive, tools of a chart. */
function keeps(old: Node, next: Node): boolean {
  if (!(old instanceof Element) || !(next instanceof Element)) return true;
  if (old instanceof HTMLDetailsElement && old.open) next.setAttribute("open", "");
  if (old.matches("ul[data-chart]")) return addresses(old) !== addresses(next);
  return !(old.matches("[data-trend]") && old.querySelector(".stage"));
}

const addresses = (list: Element): string =>
  [...list.querySelectorAll("a")].map((link) => link.getAttribute("href")).join("\n");

/** Who is writing is not disturbed. */
function isWriting(): boolean {
  const at = document.activeElement;
  return at instanceof HTMLInputElement || at instanceof HTMLTextAreaElement || at instanceof HTMLSelectElement;
}
