// What the page knows: citizens, their messages, who is being typed to, the faults.

import { isVisible } from "./messages.js";

export class Store extends EventTarget {
  citizens = new Map();
  messages = new Map();
  typing = new Map();
  faults = {};
  business = "";

  /** Take over the whole state of the server. */
  reset(state) {
    this.business = state.business;
    this.citizens = new Map(state.citizens.map((citizen) => [citizen.id, citizen]));
    this.messages = new Map(state.citizens.map((citizen) => [citizen.id, new Map()]));
    this.faults = state.faults;
    for (const message of state.messages) this.messages.get(message.citizen)?.set(message.id, message);
    for (const [citizen, seconds] of Object.entries(state.typing)) this.setTyping(Number(citizen), seconds);
    this.tell("citizens");
    this.tell("faults");
    for (const citizen of this.citizens.keys()) this.tell("chat", citizen);
  }

  apply({ kind, body }) {
    if (kind === "message") this.setMessage(body);
    if (kind === "citizen") this.setCitizen(body);
    if (kind === "typing") this.setTyping(body.citizen, body.seconds);
    if (kind === "faults") {
      this.faults = body;
      this.tell("faults");
    }
  }

  setMessage(message) {
    if (!this.messages.has(message.citizen)) this.messages.set(message.citizen, new Map());
    this.messages.get(message.citizen).set(message.id, message);
    this.tell("chat", message.citizen);
    this.tell("unread", message.citizen);
  }

  setCitizen(citizen) {
    this.citizens.set(citizen.id, citizen);
    if (!this.messages.has(citizen.id)) this.messages.set(citizen.id, new Map());
    this.tell("citizens");
  }

  setTyping(citizen, seconds) {
    clearTimeout(this.typing.get(citizen));
    this.typing.delete(citizen);
    if (seconds > 0)
      this.typing.set(
        citizen,
        setTimeout(() => this.setTyping(citizen, 0), seconds * 1000),
      );
    this.tell("chat", citizen);
  }

  chat(citizen) {
    return [...(this.messages.get(citizen)?.values() ?? [])].sort((one, other) => one.seq - other.seq);
  }

  find(citizen, id) {
    return this.messages.get(citizen)?.get(id);
  }

  unread(citizen) {
    return this.chat(citizen).filter(
      (message) => !message.from_citizen && message.status === "delivered" && isVisible(message),
    ).length;
  }

  tell(kind, detail = null) {
    this.dispatchEvent(new CustomEvent(kind, { detail }));
  }
}
