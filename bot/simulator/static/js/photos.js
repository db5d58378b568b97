// The page on which photos are looked over, given a caption and sent.

import { el } from "./dom.js";
import { icon } from "./icons.js";
import { SCENES, samplePhoto } from "./samples.js";
import { openSheet } from "./sheet.js";

/** Show the chosen files, offer drawn samples besides, and send all of them together. */
export function choosePhotos(deeds, files) {
  const tray = new PhotoTray(files);
  const sheet = openSheet(
    deeds.phone,
    { title: files.length ? "Kirim foto" : "Foto contoh", wide: true, onClose: () => tray.clear() },
    tray.element,
  );
  tray.element.addEventListener("submit", (event) => {
    event.preventDefault();
    const chosen = [...tray.files];
    sheet.close();
    deeds.sendFiles("image", chosen, tray.caption.value.trim());
  });
}

class PhotoTray {
  #addresses = [];

  constructor(files) {
    this.files = files;
    this.strip = el("div", { class: "tray", "aria-label": "Foto yang akan dikirim" });
    this.caption = el("input", {
      class: "tray-caption",
      placeholder: "Tambah keterangan…",
      "aria-label": "Keterangan foto",
      maxlength: 1024,
    });
    this.send = el(
      "button",
      { type: "submit", class: "round send", "aria-label": "Kirim foto" },
      icon("send"),
    );
    const samples = Object.entries(SCENES).map(([scene, label]) => this.#sample(scene, label));
    this.element = el(
      "form",
      { class: "photo-form" },
      this.strip,
      el("div", { class: "samples", role: "group", "aria-label": "Foto contoh" }, ...samples),
      el("div", { class: "composer-line" }, this.caption, this.send),
    );
    this.#show();
  }

  clear() {
    this.#addresses.forEach((address) => URL.revokeObjectURL(address));
  }

  #sample(scene, label) {
    const add = async () => {
      const drawn = await samplePhoto(scene);
      this.files = [...this.files, drawn];
      this.#show();
    };
    return el("button", { type: "button", class: "sample", on: { click: add } }, icon("plus"), label);
  }

  #show() {
    this.clear();
    this.#addresses = this.files.map((file) => URL.createObjectURL(file));
    const empty = el("p", { class: "tray-empty" }, "Pilih satu atau beberapa foto contoh di bawah ini.");
    this.strip.replaceChildren(
      ...(this.files.length ? this.files.map((_, index) => this.#thumb(index)) : [empty]),
    );
    this.send.disabled = this.files.length === 0;
  }

  #thumb(index) {
    const remove = () => {
      this.files = this.files.filter((_, one) => one !== index);
      this.#show();
    };
    const button = el(
      "button",
      { type: "button", class: "round", "aria-label": `Hapus foto ${index + 1}`, on: { click: remove } },
      icon("close"),
    );
    return el(
      "figure",
      { class: "tray-photo" },
      el("img", { src: this.#addresses[index], alt: `Foto ${index + 1}` }),
      button,
    );
  }
}
