// WhatsApp's markup: *bold*, _italic_, ~struck~, `code`, links, bulleted and quoted lines.

import { el } from "./dom.js";

const EDGE_BEFORE = "(?<![\\p{L}\\p{N}])";
const EDGE_AFTER = "(?![\\p{L}\\p{N}])";
const marked = (mark) => `${EDGE_BEFORE}${mark}(?=\\S)([^\\n]*?\\S)${mark}${EDGE_AFTER}`;
const WEB = "(https?://[^\\s<>]+[^\\s<>.,;:!?)*_~])";
// Long numbers in groups; neither a ticket nor a short number such as 112.
const PHONE = "(?<![\\p{L}\\p{N}-])(\\+?\\d{2,4}-\\d{3,4}-\\d{3,5})(?![\\p{L}\\p{N}-])";
const INLINE = new RegExp(
  [WEB, PHONE, marked("\\*"), marked("_"), marked("~"), "`([^`\\n]+)`"].join("|"),
  "gu",
);
const TAGS = [null, null, "strong", "em", "s", "code"];
const ONLY_EMOJI =
  /^(?:\p{Extended_Pictographic}[\u{FE0F}\u{1F3FB}-\u{1F3FF}]?(?:\u200D\p{Extended_Pictographic}\uFE0F?)*){1,3}$/u;

export const isOnlyEmoji = (text) => ONLY_EMOJI.test(text.trim());

/** Nodes for a whole message text; links in it are only words unless `linked`. */
export function formatted(text, { linked = true } = {}) {
  return text
    .split("\n")
    .flatMap((line, index) => [index ? el("br") : null, ...formattedLine(line, linked)])
    .filter(Boolean);
}

function formattedLine(line, linked) {
  const quoted = /^> (.*)$/.exec(line);
  if (quoted) return [el("span", { class: "quoted-line" }, ...inline(quoted[1], linked))];
  const bullet = /^[-*] (.*)$/.exec(line);
  if (bullet) return [el("span", { class: "bullet-line" }, "• ", ...inline(bullet[1], linked))];
  return inline(line, linked);
}

function inline(text, linked) {
  const nodes = [];
  let from = 0;
  for (const match of text.matchAll(INLINE)) {
    nodes.push(text.slice(from, match.index));
    nodes.push(styled(match, linked));
    from = match.index + match[0].length;
  }
  nodes.push(text.slice(from));
  return nodes.filter((node) => node !== "");
}

function styled(match, linked) {
  const [whole, address, number] = match;
  if (address) return linked ? link(address, address) : whole;
  if (number) return linked ? link(number, `tel:${number.replaceAll("-", "")}`) : whole;
  const group = match.slice(1).findIndex((part) => part !== undefined);
  const inner = match[group + 1];
  return el(TAGS[group], {}, ...(TAGS[group] === "code" ? [inner] : inline(inner, linked)));
}

function link(words, href) {
  const props = href.startsWith("tel:") ? { class: "telephone" } : { target: "_blank" };
  return el("a", { href, rel: "noopener noreferrer", ...props }, words);
}
