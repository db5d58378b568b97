// What stands inside a bubble besides text: photos, voice notes, documents, places, contacts.

import { mediaAddress } from "./api.js";
import { el } from "./dom.js";
import { icon } from "./icons.js";
import { thumbnail } from "./map.js";
import { duration } from "./time.js";
import { openPhoto } from "./viewer.js";

const BARS = 34;
const sameOrigin = (address) => new URL(address, location.href).origin === location.origin;

/** The attachment of a message, or null. */
export function attachment({ id, type, content }) {
  const part = content[type];
  if (type === "image") return photo(part);
  if (type === "sticker") return sticker(part);
  if (type === "audio") return voice(part, id);
  if (type === "video")
    return el("video", { class: "photo", src: mediaAddress(part), controls: true, preload: "metadata" });
  if (type === "document") return documentCard(part);
  if (type === "location") return place(part);
  if (type === "contacts") return contactCard(part[0]);
  if (type === "interactive") return headerOf(part.header);
  if (type === "template")
    return headerOf(part.components?.find((one) => one.type === "header")?.parameters[0]);
  return null;
}

export function photo(media) {
  const address = mediaAddress(media);
  if (!sameOrigin(address)) return el("p", { class: "foreign-media" }, icon("photo"), `Foto dari ${address}`);
  const image = el("img", {
    src: address,
    alt: media.caption ? `Foto: ${media.caption}` : "Foto",
    loading: "lazy",
  });
  const button = el(
    "button",
    {
      type: "button",
      class: "photo",
      "aria-label": "Buka foto",
      on: { click: () => openPhoto(address, media.caption) },
    },
    image,
  );
  image.addEventListener("error", () => {
    image.replaceWith(missing("Foto"));
    button.disabled = true;
  });
  return button;
}

function sticker(media) {
  const image = el("img", { class: "sticker", src: mediaAddress(media), alt: "Stiker" });
  image.addEventListener("error", () => image.replaceWith(missing("Stiker")));
  return image;
}

const missing = (what) => el("span", { class: "photo-missing" }, icon("photo"), `${what} tidak dapat ditampilkan`);

function headerOf(header) {
  if (!header) return null;
  if (header.type === "text") return el("p", { class: "bubble-title" }, header.text);
  return header.type === "image" ? photo(header.image) : documentCard(header[header.type]);
}

function documentCard(media) {
  const name = media.filename ?? "Dokumen";
  const kind = (media.mime_type ?? "").split("/").pop().split(";")[0].toUpperCase();
  const words = el(
    "span",
    { class: "document-words" },
    el("span", { class: "document-name" }, name),
    el("span", { class: "document-kind" }, kind || "BERKAS"),
  );
  return el(
    "a",
    { class: "document", href: mediaAddress(media), target: "_blank", rel: "noopener" },
    icon("document"),
    words,
  );
}

function place({ latitude, longitude, name, address }) {
  const words =
    name || address
      ? el(
          "div",
          { class: "place-words" },
          name && el("strong", {}, name),
          address && el("span", {}, address),
        )
      : null;
  const label = `Lokasi ${latitude.toFixed(5)}, ${longitude.toFixed(5)}`;
  return el(
    "div",
    { class: "place", role: "img", "aria-label": label, title: label },
    thumbnail(latitude, longitude),
    words,
  );
}

function contactCard(contact) {
  return el(
    "div",
    { class: "contact" },
    el("span", { class: "avatar" }, icon("person")),
    el("span", {}, contact.name?.formatted_name ?? "Kontak"),
  );
}

function voice(media, id) {
  const sound = new Audio(mediaAddress(media));
  sound.preload = "metadata";
  const bars = waveform(id);
  const time = el("span", { class: "voice-time" }, "0:00");
  const button = el(
    "button",
    { type: "button", class: "voice-play", "aria-label": "Putar pesan suara" },
    icon("play"),
  );
  button.addEventListener("click", () => (sound.paused ? sound.play() : sound.pause()));
  sound.addEventListener("loadedmetadata", () => (time.textContent = duration(sound.duration)));
  for (const event of ["play", "pause", "ended"])
    sound.addEventListener(event, () => button.replaceChildren(icon(sound.paused ? "play" : "pause")));
  sound.addEventListener("timeupdate", () =>
    bars.forEach((bar, index) =>
      bar.classList.toggle("heard", index / BARS < sound.currentTime / sound.duration),
    ),
  );
  return el(
    "div",
    { class: "voice" },
    button,
    el(
      "div",
      { class: "voice-middle" },
      el("div", { class: "waveform", "aria-hidden": "true" }, ...bars),
      time,
    ),
    el("span", { class: "voice-face" }, icon("mic")),
  );
}

function waveform(id) {
  return Array.from({ length: BARS }, (_, index) => {
    const wave = id.charCodeAt(6 + (index % 40)) || 70;
    return el("i", { class: `bar bar-${1 + ((wave * (index + 3)) % 6)}` });
  });
}
