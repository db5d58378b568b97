// Moving through the list by keyboard, as in a mail program.
"use strict";

let chosen = -1;

function rows() {
  return [...document.querySelectorAll("ol.laporan > li > a")];
}

function choose(step) {
  const all = rows();
  if (!all.length) return;
  const now = all.indexOf(document.activeElement);
  chosen = Math.min(all.length - 1, Math.max(0, (now >= 0 ? now : chosen) + step));
  all[chosen].focus();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, select, textarea")) return;
  if (event.key === "j") choose(1);
  else if (event.key === "k") choose(-1);
  else if (event.key === "/") {
    document.getElementById("cari").focus();
    event.preventDefault();
  }
});

// A list that is drawn anew must not take the place of whoever is moving through it.
document.addEventListener("htmx:beforeSwap", (event) => {
  const now = rows().indexOf(document.activeElement);
  event.detail.keptAddress = now >= 0 ? document.activeElement.getAttribute("href") : null;
  document.body.dataset.tetap = event.detail.keptAddress ?? "";
});
document.addEventListener("htmx:afterSwap", () => {
  const kept = document.body.dataset.tetap;
  if (kept) rows().find((row) => row.getAttribute("href") === kept)?.focus({ preventScroll: true });
});
