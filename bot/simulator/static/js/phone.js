// One phone: whose it is, the chat, the composer.

import { Refusal, sendFiles, sendMessage, sendVoice } from "./api.js";
import { openAttachMenu, sendPlace } from "./attach.js";
import { Composer } from "./composer.js";
import { el } from "./dom.js";
import { icon } from "./icons.js";
import { openMessageMenu } from "./menu.js";
import { openSheet } from "./sheet.js";
import { Thread } from "./thread.js";

const NOTICE = "Ini simulator. Semua pesan tetap di komputer ini dan tidak dikirim lewat WhatsApp.";

export class Phone {
  constructor(store, citizen, onSwitch) {
    this.store = store;
    this.citizen = citizen;
    this.deeds = this.#deeds();
    this.thread = new Thread(this.deeds, NOTICE);
    this.composer = new Composer(this.deeds);
    this.switcher = el("select", {
      class: "switcher",
      "aria-label": "Ponsel milik",
      on: { change: () => onSwitch(this, Number(this.switcher.value)) },
    });
    this.identity = el("span", { class: "identity" });
    this.presence = el("span", { class: "presence", role: "status" }, "online");
    this.toast = el("p", { class: "toast", role: "alert", hidden: true });
    this.screen = el(
      "section",
      { class: "phone" },
      this.#header(),
      this.thread.element,
      this.composer.element,
      this.toast,
    );
    this.deeds.phone = this.screen;
    this.element = el(
      "div",
      { class: "holder" },
      el("div", { class: "holder-bar" }, this.switcher, this.identity),
      this.screen,
    );
  }

  /** Hand the phone to another citizen. */
  belongTo(citizen) {
    this.citizen = citizen;
    this.thread.clear();
    this.composer.clear();
    this.showCitizens();
    this.showChat();
  }

  showCitizens() {
    this.deeds.business = this.store.business;
    this.screen.querySelector(".contact-name").textContent = this.store.business;
    this.screen.querySelector(".avatar-business").textContent = initials(this.store.business);
    this.#showOptions([...this.store.citizens.values()].map(({ id, name }) => [id, this.#label(id, name)]));
    const { name, phone, user_id: userId, username } = this.store.citizens.get(this.citizen);
    this.screen.setAttribute("aria-label", `Ponsel ${name}`);
    this.identity.textContent = phone ? `+${phone}${userId ? "" : " · tanpa ID"}` : `@${username ?? userId}`;
    this.identity.title = [phone && `Nomor +${phone}`, userId && `ID ${userId}`].filter(Boolean).join(" · ");
  }

  showChat() {
    const isTyping = this.store.typing.has(this.citizen);
    this.presence.textContent = isTyping ? "sedang mengetik…" : "online";
    this.thread.show(this.store.chat(this.citizen), isTyping);
  }

  // An open list would close if it were filled anew without need.
  #showOptions(entries) {
    const about = JSON.stringify([this.citizen, entries]);
    if (this.switcher.dataset.about === about) return;
    this.switcher.dataset.about = about;
    this.switcher.replaceChildren(
      ...entries.map(([id, label]) => el("option", { value: id, selected: id === this.citizen }, label)),
    );
  }

  #label(id, name) {
    const unread = id === this.citizen ? 0 : this.store.unread(id);
    return unread ? `${name} (${unread} baru)` : name;
  }

  #header() {
    const menu = el(
      "button",
      { type: "button", class: "round", "aria-label": "Menu chat", on: { click: () => this.#openMenu() } },
      icon("menu"),
    );
    const names = el(
      "div",
      { class: "contact-words" },
      el("strong", { class: "contact-name" }, this.store.business),
      this.presence,
    );
    return el(
      "header",
      { class: "chat-head" },
      el("span", { class: "avatar avatar-business", "aria-hidden": "true" }),
      names,
      menu,
    );
  }

  #openMenu() {
    const change = () => {
      sheet.close();
      this.deeds.send({ type: "system" });
    };
    const button = el(
      "button",
      { type: "button", class: "menu-entry", on: { click: change } },
      icon("person"),
      "Ganti nomor HP warga ini",
    );
    const sheet = openSheet(this.screen, { title: "Menu chat" }, button);
  }

  #deeds() {
    const quoting = () => this.composer.takeQuote();
    return {
      business: this.store.business,
      citizen: () => this.citizen,
      quote: (message) => this.composer.quote(message),
      reveal: (id) => this.thread.reveal(id),
      openMenu: (message) => openMessageMenu(message, this.deeds),
      attach: () => openAttachMenu(this.deeds),
      sendPin: (quote) =>
        sendPlace(this.deeds, quote ?? quoting()).catch(() => this.#complain("Peta tidak tersedia.")),
      send: (fields) => this.#try(sendMessage(this.citizen, fields)),
      sendText: (body, quote) => this.#try(sendMessage(this.citizen, { type: "text", body, quote })),
      sendVoice: (seconds) => this.#try(sendVoice(this.citizen, seconds)),
      sendFiles: (kind, files, caption) =>
        this.#try(sendFiles(this.citizen, kind, files, { caption, quote: quoting() })),
    };
  }

  /** Whether it was sent; a complaint stands on the phone when it was not. */
  async #try(sending) {
    this.thread.toEnd();
    try {
      const sent = await sending;
      for (const message of [sent].flat()) this.store.setMessage(message);
      this.thread.toEnd();
      return true;
    } catch (error) {
      this.#complain(error instanceof Refusal ? error.message : "Pesan tidak terkirim. Periksa sambungan.");
      return false;
    }
  }

  #complain(text) {
    this.toast.textContent = text;
    this.toast.hidden = false;
    setTimeout(() => (this.toast.hidden = true), 4000);
  }
}

const initials = (name) =>
  name
    .split(" ")
    .slice(0, 2)
    .map((word) => word[0])
    .join("");
