// A figure that the server drew, shown as a picture, so that nothing in it can act on the page.
import { el } from "./app.js";

const titleOf = (svg) => new DOMParser().parseFromString(svg, "image/svg+xml").querySelector("title")?.textContent || "";

// picture() -> {node, show(svg)}: the next picture takes the place of the last once it can be seen, so nothing flickers.
export function picture() {
  const img = el("img", { class: "figure", alt: "", hidden: true });
  let now = null, shown = null;
  async function show(svg) {
    if (svg === now) return;
    now = svg;
    img.hidden = !svg;
    if (!svg) return;
    const url = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" })), next = new Image();
    next.src = url;
    await next.decode().catch(() => {});
    if (svg !== now) return URL.revokeObjectURL(url);
    img.src = url;
    img.alt = titleOf(svg);
    if (shown) URL.revokeObjectURL(shown);
    shown = url;
  }
  return { node: el("div", { class: "scroll", tabindex: "0" }, img), show };
}
