import { describe, expect, it } from '@jest/globals';
import { fold } from '#libs/kernel';
import {
  accede,
  annul,
  aside,
  blocked,
  close,
  condition,
  declare,
  lapse,
  opposition,
  passOver,
  position,
  postpone,
  recovery,
  report,
  retract,
  retry,
  schedule,
  someone,
  typesOf,
  withdraw,
} from '../../../test/sample-commands.ts';
import {
  absorptionPlan,
  adopt,
  adoptedAbsorption,
  against,
  auvergneTic,
  day,
  documents,
  draft,
  effectiveAbsorption,
  history,
  inFavour,
  notice,
  numelink,
  publishedAbsorption,
  start,
  takeEffect,
  vote,
} from '../../../test/sample-operation.ts';
import { operation } from './operation.decide.ts';
import type { OperationCommand } from './operation.commands.ts';
import type { Status } from './operation.ts';

/** The way to each status; the plan has a blocking condition, so that the last vote is not the effect. */
const aimed = absorptionPlan({ targetDate: '2016-05-31' });
const voted = [...publishedAbsorption(blocked), vote(numelink), vote(auvergneTic)];
const ways: Readonly<Record<Status, readonly OperationCommand[]>> = {
  absent: [],
  exploring: [start()],
  drafted: [start(), draft(blocked)],
  adopted: adoptedAbsorption(blocked),
  published: publishedAbsorption(blocked),
  approved: voted,
  ready: [...voted, condition()],
  effective: effectiveAbsorption,
  declared: [...effectiveAbsorption, declare],
  closed: [...effectiveAbsorption, declare, close],
  annulled: [...effectiveAbsorption, annul],
  rejected: [...publishedAbsorption(blocked), vote(numelink, against)],
  lapsed: [start(), draft(aimed), lapse],
  withdrawn: [start(), withdraw],
};
const STATUSES = Object.keys(ways) as readonly Status[];

const commands = {
  'start again': start(),
  'start another': { ...start(), title: 'Another merger' } as OperationCommand,
  position,
  revise: draft(absorptionPlan({ motives: 'revised' })),
  'draft the same': draft(blocked),
  adopt: adopt(numelink, blocked, '2016-01-16'),
  'adopt another plan': adopt(numelink, absorptionPlan({ motives: 'of nobody' }), '2016-01-16'),
  schedule: schedule(numelink),
  notice: notice(numelink, '2016-02-02'),
  documents: documents(numelink, '2016-01-31'),
  consult: { type: 'RecordConsultation', clusterId: numelink, opinion: 'none', on: day('2016-01-10') },
  oppose: opposition,
  resolve: {
    ...{ type: 'ResolveOpposition', outcome: 'paid' },
    oppositionId: opposition.oppositionId,
    on: day('2016-04-01'),
  },
  accede: accede(someone, blocked),
  retract: retract(someone),
  'vote for': vote(auvergneTic, inFavour, '2016-04-02'),
  'vote against': vote(auvergneTic, against, '2016-04-02'),
  waive: condition('waived'),
  postpone,
  lapse,
  remind: { type: 'RemindOperation', about: 'target', dueOn: '2016-05-31', on: day('2016-05-01') },
  withdraw,
  effect: takeEffect('2016-04-01'),
  declare: { ...declare, receipt: 'second' },
  close,
  annul,
  retry,
  'pass over': passOver,
  aside,
  recovery,
  report,
} as const satisfies Readonly<Record<string, OperationCommand>>;

/** `-` is accepted without an event: it is so already. `!CODE` is a refusal; else the status that the operation comes to. */
const NOT_YET = '!OPERATION_NOT_FOUND';
const WRONG = '!WRONG_STATUS';
type Row = Readonly<Record<Status, string>>;

const row = (otherwise: string, exceptions: Partial<Row>): Row => ({
  ...(Object.fromEntries(STATUSES.map((status) => [status, otherwise])) as Row),
  absent: NOT_YET,
  ...exceptions,
});
const stay = (...statuses: readonly Status[]): Partial<Row> =>
  Object.fromEntries(statuses.map((status) => [status, status]));
const become = (next: Status, ...statuses: readonly Status[]): Partial<Row> =>
  Object.fromEntries(statuses.map((status) => [status, next]));
const already = (...statuses: readonly Status[]): Partial<Row> =>
  Object.fromEntries(statuses.map((status) => [status, '-']));

const WITH_A_PLAN = [
  ...(['drafted', 'adopted', 'published', 'approved', 'ready'] as const),
  ...(['effective', 'declared', 'closed', 'annulled'] as const),
];

