import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { TestApplication } from '#libs/nest-kit/testing';
import { publish } from '../../../tests/support/published.ts';
import { governanceContext } from '../src/governance.context.ts';
import {
  board,
  bocquet,
  clauses,
  director,
  factIn,
  Governance,
  hold,
  mandateOfBocquet,
  montier,
  numelink,
  presidency,
  resolution,
  rhoneAlley,
  startBocquet,
  tally,
  unknown,
} from './governance.fixtures.ts';

let app: TestApplication;
let governance: Governance;
beforeEach(async () => {
  app = await TestApplication.start([governanceContext], { RATE_LIMIT_PER_SECOND: '10000' });
  governance = new Governance(app);
  await governance.hasClusters();
});
afterEach(() => app.stop());

/** The id of the fact that a command stated. */
describe('an appointed role that was recorded wrong', () => {
  let assignment: string;
  const assign = {
    id: director,
    clusterId: numelink,
    title: 'Directeur général',
    person: bocquet,
    effectiveAt: '2012-09-01',
  };
  const why = { reason: 'Nom et jour mal saisis' };

  beforeEach(async () => {
    assignment = factIn(await governance.does('roles', assign));
  });

  it('is corrected: another person, from another day', async () => {
    const changes = { person: montier, since: '2012-10-01' };
    const answer = await governance.does(`roles/${director}/correct-assignment`, { fact: assignment, ...why, changes });
    expect(answer.body['events']).toMatchObject([{ type: 'governance.RoleAssignedCorrected' }]);
    expect((await governance.sees(`roles/${director}`)).body).toMatchObject({
      person: montier,
      since: '2012-10-01',
      title: assign.title,
    });
  });

  it('is followed by everything that came after it', async () => {
    await governance.does(`roles/${director}/end`, { reason: 'départ', effectiveAt: '2016-09-01' });
    await governance.does(`roles/${director}/correct-assignment`, {
      fact: assignment,
      ...why,
      changes: { title: 'Délégué' },
    });
    expect((await governance.sees(`roles/${director}`)).body).toMatchObject({
      title: 'Délégué',
      until: '2016-09-01',
      reason: 'départ',
    });
  });

  it('has an end that is taken back, and another one that is then recorded', async () => {
    const end = factIn(await governance.does(`roles/${director}/end`, { effectiveAt: '2016-09-01' }));
    await governance.does(`roles/${director}/void-end`, { fact: end, reason: 'Ce départ n’a pas eu lieu' });
    expect((await governance.sees(`roles/${director}`)).body['until']).toBeUndefined();
    await governance.does(`roles/${director}/end`, { effectiveAt: '2018-01-01' });
    expect((await governance.sees(`roles/${director}`)).body).toMatchObject({ until: '2018-01-01' });
  });

  it('that never was is not there any more, and can be recorded again', async () => {
    await governance.does(`roles/${director}/void-assignment`, { fact: assignment, reason: 'Saisi deux fois' });
    expect((await app.get(`governance/roles/${director}`)).status).toBe(404);
    await governance.does('roles', { ...assign, title: 'Présidente déléguée' });
    expect((await governance.sees(`roles/${director}`)).body).toMatchObject({ title: 'Présidente déléguée' });
  });

  it('keeps what it was in its stream, under the day from which it counts', async () => {
    await governance.does(`roles/${director}/correct-assignment`, {
      fact: assignment,
      ...why,
      changes: { since: '2012-10-01' },
    });
    const events = [];
    for await (const event of app.store.read(`governance.role-${director}` as never)) events.push(event);
    expect(events.at(-1)).toMatchObject({
      data: { fact: assignment, was: { since: '2012-09-01', person: bocquet }, now: { since: '2012-10-01' }, ...why },
      metadata: { effectiveAt: '2012-10-01' },
    });
  });

  it.each([
    ['unknown', 'correct-assignment', { fact: unknown, changes: { title: 'x' } }, 404, 'GOV_FACT_NOT_FOUND'],
    ['of another kind', 'correct-end', { changes: { reason: 'x' } }, 404, 'GOV_FACT_NOT_FOUND'],
    ['without a change', 'correct-assignment', { changes: {} }, 400, 'API_MALFORMED'],
    [
      'with a member that says which fact it is',
      'correct-assignment',
      { changes: { clusterId: rhoneAlley } },
      400,
      'API_MALFORMED',
    ],
    [
      'with a day that does not exist',
      'correct-assignment',
      { changes: { since: '2012-02-30' } },
      400,
      'API_MALFORMED',
    ],
    ['without a reason', 'correct-assignment', { reason: undefined, changes: { title: 'x' } }, 400, 'API_MALFORMED'],
  ])('%s is refused', async (_what, verb, body, status, code) => {
    const answer = await app.post(`governance/roles/${director}/${verb}`, { fact: assignment, ...why, ...body });
    expect(answer).toMatchObject({ status, body: { code } });
  });

  it('is not corrected to a day behind its end', async () => {
    await governance.does(`roles/${director}/end`, { effectiveAt: '2016-09-01' });
    const body = { fact: assignment, ...why, changes: { since: '2017-01-01' } };
    const answer = await app.post(`governance/roles/${director}/correct-assignment`, body);
    expect(answer).toMatchObject({
      status: 409,
      body: {
        code: 'GOV_FACT_CONTRADICTED',
        found: 'end of 2016-09-01',
        required: 'the role is not assigned before that day',
      },
    });
  });

  it('is corrected by an operator of its cluster, and by none of another', async () => {
    const body = { fact: assignment, ...why, changes: { title: 'Déléguée' } };
    const path = `governance/roles/${director}/correct-assignment`;
    expect((await app.post(path, body, { as: 'operator', clusters: [rhoneAlley] })).status).toBe(403);
    expect((await app.post(path, body, { as: 'operator', clusters: [numelink] })).status).toBe(200);
  });
});

