// Bottom sheets and full pages that cover one phone.

import { el } from "./dom.js";
import { icon } from "./icons.js";

/** Open a sheet over `phone`; returns { element, close }. `wide` covers the whole phone. */
export function openSheet(phone, { title, wide = false, onClose = () => {} }, ...content) {
  const before = document.activeElement;
  const close = () => {
    shade.remove();
    onClose();
    before?.focus?.();
  };
  const closer = el(
    "button",
    { type: "button", class: "sheet-close", "aria-label": "Tutup", on: { click: close } },
    icon("close"),
  );
  const heading = el("header", { class: "sheet-head" }, closer, el("h2", {}, title));
  const element = el(
    "section",
    { class: wide ? "sheet sheet-wide" : "sheet", role: "dialog", "aria-modal": "true", "aria-label": title },
    heading,
    ...content,
  );
  const shade = el(
    "div",
    { class: "shade", on: { keydown: (event) => leave(event, close, element) } },
    element,
  );
  shade.addEventListener("click", (event) => event.target === shade && close());
  phone.append(shade);
  (element.querySelector("[autofocus]") ?? closer).focus();
  return { element, close };
}

function leave(event, close, element) {
  if (event.key === "Escape") {
    event.stopPropagation();
    close();
  }
  if (event.key === "Tab") keepInside(event, element);
}

function keepInside(event, element) {
  const stops = [
    ...element.querySelectorAll("button, input, select, textarea, a[href], [tabindex='0']"),
  ].filter((stop) => !stop.disabled && !stop.hidden);
  const edge = event.shiftKey ? stops[0] : stops.at(-1);
  if (document.activeElement !== edge) return;
  event.preventDefault();
  (event.shiftKey ? stops.at(-1) : stops[0]).focus();
}
