// What a message says, whoever wrote it and in whichever of Meta's shapes.

const WITHOUT_BUBBLE = new Set(["reaction", "revoke", "edit"]);
const SHORT = {
  image: "📷 Foto",
  video: "🎥 Video",
  audio: "🎤 Pesan suara",
  document: "📄 Dokumen",
  sticker: "🙂 Stiker",
  location: "📍 Lokasi",
  contacts: "👤 Kontak",
  order: "🛒 Pesanan",
  deleted: "Pesan dihapus",
};

/** Whether the citizen's screen shows it: a business message only once it has been delivered. */
export function isVisible(message) {
  if (WITHOUT_BUBBLE.has(message.type)) return false;
  return message.from_citizen || !["accepted", "sent"].includes(message.status);
}

/** The main text of a message, empty when it has none. */
export function bodyText({ type, content }) {
  if (type === "text") return content.text.body;
  if (type === "interactive") return content.interactive.body?.text ?? replyTitle(content.interactive);
  if (type === "template") return templateText(content);
  if (type === "button") return content.button.text;
  return content[type]?.caption ?? "";
}

function replyTitle(interactive) {
  if (interactive.type === "nfm_reply") return "Formulir terkirim";
  const { title, description } = interactive[interactive.type] ?? {};
  return [title, description].filter(Boolean).join("\n");
}

function templateText({ template, filled }) {
  if (filled) return filled.body;
  const values = (template.components ?? [])
    .flatMap((part) => part.parameters ?? [])
    .map((parameter) => parameter.text ?? "");
  return [`[${template.name}]`, ...values].filter(Boolean).join("\n");
}

/** A few words for quotes. */
export function summary(message) {
  const text = bodyText(message).replace(/\n{2,}/g, "\n");
  const kind = SHORT[message.type];
  if (!kind) return text || message.type;
  if (message.type === "document") return `📄 ${message.content.document.filename ?? "Dokumen"}`;
  return text ? `${kind.split(" ")[0]} ${text}` : kind;
}

/** Reply buttons of a business message: [{ type, id, title }]. */
export function replyButtons({ type, content }) {
  if (type === "interactive" && content.interactive.type === "button") {
    return content.interactive.action.buttons.map(({ reply }) => ({ type: "button_reply", ...reply }));
  }
  if (type !== "template") return [];
  const parts = (content.template.components ?? []).filter((part) => part.sub_type === "quick_reply");
  const labels = content.filled?.buttons ?? parts.map((part) => part.parameters[0].payload);
  return labels.map((title, index) => {
    const part = parts.find((one) => Number(one.index) === index);
    return { type: "button", title, id: part?.parameters?.[0]?.payload ?? title };
  });
}

/** Which choice of which message was answered: message id → chosen id. */
export function pressedChoices(messages) {
  const pressed = new Map();
  for (const { context, content, from_citizen: ours } of messages) {
    const reply = content.interactive?.[content.interactive.type] ?? content.button;
    if (ours && context && reply) pressed.set(context, reply.id ?? reply.payload);
  }
  return pressed;
}
