import { describe, expect, it } from '@jest/globals';
import { bars, shares } from './bars.ts';
import { element, label } from './markup.ts';
import { steps } from './steps.ts';
import { TimeAxis } from './time-axis.ts';
import { timeline } from './timeline.ts';

/** The places of the rectangles of a drawing: from the left, from the top, and how wide. */
const rectangles = (svg: string) =>
  [...svg.matchAll(/<rect x="([\d.]+)" y="([\d.]+)" width="([\d.]+)"/g)].map(([, x, y, width]) => ({
    x: Number(x),
    y: Number(y),
    width: Number(width),
  }));

describe('markup', () => {
  it('escapes texts and attributes', () => {
    expect(element('p', { title: '"<&' }, 'x')).toBe('<p title="&quot;&lt;&amp;">x</p>');
    expect(label(1, 2, "Clust'R <&>")).toBe('<text x="1" y="2">Clust\'R &lt;&amp;&gt;</text>');
  });
});

describe('an axis of time', () => {
  const axis = new TimeAxis(['2016-03-31', '2014-05-01'], 100, 600);
  it.each([
    ['2014-01-01', 100],
    ['2015-01-01', 299.8],
    ['2016-12-31', 699.5],
    ['2013-01-01', 100],
    ['2020-01-01', 700],
  ])('has %s at %s, within whole years', (day, x) => {
    expect(axis.x(day)).toBe(x);
  });

  it('ends with the last day of the last year', () => expect(axis.end).toBe('2016-12-31'));
});

describe('a line of time', () => {
  const span = (name: string, from: string, to: string | null) => ({ label: name, from, to });

  it('has spans that overlap below each other, and those that do not beside each other', () => {
    const after = [span('A', '2014-01-01', '2015-01-01'), span('B', '2015-01-01', null)];
    const beside = rectangles(timeline('presidents', [{ label: 'Numélink', spans: after }]));
    expect(new Set(beside.map(({ y }) => y)).size).toBe(1);
    const over = [span('A', '2014-01-01', '2016-01-01'), span('B', '2015-01-01', null)];
    expect(new Set(rectangles(timeline('presidents', [{ label: 'x', spans: over }])).map(({ y }) => y)).size).toBe(2);
  });

  it('gives words that do not fit into their span the room that they need', () => {
    const long = [span('Auvergne TIC de Clermont', '2015-07-01', '2015-12-01'), span('Numélink', '2015-12-01', null)];
    const drawn = rectangles(timeline('seat', [{ label: 'Seat', spans: [...long, span('x', '2000-01-01', null)] }]));
    expect(new Set(drawn.map(({ y }) => y)).size).toBe(3);
  });

  it('says the days of each span and mark to whoever asks', () => {
    const svg = timeline('acts', [
      { label: 'Digital 113', marks: [{ label: 'vote', on: '2017-06-20' }], spans: [span('A', '2014-01-01', null)] },
    ]);
    expect(svg).toContain('<title>vote, 2017-06-20</title>');
    expect(svg).toContain('<title>A, since 2014-01-01</title>');
  });
});

describe('bars', () => {
  it('are as long as their values, with the value beside each', () => {
    const svg = bars(
      'seats',
      ['thirds'],
      [
        { label: 'Lyon', values: [12] },
        { label: 'Grenoble', values: [6] },
      ],
    );
    const [first, second] = rectangles(svg);
    expect(first?.width).toBe((second?.width ?? 0) * 2);
    for (const value of ['>12<', '>6<']) expect(svg).toContain(value);
  });

  it('make up a whole in its parts', () => {
    const parts = [
      { value: 3, text: '75 %' },
      { value: 1, text: '25 %' },
    ];
    const [, , three, one] = rectangles(shares('mix', ['own', 'others'], [{ label: '2015', parts }]));
    expect(three?.width).toBeCloseTo(3 * ((one?.width ?? 0) + 2) - 2, 0);
  });
});

it('steps hold a value until the next day that has one', () => {
  const points = [
    { on: '2015-01-01', value: 0 },
    { on: '2016-01-01', value: 30 },
  ];
  expect(steps('occupancy', [{ label: 'inside', points }])).toMatch(/d="M40 226H[\d.]+V30H749"/);
});
