// Follows the events of the server by long polling and says which chats are on the screen.

import { loadEvents, loadState } from "./api.js";

export class Feed {
  #store;
  #shown;
  #onConnection;
  #abort = new AbortController();

  constructor(store, shown, onConnection) {
    this.#store = store;
    this.#shown = shown;
    this.#onConnection = onConnection;
  }

  /** Ask again at once, because other chats are on the screen now. */
  refresh() {
    this.#abort.abort();
  }

  async run() {
    for (;;) {
      try {
        const state = await loadState();
        this.#store.reset(state);
        await this.#follow(state.epoch, state.newest);
      } catch {
        this.#onConnection(false);
        await new Promise((resolve) => setTimeout(resolve, 1000));
      }
    }
  }

  async #follow(epoch, newest) {
    let after = newest;
    for (;;) {
      this.#onConnection(true);
      const answer = await this.#poll(epoch, after);
      if (answer?.reset) return;
      for (const event of answer?.events ?? []) this.#store.apply(event);
      after = answer?.newest ?? after;
    }
  }

  async #poll(epoch, after) {
    this.#abort = new AbortController();
    const open = document.hidden ? [] : this.#shown();
    try {
      return await loadEvents({ after, epoch, open, signal: this.#abort.signal });
    } catch (error) {
      if (error.name === "AbortError") return null;
      throw error;
    }
  }
}
