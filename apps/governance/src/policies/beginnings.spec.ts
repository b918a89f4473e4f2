import { describe, expect, it } from '@jest/globals';
import type { Succession } from '#libs/process-managers';
import { countedUuid } from '#libs/kernel/testing';
import type { OfficeDocument } from '../read-models/offices/offices.projection.ts';
import { beginnings } from './succession.policy.ts';
import {
  absorption,
  berard,
  bocquet,
  board,
  body,
  clustr,
  digitalLeague,
  mandate,
  montier,
  numelink,
  office,
  planned,
  presidency,
  rhoneAlley,
  succession,
  type PlannedBody,
} from './testing/succession.fixtures.ts';

const first = { mandateId: countedUuid(61), person: berard, representing: 'Esker', tiedToClusterId: clustr };
const second = { mandateId: countedUuid(62), person: bocquet, tiedToClusterId: numelink };
const plan = (bodies: readonly PlannedBody[], limit?: string): Partial<Succession> => ({
  transitionalGovernance: limit === undefined ? { bodies } : { limit, bodies },
});
const start = {
  type: 'StartMandate',
  officeId: presidency,
  how: 'transitional',
  limit: '2018-03-27',
  since: '2017-03-28',
};

it('in a body of the absorbing cluster that is gone nothing begins', () => {
  const gone = { ...body(), abolished: { on: '2016-01-01', cause: 'decision' as const } };
  expect(beginnings(succession(plan([planned({ holders: [first] })])), [gone], [])).toEqual([]);
});

it('in an office of the absorbing cluster that is to come nothing begins', () => {
  const [move] = beginnings(
    succession(plan([planned({ holders: [first] })])),
    [body()],
    [office([], { since: '2018-01-01' })],
  );
  expect(move).toMatchObject({ bodies: [], offices: [] });
});

describe('a new cluster', () => {
  it('gets its board and its co-presidents, each tied to a predecessor, until the limit', () => {
    const bodies = [planned({ holders: [first, second] }, { size: 25 })];
    expect(beginnings(succession(plan(bodies, '2018-03-27')), [], [])).toEqual([
      {
        key: `transitional-body:${board}`,
        bodyId: board,
        bodies: [
          {
            type: 'CreateBody',
            bodyId: board,
            clusterId: digitalLeague,
            kind: 'board',
            name: 'Conseil d’administration',
            size: 25,
            since: '2017-03-28',
          },
        ],
        offices: [
          {
            type: 'CreateOffice',
            officeId: presidency,
            bodyId: board,
            kind: 'president',
            title: 'Coprésidence',
            maxHolders: 2,
            since: '2017-03-28',
          },
          { ...start, ...first },
          { ...start, ...second },
        ],
        count: 1,
      },
    ]);
  });

  it('has room for all whom the plan starts, and for more where the plan says so', () => {
    const roomFor = (maxHolders: number) => {
      const bodies = [planned({ maxHolders, holders: [first, second] })];
      return beginnings(succession(plan(bodies, '2018-03-27')), [], [])[0]?.offices[0];
    };
    expect(roomFor(1)).toMatchObject({ type: 'CreateOffice', maxHolders: 2 });
    expect(roomFor(3)).toMatchObject({ type: 'CreateOffice', maxHolders: 3 });
  });

  it('appoints for an ordinary term where the treaty sets no limit', () => {
    const [move] = beginnings(succession(plan([planned({ holders: [first] })])), [], []);
    expect(move?.offices[1]).toEqual({
      type: 'StartMandate',
      officeId: presidency,
      how: 'appointed',
      since: '2017-03-28',
      ...first,
    });
  });

  it.each([
    ['2017-03-27', 0],
    ['2017-03-28', 1],
  ])('with the limit on %s, %i take office by an effect of 28 March', (limit, number) => {
    const [move] = beginnings(succession(plan([planned({ holders: [first] })], limit)), [], []);
    expect(move?.offices.filter(({ type }) => type === 'StartMandate')).toHaveLength(number);
  });

  it('without transitional governance gets nothing', () => {
    expect(beginnings(succession(), [], [])).toEqual([]);
  });
});

describe('a cluster that absorbs', () => {
  const joins = { mandateId: countedUuid(63), person: montier, tiedToClusterId: rhoneAlley };
  const stays = { mandateId: countedUuid(64), person: bocquet, tiedToClusterId: numelink };
  const offices = (known: OfficeDocument, holders = [joins, stays], maxHolders = 2) =>
    beginnings(absorption(plan([planned({ holders, maxHolders })], '2016-06-23')), [body()], [known])[0]?.offices;
  const started = {
    type: 'StartMandate',
    officeId: presidency,
    how: 'transitional',
    limit: '2016-06-23',
    since: '2015-06-24',
  };
  const room = (maxHolders: number) => ({
    type: 'SetMaxHolders',
    officeId: presidency,
    maxHolders,
    since: '2015-06-24',
  });

  it('keeps its president, and the newcomer joins for a year', () => {
    expect(offices(office([mandate(1)]))).toEqual([room(2), { ...started, ...joins }]);
  });
  it('starts both where the president’s mandate had ended', () => {
    const ended = mandate(1, { until: '2015-06-24', cause: 'term' });
    expect(offices(office([ended]))).toEqual([room(2), { ...started, ...joins }, { ...started, ...stays }]);
  });
  it('has room for the president who goes on even where the plan forgot', () => {
    expect(offices(office([mandate(1)]), [joins], 1)).toEqual([room(2), { ...started, ...joins }]);
  });
  it('has room for a president whose later start is recorded already', () => {
    const later = mandate(1, { since: '2015-09-01' });
    expect(offices(office([later]), [joins], 1)).toEqual([room(2), { ...started, ...joins }]);
  });
  it('says nothing of the number where there is room enough', () => {
    const roomy = office([mandate(1)], { capacities: [{ since: '2006-06-29', maxHolders: 3 }] });
    expect(offices(roomy)).toEqual([{ ...started, ...joins }]);
  });
  it('commands the same holders again in a repeat', () => {
    const own = mandate(2, { ...joins, how: 'transitional', since: '2015-06-24', limit: '2016-06-23' });
    const after = office([mandate(1), own], {
      capacities: [
        { since: '2006-06-29', maxHolders: 1 },
        { since: '2015-06-24', maxHolders: 2 },
      ],
    });
    expect(offices(after)).toEqual([{ ...started, ...joins }]);
  });

  it.each([
    [
      'grows its board to the size of the plan',
      40,
      [{ type: 'ResizeBody', bodyId: board, size: 40, since: '2015-06-24' }],
    ],
    ['leaves its board where the plan has the same size', 24, []],
    ['leaves its board where the plan has no size', undefined, []],
  ])('%s', (_what, size, expected) => {
    const bodies = [planned({}, size === undefined ? {} : { size })];
    expect(beginnings(absorption(plan(bodies)), [body()], [office([])])[0]?.bodies).toEqual(expected);
  });
});