describe('mandates in any order', () => {
  const why = { reason: 'Erreur de saisie' };
  const paul = { personId: unknown, name: 'Paul Durand' };
  beforeEach(() => governance.hasBoard());

  it('an earlier mandate is recorded late, with its end', async () => {
    await governance.does(`offices/${presidency}/start-mandate`, startBocquet);
    const past = {
      person: paul,
      how: 'elected',
      ended: { on: '2012-06-20', cause: 'term' },
      effectiveAt: '2009-06-20',
    };
    await governance.does(`offices/${presidency}/start-mandate`, past);
    expect(await governance.presidents('2010-01-01')).toEqual(['Paul Durand']);
    expect(await governance.presidents('2015-01-01')).toEqual(['Catherine Bocquet']);
  });

  it('one that reaches into a later one is refused with the day', async () => {
    await governance.does(`offices/${presidency}/start-mandate`, startBocquet);
    const past = {
      person: paul,
      how: 'elected',
      ended: { on: '2014-06-21', cause: 'term' },
      effectiveAt: '2009-06-20',
    };
    expect(await governance.tries(`offices/${presidency}/start-mandate`, past)).toMatchObject({
      status: 409,
      body: { code: 'GOV_OFFICE_FULL', facts: { day: '2014-06-20' } },
    });
  });

  it('a mandate is corrected to another person, with what followed', async () => {
    const started = factIn(await governance.does(`offices/${presidency}/start-mandate`, startBocquet));
    const end = { mandateId: mandateOfBocquet, cause: 'resignation', effectiveAt: '2016-01-01' };
    await governance.does(`offices/${presidency}/end-mandate`, end);
    await governance.does(`offices/${presidency}/correct-mandate`, {
      fact: started,
      ...why,
      changes: { person: montier },
    });
    expect(await governance.presidents('2015-01-01')).toEqual(['Patrick Montier']);
    expect(await governance.presidents('2016-01-01')).toEqual([]);
  });

  it('an end ahead is put off, brought forward and taken back', async () => {
    await governance.does(`offices/${presidency}/start-mandate`, startBocquet);
    const end = { mandateId: mandateOfBocquet, cause: 'resignation', effectiveAt: '2027-12-31' };
    const fact = factIn(await governance.does(`offices/${presidency}/end-mandate`, end));
    expect(await governance.presidents('2022-03-31')).toEqual(['Catherine Bocquet']);
    for (const on of ['2029-01-01', '2022-01-01']) {
      await governance.does(`offices/${presidency}/correct-mandate-end`, { fact, ...why, changes: { on } });
      expect(await governance.presidents('2028-01-01')).toEqual(on > '2028' ? ['Catherine Bocquet'] : []);
    }
    await governance.does(`offices/${presidency}/void-mandate-end`, { fact, ...why });
    expect(await governance.presidents('2030-01-01')).toEqual(['Catherine Bocquet']);
  });

  it('a correction that makes an office too full, or names nobody, is refused', async () => {
    const started = factIn(await governance.does(`offices/${presidency}/start-mandate`, startBocquet));
    await governance.does(`offices/${presidency}/end-mandate`, {
      mandateId: mandateOfBocquet,
      cause: 'term',
      effectiveAt: '2016-01-01',
    });
    const next = factIn(
      await governance.does(`offices/${presidency}/start-mandate`, {
        person: montier,
        how: 'elected',
        effectiveAt: '2016-01-01',
      }),
    );
    const tries = (fact: string, changes: object) =>
      governance.tries(`offices/${presidency}/correct-mandate`, { fact, ...why, changes });
    expect(await tries(next, { since: '2015-12-31' })).toMatchObject({
      status: 409,
      body: { code: 'GOV_OFFICE_FULL', facts: { day: '2015-12-31' } },
    });
    expect(await tries(started, { organisationId: unknown })).toMatchObject({
      status: 409,
      body: { code: 'GOV_ORGANISATION_ABSENT' },
    });
    expect(await tries(started, { since: '2016-01-02' })).toMatchObject({
      status: 409,
      body: { code: 'GOV_FACT_CONTRADICTED', found: 'mandate-end of 2016-01-01' },
    });
  });
});

