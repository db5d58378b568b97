// Clock and calendar as WhatsApp shows them, in western Indonesian time.

const ZONE = { timeZone: "Asia/Jakarta" };
const CLOCK = new Intl.DateTimeFormat("id-ID", { hour: "2-digit", minute: "2-digit", ...ZONE });
const DAY = new Intl.DateTimeFormat("id-ID", { day: "numeric", month: "long", year: "numeric", ...ZONE });
const DAY_MS = 86_400_000;

export const clock = (seconds) => CLOCK.format(seconds * 1000);

export function dayName(seconds, now = Date.now()) {
  const day = DAY.format(seconds * 1000);
  if (day === DAY.format(now)) return "Hari ini";
  return day === DAY.format(now - DAY_MS) ? "Kemarin" : day;
}

export const duration = (seconds) =>
  `${Math.floor(seconds / 60)}:${String(Math.round(seconds) % 60).padStart(2, "0")}`;
