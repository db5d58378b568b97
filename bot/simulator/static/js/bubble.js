// One message as a bubble in the chat.

import { attachment } from "./attachments.js";
import { el } from "./dom.js";
import { formatted, isOnlyEmoji } from "./formatting.js";
import { icon, ticks } from "./icons.js";
import { actionRows } from "./interactive.js";
import { bodyText, summary } from "./messages.js";
import { clock } from "./time.js";

const LONG_TEXT = 780;
// A bubble is drawn anew when its ticks change: what was opened stays open.
const opened = new Set();
const NOTICES = {
  unsupported: "Pesan ini tidak didukung",
  system: "Nomor WhatsApp diganti",
  order: "🛒 Pesanan",
  unknown: "Pesan jenis lain",
};

/**
 * The element for one message. `surroundings` = { first, chosen, quoted }: whether it opens a group of
 * the same author, which of its choices was pressed, and the message it answers.
 */
export function bubble(message, surroundings, deeds) {
  if (message.status === "failed") return failure(message);
  if (message.type === "system") return el("p", { class: "chip" }, "Warga ini berganti nomor");
  const side = message.from_citizen ? "mine" : "theirs";
  const shape = ["bubble", `bubble-${message.type}`, surroundings.first ? "first" : ""].join(" ").trim();
  const box = el(
    "div",
    { class: shape, on: { dblclick: () => deeds.quote(message) } },
    ...inside(message, surroundings, deeds),
  );
  const rows = actionRows(message, surroundings.chosen, deeds);
  const actions = rows.length ? el("div", { class: "actions" }, ...rows) : null;
  const name = message.from_citizen ? "Anda" : deeds.business;
  return el(
    "article",
    { class: `message ${side}`, "data-id": message.id, "aria-label": `${name}, ${clock(message.at)}` },
    box,
    actions,
    reactions(message),
  );
}

function inside(message, { quoted }, deeds) {
  if (message.type === "deleted")
    return [el("p", { class: "deleted" }, icon("no"), "Pesan ini telah dihapus"), meta(message)];
  const text = bodyText(message);
  const more = el(
    "button",
    {
      type: "button",
      class: "bubble-more",
      "aria-label": "Pilihan pesan",
      on: { click: () => deeds.openMenu(message) },
    },
    icon("down"),
  );
  return [
    message.content.context?.forwarded && el("p", { class: "forwarded" }, icon("reply"), "Diteruskan"),
    quoted && quote(quoted, deeds),
    attachment(message),
    text ? words(text, message.id) : notice(message),
    footer(message),
    meta(message),
    more,
  ];
}

const notice = ({ type }) => NOTICES[type] && el("p", { class: "words notice" }, NOTICES[type]);

function words(text, id) {
  if (isOnlyEmoji(text)) return el("p", { class: "words big-emoji" }, text);
  if (text.length <= LONG_TEXT || opened.has(id)) return el("p", { class: "words" }, ...formatted(text));
  const space = text.lastIndexOf(" ", LONG_TEXT);
  const cut = space > LONG_TEXT / 2 ? space : LONG_TEXT;
  const paragraph = el("p", { class: "words" }, ...formatted(text.slice(0, cut)), "… ");
  const whole = () => {
    opened.add(id);
    paragraph.replaceChildren(...formatted(text));
  };
  paragraph.append(
    el("button", { type: "button", class: "read-more", on: { click: whole } }, "Baca selengkapnya"),
  );
  return paragraph;
}

function footer({ content }) {
  const text = content.interactive?.footer?.text;
  return text ? el("p", { class: "footer" }, text) : null;
}

function meta(message) {
  const edited = message.content.edited ? "Diedit " : "";
  return el(
    "span",
    { class: "meta" },
    edited,
    el("time", {}, clock(message.at)),
    message.from_citizen ? ticks(message.status) : null,
  );
}

export function quote(quoted, deeds) {
  const author = quoted.from_citizen ? "Anda" : deeds.business;
  const side = quoted.from_citizen ? "quote quote-mine" : "quote";
  return el(
    "button",
    {
      type: "button",
      class: side,
      "aria-label": `Balasan untuk ${author}`,
      on: { click: () => deeds.reveal(quoted.id) },
    },
    el("strong", {}, author),
    el("span", {}, ...formatted(summary(quoted), { linked: false })),
  );
}

function reactions(message) {
  const given = [...new Set(Object.values(message.reactions))];
  return given.length ? el("span", { class: "reactions", "aria-label": "Reaksi" }, given.join("")) : null;
}

function failure({ error }) {
  const code = error ? `${error.code} ${error.title}` : "";
  return el("p", { class: "chip chip-failed" }, icon("alert"), `Pesan bot tidak sampai: ${code}`);
}
