import { describe, expect, it } from '@jest/globals';
import { after, annul, close, declare, typesOf } from '../../../test/sample-commands.ts';
import {
  absorptionPlan,
  adopt,
  auvergneTic as heir,
  day,
  draft,
  numelink as body,
  operationId,
  start,
  takeEffect,
  vote,
} from '../../../test/sample-operation.ts';
import type { Participant, Plan } from '../rules/act.ts';

const participants: readonly Participant[] = [{ clusterId: body, role: 'restored' }];
const plan = (changes: Partial<Plan> = {}): Plan => absorptionPlan({ antennaMapping: [], ...changes });
const drafted = [start('restoration', participants), draft(plan())];
/** No guard asks for notices, for documents, or for time between the two. */
const approved = [...drafted, adopt(body, plan(), '2015-12-02'), vote(body, undefined, '2015-12-03')];
const PUBLISHED = '2016-05-01';

describe('a body that comes back', () => {
  it.each<[string, readonly Participant[]]>([
    ['two bodies', [...participants, { clusterId: heir, role: 'restored' }]],
    ['one that would take something', [...participants, { clusterId: heir, role: 'beneficiary' }]],
    ['another role', [{ clusterId: body, role: 'founding' }]],
  ])('does so alone: not with %s', (_what, cast) =>
    after()
      .when(start('restoration', cast))
      .refused({ type: 'MRG_PARTICIPANTS_DO_NOT_FIT', required: 'the one body that comes back' }),
  );

  it.each<[string, Partial<Plan>, string]>([
    ['another body', { successor: { ...plan().successor, clusterId: heir } }, `successor ${heir}`],
    ['antennas', { newAntennas: [{ antennaId: heir, name: 'Nîmes', departments: [] }] }, 'antennas'],
    ['an allocation', { allocation: { shares: [] } }, 'an allocation'],
    [
      'bodies',
      { transitionalGovernance: { bodies: [{ bodyId: heir, kind: 'board', name: 'B', offices: [] }] } },
      'bodies',
    ],
  ])('by a plan of itself alone: not with %s', (_what, changes, found) =>
    after(start('restoration', participants))
      .when(draft(plan(changes)))
      .refused({ type: 'MRG_PLAN_INCONSISTENT', found }),
  );

  it('waits for its publication once its last members have approved', () => {
    const waiting = after(...approved);
    waiting.when(takeEffect('2016-06-01')).refused({
      ...{ type: 'MRG_JOURNAL_OFFICIEL_MISSING', guard: 'G8', rule: 'G8.restoration' },
    });
    const back = waiting.when(takeEffect('2016-06-01', PUBLISHED));
    expect(typesOf(back.decision)).toEqual(['BodyRestored']);
    expect(back.decision).toMatchObject({
      events: [{ operationId, body: { clusterId: body }, decidedOn: '2015-12-03', on: PUBLISHED }],
    });
    expect(back.state()).toMatchObject({ status: 'effective', effectiveOn: PUBLISHED });
  });

  it('is judged under the dissolution clause of its last statutes, and refused where none is known', () =>
    after(...drafted, adopt(body, plan(), '2015-12-02'))
      .when({ ...vote(body, undefined, '2015-12-03'), clause: undefined } as ReturnType<typeof vote>)
      .refused({ type: 'MRG_STATUTES_UNKNOWN', rule: 'G6.restoration' }));

  it('is closed once it was declared, for no context has anything to move', () => {
    const back = [...approved, takeEffect(PUBLISHED, PUBLISHED)];
    const declared = { ...declare, on: day('2016-05-02') };
    const closing = { ...close, on: day('2016-05-03'), reporting: ['membership'] } as typeof close;
    expect(typesOf(after(...back, declared).when(closing).decision)).toEqual(['OperationClosed']);
  });

  it('is dissolved by a court, and not annulled', () =>
    after(...approved, takeEffect(PUBLISHED, PUBLISHED))
      .when(annul)
      .refused({ type: 'MRG_ANNULMENT_NOT_FEASIBLE', required: 'its dissolution by the court' }));
});
