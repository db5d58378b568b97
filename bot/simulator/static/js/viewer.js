// One photo over the whole window.

import { el } from "./dom.js";
import { icon } from "./icons.js";

export function openPhoto(address, caption) {
  const close = () => dialog.close();
  const closer = el(
    "button",
    { type: "button", class: "viewer-close", "aria-label": "Tutup foto", on: { click: close } },
    icon("close"),
  );
  const text = caption ? el("p", { class: "viewer-caption" }, caption) : null;
  const dialog = el(
    "dialog",
    { class: "viewer", "aria-label": "Foto" },
    closer,
    el("img", { src: address, alt: caption || "Foto" }),
    text,
  );
  dialog.addEventListener("close", () => dialog.remove());
  dialog.addEventListener("click", (event) => event.target === dialog && close());
  document.body.append(dialog);
  dialog.showModal();
}
