// The line at the bottom of a phone: text, quote, attachments, voice.

import { el } from "./dom.js";
import { formatted } from "./formatting.js";
import { icon } from "./icons.js";
import { summary } from "./messages.js";
import { duration } from "./time.js";

const TALLEST_PX = 120;

/** `deeds` = { sendText(body, quote), sendVoice(seconds), attach(), citizen(), business }. */
export class Composer {
  #quoted = null;
  #recordedFrom = null;
  #clock = null;

  constructor(deeds) {
    this.deeds = deeds;
    this.text = el("textarea", {
      rows: 1,
      placeholder: "Ketik pesan",
      "aria-label": "Ketik pesan",
      maxlength: 65536,
      enterkeyhint: "send",
    });
    this.text.addEventListener("input", () => this.#grow());
    this.text.addEventListener("keydown", (event) => this.#key(event));
    this.quoteBar = el("div", { class: "quote-bar", hidden: true });
    this.recording = el("span", { class: "recording", hidden: true, role: "status" });
    this.cancel = this.#button("cancel-voice", "Batalkan pesan suara", "trash", () => this.#stopRecording());
    this.cancel.hidden = true;
    this.clip = this.#button("clip", "Lampirkan", "clip", () => deeds.attach());
    this.send = this.#button("send", "Pesan suara", "mic", () => this.#press());
    const pill = el("div", { class: "pill" }, this.cancel, this.recording, this.text, this.clip);
    this.element = el(
      "div",
      { class: "composer" },
      this.quoteBar,
      el("div", { class: "composer-line" }, pill, this.send),
    );
  }

  quote(message) {
    this.#quoted = message;
    const author = message.from_citizen ? "Anda" : this.deeds.business;
    const words = el(
      "span",
      { class: message.from_citizen ? "quote quote-mine" : "quote" },
      el("strong", {}, author),
      el("span", {}, ...formatted(summary(message), { linked: false })),
    );
    this.quoteBar.replaceChildren(
      words,
      this.#button("quote-cancel", "Batalkan balasan", "close", () => this.forgetQuote()),
    );
    this.quoteBar.hidden = false;
    this.text.focus();
  }

  /** The id of the quoted message, which is used up by this. */
  takeQuote() {
    const id = this.#quoted?.id ?? null;
    this.forgetQuote();
    return id;
  }

  forgetQuote() {
    this.#quoted = null;
    this.quoteBar.hidden = true;
  }

  clear() {
    this.text.value = "";
    this.forgetQuote();
    this.#stopRecording();
    this.#grow();
  }

  #button(kind, label, symbol, click) {
    return el(
      "button",
      { type: "button", class: `round ${kind}`, "aria-label": label, on: { click } },
      icon(symbol),
    );
  }

  #key(event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.#sendText();
  }

  #press() {
    if (this.text.value.trim()) return this.#sendText();
    return this.#recordedFrom === null ? this.#startRecording() : this.#sendRecording();
  }

  async #sendText() {
    const body = this.text.value.trim();
    if (!body) return;
    const quote = this.takeQuote();
    this.text.value = "";
    this.#grow();
    this.text.focus();
    const citizen = this.deeds.citizen();
    const sent = await this.deeds.sendText(body, quote);
    // Nothing typed may get lost; what has been written since then stays before it.
    if (!sent && citizen === this.deeds.citizen()) this.#putBack(body);
  }

  #putBack(body) {
    this.text.value = [body, this.text.value].filter(Boolean).join("\n");
    this.#grow();
  }

  #startRecording() {
    this.#recordedFrom = Date.now();
    this.#clock = setInterval(() => this.#tellTime(), 500);
    this.#tellTime();
    this.#grow();
  }

  #sendRecording() {
    const seconds = Math.max(1, Math.round((Date.now() - this.#recordedFrom) / 1000));
    this.#stopRecording();
    this.deeds.sendVoice(seconds);
  }

  #stopRecording() {
    clearInterval(this.#clock);
    this.#recordedFrom = null;
    this.#grow();
  }

  #tellTime() {
    this.recording.textContent = `${duration((Date.now() - this.#recordedFrom) / 1000)} merekam (contoh tanpa suara)`;
  }

  #grow() {
    const recording = this.#recordedFrom !== null;
    for (const part of [this.recording, this.cancel]) part.hidden = !recording;
    for (const part of [this.text, this.clip]) part.hidden = recording;
    const sends = recording || this.text.value.trim() !== "";
    this.send.replaceChildren(icon(sends ? "send" : "mic"));
    this.send.setAttribute("aria-label", sends ? "Kirim pesan" : "Pesan suara");
    this.text.style.height = "auto";
    this.text.style.height = `${Math.min(this.text.scrollHeight, TALLEST_PX)}px`;
  }
}
