// The scrolling chat of one phone; redraws only the bubbles that changed.

import { album, gathered } from "./album.js";
import { bubble } from "./bubble.js";
import { el } from "./dom.js";
import { icon } from "./icons.js";
import { isVisible, pressedChoices } from "./messages.js";
import { dayName } from "./time.js";

const NEAR_PX = 120;

export class Thread {
  #drawn = new Map();
  // Photos and maps grow after they were put in: who stood at the end stays there.
  #atEnd = true;

  constructor(deeds, notice) {
    this.deeds = deeds;
    this.notice = el("p", { class: "chip chip-notice" }, notice);
    this.typing = el(
      "div",
      { class: "typing-bubble", hidden: true, "aria-hidden": "true" },
      el("i"),
      el("i"),
      el("i"),
    );
    this.list = el("div", {
      class: "thread-list",
      role: "log",
      "aria-live": "polite",
      "aria-label": "Percakapan",
    });
    this.scroller = el(
      "div",
      { class: "thread", tabindex: "0", "aria-label": "Isi chat", role: "group" },
      this.list,
    );
    this.jump = el(
      "button",
      {
        type: "button",
        class: "jump",
        "aria-label": "Ke pesan terbaru",
        hidden: true,
        on: { click: () => this.toEnd() },
      },
      icon("down"),
    );
    this.scroller.addEventListener("scroll", () => this.#scrolled());
    const growth = new ResizeObserver(() => this.#atEnd && this.toEnd());
    for (const part of [this.list, this.scroller]) growth.observe(part);
    this.element = el("div", { class: "thread-frame" }, this.scroller, this.jump);
  }

  /** Show another chat: nothing of the former one stays. */
  clear() {
    this.#drawn.clear();
    this.list.replaceChildren();
    this.#atEnd = true;
  }

  show(messages, isTyping) {
    this.typing.hidden = !isTyping;
    const elements = this.#items(messages).map((item) => this.#element(item));
    this.#arrange([this.notice, ...elements, this.typing]);
    if (this.#atEnd) this.toEnd();
  }

  toEnd() {
    this.#atEnd = true;
    this.scroller.scrollTop = this.scroller.scrollHeight;
  }

  reveal(id) {
    const found = this.list.querySelector(`[data-id="${CSS.escape(id)}"]`);
    found?.scrollIntoView({ block: "center", behavior: "smooth" });
    found?.classList.add("revealed");
    setTimeout(() => found?.classList.remove("revealed"), 1200);
  }

  #items(messages) {
    const pressed = pressedChoices(messages);
    const known = new Map(messages.map((message) => [message.id, message]));
    const items = [];
    let day = null;
    let author = null;
    for (const entry of gathered(messages.filter(isVisible))) {
      const head = Array.isArray(entry) ? entry[0] : entry;
      const today = dayName(head.at);
      if (today !== day)
        items.push({
          key: `day ${today}`,
          make: () => el("p", { class: "chip chip-day" }, today),
          about: today,
        });
      const first = today !== day || head.from_citizen !== author;
      items.push(
        this.#item(entry, head, { first, chosen: pressed.get(head.id), quoted: known.get(head.context) }),
      );
      [day, author] = [today, head.from_citizen];
    }
    return items;
  }

  #item(entry, head, surroundings) {
    const make = Array.isArray(entry)
      ? () => album(entry, surroundings.first)
      : () => bubble(entry, surroundings, this.deeds);
    return {
      key: head.id,
      make,
      about: JSON.stringify([entry, surroundings.first, surroundings.chosen, surroundings.quoted?.type]),
    };
  }

  #element({ key, make, about }) {
    const before = this.#drawn.get(key);
    if (before?.about === about) return before.element;
    const element = make();
    this.#drawn.set(key, { about, element });
    return element;
  }

  #arrange(elements) {
    const wanted = new Set(elements);
    for (const child of [...this.list.children]) if (!wanted.has(child)) child.remove();
    elements.forEach((element, index) => {
      if (this.list.children[index] !== element)
        this.list.insertBefore(element, this.list.children[index] ?? null);
    });
  }

  #scrolled() {
    const { scrollHeight, scrollTop, clientHeight } = this.scroller;
    this.#atEnd = scrollHeight - scrollTop - clientHeight < NEAR_PX;
    this.jump.hidden = this.#atEnd;
  }
}