describe('a tally that was recorded wrong', () => {
  const why = { reason: 'Deux chiffres intervertis' };
  beforeEach(async () => {
    await governance.hasMeeting();
    await governance.does(`statutes/${numelink}/adopt`, { clauses, effectiveAt: '2006-06-29' });
    await governance.does(
      `meetings/${(await governance.sees(`resolutions/${resolution}`)).body['meetingId'] as string}/hold`,
      hold,
    );
  });

  it('is judged anew under the clause that decided', async () => {
    const swapped = { ...tally, for: 3, against: 152 };
    const fact = factIn(
      await governance.does(`resolutions/${resolution}/record-tally`, { tally: swapped, effectiveAt: '2016-03-31' }),
    );
    expect((await governance.sees(`resolutions/${resolution}`)).body['status']).toBe('rejected');
    await governance.does(`resolutions/${resolution}/correct-tally`, { fact, ...why, changes: { tally } });
    expect((await governance.sees(`resolutions/${resolution}`)).body).toMatchObject({
      status: 'adopted',
      decision: { tally },
    });
  });

  it.each([
    ['more votes than people', { for: 400 }, 'GOV_VOTES_EXCEED_ATTENDANCE'],
    ['people who are not on the sheet', { present: 119 }, 'GOV_TALLY_CONTRADICTS_SHEET'],
  ])('is not corrected to %s', async (_what, wrong, code) => {
    const fact = factIn(
      await governance.does(`resolutions/${resolution}/record-tally`, { tally, effectiveAt: '2016-03-31' }),
    );
    const body = { fact, ...why, changes: { tally: { ...tally, ...wrong } } };
    expect(await governance.tries(`resolutions/${resolution}/correct-tally`, body)).toMatchObject({
      status: 409,
      body: { code },
    });
  });

  it('is shown as differing where what it was judged by is another one by now', async () => {
    await governance.does(`resolutions/${resolution}/record-tally`, { tally, effectiveAt: '2016-03-31' });
    expect((await governance.sees(`resolutions/${resolution}`)).body).not.toHaveProperty('differs');
    const share = { numerator: 9, denominator: 10 };
    const strict = { ...clauses, dissolution: { ...clauses.dissolution, quorum: share } };
    await governance.does(`statutes/${numelink}/adopt`, { clauses: strict, effectiveAt: '2014-01-01' });
    expect((await governance.sees(`resolutions/${resolution}`)).body).toMatchObject({
      status: 'adopted',
      differs: { outcome: 'inquorate', rule: { statutesVersion: 2, quorum: share } },
    });
  });

  it('is voided, and another one is recorded', async () => {
    const fact = factIn(
      await governance.does(`resolutions/${resolution}/record-tally`, { tally, effectiveAt: '2016-03-31' }),
    );
    await governance.does(`resolutions/${resolution}/void-tally`, { fact, ...why });
    expect((await governance.sees(`resolutions/${resolution}`)).body['status']).toBe('tabled');
    const against = { ...tally, for: 3, against: 152 };
    await governance.does(`resolutions/${resolution}/record-tally`, { tally: against, effectiveAt: '2016-03-31' });
    expect((await governance.sees(`resolutions/${resolution}`)).body['status']).toBe('rejected');
  });
});

