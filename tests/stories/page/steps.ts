import { drawing, element, escaped, label, rounded } from './markup.ts';
import { TimeAxis } from './time-axis.ts';

/** A number that changes on days; it holds until the next one. */
export interface Series {
  readonly label: string;
  readonly points: readonly { readonly on: string; readonly value: number }[];
}

const [WIDTH, HEIGHT, LEFT, TOP, FOOT] = [760, 250, 40, 30, 24];

/** Numbers that change by steps, over time, from nought. */
export function steps(what: string, series: readonly Series[]): string {
  const points = series.flatMap((each) => each.points);
  const axis = new TimeAxis(
    points.map(({ on }) => on),
    LEFT,
    WIDTH - LEFT - 10,
  );
  const most = Math.max(1, ...points.map(({ value }) => value));
  const y = (value: number) => rounded(HEIGHT - FOOT - (value / most) * (HEIGHT - FOOT - TOP));
  const scale = [0, most].map(
    (value) =>
      element('line', { x1: LEFT, x2: WIDTH - 10, y1: y(value), y2: y(value), class: 'rule' }) +
      label(LEFT - 6, y(value) + 4, String(value), { class: 'small', 'text-anchor': 'end' }),
  );
  const drawn = series.map(({ label: name, points: own }, index) => {
    const tone = `s${String(index + 1)}`;
    const path = own.map(({ on, value }, at) =>
      at === 0 ? `M${String(axis.x(on))} ${String(y(value))}` : `H${String(axis.x(on))}V${String(y(value))}`,
    );
    const title = element('title', {}, escaped(own.map(({ on, value }) => `${on}: ${String(value)}`).join(', ')));
    const line = element('path', { d: `${path.join('')}H${String(axis.x(axis.end))}`, class: `line ${tone}` }, title);
    const x = LEFT + index * 150;
    const key = element('rect', { x, y: 2, width: 11, height: 11, rx: 2, class: `bar ${tone}` });
    return line + key + label(x + 16, 12, name, { class: 'small ink' });
  });
  return drawing(what, { width: WIDTH, height: HEIGHT }, axis.rules(HEIGHT), ...scale, ...drawn);
}
