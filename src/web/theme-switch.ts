/**
 * The only script of the pages, as text: remembers a choice of light or dark and offers the switch. It runs in the head
 * before anything is painted, so that a page never flashes; without it the system's preference holds.
 */
export const THEME_SWITCH = `(() => {
  const key = "tarnish-theme";
  const choices = ["system", "light", "dark"];
  const read = () => { try { return localStorage.getItem(key) ?? "system"; } catch { return "system"; } };
  const show = (choice) => {
    if (choice === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = choice;
  };
  let choice = choices.includes(read()) ? read() : "system";
  show(choice);
  document.addEventListener("DOMContentLoaded", () => {
    const button = document.querySelector("[data-theme-switch]");
    if (!button) return;
    const label = () => { button.textContent = "Theme: " + choice; };
    label();
    button.hidden = false;
    button.addEventListener("click", () => {
      choice = choices[(choices.indexOf(choice) + 1) % choices.length];
      try { localStorage.setItem(key, choice); } catch { /* Without storage the choice lasts for this page. */ }
      show(choice);
      label();
    });
  });
})();
`;
