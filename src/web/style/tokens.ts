/** Colours as custom properties: light for print and by default, dark where the reader or the system wants it. */
import { DARK, LIGHT, type Palette } from "../../charts/theme.ts";

export function tokens(): string {
  const dark = `color-scheme:dark;--shadow:none;${declarations(DARK)}`;
  return `:root{color-scheme:light;--shadow:0 1px 2px rgb(20 26 34/.06);${declarations(LIGHT)}}
@media screen and (prefers-color-scheme:dark){:root:not([data-theme=light]){${dark}}}
@media screen{:root[data-theme=dark]{${dark}}}`;
}

function declarations(palette: Palette): string {
  return Object.entries(palette)
    .map(([name, colour]) => `--${name}:${colour}`)
    .join(";");
}
