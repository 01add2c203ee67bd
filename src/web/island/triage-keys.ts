/**
 * Triage without a mouse: j and k go from one regression to the next, the letters on the buttons press those of the one
 * that has the focus, and of no other. After a form the address names the one to go on from, which is focused.
 */

export function triageKeys(): void {
  const list = document.querySelector<HTMLElement>("[data-triage]");
  if (!list) return;
  const named = [...list.querySelectorAll<HTMLElement>("[data-item]")].find(({ id }) => location.hash === `#${id}`);
  named?.focus();
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isWriting(event.target)) return;
    const items = [...list.querySelectorAll<HTMLElement>("[data-item]")];
    const focused = items.findIndex((item) => item.contains(document.activeElement));
    const at = focused < 0 ? items.findIndex((item) => item.matches(":target")) : focused;
    const isDone = STEPS.has(event.key) ? step(items, at, STEPS.get(event.key) ?? 0) : press(items[focused], event.key);
    if (isDone) event.preventDefault();
  });
}

const STEPS = new Map([
  ["j", 1],
  ["k", -1],
]);

function step(items: readonly HTMLElement[], at: number, by: number): boolean {
  const next = items[at < 0 ? 0 : at + by];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
  return next !== undefined;
}

function press(item: HTMLElement | undefined, key: string): boolean {
  const pressed = item?.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`);
  if (!pressed) return false;
  if (pressed instanceof HTMLButtonElement || pressed instanceof HTMLAnchorElement) pressed.click();
  else pressed.focus();
  return true;
}

const isWriting = (target: EventTarget | null): boolean =>
  target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
