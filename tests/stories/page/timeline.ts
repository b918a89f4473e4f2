import { drawing, element, escaped, label } from './markup.ts';
import { TimeAxis } from './time-axis.ts';

/** What lasted, on a line of its own or beside others. */
export interface Span {
  readonly label: string;
  readonly from: string;
  /** Null: it lasts. */
  readonly to: string | null;
}

/** What happened on a day. */
export interface Mark {
  readonly label: string;
  readonly on: string;
}

export interface Lane {
  readonly label: string;
  readonly spans?: readonly Span[];
  readonly marks?: readonly Mark[];
}

const [WIDTH, LEFT, LINE, RIGHT] = [760, 150, 22, 10];

/** What lasted and what happened, each kind on its lane; spans that overlap stand below each other. */
export function timeline(what: string, lanes: readonly Lane[]): string {
  const days = lanes.flatMap(({ spans = [], marks = [] }) => [
    ...spans.flatMap(({ from, to }) => [from, ...(to === null ? [] : [to])]),
    ...marks.map(({ on }) => on),
  ]);
  const axis = new TimeAxis(days, LEFT, WIDTH - LEFT - RIGHT);
  let y = 6;
  const drawn = lanes.map((lane, index) => {
    const lines = linesOf(lane, axis);
    const head = label(0, y + 15, lane.label, { class: 'name' });
    const tone = `s${String((index % 5) + 1)}`;
    const body = lines.map((line, at) => line.map((each) => one(each, axis, y + at * LINE, tone)).join(''));
    y += lines.length * LINE + 8;
    return head + body.join('');
  });
  const height = y + 20;
  return drawing(what, { width: WIDTH, height }, axis.rules(height), ...drawn);
}

/** The first line that is free takes each, with the room that its words need, so that nothing is drawn over another. */
function linesOf({ spans = [], marks = [] }: Lane, axis: TimeAxis): readonly (readonly (Span | Mark)[])[] {
  const lines: { until: number; items: Span[] }[] = [];
  for (const span of [...spans].sort((one, other) => (one.from < other.from ? -1 : 1))) {
    const { x, width, fits } = placeOf(span, axis);
    const until = fits ? x + width : x + width + 12 + lengthOf(span.label);
    const free = lines.find((line) => line.until <= x);
    if (free === undefined) lines.push({ until, items: [span] });
    else Object.assign(free, { until, items: [...free.items, span] });
  }
  return [...lines.map(({ items }) => items), ...marks.map((mark) => [mark])];
}

function placeOf({ label: words, from, to }: Span, axis: TimeAxis) {
  const x = axis.x(from);
  const width = Math.max(3, axis.x(to ?? axis.end) - x - 1);
  return { x, width, fits: lengthOf(words) < width - 8 };
}

function one(each: Span | Mark, axis: TimeAxis, y: number, tone: string): string {
  if ('on' in each) return mark(each, axis, y, tone);
  const { from, to } = each;
  const { x, width, fits } = placeOf(each, axis);
  const title = `${each.label}, ${to === null ? `since ${from}` : `${from} to ${to}`}`;
  const bar = element('rect', { x, y: y + 2, width, height: LINE - 5, rx: 3, class: `bar ${tone}` }, heading(title));
  if (fits) return bar + label(x + 6, y + 15, each.label, { class: 'on-bar' });
  return bar + beside(x, x + width, y, each.label);
}

function mark({ label: words, on }: Mark, axis: TimeAxis, y: number, tone: string): string {
  const x = axis.x(on);
  const dot = element('circle', { cx: x, cy: y + 11, r: 5, class: `bar ${tone}` }, heading(`${words}, ${on}`));
  return dot + beside(x - 6, x + 6, y, `${words}, ${on}`);
}

/** To the right where there is room, to the left otherwise. */
function beside(from: number, to: number, y: number, text: string): string {
  if (to + 6 + lengthOf(text) < WIDTH) return label(to + 6, y + 15, text, { class: 'small ink' });
  return label(from - 6, y + 15, text, { class: 'small ink', 'text-anchor': 'end' });
}

/** About as long as the words are in the widest of the usual fonts. */
const lengthOf = (text: string): number => text.length * 7;

const heading = (text: string): string => element('title', {}, escaped(text));
