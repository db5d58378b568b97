// Line icons on a 24 × 24 grid, drawn for this page.

import { svg } from "./dom.js";

const LINES = {
  alert: "M12 4 2.5 20h19zM12 10v4.5M12 17.3v.2",
  back: "M15 5l-7 7 7 7",
  camera: "M4 8h3.5l1.5-2.5h6L16.5 8H20v11H4zM12 17a3.7 3.7 0 1 0 0-7.4 3.7 3.7 0 0 0 0 7.4z",
  clip: "M19 11.5l-7.3 7.3a4.6 4.6 0 0 1-6.5-6.5l8-8a3.1 3.1 0 0 1 4.4 4.4l-7.9 7.9a1.5 1.5 0 0 1-2.2-2.2l7-7",
  close: "M6 6l12 12M18 6L6 18",
  document: "M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6",
  down: "M5 9l7 7 7-7",
  link: "M14 5h5v5M19 5l-8 8M17 14v5H5V7h5",
  list: "M4 7h.1M4 12h.1M4 17h.1M8 7h12M8 12h12M8 17h12",
  menu: "M12 5.5v.1M12 12v.1M12 18.5v.1",
  mic: "M12 4a2.7 2.7 0 0 1 2.7 2.7v5a2.7 2.7 0 0 1-5.4 0v-5A2.7 2.7 0 0 1 12 4zM6 11.5a6 6 0 0 0 12 0M12 17.5V21",
  minus: "M6 12h12",
  no: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM5.8 5.8l12.4 12.4",
  pause: "M8 5v14M16 5v14",
  person: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20c.8-4 4-6 7.5-6s6.7 2 7.5 6",
  photo: "M4 5h16v14H4zM4 16l5-5 4.5 4.5L16 13l4 4M15.5 9.3v.1",
  pin: "M12 21s-6.5-6-6.5-11a6.5 6.5 0 0 1 13 0c0 5-6.5 11-6.5 11zM12 12.2a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4z",
  play: "M8 5l11 7-11 7z",
  plus: "M12 5v14M5 12h14",
  reply: "M10 6L4 12l6 6M4.5 12H14c4 0 6 2.2 6 6.5",
  send: "M4 12L4 5l17 7-17 7v-7h9",
  sticker:
    "M20 13V7a3 3 0 0 0-3-3H7a3 3 0 0 0-3 3v10a3 3 0 0 0 3 3h6zM20 13h-4a3 3 0 0 0-3 3v4M9 9.5v.1M15 9.5v.1M8.5 13c1 1.5 2.5 2 4 1.8",
  trash: "M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13M10.5 11v5.5M13.5 11v5.5",
  wave: "M5 10v4M8.5 7v10M12 4.5v15M15.5 7.5v9M19 10v4",
};

export function icon(name) {
  return svg(
    "svg",
    { viewBox: "0 0 24 24", class: `icon icon-${name}`, "aria-hidden": "true" },
    svg("path", { d: LINES[name] }),
  );
}

const TICK_WORDS = { sent: "terkirim", delivered: "sampai", read: "dibaca" };

/** One grey tick, two grey ticks or two blue ones. */
export function ticks(status) {
  const second = status === "sent" ? null : svg("path", { d: "M6.5 6.3l3 3.2L16 1.5" });
  const label = TICK_WORDS[status] ?? status;
  return svg(
    "svg",
    { viewBox: "0 0 17 11", class: `ticks ticks-${status}`, role: "img", "aria-label": label },
    svg("path", { d: "M1 6l3.5 3.5L11 1.5" }),
    second,
  );
}
