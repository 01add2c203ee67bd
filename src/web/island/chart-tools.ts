/** Beside the addresses of a chart's data: copy a link, copy the picture, open it in the Vega editor. */

const EDITOR = "https://vega.github.io";

export function offerChartTools(): void {
  for (const list of document.querySelectorAll<HTMLElement>("ul.links[data-chart]")) {
    if (list.querySelector("button")) continue;
    const tool = (text: string, act: (said: (word: string) => void) => Promise<void>) => {
      const item = document.createElement("li");
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = text;
      const said = (word: string) => {
        button.textContent = word;
        setTimeout(() => (button.textContent = text), 2500);
      };
      button.addEventListener("click", () => void act(said).catch(() => said("Not possible here")));
      item.append(button);
      list.append(item);
    };
    const address = (kind: string) => list.querySelector<HTMLAnchorElement>(`a[href*=".${kind}"]`)?.href ?? "";
    tool("Copy link", async (said) => {
      await navigator.clipboard.writeText(location.href);
      said("Copied");
    });
    tool("Copy image", async (said) => {
      const png = fetch(address("png")).then((answer) => answer.blob());
      await navigator.clipboard.write([new ClipboardItem({ "image/png": png })]);
      said("Copied");
    });
    tool("Open in the Vega editor", async (said) => {
      said(openInEditor(await (await fetch(address("json"))).text()) ? "Opened" : "The browser forbade it");
    });
  }
}

/** The editor says when it is ready, by its own protocol: it is told the specification until it acknowledges. */
function openInEditor(spec: string): boolean {
  const editor = open(`${EDITOR}/editor/`);
  if (!editor) return false;
  let left = 40;
  const timer = setInterval(() => {
    if (left-- === 0) clearInterval(timer);
    editor.postMessage({ spec, mode: "vega-lite" }, EDITOR);
  }, 250);
  addEventListener("message", function heard(event) {
    if (event.source !== editor) return;
    clearInterval(timer);
    removeEventListener("message", heard);
  });
  return true;
}
