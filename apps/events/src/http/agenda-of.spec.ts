import { describe, expect, it } from '@jest/globals';
import { agendaText } from '#libs/calendar';
import { fold } from '#libs/kernel';
import { gathering } from '../domain/gathering/gathering.ts';
import type { GatheringFact } from '../domain/gathering/gathering.facts.ts';
import {
  announced,
  cancelled,
  gatheringId,
  held,
  planned,
  postponed,
} from '../domain/gathering/testing/gathering.fixtures.ts';
import { clocksIn, happeningsOf, type Announced } from './agenda-of.ts';

const AT = '2016-04-04T09:00:00.000Z';
const evening = { from: '2016-03-31T18:00', to: '2016-03-31T20:00' };
const its = (facts: readonly GatheringFact[], more: Partial<Announced> = {}): Announced => ({
  ...{ gatheringId, known: fold(gathering, facts).known, sequence: 0, changedAt: AT, announcedAt: AT },
  ...more,
});
const plan = planned({ schedule: evening, parts: [] });
const ANNOUNCED = announced('2016-03-02');
const one = (...facts: readonly GatheringFact[]) => happeningsOf([its([plan, ANNOUNCED, ...facts])], [])[0];
const paris = (local: string) => ({ local, zone: 'Europe/Paris' });

describe('a gathering in a calendar', () => {
  it.each<[string, readonly GatheringFact[], object]>([
    [
      'is there by the clocks of its place',
      [],
      { status: 'CONFIRMED', start: paris(evening.from), end: paris(evening.to) },
    ],
    ['held, is there', [held('2016-03-31')], { status: 'CONFIRMED' }],
    ['cancelled, stays as cancelled', [cancelled('2016-03-30')], { status: 'CANCELLED', start: paris(evening.from) }],
    [
      'put off without a time, is cancelled at the time that it had',
      [postponed('2016-03-30')],
      { status: 'CANCELLED', start: paris(evening.from) },
    ],
    [
      'put off to another time, is there at that time',
      [postponed('2016-03-30', { schedule: { from: '2016-05-01', to: '2016-05-02' } })],
      { status: 'CONFIRMED', start: { day: '2016-05-01' }, end: { day: '2016-05-03' } },
    ],
    [
      'at the second of two equal hours, is there by its instant',
      [
        postponed('2016-03-30', {
          schedule: { from: '2016-10-30T02:30', to: '2016-10-30T05:00', fromOccurrence: 'second' },
        }),
      ],
      { start: { instant: '2016-10-30T01:30:00.000Z' }, end: paris('2016-10-30T05:00') },
    ],
  ])('%s', (_what, facts, expected) => {
    expect(one(...facts)).toMatchObject({ uid: `${gatheringId}@grappe`, location: 'SKEMA', ...expected });
  });

  it('taken back, stays as cancelled for those who have heard of it', () => {
    const takenBack = { title: 'SophiaConf', place: { name: 'SKEMA', zone: 'Europe/Paris' }, schedule: evening };
    expect(happeningsOf([its([], { takenBack, sequence: 1 })], [])).toMatchObject([
      { status: 'CANCELLED', sequence: 1 },
    ]);
  });

  it('does not name why it was cancelled, nor anybody', () => {
    expect(JSON.stringify(one(cancelled('2016-03-30', 'Maladie')))).not.toContain('Maladie');
  });
});

describe('the clocks of a calendar', () => {
  it('change as the file says', () => {
    const happenings = happeningsOf([its([plan, ANNOUNCED])], []);
    const text = agendaText({ name: 'x', clocks: clocksIn(happenings), happenings });
    expect(text).toContain('DTSTART;TZID=Europe/Paris:20160331T180000\r\n');
    expect(text.slice(text.indexOf('BEGIN:VTIMEZONE'), text.indexOf('BEGIN:VEVENT')).split('\r\n')).toEqual([
      ...['BEGIN:VTIMEZONE', 'TZID:Europe/Paris'],
      ...['BEGIN:STANDARD', 'DTSTART:20160101T000000', 'RDATE:20160101T000000'],
      ...['TZOFFSETFROM:+0100', 'TZOFFSETTO:+0100', 'END:STANDARD'],
      ...['BEGIN:DAYLIGHT', 'DTSTART:20160327T020000', 'RDATE:20160327T020000'],
      ...['TZOFFSETFROM:+0100', 'TZOFFSETTO:+0200', 'END:DAYLIGHT'],
      ...['BEGIN:STANDARD', 'DTSTART:20161030T030000', 'RDATE:20161030T030000'],
      ...['TZOFFSETFROM:+0200', 'TZOFFSETTO:+0100', 'END:STANDARD'],
      ...['END:VTIMEZONE', ''],
    ]);
  });
});
