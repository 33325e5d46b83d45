// Dates and times in the district's time zone, whatever the device's.
import { say } from "./words.js";

const PARTS = new Intl.DateTimeFormat("en-CA", {
  timeZone: "Asia/Shanghai", year: "numeric", month: "2-digit", day: "2-digit",
  hour: "2-digit", minute: "2-digit", hourCycle: "h23",
});

// The demo's clock runs ahead: the latest event must never appear to be in the future.
let latest = 0;

export function noteTime(at) {
  latest = Math.max(latest, Date.parse(at));
}

export function day(at) {
  const { year, month, day } = parts(at);
  return `${year}-${month}-${day}`;
}

export function time(at) {
  const { hour, minute } = parts(at);
  return `${hour}:${minute}`;
}

export function dayName(name) {
  const now = Math.max(Date.now(), latest);
  if (name === day(now)) return say("today");
  if (name === day(now - 86_400_000)) return say("yesterday");
  const [year, month, date] = name.split("-").map(Number);
  const weekday = say("weekdays").split(",")[new Date(Date.UTC(year, month - 1, date)).getUTCDay()];
  const month_name = say("months").split(",")[month - 1];
  const short = say("day", { month, month_name, day: date, weekday });
  return name.slice(0, 4) === day(now).slice(0, 4) ? short : say("dayOfYear", { year, month, month_name, day: date });
}

export function whenSeen(at) {
  const recent = Date.now() - Date.parse(at) < 300_000;
  return recent ? say("justNow") : `${dayName(day(at))} ${time(at)}`;
}

function parts(at) {
  const found = PARTS.formatToParts(typeof at === "string" ? new Date(at) : at);
  return Object.fromEntries(found.map(({ type, value }) => [type, value]));
}