describe('mandates in a body that is abolished', () => {
  const why = { reason: 'L’abolition n’a pas été votée' };
  beforeEach(async () => {
    await governance.hasBoard();
    await governance.does(`offices/${presidency}/start-mandate`, startBocquet);
  });

  it('end with it, follow its day when that is corrected, and go on when it is voided', async () => {
    const abolished = factIn(await governance.does(`bodies/${board}/abolish`, { effectiveAt: '2017-01-01' }));
    expect([await governance.presidents('2016-12-31'), await governance.presidents('2017-01-01')]).toEqual([
      ['Catherine Bocquet'],
      [],
    ]);
    expect((await governance.sees(`offices/${presidency}`)).body['mandates']).toMatchObject([
      { until: '2017-01-01', cause: 'dissolution' },
    ]);
    await governance.does(`bodies/${board}/correct-abolition`, {
      fact: abolished,
      ...why,
      changes: { on: '2018-01-01' },
    });
    expect(await governance.presidents('2017-12-31')).toEqual(['Catherine Bocquet']);
    await governance.does(`bodies/${board}/void-abolition`, { fact: abolished, ...why });
    expect(await governance.presidents('2018-01-01')).toEqual(['Catherine Bocquet']);
  });

  it('end with the dissolution of their cluster', async () => {
    await publish(app.store, {
      type: 'membership.ClusterDissolved',
      data: { clusterId: numelink, on: '2016-01-01' },
    });
    expect([await governance.presidents('2015-12-31'), await governance.presidents('2016-01-01')]).toEqual([
      ['Catherine Bocquet'],
      [],
    ]);
  });
});

it('earlier statutes that are recorded late are in force in their time', async () => {
  await governance.does(`statutes/${numelink}/adopt`, { clauses, effectiveAt: '2012-01-01' });
  await governance.does(`statutes/${numelink}/adopt`, { clauses, effectiveAt: '2008-01-01' });
  const versionOn = async (on: string): Promise<unknown> => {
    const versions = (await governance.sees(`statutes/${numelink}?validAt=${on}`)).body['versions'];
    return (versions as readonly { readonly statutesVersion: number }[]).map(({ statutesVersion }) => statutesVersion);
  };
  expect([await versionOn('2007-12-31'), await versionOn('2008-01-01'), await versionOn('2012-01-01')]).toEqual([
    [],
    [2],
    [1],
  ]);
});
