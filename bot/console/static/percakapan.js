// A chat that stays where it is read while new lines come in.
"use strict";

const frame = document.getElementById("bingkai");
const words = document.getElementById("isi-pesan");
const NEAR_END = 80;
let before = null;

function toEnd() {
  frame.scrollTop = frame.scrollHeight;
}

function isAtEnd() {
  return frame.scrollHeight - frame.scrollTop - frame.clientHeight < NEAR_END;
}

function isBusy() {
  // A playing recording, a menu or a field inside the part that would be drawn anew.
  const playing = [...frame.querySelectorAll("audio, video")].some((media) => !media.paused);
  return playing || frame.querySelector("input:focus, select:focus, textarea:focus") !== null;
}

document.addEventListener("htmx:beforeRequest", (event) => {
  if (event.target.id === "isi-obrolan" && (document.hidden || isBusy())) event.preventDefault();
});

document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.target.id !== "isi-obrolan") return;
  before = {
    end: isAtEnd(),
    top: frame.scrollTop,
    open: [...frame.querySelectorAll("details[open][id]")].map((details) => details.id),
  };
});

document.addEventListener("htmx:afterSwap", () => {
  if (!before) return;
  before.open.forEach((id) => document.getElementById(id)?.setAttribute("open", ""));
  if (before.end) toEnd();
  else frame.scrollTop = before.top;
  before = null;
});

document.addEventListener("load", (event) => {
  // A picture that comes late pushes the end away.
  if (event.target.tagName === "IMG" && frame.contains(event.target) && isAtEndBut(event.target)) toEnd();
}, true);

function isAtEndBut(image) {
  return frame.scrollHeight - frame.scrollTop - frame.clientHeight < NEAR_END + image.clientHeight;
}

words?.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && words.value.trim()) {
    event.preventDefault();
    words.form.requestSubmit(words.form.querySelector("button.utama"));
  }
});

if (frame && !new URLSearchParams(location.search).has("sebelum")) toEnd();
