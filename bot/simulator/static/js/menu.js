// What can be done with one message: react, quote, delete.

import { el } from "./dom.js";
import { icon } from "./icons.js";
import { openSheet } from "./sheet.js";

const EMOJI = ["👍", "❤️", "😂", "😮", "😢", "🙏"];

export function openMessageMenu(message, deeds) {
  const given = message.reactions.citizen;
  const react = (emoji) =>
    deeds.send({ type: "reaction", message_id: message.id, emoji: emoji === given ? "" : emoji });
  const faces = EMOJI.map((emoji) =>
    el(
      "button",
      {
        type: "button",
        "aria-label": `Reaksi ${emoji}`,
        "aria-pressed": String(emoji === given),
        on: { click: () => choose(() => react(emoji)) },
      },
      emoji,
    ),
  );
  const entries = [entry("reply", "Balas", () => choose(() => deeds.quote(message)))];
  if (message.from_citizen) {
    const erase = () => deeds.send({ type: "revoke", message_id: message.id });
    entries.push(entry("trash", "Hapus untuk semua orang", () => choose(erase)));
  }
  const sheet = openSheet(
    deeds.phone,
    { title: "Pilihan pesan" },
    el("div", { class: "faces" }, ...faces),
    ...entries,
  );
  const choose = (act) => {
    sheet.close();
    act();
  };
}

function entry(symbol, label, click) {
  return el("button", { type: "button", class: "menu-entry", on: { click } }, icon(symbol), label);
}
