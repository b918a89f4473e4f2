import { describe, expect, it } from '@jest/globals';
import { countedUuid } from '#libs/kernel/testing';
import { endings } from './succession.policy.ts';
import {
  absorption,
  body,
  board,
  mandate,
  montier,
  numelink,
  office,
  operationId,
  presidency,
  rhoneAlley,
  succession,
} from './testing/succession.fixtures.ts';

const share = { numerator: 1, denominator: 2 };
const clause = { quorum: share, majority: share, majorityOf: 'votes-cast', strict: true } as const;
const clauses = { ordinary: clause, amendment: clause, dissolution: clause };

const ofOffice = (mandates: Parameters<typeof office>[0], effect = succession()) =>
  endings(effect, [], [office(mandates)]);
const { mandateId } = mandate(1);
const end = { type: 'EndMandate', officeId: presidency, mandateId, operationId };

describe('the mandates of a predecessor', () => {
  it.each([
    ['open: end by succession on the day of the effect', {}, { cause: 'succession', on: '2017-03-28' }],
    ['open with a limit still to come: the same', { limit: '2017-03-28' }, { cause: 'succession', on: '2017-03-28' }],
    [
      'open, past their limit: had expired on the day after it',
      { limit: '2017-03-27' },
      { cause: 'expiry', on: '2017-03-28' },
    ],
    ['open, past their limit over a month’s end', { limit: '2016-06-30' }, { cause: 'expiry', on: '2016-07-01' }],
    ['that were to begin later never are', { since: '2017-05-01' }, { cause: 'succession', on: '2017-05-01' }],
    [
      'with an end recorded for a later day: the succession overtakes it',
      { until: '2017-06-30', cause: 'term' },
      { cause: 'succession', on: '2017-03-28' },
    ],
    [
      'ended by this operation: stand in the list again',
      { until: '2017-03-28', cause: 'succession', operationId },
      { cause: 'succession', on: '2017-03-28' },
    ],
    [
      'expired and ended by this operation: stand in the list again',
      { limit: '2016-06-30', until: '2016-07-01', cause: 'expiry', operationId },
      { cause: 'expiry', on: '2016-07-01' },
    ],
  ] as const)('%s', (_what, more, expected) => {
    expect(ofOffice([mandate(1, more)])).toEqual([
      { key: `office:${presidency}`, bodyId: board, bodies: [], offices: [{ ...end, ...expected }], count: 1 },
    ]);
  });

  it.each<[string, Parameters<typeof office>[0], Parameters<typeof office>[1], object[]]>([
    ['carried over: end by succession', [], { untilReplaced: true }, [{ cause: 'succession', on: '2017-03-28' }]],
    [
      'replaced before: had ended',
      [mandate(2, { since: '2016-09-01', person: montier })],
      { untilReplaced: true },
      [{}],
    ],
    ['past their limit where nobody is carried over', [], { untilReplaced: false }, [{ cause: 'expiry' }]],
  ])('held until replaced, %s', (_what, others, more, expected) => {
    const limited = mandate(1, { limit: '2016-06-30' });
    const [move] = endings(succession(), [], [office([limited, ...others], more)]);
    expect(move?.offices).toMatchObject(expected);
    expect(move?.offices.some((command) => 'mandateId' in command && command.mandateId === mandateId)).toBe(
      others.length === 0,
    );
  });

  it('stay until replaced where the statutes of the cluster say so', () => {
    const limited = office([mandate(1, { limit: '2016-06-30' })]);
    const versions = [{ statutesVersion: 1, inForceFrom: '2010-01-01', clauses, untilReplaced: true }];
    const statutes = new Map([[numelink, { clusterId: numelink, versions }]]);
    expect(endings(succession(), [], [limited], statutes)[0]?.offices).toMatchObject([{ cause: 'succession' }]);
    expect(endings(succession(), [], [limited])[0]?.offices).toMatchObject([{ cause: 'expiry' }]);
  });

  it('end with their body where it was abolished before, and are taken back where the operation had ended them', () => {
    const gone = body({ abolished: { on: '2016-01-01', cause: 'decision' } });
    const ended = mandate(1, { until: '2017-03-28', cause: 'succession', operationId });
    const commandsOn = (each: Parameters<typeof office>[0][number]) =>
      endings(succession(), [gone], [office([each])]).flatMap((move) => move.offices);
    expect(commandsOn(mandate(1))).toEqual([]);
    expect(commandsOn(ended)).toEqual([{ type: 'KeepMandate', officeId: presidency, mandateId, operationId }]);
  });

  it.each([
    ['ended before the effect', { until: '2016-09-01', cause: 'resignation' }],
    ['ended on its day for another reason', { until: '2017-03-28', cause: 'term' }],
    ['ended by another operation before', { until: '2016-03-31', cause: 'succession', operationId: countedUuid(99) }],
    ['past their limit and ended late', { limit: '2016-06-30', until: '2018-01-01', cause: 'term' }],
    ['that were to begin later and were given up', { since: '2017-05-01', until: '2017-05-01', cause: 'resignation' }],
  ] as const)('%s: stay as they are', (_what, more) => {
    expect(ofOffice([mandate(1, more)])).toEqual([]);
  });

  it('of one office move together and are counted one by one', () => {
    const [move] = ofOffice([mandate(1), mandate(2), mandate(3, { until: '2015-01-01', cause: 'term' })]);
    expect(move).toMatchObject({ count: 2, offices: [{ mandateId: countedUuid(41) }, { mandateId: countedUuid(42) }] });
  });

  it('of the absorbing cluster go on', () => {
    expect(ofOffice([mandate(1)], absorption())).toEqual([]);
  });
});

describe('the bodies of a predecessor', () => {
  const abolition = { type: 'AbolishBody', bodyId: board, cause: 'succession', operationId };
  it.each([
    ['are abolished on the day of the effect', {}, '2017-03-28'],
    ['that were to begin later never are', { since: '2017-05-01' }, '2017-05-01'],
    [
      'to be abolished later: the succession overtakes it',
      { abolished: { on: '2017-12-31', cause: 'decision' } },
      '2017-03-28',
    ],
    [
      'abolished by this operation: stand in the list again',
      { abolished: { on: '2017-03-28', cause: 'succession', operationId } },
      '2017-03-28',
    ],
  ] as const)('%s', (_what, more, on) => {
    expect(endings(succession(), [body(more)], [])).toEqual([
      { key: `body:${board}`, bodyId: board, bodies: [{ ...abolition, on }], offices: [], count: 1 },
    ]);
  });

  it('abolished before stay as they are', () => {
    expect(endings(succession(), [body({ abolished: { on: '2010-01-01', cause: 'decision' } })], [])).toEqual([]);
  });

  it('are those of the predecessors only', () => {
    const bodies = [body({ clusterId: numelink }), body({ clusterId: rhoneAlley, bodyId: countedUuid(98) })];
    expect(endings(absorption(), bodies, []).map(({ key }) => key)).toEqual([`body:${countedUuid(98)}`]);
  });
});
