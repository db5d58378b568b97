// The little the pages do by themselves; everything works without it, only less smoothly.
"use strict";

const WIDE = matchMedia("(min-width: 64rem)");

function openMenuOnWideScreens() {
  const menu = document.querySelector("details.menu");
  if (menu && WIDE.matches) menu.open = true;
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  const question = event.submitter?.dataset.tanya ?? form.dataset.tanya;
  if (question && !confirm(question)) {
    event.preventDefault();
    return;
  }
  // A second press must not do the deed twice.
  if (form.method === "post" && !form.hasAttribute("hx-post")) {
    setTimeout(() => form.querySelectorAll("button").forEach((button) => { button.disabled = true; }));
  }
});

window.addEventListener("pageshow", () => {
  document.querySelectorAll("form button:disabled:not([data-mati])").forEach((button) => { button.disabled = false; });
});

openMenuOnWideScreens();
WIDE.addEventListener("change", openMenuOnWideScreens);