const table: Readonly<Record<keyof typeof commands, Row>> = {
  'start again': row('-', { absent: 'exploring' }),
  'start another': row('!OPERATION_EXISTS', { absent: 'exploring' }),
  position: row('', stay(...STATUSES.filter((status) => status !== 'absent'))),
  revise: row(WRONG, become('drafted', 'exploring', 'drafted', 'adopted', 'published', 'approved', 'ready')),
  'draft the same': row(WRONG, {
    exploring: 'drafted',
    ...already('drafted', 'adopted', 'published', 'approved', 'ready'),
  }),
  adopt: row(WRONG, { ...stay('drafted'), ...already('adopted', 'published', 'approved', 'ready', 'rejected') }),
  'adopt another plan': row(WRONG, { drafted: '!PLANS_DIFFER' }),
  schedule: row(WRONG, stay('adopted', 'published')),
  notice: row(WRONG, stay('adopted', 'published')),
  documents: row(WRONG, stay('adopted', 'published')),
  consult: row(WRONG, stay('exploring', 'drafted', 'adopted', 'published', 'approved', 'ready')),
  oppose: row(WRONG, {
    ...stay('published', 'approved', 'ready', 'effective', 'declared', 'closed', 'annulled'),
    adopted: '!NOTICE_MISSING',
  }),
  resolve: row(
    WRONG,
    become(
      '!OPPOSITION_UNKNOWN' as Status,
      'adopted',
      'published',
      'approved',
      'ready',
      'effective',
      'declared',
      'closed',
      'annulled',
    ),
  ),
  accede: row(WRONG, become('!NOT_TO_JOIN' as Status, ...WITH_A_PLAN)),
  retract: row(WRONG, become('!NOT_TO_JOIN' as Status, ...WITH_A_PLAN)),
  'vote for': row(WRONG, { ...stay('published'), adopted: '!NOTICE_MISSING' }),
  'vote against': row(WRONG, { ...become('rejected', 'published'), adopted: '!NOTICE_MISSING' }),
  waive: row(WRONG, { ...stay('drafted', 'adopted', 'published', 'ready'), approved: 'ready' }),
  postpone: row(WRONG, stay('drafted', 'adopted', 'published', 'approved', 'ready')),
  // Nothing is called to mind where the day is not that of the operation.
  remind: row('-', {}),
  lapse: row(WRONG, {
    ...become('!TARGET_NOT_PASSED' as Status, 'drafted', 'adopted', 'published', 'approved', 'ready'),
    lapsed: '-',
  }),
  withdraw: row(WRONG, {
    ...become('withdrawn', 'exploring', 'drafted', 'adopted', 'published', 'approved', 'ready'),
    withdrawn: '-',
  }),
  effect: row(WRONG, {
    approved: '!CONDITION_OPEN',
    ready: 'effective',
    ...already('effective', 'declared', 'closed'),
  }),
  declare: row(WRONG, { ...become('declared', 'effective', 'declared'), ...stay('closed', 'annulled') }),
  close: row(WRONG, { effective: '!DECLARATION_MISSING', declared: 'closed', closed: '-' }),
  annul: row(WRONG, { ...become('annulled', 'effective', 'declared', 'closed'), annulled: '-' }),
  retry: row(WRONG, become('!NOT_SET_ASIDE' as Status, 'effective', 'declared', 'closed', 'annulled')),
  'pass over': row(WRONG, become('!NOT_SET_ASIDE' as Status, 'effective', 'declared', 'closed', 'annulled')),
  aside: row(WRONG, stay('effective', 'declared', 'closed', 'annulled')),
  recovery: row(WRONG, already('effective', 'declared', 'closed', 'annulled')),
  report: row(WRONG, stay('effective', 'declared', 'closed', 'annulled')),
};

const cases = Object.entries(table).flatMap(([name, expected]) =>
  STATUSES.map((status) => [name as keyof typeof commands, status, expected[status]] as const),
);

describe('every command in every status', () => {
  it('has its row and every status its way', () => {
    expect(cases).toHaveLength(Object.keys(commands).length * 14);
    const types = new Set(Object.values(commands).map(({ type }) => type));
    expect(types.size).toBe(27);
    for (const status of STATUSES) expect(fold(operation, history(...ways[status])).status).toBe(status);
  });

  it.each(cases)('%s when %s: %s', (name, status, expected) => {
    const before = fold(operation, history(...ways[status]));
    const decision = operation.decide(commands[name], before);
    if (!decision.ok) {
      expect(`!${decision.rejection.type.replace('MRG_', '')}`).toBe(expected);
      return;
    }
    const after = fold(operation, decision.events, before).status;
    expect(typesOf(decision).length === 0 ? '-' : after).toBe(expected);
  });

  it('nothing is undone by what comes after the effect', () => {
    const past = ['effective', 'declared', 'closed', 'annulled'];
    for (const [name, status, expected] of cases)
      if (past.includes(status)) {
        expect([name, status, expected.startsWith('!') || expected === '-' || past.includes(expected)]).toEqual([
          name,
          status,
          true,
        ]);
      }
  });

  it.each(['rejected', 'lapsed', 'withdrawn'] as const)('%s is an end: only positions are added', (status) => {
    const taken = cases.filter(
      ([, from, expected]) => from === status && !expected.startsWith('!') && expected !== '-',
    );
    expect(taken.map(([name]) => name)).toEqual(['position']);
  });
});
