import { describe, expect, it } from '@jest/globals';
import { differences, type Between, type Steps } from './compare.ts';
import { contentHash, linesByPart, type Line } from './lines.ts';

const line = (value: object = {}, key = 'a'): Line => ({
  ...{ part: 'members', key, about: [key], value: { organisationId: key, ...value } },
});
const [north, south] = [line({ antennaId: 'north' }), line({ antennaId: 'south' })];
const recorded = (more: Partial<Between> = {}): Between => ({
  ...{ eventId: 'e1', type: 'membership.MemberAdmitted', recordedAt: '2016-03-10T10:00:00.000Z' },
  ...{ effectiveAt: '2013-01-01', data: { organisationId: 'a' }, parts: ['members'] },
  ...more,
});
const same = (lines: readonly Line[]): Steps => ({ kept: lines, onTheDay: lines, byThePlan: lines, effect: lines });
const kindsOf = (steps: Steps, events: readonly Between[] = [recorded()]) =>
  differences(steps, events, '2016-03-01').map(({ causes }) => causes.map(({ kind }) => kind));

describe('what differs between a dry run and the effect', () => {
  it('is nothing where the lines are the same, whatever was recorded', () => {
    expect(kindsOf(same([north]))).toEqual([]);
  });

  it.each<[string, Steps, readonly (readonly string[])[]]>([
    ['the day', { ...same([south]), kept: [north] }, [['day-of-effect']]],
    ['the plan', { ...same([north]), byThePlan: [south], effect: [south] }, [['plan-version']]],
    ['a fact', { ...same([north]), effect: [south] }, [['late-fact']]],
    [
      'all three',
      { kept: [north], onTheDay: [south], byThePlan: [north], effect: [south] },
      [['day-of-effect', 'plan-version', 'late-fact']],
    ],
    ['a fact by which there is something new', { ...same([]), effect: [north] }, [['late-fact']]],
    ['a fact by which something is gone', { ...same([north]), effect: [] }, [['late-fact']]],
  ])('has its cause: %s', (_cause, steps, expected) => {
    expect(kindsOf(steps)).toEqual(expected);
  });

  it('says what was and what is', () => {
    expect(differences({ ...same([north]), effect: [south] }, [], '2016-03-01')).toMatchObject([
      { part: 'members', key: 'a', before: { antennaId: 'north' }, after: { antennaId: 'south' } },
    ]);
  });

  it.each<[string, Between, readonly string[]]>([
    ['of a day up to that of the dry run is late', recorded({ effectiveAt: '2016-03-01' }), ['late-fact']],
    ['of a later day is none that was late', recorded({ effectiveAt: '2016-03-02' }), ['fact']],
    ['that corrects another one is a correction', recorded({ fact: 'f' }), ['correction']],
    ['about somebody else is no cause', recorded({ data: { organisationId: 'b' } }), []],
    ['that has no part in it is no cause', recorded({ parts: ['labels'] }), []],
    ['that names it deep inside is a cause', recorded({ data: { was: { list: ['a'] } } }), ['late-fact']],
  ])('a fact %s', (_which, event, expected) => {
    expect(kindsOf({ ...same([north]), effect: [south] }, [event])).toEqual([expected]);
  });

  it('names the facts in the order in which they were recorded', () => {
    const events = [recorded({ eventId: 'e2', recordedAt: '2016-03-11T10:00:00.000Z' }), recorded()];
    const [difference] = differences({ ...same([north]), effect: [south] }, events, '2016-03-01');
    expect(difference?.causes.map((cause) => 'eventId' in cause && cause.eventId)).toEqual(['e1', 'e2']);
  });
});

describe('the hash of a diff', () => {
  it('is the same in whatever order the lines stand, and another one for other lines', () => {
    const [first, second] = [line({}, 'a'), line({}, 'b')];
    expect(contentHash([first, second])).toBe(contentHash([second, first]));
    expect(contentHash([first])).not.toBe(contentHash([second]));
    expect(contentHash([north])).not.toBe(contentHash([south]));
    expect(contentHash([])).toMatch(/^[\da-f]{64}$/);
  });

  it('stands beside the number of lines of each part', () => {
    expect(linesByPart([north, { ...north, part: 'labels' }, line({}, 'b')])).toEqual([
      { part: 'labels', count: 1 },
      { part: 'members', count: 2 },
    ]);
  });
});
