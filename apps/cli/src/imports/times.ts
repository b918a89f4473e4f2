import { refused, taken, type Verdict } from './complaint.ts';
import { readDay, type DateFormat } from './days.ts';

const CLOCK = /^(\d{1,2})\s?(?:[:hH]\s?(\d{2})?)(?::\d{2})?\s?(?:min)?$/;

/** A time of a day, as clocks show it or as it is spoken: `18:30`, `18h30`, `9h`, `18:30:00`. */
export function readTime(text: string): Verdict<string> {
  const [, hour = '', minute = '00'] = CLOCK.exec(text) ?? [];
  const [hours, minutes] = [Number(hour), Number(minute)];
  if (hour === '' || (minute === '00' && /:\s?$/.test(text))) return refused('no time as HH:mm or HHhmm');
  if (hours > 23 || minutes > 59) return refused('no time of a day: 00:00 to 23:59 is needed');
  return taken(`${hour.padStart(2, '0')}:${minute}`);
}

/** A day, or a day with a time: `YYYY-MM-DD` or `YYYY-MM-DDTHH:mm`. */
export function readMoment(text: string, format: DateFormat): Verdict<string> {
  const [, day = text, time] = /^(\S+?)(?:T|,?\s+(?:à\s+)?)(\d{1,2}\s?[:hH].*)$/.exec(text) ?? [];
  const onDay = readDay(day, format);
  if (!onDay.ok || time === undefined) return onDay;
  const at = readTime(time);
  return at.ok ? taken(`${onDay.value}T${at.value}`) : at;
}
