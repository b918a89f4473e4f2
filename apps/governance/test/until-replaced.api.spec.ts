import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { countedUuid } from '#libs/kernel/testing';
import { TestApplication } from '#libs/nest-kit/testing';
import { governanceContext } from '../src/governance.context.ts';
import { bocquet, clauses, createBoard, createPresidency } from './governance.fixtures.ts';
import { Governance, mandateOfBocquet, montier, numelink, presidency } from './governance.fixtures.ts';

const about = `offices/${presidency}`;
const JANUARY = '2018-01-15';

/** Elected until 2017-12-31; the successor is elected on 2018-02-10. */
describe('a holder past the limit', () => {
  let governance: Governance;
  beforeEach(async () => {
    const app = await TestApplication.start([governanceContext], { RATE_LIMIT_PER_SECOND: '10000' });
    app.clock.set('2018-12-31T10:00:00Z');
    governance = new Governance(app);
    await governance.hasClusters();
    await governance.does('bodies', createBoard);
  });
  afterEach(() => governance.app.stop());

  const elections = async (office: object) => {
    await governance.does('offices', { ...createPresidency, ...office });
    const first = { mandateId: mandateOfBocquet, person: bocquet, how: 'elected', limit: '2017-12-31' };
    await governance.does(`${about}/start-mandate`, { ...first, effectiveAt: '2015-01-01' });
    const second = { mandateId: countedUuid(1, 0x12), person: montier, how: 'elected', effectiveAt: '2018-02-10' };
    await governance.does(`${about}/start-mandate`, second);
  };
  const adopts = (version: object, effectiveAt: string) =>
    governance.does(`statutes/${numelink}/adopt`, { clauses, ...version, effectiveAt });
  const inJanuary = async () => (await governance.sees(`${about}/holders?validAt=${JANUARY}`)).body;
  const acts = (effectiveAt: string) =>
    governance.tries(`${about}/start-representation`, { mandateId: mandateOfBocquet, where: 'Medinsoft', effectiveAt });

  const [until, replaced] = [
    { untilReplaced: true },
    { holders: [{ carriedOver: { since: '2018-01-01' } }], expired: [] },
  ];
  const vacant = { holders: [], expired: [{ mandateId: mandateOfBocquet, limit: '2017-12-31' }] };

  it.each<[string, readonly (readonly [version: object, day: string])[], object, object]>([
    ['stays where the office says so', [], until, replaced],
    ['stays where the statutes say so', [[until, '2010-01-01']], {}, replaced],
    [
      'stays by the statutes of the day after the limit',
      [
        [{}, '2010-01-01'],
        [until, '2017-06-01'],
      ],
      {},
      replaced,
    ],
    ['is gone where they say so from a later day on', [[until, '2018-01-02']], {}, vacant],
    ['is gone where the office is none of those', [[until, '2010-01-01']], { untilReplaced: false }, vacant],
    ['is gone where nobody says so', [[{}, '2010-01-01']], {}, vacant],
  ])('%s', async (_what, versions, office, expected) => {
    for (const [version, day] of versions) await adopts(version, day);
    await elections(office);
    expect(await inJanuary()).toMatchObject(expected);
    const isThere = expected === replaced;
    const act = await acts(JANUARY);
    if (isThere) expect(act.status).toBe(200);
    else expect(act.body).toMatchObject({ code: 'GOV_MANDATE_EXPIRED', found: JANUARY, required: '2017-12-31' });
    expect(await governance.presidents('2017-12-31')).toEqual([bocquet.name]);
    expect(await governance.presidents(JANUARY)).toEqual(isThere ? [bocquet.name] : []);
    expect(await governance.presidents('2018-02-10')).toEqual([montier.name]);
    expect((await acts('2018-02-10')).status).toBe(409);
  });

  it('an act under a mandate whose place was taken is refused', async () => {
    await elections(until);
    expect((await acts('2018-02-10')).body).toMatchObject({ found: '2018-02-10' });
  });

  it('only a seat ex officio follows another office, which its first holder has that day', async () => {
    await elections(until);
    const [seat, other] = [countedUuid(2, 0x12), countedUuid(3, 0x12)];
    await governance.does('offices', { ...createPresidency, id: seat, kind: 'seat', title: 'Siège' });
    const designated = async (body: object) =>
      (await governance.tries(`offices/${seat}/start-mandate`, { person: bocquet, how: 'ex-officio', ...body })).body[
        'code'
      ];
    const byOfficeId = presidency;
    expect(await designated({ byOfficeId, how: 'elected', effectiveAt: JANUARY })).toBe('GOV_MANDATE_NOT_EX_OFFICIO');
    expect(await designated({ byOfficeId, effectiveAt: '2018-02-10' })).toBe('GOV_OTHER_OFFICE_NOT_HELD');
    expect(await designated({ byOfficeId: seat, effectiveAt: JANUARY })).toBe('GOV_OTHER_OFFICE_NOT_HELD');
    expect(await designated({ byOfficeId: other, effectiveAt: JANUARY })).toBe('GOV_OTHER_OFFICE_NOT_HELD');
    expect(await designated({ byOfficeId, effectiveAt: JANUARY })).toBeUndefined();
    const { body } = await governance.sees(`offices/${seat}/holders?validAt=2018-02-10`);
    expect(body['holders']).toMatchObject([{ person: montier, byOfficeId, since: '2018-02-10' }]);
  });
});
