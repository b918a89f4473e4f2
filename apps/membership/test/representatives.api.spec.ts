import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { countedUuid } from '#libs/kernel/testing';
import { TestApplication } from '#libs/nest-kit/testing';
import { membershipId } from '../src/domain/membership/membership.ts';
import { membershipContext } from '../src/membership.context.ts';
import { clustrNumerique, digitalLeague, esker, fusion, numelink } from './facts.ts';
import { fusionOf, takeEffect } from './succession.ts';

type Answer = Readonly<Record<string, unknown>>;
const [before, successor] = [membershipId(numelink, esker), membershipId(digitalLeague, esker)];
const person = (number: number, name: string) => ({ personId: countedUuid(number, 6), name });
const [armand, brune, clara] = [person(1, 'Armand Lulka'), person(2, 'Brune Vidal'), person(3, 'Clara Roux')];

let app: TestApplication;
const sent = async (rest: string, body: object, as: object = {}): Promise<Answer> => {
  const answer = await app.post(`membership/${rest}`, body, as);
  if (answer.status >= 300) throw new Error(`${rest}: ${JSON.stringify(answer.body)}`);
  return answer.body;
};
const designate = async (body: object, id: string = before) => {
  const { recorded, events } = await sent(`representatives/${id}/designate`, body);
  const [{ id: fact }] = events as [{ readonly id: string }];
  return { fact, designationId: (recorded as { readonly designationId: string }).designationId };
};
const read = async (id: string, parameters: string) =>
  (await app.get(`membership/memberships/${id}/representatives?${parameters}`)).body;
const speaksOn = async (id: string, day: string) =>
  ((await read(id, `validAt=${day}`))['speaks'] as { readonly person: Answer } | undefined)?.person['name'];

describe('who speaks for a member, over the years and over a merger', () => {
  let titular: { readonly fact: string; readonly designationId: string };
  beforeAll(async () => {
    app = await TestApplication.start([membershipContext]);
    app.clock.set('2016-01-01T10:00:00Z');
    await sent('organisations', { id: esker, name: 'Esker', kind: 'company', effectiveAt: '1985-01-01' });
    for (const id of [numelink, clustrNumerique])
      await sent('clusters', { id, name: id, seat: 'Lyon', effectiveAt: '2006-01-01' });
    await sent('memberships', { clusterId: numelink, organisationId: esker, effectiveAt: '2010-01-01' });
    titular = await designate({ person: armand, effectiveAt: '2011-01-01' });
    await designate({ person: brune, role: 'substitute', rank: 1, effectiveAt: '2012-01-01' });
  });
  afterAll(() => app.stop());

  it('is the titular, and once it has changed its job the first substitute', async () => {
    const end = { designationId: titular.designationId, cause: 'change-of-job', effectiveAt: '2015-01-01' };
    await sent(`representatives/${before}/end`, end);
    expect(
      await Promise.all(['2010-12-31', '2011-01-01', '2014-12-31', '2015-01-01'].map((day) => speaksOn(before, day))),
    ).toEqual([undefined, armand.name, armand.name, brune.name]);
  });

  it('is nobody beside another titular, and the refusal names the day and no person', async () => {
    const { status, body } = await app.post(`membership/representatives/${before}/designate`, {
      ...{ person: clara, effectiveAt: '2014-06-01' },
    });
    expect([status, body['code'], body['required']]).toEqual([
      409,
      'MBR_FACT_CONTRADICTED',
      'the member has a titular from 2011-01-01 on',
    ]);
    expect(JSON.stringify(body)).not.toContain(armand.name);
  });

  it('follows a correction, and as it was known before it does not', async () => {
    const known = new Date(app.clock.now()).toISOString();
    app.clock.set('2016-02-01T10:00:00Z');
    const correction = { fact: titular.fact, changes: { person: clara }, reason: 'The wrong person' };
    await sent(`representatives/${before}/correct-designation`, correction);
    expect(await speaksOn(before, '2013-01-01')).toBe(clara.name);
    expect(await read(before, `validAt=2013-01-01&knownAt=${known}`)).toMatchObject({ speaks: { person: armand } });
  });

  it('goes over with the member, and is ended there by whoever acts for the successor', async () => {
    app.clock.set('2017-04-01T10:00:00Z');
    await takeEffect(app, fusionOf([numelink, clustrNumerique], digitalLeague, fusion));
    await app.react();
    expect(await read(before, 'validAt=2017-03-28')).toMatchObject({
      representatives: [{ person: clara }, { person: brune, state: 'ended', until: '2017-03-28', cause: 'succession' }],
    });
    expect(await read(successor, 'validAt=2017-03-28')).toMatchObject({
      speaks: { person: brune, membershipId: before, since: '2017-03-28' },
    });
    const { representatives } = await read(successor, 'validAt=2017-03-28');
    const [{ designationId }] = representatives as [{ readonly designationId: string }];
    await sent(
      `representatives/${before}/end`,
      { designationId, cause: 'resignation', effectiveAt: '2017-04-01' },
      { as: 'operator', clusters: [digitalLeague] },
    );
    expect(await speaksOn(successor, '2017-04-01')).toBeUndefined();
    await designate({ person: clara, effectiveAt: '2017-04-01' }, successor);
    expect(await speaksOn(successor, '2017-04-01')).toBe(clara.name);
  });

  it('ends with the membership', async () => {
    await sent(`memberships/${successor}/end`, {
      ...{ clusterId: digitalLeague, cause: 'renunciation', effectiveAt: '2017-05-01' },
    });
    expect(await read(successor, 'validAt=2017-05-01')).toMatchObject({
      representatives: expect.arrayContaining([
        expect.objectContaining({ person: clara, state: 'ended', cause: 'end-of-membership' }),
      ]),
    });
    expect(await speaksOn(successor, '2017-05-01')).toBeUndefined();
  });

  it('is for those who read files', async () => {
    const { status } = await app.get(`membership/memberships/${before}/representatives`, { as: 'subscriber' });
    expect(status).toBe(403);
  });
});
