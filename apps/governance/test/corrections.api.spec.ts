import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { TestApplication, type TestAnswer } from '#libs/nest-kit/testing';
import { governanceContext } from '../src/governance.context.ts';
import { bocquet, director, Governance, montier, numelink, rhoneAlley, unknown } from './governance.fixtures.ts';

let app: TestApplication;
let governance: Governance;
beforeEach(async () => {
  app = await TestApplication.start([governanceContext], { RATE_LIMIT_PER_SECOND: '10000' });
  governance = new Governance(app);
  await governance.hasClusters();
});
afterEach(() => app.stop());

/** The id of the fact that a command stated. */
function factIn({ body }: TestAnswer): string {
  const [first] = body['events'] as readonly { readonly id: string }[];
  return first?.id ?? '';
}

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
