// The menu behind the paper clip.

import { el } from "./dom.js";
import { icon } from "./icons.js";
import { choosePhotos } from "./photos.js";
import { choosePin } from "./pin.js";
import { sampleDocument, sampleSticker } from "./samples.js";
import { openSheet } from "./sheet.js";

/** `deeds` = { phone, sendFiles(kind, files, caption), sendPin(), sendVoice(seconds) }. */
export function openAttachMenu(deeds) {
  const entries = [
    [
      "photo",
      "Foto",
      "violet",
      () => pickFiles("image/jpeg,image/png", (files) => choosePhotos(deeds, files)),
    ],
    ["camera", "Foto contoh", "pink", () => choosePhotos(deeds, [])],
    ["pin", "Lokasi", "green", () => deeds.sendPin(null)],
    ["document", "Dokumen", "blue", () => pickFiles("", (files) => deeds.sendFiles("document", files))],
    ["document", "Dokumen contoh", "blue", async () => deeds.sendFiles("document", [sampleDocument()])],
    ["mic", "Suara contoh", "orange", () => deeds.sendVoice(7)],
    ["play", "Video", "pink", () => pickFiles("video/*", (files) => deeds.sendFiles("video", files))],
    ["sticker", "Stiker", "teal", async () => deeds.sendFiles("sticker", [await sampleSticker()])],
    [
      "person",
      "Kontak",
      "violet",
      () => deeds.send({ type: "contacts", name: "Ketua RT", phone: "628001234567" }),
    ],
  ];
  const buttons = entries.map(([symbol, label, colour, act]) =>
    entry(symbol, label, colour, () => choose(act)),
  );
  const sheet = openSheet(
    deeds.phone,
    { title: "Lampirkan" },
    el("div", { class: "attach-grid" }, ...buttons),
  );
  const choose = (act) => {
    sheet.close();
    act();
  };
}

function entry(symbol, label, colour, click) {
  return el(
    "button",
    { type: "button", class: "attach-entry", on: { click } },
    el("span", { class: `attach-icon ${colour}` }, icon(symbol)),
    label,
  );
}

function pickFiles(accept, use) {
  const input = el("input", {
    type: "file",
    multiple: true,
    accept,
    class: "file-input",
    "aria-label": "Pilih berkas",
  });
  input.addEventListener("change", () => {
    if (input.files.length) use([...input.files]);
    input.remove();
  });
  input.addEventListener("cancel", () => input.remove());
  document.body.append(input);
  input.click();
}

export const sendPlace = (deeds, quote) =>
  choosePin(deeds.phone, (place) => deeds.send({ type: "location", ...place, quote }));
