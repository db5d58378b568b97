// The drawer with the switches that make WhatsApp misbehave.

import { setFaults } from "./api.js";
import { el } from "./dom.js";

const GROUPS = [
  [
    "Pesan ke bot (webhook)",
    [
      ["delay_seconds", "Tunda", "detik", "setiap webhook datang terlambat"],
      ["duplicate", "Kirim dua kali", "", "setiap webhook datang dua kali, sama persis"],
      ["out_of_order", "Urutan tertukar", "", "webhook ditahan sampai didahului yang berikutnya"],
      ["webhook_down", "Bot tidak terjangkau", "kali", "webhook hilang sekian kali, lalu dikirim ulang"],
    ],
  ],
  [
    "Pesan dari bot (Graph API)",
    [
      ["throttle_sends", "Terlalu cepat (429)", "kali", "jawaban 429 dengan kode 131056"],
      ["break_sends", "Rusak (500)", "kali", "jawaban 500 dengan kode 131000"],
      ["undeliverable", "Tidak dapat diantar", "kali", "berakhir gagal dengan kode 131026"],
      ["window_closed", "Jendela 24 jam tertutup", "", "selain templat gagal dengan kode 131047"],
      ["expire_media", "Alamat foto kedaluwarsa", "kali", "alamat unduhan langsung tidak berlaku"],
    ],
  ],
  ["Warga", [["auto_read", "Baca otomatis", "", "pesan dibaca walau chat tidak terbuka"]]],
];
const CALM = {
  delay_seconds: 0,
  duplicate: false,
  out_of_order: false,
  webhook_down: 0,
  throttle_sends: 0,
  break_sends: 0,
  undeliverable: 0,
  window_closed: false,
  expire_media: 0,
  auto_read: false,
};

export class FaultDrawer {
  #inputs = new Map();

  constructor(store, drawer, button) {
    this.store = store;
    this.drawer = drawer;
    this.button = button;
    const close = el(
      "button",
      { type: "button", class: "bench-button", on: { click: () => this.toggle(false) } },
      "Tutup",
    );
    const calm = el(
      "button",
      { type: "button", class: "bench-button", on: { click: () => setFaults(CALM) } },
      "Matikan semua",
    );
    const groups = GROUPS.map(([title, rows]) =>
      el("fieldset", {}, el("legend", {}, title), ...rows.map((row) => this.#row(...row))),
    );
    drawer.append(el("header", {}, el("h2", {}, "Gangguan"), close), ...groups, calm);
    drawer.addEventListener("keydown", (event) => event.key === "Escape" && this.toggle(false));
    button.addEventListener("click", () => this.toggle(drawer.hidden));
    store.addEventListener("faults", () => this.#show());
  }

  toggle(open) {
    this.drawer.hidden = !open;
    this.button.setAttribute("aria-expanded", String(open));
    (open ? this.drawer.querySelector("button") : this.button).focus();
  }

  #row(name, label, unit, hint) {
    const input = unit
      ? el("input", { type: "number", min: 0, max: 1000, step: name === "delay_seconds" ? 0.5 : 1, value: 0 })
      : el("input", { type: "checkbox", role: "switch" });
    input.addEventListener("change", () =>
      setFaults({ [name]: unit ? input.valueAsNumber || 0 : input.checked }),
    );
    this.#inputs.set(name, input);
    return el(
      "label",
      { class: "fault" },
      el("span", {}, label, el("small", {}, hint)),
      el("span", { class: "fault-value" }, input, unit),
    );
  }

  #show() {
    const faults = this.store.faults;
    for (const [name, input] of this.#inputs) {
      if (input.type === "checkbox") input.checked = faults[name];
      else if (input !== document.activeElement) input.value = faults[name];
    }
    const active = Object.entries(faults).filter(([name, value]) => value && name !== "auto_read").length;
    this.button.textContent = active ? `Gangguan (${active})` : "Gangguan";
    this.button.classList.toggle("alarm", active > 0);
  }
}
