// Finding a meaning by typing, and choosing with the keyboard. Without it every button is there all the same.
"use strict";

const form = document.getElementById("latih");
const search = document.getElementById("cari-maksud");
const groups = [...form.querySelectorAll(".pilih")];
const talk = document.getElementById("maksud-percakapan");

function buttons() {
  return [...form.querySelectorAll(".pilih button")];
}

function show() {
  const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  for (const button of buttons()) {
    const place = button.closest("li") ?? button;
    place.hidden = !words.every((word) => button.dataset.kata.includes(word));
  }
  for (const group of groups) {
    group.hidden = words.length > 0 && ![...group.querySelectorAll("button")].some(isShown);
  }
  talk.open = words.length > 0;
  buttons().forEach((button) => button.classList.toggle("utama", button === best()));
}

// A word of the name counts before one of the description.
function best() {
  const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  if (!words.length) return undefined;
  const shown = buttons().filter(isShown);
  return shown.find((button) => words.every((word) => button.textContent.toLowerCase().includes(word))) ?? shown[0];
}

function isShown(button) {
  return !(button.closest("li") ?? button).hidden;
}

search.addEventListener("input", show);
search.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    search.value = "";
    show();
  }
  if (event.key !== "Enter") return;
  event.preventDefault();
  best()?.click();
});

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select")) return;
  if (event.key === "/") {
    event.preventDefault();
    search.focus();
  } else if (/^[1-9]$/.test(event.key)) {
    form.querySelectorAll(".mungkin button")[Number(event.key) - 1]?.click();
  }
});

// Marked words are what people call a place.
const sentence = form.querySelector('textarea[name="kalimat"]');
const called = document.getElementById("sebutan");
sentence.addEventListener("select", () => {
  const marked = sentence.value.slice(sentence.selectionStart, sentence.selectionEnd).trim();
  if (marked.length <= called.maxLength) called.value = marked;
});

form.querySelector(".cari-maksud").hidden = false;
form.classList.add("bisa-ketik");
