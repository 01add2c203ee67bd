import { expect, test } from "vitest";
import { TidyMarkup } from "../../../src/render/tidy-markup.ts";

test("a picture is written without what nobody reads or sees", () => {
  const markup = new TidyMarkup();
  markup.open("g", { class: "mark-rect", "clip-path": null }, { role: "graphics-object", "aria-hidden": true });
  markup.open("path", { class: "background", "aria-hidden": true, d: "M0,0" }).close();
  markup.open("path", undefined, { d: "M1.23456,2", opacity: 1, fill: "var(--ink)" }).close();
  markup.open("path", { opacity: 0.5 }).close();
  expect(String(markup.close())).toBe('<g><path d="M1.2,2" fill="var(--ink)"/><path opacity="0.5"/></g>');
});

test("what is pointed at says its words, and words are never markup", () => {
  const markup = new TidyMarkup();
  markup.open("g", { class: "mark-rect role-mark hits_marks" }, { "pointer-events": "none" });
  markup.open("path", { "aria-label": 'a "b"\n<script>', role: "graphics-symbol", d: "M0,0" }).close();
  markup.close();
  markup.open("text", { fill: '"><script>' });
  markup.text("<b> & c").close();
  markup.open("text", {}).text("").close();
  expect(String(markup)).toBe(
    '<g class="hits" pointer-events="all"><path d="M0,0"><title>a &quot;b&quot;&#xA;&lt;script&gt;</title></path></g>' +
      '<text fill="&quot;&gt;&lt;script&gt;">&lt;b&gt; &amp; c</text><text/>',
  );
});
