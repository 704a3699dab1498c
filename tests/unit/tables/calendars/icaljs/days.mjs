// The days of England's time that the busy events of a calendar touch, as ical.js reads it.
// Each line of the input is {"ics": …, "first": …, "last": …}, each line of the output the days, or {"error": …}.
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const require = createRequire(`${process.argv[2]}/package.json`);
const ICAL = (await import(pathToFileURL(require.resolve("ical.js")).href)).default;

const england = new Intl.DateTimeFormat("en-CA", { timeZone: "Europe/London" }); // year-month-day
const MOST = 20000;
const HOUR = 3600000;

function dayOf(milliseconds) {
  return england.format(new Date(milliseconds));
}

function daysOf(start, end) {
  const days = [];
  if (start.isDate) {
    for (const day = start.clone(); days.length === 0 || day.compare(end) < 0; day.day += 1) days.push(day.toString());
    return days;
  }
  const first = start.toUnixTime() * 1000;
  const last = Math.max(first, end.toUnixTime() * 1000 - 1);
  for (let moment = first; moment < last; moment += 12 * HOUR) days.push(dayOf(moment));
  return [...days, dayOf(last)];
}

function isBusy(component) {
  const value = (name) => String(component.getFirstPropertyValue(name) ?? "").toUpperCase();
  if (value("status") === "CANCELLED") return false;
  return value("transp") !== "TRANSPARENT" || ["BUSY", "OOF"].includes(value("x-microsoft-cdo-busystatus"));
}

// A time without a zone is England's.
function floatingAsEngland(component) {
  const zone = ICAL.TimezoneService.get("Europe/London");
  for (const property of component.getAllProperties()) {
    for (const value of property.getValues()) {
      if (value instanceof ICAL.Time && !value.isDate && value.zone === ICAL.Timezone.localTimezone) value.zone = zone;
    }
  }
}

function busyDays({ ics, first, last }) {
  ICAL.TimezoneService.reset();
  const calendar = new ICAL.Component(ICAL.parse(ics));
  for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(zone);
  const groups = new Map();
  calendar.getAllSubcomponents("vevent").forEach((component, place) => {
    floatingAsEngland(component);
    const uid = component.getFirstPropertyValue("uid") || `#${place}`;
    groups.set(uid, [...(groups.get(uid) ?? []), component]);
  });
  const found = new Set();
  for (const components of groups.values()) {
    const exceptions = components.filter((component) => component.hasProperty("recurrence-id"));
    for (const component of components) {
      if (component.hasProperty("recurrence-id")) {
        if (isBusy(component)) {
          const event = new ICAL.Event(component);
          daysOf(event.startDate, event.endDate).forEach((day) => found.add(day));
        }
        continue;
      }
      const event = new ICAL.Event(component, { exceptions: [], strictExceptions: true });
      exceptions.forEach((exception) => event.relateException(exception));
      const iterator = event.iterator();
      for (let count = 0, time = iterator.next(); time && count < MOST; count += 1, time = iterator.next()) {
        if (time.toString().slice(0, 10) > `${Number(last.slice(0, 4)) + 1}`) break;
        const details = event.getOccurrenceDetails(time);
        if (details.item.isRecurrenceException() && !details.item.modifiesFuture()) continue; // told above
        if (!isBusy(details.item.component)) continue;
        daysOf(details.startDate, details.endDate).forEach((day) => found.add(day));
      }
    }
  }
  return [...found].filter((day) => first <= day && day <= last).sort();
}

for await (const line of createInterface({ input: process.stdin })) {
  let answer;
  try {
    answer = busyDays(JSON.parse(line));
  } catch (error) {
    answer = { error: String(error.message ?? error) };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
