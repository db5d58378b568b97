// Buttons and lists below a business message.

import { el } from "./dom.js";
import { icon } from "./icons.js";
import { replyButtons } from "./messages.js";
import { openSheet } from "./sheet.js";

/** The rows of buttons under a bubble; `deeds` says what pressing does. */
export function actionRows(message, chosen, deeds) {
  if (message.from_citizen) return [];
  const rows = replyButtons(message).map((choice) => replyRow(message, choice, chosen, deeds));
  if (message.type !== "interactive") return rows;
  const { type, action } = message.content.interactive;
  if (type === "list") rows.push(row(action.button, "list", () => openList(message, deeds)));
  if (type === "location_request_message")
    rows.push(row("Kirim lokasi", "pin", () => deeds.sendPin(message.id)));
  if (type === "cta_url") rows.push(linkRow(action.parameters));
  return rows;
}

function replyRow(message, choice, chosen, deeds) {
  const button = row(choice.title, "reply", () => deeds.send({ ...choice, quote: message.id }));
  if (chosen) button.classList.add(chosen === choice.id ? "chosen" : "passed");
  return button;
}

function row(label, symbol, press) {
  return el(
    "button",
    { type: "button", class: "action", on: { click: press } },
    icon(symbol),
    el("span", {}, label),
  );
}

function linkRow({ display_text: label, url }) {
  return el(
    "a",
    { class: "action", href: url, target: "_blank", rel: "noopener noreferrer" },
    icon("link"),
    el("span", {}, label),
  );
}

function openList(message, deeds) {
  const { action } = message.content.interactive;
  const name = `list-${message.seq}`;
  const send = el("button", { type: "submit", class: "primary", disabled: true }, "Kirim");
  const sections = action.sections.map((section) => listSection(section, name));
  const form = el(
    "form",
    { class: "list-form", on: { change: () => (send.disabled = false) } },
    el("div", { class: "list-rows" }, ...sections),
    send,
  );
  const sheet = openSheet(deeds.phone, { title: action.button }, form);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const id = new FormData(form).get(name);
    const chosen = action.sections.flatMap((section) => section.rows).find((one) => one.id === id);
    sheet.close();
    deeds.send({ type: "list_reply", ...chosen, quote: message.id });
  });
}

function listSection({ title, rows }, name) {
  return el(
    "fieldset",
    { class: "list-section" },
    title && el("legend", {}, title),
    ...rows.map((one) => listRow(one, name)),
  );
}

function listRow({ id, title, description }, name) {
  const words = el(
    "span",
    { class: "list-words" },
    el("span", {}, title),
    description && el("small", {}, description),
  );
  return el("label", { class: "list-row" }, words, el("input", { type: "radio", name, value: id }));
}
