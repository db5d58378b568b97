// The dialog that adds a citizen.

import { Refusal, addCitizen } from "./api.js";
import { el } from "./dom.js";

const IDENTITIES = [
  ["both", "Nomor dan ID pengguna", "seperti kebanyakan warga"],
  ["phone", "Hanya nomor", "ID pengguna tidak ikut di webhook"],
  ["user_id", "Hanya ID pengguna", "warga memakai nama pengguna, nomornya tersembunyi"],
];

/** Ask for a new citizen; calls `onAdded(citizen)`. */
export function openNewcomer(onAdded) {
  const choices = IDENTITIES.map(([value, label, hint], index) =>
    el(
      "label",
      { class: "choice" },
      el("input", { type: "radio", name: "identity", value, checked: index === 0 }),
      el("span", {}, label, el("small", {}, hint)),
    ),
  );
  const problem = el("p", { class: "problem", role: "alert" });
  const form = el(
    "form",
    { class: "newcomer" },
    el("h2", {}, "Warga baru"),
    el(
      "label",
      { class: "field" },
      "Nama di WhatsApp",
      el("input", { name: "name", required: true, maxlength: 60, autofocus: true, autocomplete: "off" }),
    ),
    el("fieldset", {}, el("legend", {}, "Dikenal bot lewat"), ...choices),
    el(
      "label",
      { class: "field" },
      "Nomor (boleh kosong)",
      el("input", { name: "phone", inputmode: "tel", placeholder: "0812…", autocomplete: "off" }),
    ),
    problem,
    el(
      "div",
      { class: "dialog-buttons" },
      el("button", { type: "button", on: { click: () => dialog.close() } }, "Batal"),
      el("button", { type: "submit", class: "primary" }, "Tambah"),
    ),
  );
  const dialog = el("dialog", { class: "dialog", "aria-label": "Warga baru" }, form);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      onAdded(await addCitizen(Object.fromEntries(new FormData(form))));
      dialog.close();
    } catch (error) {
      problem.textContent = error instanceof Refusal ? error.message : "Warga tidak dapat ditambah.";
    }
  });
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
