import { drawing, element, escaped, label, rounded } from './markup.ts';

/** One thing that is measured, with a value for each series. */
export interface Group {
  readonly label: string;
  readonly values: readonly number[];
}

const [WIDTH, LEFT, BAR, GAP] = [760, 190, 15, 12];

const legend = (names: readonly string[]): string => {
  let x = LEFT;
  return names
    .map((name, index) => {
      const key = element('rect', { x, y: 2, width: 11, height: 11, rx: 2, class: `bar s${String(index + 1)}` });
      const text = label(x + 16, 12, name, { class: 'small ink' });
      x += 16 + name.length * 7 + 22;
      return key + text;
    })
    .join('');
};

/** Values of things beside each other, a bar for each series. */
export function bars(what: string, series: readonly string[], groups: readonly Group[]): string {
  const most = Math.max(1, ...groups.flatMap(({ values }) => values));
  const top = series.length > 1 ? 26 : 4;
  const each = series.length * BAR + GAP;
  const drawn = groups.map(({ label: name, values }, index) => {
    const y = top + index * each;
    const row = values.map((value, at) => {
      const width = rounded((value / most) * (WIDTH - LEFT - 60));
      const place = { x: LEFT, y: y + at * BAR + 1, width: Math.max(1, width), height: BAR - 3, rx: 2 };
      const title = element('title', {}, escaped(`${name}, ${series[at] ?? ''}: ${value.toLocaleString('en')}`));
      const bar = element('rect', { ...place, class: `bar s${String(at + 1)}` }, title);
      return bar + label(LEFT + width + 7, y + at * BAR + BAR - 4, value.toLocaleString('en'), { class: 'small ink' });
    });
    return label(0, y + (series.length * BAR) / 2 + 4, name, { class: 'name' }) + row.join('');
  });
  const height = top + groups.length * each;
  return drawing(what, { width: WIDTH, height }, series.length > 1 ? legend(series) : '', ...drawn);
}

/** What a whole is made of, for some wholes beside each other; each part with its text. */
export interface Whole {
  readonly label: string;
  readonly parts: readonly { readonly value: number; readonly text: string }[];
}

const [TALL, ROOM] = [34, 56];

/** Wholes of one length in the parts that they are made of. */
export function shares(what: string, names: readonly string[], wholes: readonly Whole[]): string {
  const drawn = wholes.map(({ label: name, parts }, index) => {
    const y = 26 + index * (TALL + GAP);
    const all = parts.reduce((sum, { value }) => sum + value, 0);
    let x = LEFT;
    const row = parts.map(({ value, text }, at) => {
      const width = (value / all) * (WIDTH - LEFT - ROOM);
      const place = { x: rounded(x), y, width: rounded(Math.max(0, width - 2)), height: TALL, rx: 2 };
      const title = element('title', {}, escaped(`${names[at] ?? ''}: ${text}`));
      const bar = element('rect', { ...place, class: `bar s${String(at + 1)}` }, title);
      const fits = text.length * 7 < width - 8;
      const words = fits ? label(x + 6, y + TALL / 2 + 4, text, { class: 'on-bar' }) : '';
      x += width;
      // Beside the last part there is room.
      const isBeside = !fits && at === parts.length - 1;
      return bar + words + (isBeside ? label(x + 5, y + TALL / 2 + 4, text, { class: 'small ink' }) : '');
    });
    return label(0, y + TALL / 2 + 4, name, { class: 'name' }) + row.join('');
  });
  const height = 26 + wholes.length * (TALL + GAP);
  return drawing(what, { width: WIDTH, height }, legend(names), ...drawn);
}
