// Four or more photos in a row become one grid, as on a phone.

import { photo } from "./attachments.js";
import { el } from "./dom.js";
import { ticks } from "./icons.js";
import { clock } from "./time.js";

const FEWEST = 4;
const TOGETHER_SECONDS = 60;

/** Cut a chat into items: single messages and arrays of photos that belong together. */
export function gathered(messages) {
  const items = [];
  for (let from = 0; from < messages.length;) {
    let to = from + 1;
    while (to < messages.length && belong(messages[to - 1], messages[to])) to += 1;
    const run = messages.slice(from, to);
    if (run.length >= FEWEST) items.push(run);
    else items.push(...run);
    from = to;
  }
  return items;
}

function belong(one, next) {
  const photos = [one, next].every(
    ({ type, context, reactions }) => type === "image" && !context && !Object.keys(reactions).length,
  );
  return (
    photos &&
    !next.content.image.caption &&
    one.from_citizen === next.from_citizen &&
    next.at - one.at < TOGETHER_SECONDS
  );
}

export function album(photos, first) {
  const shown = photos.slice(0, FEWEST).map((message) => photo(message.content.image));
  const hidden = photos.length - FEWEST;
  if (hidden > 0) shown.at(-1).append(el("span", { class: "album-more" }, `+${hidden}`));
  const last = photos.at(-1);
  const status = photos.some(({ status }) => status === "sent") ? "sent" : last.status;
  const meta = el(
    "span",
    { class: "meta" },
    el("time", {}, clock(last.at)),
    last.from_citizen ? ticks(status) : null,
  );
  const caption = photos[0].content.image.caption;
  const words = caption ? el("p", { class: "words" }, caption) : null;
  const box = el(
    "div",
    { class: `bubble bubble-image bubble-album ${first ? "first" : ""}` },
    el("div", { class: "album" }, ...shown),
    words,
    meta,
  );
  return el(
    "article",
    {
      class: `message ${last.from_citizen ? "mine" : "theirs"}`,
      "data-id": photos[0].id,
      "aria-label": `${photos.length} foto, ${clock(last.at)}`,
    },
    box,
  );
}
