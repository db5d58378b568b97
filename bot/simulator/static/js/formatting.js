// WhatsApp's markup: *bold*, _italic_, ~struck~, `code`, links, bulleted and quoted lines.

import { el } from "./dom.js";

const EDGE_BEFORE = "(?<![\\p{L}\\p{N}])";
const EDGE_AFTER = "(?![\\p{L}\\p{N}])";
const marked = (mark) => `${EDGE_BEFORE}${mark}(?=\\S)([^\\n]*?\\S)${mark}${EDGE_AFTER}`;
const INLINE = new RegExp(
  [`(https?://[^\\s<>]+[^\\s<>.,;:!?)*_~])`, marked("\\*"), marked("_"), marked("~"), "`([^`\\n]+)`"].join(
    "|",
  ),
  "gu",
);
const TAGS = [null, "strong", "em", "s", "code"];
const ONLY_EMOJI =
  /^(?:\p{Extended_Pictographic}[\u{FE0F}\u{1F3FB}-\u{1F3FF}]?(?:\u200D\p{Extended_Pictographic}\uFE0F?)*){1,3}$/u;

export const isOnlyEmoji = (text) => ONLY_EMOJI.test(text.trim());

/** Nodes for a whole message text. */
export function formatted(text) {
  return text
    .split("\n")
    .flatMap((line, index) => [index ? el("br") : null, ...formattedLine(line)])
    .filter(Boolean);
}

function formattedLine(line) {
  const quoted = /^> (.*)$/.exec(line);
  if (quoted) return [el("span", { class: "quoted-line" }, ...inline(quoted[1]))];
  const bullet = /^[-*] (.*)$/.exec(line);
  if (bullet) return [el("span", { class: "bullet-line" }, "• ", ...inline(bullet[1]))];
  return inline(line);
}

function inline(text) {
  const nodes = [];
  let from = 0;
  for (const match of text.matchAll(INLINE)) {
    nodes.push(text.slice(from, match.index));
    nodes.push(styled(match));
    from = match.index + match[0].length;
  }
  nodes.push(text.slice(from));
  return nodes.filter((node) => node !== "");
}

function styled(match) {
  if (match[1]) return link(match[1]);
  const group = match.slice(1).findIndex((part) => part !== undefined);
  const inner = match[group + 1];
  return el(TAGS[group], {}, ...(TAGS[group] === "code" ? [inner] : inline(inner)));
}

function link(address) {
  return el("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, address);
}
