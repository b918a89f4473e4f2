import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { countedUuid } from '#libs/kernel/testing';
import { TestApplication } from '#libs/nest-kit/testing';
import { governanceContext } from '../src/governance.context.ts';
import { createBoard, createPresidency, Governance, presidency } from './governance.fixtures.ts';

const flamand = { personId: countedUuid(1, 0x11), name: 'Pascal Flamand' };
const other = { personId: countedUuid(2, 0x11), name: 'Somebody else' };
const [first, second, frenchTech] = [3, 4, 5].map((n) => countedUuid(n, 0x11));
const about = `offices/${presidency}`;
const ASSEMBLY = '2016-03-17';

/** Telecom Valley: its president, elected for a year, sits in the strategic committee of French Tech Côte d’Azur because of that. */
describe('the seat at French Tech', () => {
  let governance: Governance;
  beforeEach(async () => {
    const app = await TestApplication.start([governanceContext], { RATE_LIMIT_PER_SECOND: '10000' });
    app.clock.set('2016-12-31T10:00:00Z');
    governance = new Governance(app);
    await governance.hasClusters();
    await governance.does('bodies', createBoard);
    await governance.does('offices', createPresidency);
    const election = { mandateId: first, person: flamand, how: 'elected', limit: '2016-03-16' };
    await governance.does(`${about}/start-mandate`, { ...election, effectiveAt: '2015-03-17' });
    const where = 'French Tech Côte d’Azur, comité stratégique';
    const seat = { representationId: frenchTech, mandateId: first, where, effectiveAt: '2015-09-01' };
    await governance.does(`${about}/start-representation`, seat);
  });
  afterEach(() => governance.app.stop());

  const seatAs = async (query = ''): Promise<object | undefined> =>
    ((await governance.sees(`${about}${query}`)).body['representations'] as readonly object[])[0];
  const elects = (person: object, more: object = {}) =>
    governance.does(`${about}/start-mandate`, {
      ...{ mandateId: second, person, how: 'elected', limit: '2017-03-16', effectiveAt: ASSEMBLY },
      ...more,
    });

  it('ends on the day of the assembly where its president is not elected again', async () => {
    await elects(other, { follows: first });
    expect(await seatAs()).toMatchObject({ person: flamand, since: '2015-09-01', until: ASSEMBLY });
  });

  it('goes on under the new mandate of a president who is', async () => {
    await elects(flamand, { follows: first });
    expect(await seatAs()).toMatchObject({
      ...{ person: flamand, since: '2015-09-01', until: '2017-03-17' },
      underMandates: [{ mandateId: second, since: ASSEMBLY }],
    });
  });

  it('ends where there is a day in between, or where the new mandate is of no chain', async () => {
    await elects(flamand, { follows: first, effectiveAt: '2016-03-18' });
    expect(await seatAs()).toMatchObject({ until: ASSEMBLY });
    const { body } = await governance.sees(about);
    const { mandateId } = (body['mandates'] as readonly { mandateId: string }[])[1] ?? { mandateId: '' };
    expect(mandateId).toBe(second);
  });

  it('ends when the mandate does', async () => {
    const leaves = { mandateId: first, cause: 'resignation', effectiveAt: '2015-12-01' };
    await governance.does(`${about}/end-mandate`, leaves);
    expect(await seatAs()).toMatchObject({ until: '2015-12-01' });
  });

  it('ends by itself before, and is ended once', async () => {
    const end = { representationId: frenchTech, reason: 'Le comité est dissous', effectiveAt: '2016-02-01' };
    await governance.does(`${about}/end-representation`, end);
    expect(await seatAs()).toMatchObject({ until: '2016-02-01', reason: 'Le comité est dissous' });
    expect((await governance.does(`${about}/end-representation`, end)).body['events']).toEqual([]);
    const otherwise = { ...end, effectiveAt: '2016-02-02' };
    expect((await governance.tries(`${about}/end-representation`, otherwise)).body).toMatchObject({
      code: 'GOV_REPRESENTATION_ENDED',
    });
  });

  it.each([
    ['GOV_MANDATE_EXPIRED', first, ASSEMBLY, { found: ASSEMBLY, required: '2016-03-16' }],
    ['GOV_MANDATE_NOT_FOUND', second, '2015-10-01', {}],
    ['GOV_FACT_CONTRADICTED', first, '2015-03-16', {}],
  ])('is refused under a mandate that is not held: %s', async (code, mandateId, effectiveAt, more) => {
    const act = { representationId: second, mandateId, where: 'Medinsoft', effectiveAt };
    expect((await governance.tries(`${about}/start-representation`, act)).body).toMatchObject({ code, ...more });
  });

  it('is refused under a mandate that has ended', async () => {
    await governance.does(`${about}/end-mandate`, {
      mandateId: first,
      cause: 'resignation',
      effectiveAt: '2015-12-01',
    });
    const act = { representationId: second, mandateId: first, where: 'Medinsoft', effectiveAt: '2015-12-01' };
    expect((await governance.tries(`${about}/start-representation`, act)).body).toMatchObject({
      code: 'GOV_MANDATE_NOT_HELD',
      found: '2015-12-01',
    });
  });

  it('of a mandate that is taken back is taken back with it', async () => {
    const { events } = (await elects(other, { follows: first })).body as { events: readonly { id: string }[] };
    await governance.does(`${about}/void-mandate`, { fact: events[0]?.id, reason: 'Jamais élu' });
    expect(await seatAs()).toMatchObject({ until: ASSEMBLY });
  });
});
