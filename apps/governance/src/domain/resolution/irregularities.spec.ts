import { describe, expect, it } from '@jest/globals';
import { irregularitiesOf, type Circumstances, type Irregularity } from './irregularities.ts';

const half = { numerator: 1, denominator: 2 };
const rule: Circumstances['rule'] = {
  ...{ quorum: half, majority: half, strict: true, statutesVersion: 1 },
  majorityOf: 'votes-cast',
  kind: 'ordinary',
};
const regular: Circumstances = {
  tabled: { clause: 'budget', subject: 'Budget 2016' },
  tally: { present: 20, represented: 30 },
  on: '2016-03-31',
  rule,
  statutes: {
    decidedBy: [{ kind: 'budget', bodyKinds: ['assembly', 'board'] }],
    proxiesPerHolder: 2,
    convocationDays: 15,
  },
  meeting: { convenedOn: '2016-03-16', scheduledFor: '2016-03-31', agenda: ['Comptes 2015', 'Budget 2016'] },
  bodyKind: 'board',
};

describe('what was irregular of a decision', () => {
  it.each<[string, Partial<Circumstances>, Irregularity | undefined]>([
    ['nothing', {}, undefined],
    [
      'a body that the statutes do not name',
      { bodyKind: 'bureau' },
      { kind: 'decided-by-other-body', found: 'bureau', required: 'assembly, board' },
    ],
    ['any body where they name none', { bodyKind: 'bureau', statutes: {} }, undefined],
    ['a body that nobody knows any more', { bodyKind: undefined }, undefined],
    ['of an election that says no item', { tabled: { clause: 'election' } }, undefined],
    [
      'of an election at an item that the agenda does not have',
      { tabled: { clause: 'election', agendaItem: 3 } },
      { kind: 'not-on-agenda', found: 'item 3', required: '2 at most' },
    ],
    ['not on the agenda', { tabled: { clause: 'budget', subject: 'Dissolution' } }, { kind: 'not-on-agenda' }],
    ['on the agenda in capitals', { tabled: { clause: 'budget', subject: ' BUDGET  2016' } }, undefined],
    ['on the agenda by its number', { tabled: { clause: 'budget', subject: 'Vote', agendaItem: 2 } }, undefined],
    [
      'an item that the agenda does not have',
      { tabled: { clause: 'budget', subject: 'Budget 2016', agendaItem: 3 } },
      { kind: 'not-on-agenda', found: 'item 3', required: '2 at most' },
    ],
    [
      'called a day late',
      { meeting: { ...regular.meeting, convenedOn: '2016-03-17' } },
      { kind: 'convened-late', found: '14 days', required: '15 days' },
    ],
    [
      'called late for such a decision',
      { rule: { ...rule, convocationDays: 16 } },
      { kind: 'convened-late', found: '15 days', required: '16 days' },
    ],
    ['called in time for such a decision', { rule: { ...rule, convocationDays: 8 } }, undefined],
    [
      'on another day than it was called for',
      { on: '2016-04-01' },
      { kind: 'held-on-other-day', found: '2016-04-01', required: '2016-03-31' },
    ],
    [
      'again too early',
      { firstHeldOn: '2016-03-17', rule: { ...rule, second: { daysAfter: 15 } } },
      { kind: 'second-convocation-early', found: '14 days', required: '15 days' },
    ],
    ['again in time', { firstHeldOn: '2016-03-16', rule: { ...rule, second: { daysAfter: 15 } } }, undefined],
    ['again on the same day, where the statutes do not mind', { firstHeldOn: '2016-03-31' }, undefined],
    [
      'more proxies than all holders may have',
      { tally: { ...regular.tally, represented: 41 } },
      { kind: 'proxies-over-limit', found: '41', required: '40 at most' },
    ],
    ['as many as they may', { tally: { ...regular.tally, represented: 40 } }, undefined],
  ])('%s', (_what, changes, irregularity) => {
    expect(irregularitiesOf({ ...regular, ...changes })).toEqual(irregularity === undefined ? [] : [irregularity]);
  });

  it('is named whole, in a fixed order', () => {
    const board = {
      ...regular,
      bodyKind: 'college',
      tabled: { clause: 'budget', subject: 'x' },
      on: '2016-04-19',
    } as const;
    const found = irregularitiesOf({ ...board, meeting: { ...regular.meeting, convenedOn: '2016-03-31' } });
    expect(found.map(({ kind }) => kind)).toEqual([
      'decided-by-other-body',
      'not-on-agenda',
      'convened-late',
      'held-on-other-day',
    ]);
  });
});
