// Calls to the simulator's own API.

const ROOT = "/simulator/api";

export class Refusal extends Error {}

async function call(path, options = {}) {
  const answer = await fetch(ROOT + path, options);
  if (answer.status === 204) return null;
  const body = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Refusal(body.error ?? `Gagal (${answer.status})`);
  return body;
}

function post(path, body) {
  return call(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
}

export const loadState = () => call("/state");
export const loadBoundaries = () => call("/boundaries");
export const addCitizen = (fields) => post("/citizens", fields);
export const setFaults = (changes) => post("/faults", changes);
export const sendMessage = (citizen, fields) => post(`/citizens/${citizen}/messages`, fields);
export const sendVoice = (citizen, seconds) => post(`/citizens/${citizen}/voice`, { seconds });
export const mediaAddress = (media) => (media.id ? `${ROOT}/media/${media.id}` : media.link);

export function sendFiles(citizen, kind, files, { caption = "", quote = null } = {}) {
  const form = new FormData();
  form.append("kind", kind);
  if (caption) form.append("caption", caption);
  if (quote) form.append("quote", quote);
  for (const file of files) form.append("file", file, file.name);
  return call(`/citizens/${citizen}/files`, { method: "POST", body: form });
}

export function loadEvents({ after, epoch, open, signal }) {
  const query = new URLSearchParams({ after, epoch, open: open.join(","), wait: 2 });
  return call(`/events?${query}`, { signal });
}
