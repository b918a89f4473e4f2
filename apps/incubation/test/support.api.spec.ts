import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { countedUuid } from '#libs/kernel/testing';
import { TestApplication } from '#libs/nest-kit/testing';
import { incubationContext } from '../src/incubation.context.ts';
import { admissionOf, companyOf, incubatorId, TRACKS } from './occupancy-words.ts';
import { factOf, funder, person, sessionOf, SupportDesk, training } from './support-words.ts';

let app: TestApplication;
let desk: SupportDesk;
beforeAll(async () => {
  app = await TestApplication.start([incubationContext], { RATE_LIMIT_PER_SECOND: '10000' });
  desk = new SupportDesk(app);
  await desk.begins();
});
afterAll(() => app.stop());

const items = (answer: Readonly<Record<string, unknown>>) => answer['items'] as readonly Record<string, unknown>[];

describe('support sessions', () => {
  const hours = async (query = '') => await desk.reads(`incubators/${incubatorId}/support-hours${query}`);
  const coaching = { incubatorId, kind: 'individual-coaching', minutes: 90, organisationIds: [companyOf(2)] };
  const course = {
    ...{ incubatorId, kind: 'collective-training', minutes: 60, tags: ['marketing', 'sales'] },
    ...{ organisationIds: [companyOf(1), companyOf(2)], persons: [person(1, 'Claire Roche')], giverIds: [training] },
  };

  it('an hour given to two companies is one given and two received; minutes are exact', async () => {
    await desk.does('sessions', { id: sessionOf(1), ...coaching, effectiveAt: '2016-02-01' });
    await desk.does('sessions', { id: sessionOf(2), ...course, effectiveAt: '2016-06-14' });
    await desk.does('sessions', { id: sessionOf(3), ...coaching, minutes: 7, effectiveAt: '2016-12-31' });
    expect(await hours('?from=2016-01-01&until=2016-12-31')).toEqual({
      ...{ incubatorId, from: '2016-01-01', until: '2016-12-31', sessions: 3, contradicted: [] },
      ...{ given: { minutes: 157, text: '2 h 37 min' }, received: { minutes: 217, text: '3 h 37 min' } },
      kinds: [
        expect.objectContaining({ kind: 'collective-training', given: { minutes: 60, text: '1 h 00 min' } }),
        expect.objectContaining({ kind: 'individual-coaching', given: { minutes: 97, text: '1 h 37 min' } }),
      ],
      tags: ['marketing', 'sales'].map((tag) => ({
        ...{ tag, sessions: 1 },
        ...{ given: { minutes: 60, text: '1 h 00 min' }, received: { minutes: 120, text: '2 h 00 min' } },
      })),
      companies: [
        expect.objectContaining({ organisationId: companyOf(1), received: { minutes: 60, text: '1 h 00 min' } }),
        expect.objectContaining({ organisationId: companyOf(2), received: { minutes: 157, text: '2 h 37 min' } }),
      ],
    });
    expect(await hours('?from=2016-12-31')).toMatchObject({ sessions: 1, given: { minutes: 7 } });
    expect(await hours('?until=2015-12-31')).toMatchObject({ sessions: 0, companies: [] });
  });

  it('are a table of hours', async () => {
    const path = `incubation/incubators/${incubatorId}/support-hours?until=2016-06-30`;
    const { body } = await app.get(path, { headers: { accept: 'text/csv' } });
    const text = String(body['text']);
    expect(text.split('\r\n').slice(0, 3)).toEqual([
      'part,organisationId,kind,tag,sessions,givenMinutes,receivedMinutes,received',
      'total,,,,2,150,210,3 h 30 min',
      'kind,,collective-training,,1,60,120,2 h 00 min',
    ]);
    expect(text).toContain(`company-tag,${companyOf(2)},,sales,1,,60,1 h 00 min`);
  });

  it('are corrected and taken back, and recorded once', async () => {
    const again = await desk.tries('sessions', { id: sessionOf(2), ...course, effectiveAt: '2016-06-14' });
    expect(again).toMatchObject({ status: 200, body: { events: [] } });
    const late = await desk.does('sessions', { id: sessionOf(4), ...coaching, effectiveAt: '2015-10-01' });
    const fact = factOf(late);
    await desk.does(`sessions/${sessionOf(4)}/correct-session`, { fact, reason: 'x', changes: { minutes: 45 } });
    expect(await hours('?until=2015-12-31')).toMatchObject({ given: { minutes: 45, text: '0 h 45 min' } });
    const before = { fact, reason: 'x', changes: { on: '2015-08-31' } };
    expect(await desk.tries(`sessions/${sessionOf(4)}/correct-session`, before)).toMatchObject({
      status: 409,
      body: { code: 'INC_COMPANY_NOT_ACCOMPANIED', found: expect.stringContaining(companyOf(2)) },
    });
    await desk.does(`sessions/${sessionOf(4)}/void-session`, { fact, reason: 'Jamais tenue' });
    expect(await hours('?until=2015-12-31')).toMatchObject({ sessions: 0 });
  });

  it('are listed without the persons who gave them, whom those see who read files', async () => {
    const of = `organisationId=${companyOf(1)}`;
    expect(items(await desk.reads(`sessions?${of}`))).toEqual([
      expect.objectContaining({ sessionId: sessionOf(2), giverIds: [training] }),
    ]);
    expect(items(await desk.reads(`sessions?kind=individual-coaching&from=2016-12-01`))).toHaveLength(1);
    const path = `sessions/${sessionOf(2)}`;
    expect(await desk.reads(path)).toMatchObject({ persons: [{ name: 'Claire Roche' }] });
    expect((await desk.reads(path, { as: 'operator', clusters: [countedUuid(1)] }))['persons']).toBeUndefined();
    expect((await app.get('incubation/sessions', { as: 'subscriber' })).status).toBe(403);
    const table = await app.get('incubation/sessions?until=2016-06-30', { headers: { accept: 'text/csv' } });
    const [header, ...lines] = String(table.body['text']).trimEnd().split('\r\n');
    expect([header?.includes('persons'), header?.includes('minutes'), lines.length]).toEqual([false, true, 2]);
  });

  it('of which a company was never inside, as is seen later, say so, and count until they are corrected', async () => {
    const admitted = await desk.does(`occupancies/${incubatorId}/record-residency`, {
      ...{ admissionId: admissionOf(90), organisationId: companyOf(4), track: TRACKS['existing-company']() },
      ...{ cause: 'graduated', until: '2015-08-01', effectiveAt: '2015-06-02' },
    });
    const about = { ...coaching, organisationIds: [companyOf(4)], effectiveAt: '2015-07-01' };
    await desk.does('sessions', { ...about, id: sessionOf(9) });
    expect(await desk.reads(`sessions/${sessionOf(9)}`)).toMatchObject({ notAccompanied: [] });
    const fact = factOf(admitted);
    await desk.does(`occupancies/${incubatorId}/void-admission`, { fact, reason: 'Une autre' });
    expect(await desk.reads(`sessions/${sessionOf(9)}`)).toMatchObject({ notAccompanied: [companyOf(4)] });
    expect(await hours()).toMatchObject({ contradicted: [sessionOf(9)] });
    expect(await hours('?from=2015-07-02')).toMatchObject({ contradicted: [] });
  });

  it.each<[string, object, number, string]>([
    ['of a company that waits', { organisationIds: [companyOf(3)] }, 409, 'INC_COMPANY_NOT_ACCOMPANIED'],
    ['of nobody', { organisationIds: [] }, 400, 'API_MALFORMED'],
    ['of half a minute', { minutes: 0.5 }, 400, 'API_MALFORMED'],
    ['of no company of the register', { organisationIds: [countedUuid(99)] }, 409, 'INC_COMPANY_ABSENT'],
    ['given by nobody of the register', { giverIds: [countedUuid(99)] }, 409, 'INC_COMPANY_ABSENT'],
    [
      'of two as individual coaching',
      { organisationIds: [companyOf(1), companyOf(2)] },
      409,
      'INC_COACHING_NOT_INDIVIDUAL',
    ],
    ['of no incubator', { incubatorId: countedUuid(98) }, 404, 'INC_INCUBATOR_NOT_FOUND'],
    ['tomorrow', { effectiveAt: '2020-03-11' }, 409, 'API_DAY_AHEAD'],
  ])('are refused %s', async (_what, more, status, code) => {
    const { head } = await app.store.status();
    const answer = await desk.tries('sessions', { ...coaching, effectiveAt: '2016-06-15', ...more });
    expect([answer.status, answer.body['code']]).toEqual([status, code]);
    expect((await app.store.status()).head).toBe(head);
  });
});

describe('introductions to funders', () => {
  const introduction = countedUuid(1, 0x76);
  const said = { incubatorId, organisationId: companyOf(1), funderId: funder, purpose: 'Amorçage' };

  it('are counted by year, with what came of them', async () => {
    await desk.does('introductions', { id: introduction, ...said, effectiveAt: '2016-09-20' });
    await desk.does('introductions', { ...said, organisationId: companyOf(2), effectiveAt: '2017-01-10' });
    const path = `introductions/${introduction}`;
    await desk.does(`${path}/record-outcome`, { result: 'funded', amountCents: 100, effectiveAt: '2017-02-01' });
    expect((await desk.reads(`introductions-by-year?incubatorId=${incubatorId}`))['years']).toEqual([
      { year: 2017, introductions: 1, companies: 1, funders: 1, funded: 0 },
      { year: 2016, introductions: 1, companies: 1, funders: 1, funded: 1 },
    ]);
    expect(await desk.reads(`${path}?validAt=2017-01-31`)).not.toHaveProperty('outcome');
    expect(await desk.reads(path)).toMatchObject({
      ...{ purpose: 'Amorçage', outcome: { result: 'funded', amountCents: 100 } },
    });
    expect(items(await desk.reads(`introductions?organisationId=${companyOf(1)}`))).toHaveLength(1);
  });

  it.each<[string, object, string]>([
    ['of a company that waits', { organisationId: companyOf(3) }, 'INC_COMPANY_NOT_ACCOMPANIED'],
    ['to itself', { funderId: companyOf(1) }, 'INC_FUNDER_IS_COMPANY'],
    ['to nobody of the register', { funderId: countedUuid(99) }, 'INC_COMPANY_ABSENT'],
  ])('are refused %s', async (_what, more, code) => {
    const answer = await desk.tries('introductions', { ...said, effectiveAt: '2016-09-21', ...more });
    expect([answer.status, answer.body['code']]).toEqual([409, code]);
  });
});

describe('the accompaniment of a company', () => {
  it('has a mentor on the days of the residency, and milestones', async () => {
    const path = `accompaniments/${admissionOf(1)}`;
    const mentor = { incubatorId, role: 'mentor', person: person(2, 'Paul Faure') };
    const assigned = await desk.does(`${path}/assign-mentor`, { ...mentor, effectiveAt: '2015-10-01' });
    expect(assigned['recorded']).toEqual({ assignmentId: expect.any(String) });
    const goal = await desk.does(`${path}/set-milestone`, {
      incubatorId,
      title: 'Premier client',
      effectiveAt: '2015-10-01',
    });
    const { milestoneId } = goal['recorded'] as { readonly milestoneId: string };
    await desk.does(`${path}/reach-milestone`, { incubatorId, milestoneId, effectiveAt: '2016-03-01' });
    expect(await desk.reads(`${path}?validAt=2016-02-01`)).toMatchObject({
      ...{
        startsOn: '2015-09-01',
        endsOn: '2016-05-02',
        mentors: [{ role: 'mentor', person: { name: 'Paul Faure' } }],
      },
      milestones: [{ title: 'Premier client' }],
    });
    expect(await desk.reads(`${path}?validAt=2016-05-02`)).toMatchObject({
      ...{ mentors: [], milestones: [{ reachedOn: '2016-03-01' }] },
    });
    const early = { fact: factOf(assigned), reason: 'x', changes: { since: '2015-08-31' } };
    expect((await desk.tries(`${path}/correct-assignment`, early)).body['code']).toBe('INC_COMPANY_NOT_INSIDE');
  });

  it('goes on in the figures of alumni, each with its source; unknown is not 0', async () => {
    const path = `accompaniments/${admissionOf(1)}/declare-figure`;
    const jobs = { incubatorId, indicator: 'jobs', value: 12, unit: 'persons', source: 'La société' };
    await desk.does(path, { ...jobs, effectiveAt: '2018-12-31' });
    await desk.does(path, { ...jobs, value: 9, source: 'La presse', effectiveAt: '2018-12-31' });
    const raised = { ...jobs, indicator: 'funds-raised', value: null, unit: 'EUR' };
    await desk.does(path, { ...raised, effectiveAt: '2018-12-31' });
    expect(await desk.reads(`incubators/${incubatorId}/alumni?validAt=2018-12-31`)).toMatchObject({
      alumni: [
        {
          ...{ organisationId: companyOf(1), endsOn: '2016-05-02', cause: 'graduated' },
          figures: [{ value: 12 }, { value: 9, source: 'La presse' }, { indicator: 'funds-raised', value: null }],
        },
      ],
    });
    expect(await desk.reads(`incubators/${incubatorId}/alumni?validAt=2016-05-01`)).toMatchObject({ alumni: [] });
    const inside = `accompaniments/${admissionOf(2)}/declare-figure`;
    expect((await desk.tries(inside, { ...jobs, effectiveAt: '2018-12-31' })).body['code']).toBe('INC_NO_ALUMNUS');
  });
});

describe('an incubator', () => {
  it('has spaces and staff, on their days', async () => {
    const path = `incubators/${incubatorId}`;
    const open = { kind: 'public', name: 'Espace collaboratif', services: ['salle de réunion', 'réseau', 'accueil'] };
    await desk.does(`${path}/open-space`, { ...open, effectiveAt: '2015-06-01' });
    await desk.does(`${path}/open-space`, { kind: 'admitted', name: 'Incubateur', effectiveAt: '2015-06-01' });
    const appoint = { role: 'director', person: person(3, 'Benoît Membré'), effectiveAt: '2015-06-01' };
    const { recorded } = await desk.does(`${path}/appoint`, appoint);
    await desk.does(`${path}/end-appointment`, { ...(recorded as object), effectiveAt: '2019-09-01' });
    expect(await desk.reads(`${path}?validAt=2016-03-01`)).toMatchObject({
      spaces: [{ kind: 'public', services: open.services }, { kind: 'admitted' }],
      staff: [{ role: 'director', person: { name: 'Benoît Membré' }, until: '2019-09-01' }],
    });
    expect(await desk.reads(`${path}?validAt=2019-09-01`)).toMatchObject({ staff: [] });
    expect(items(await desk.reads('incubators'))[0]).not.toHaveProperty('staff');
  });

  it('has partners by class, as they joined and as a source declares', async () => {
    for (const [number, named] of ['public-authority', 'private-group', 'private-group'].entries())
      await desk.does('partners', {
        ...{ id: countedUuid(number, 0x77), incubatorId, class: named, effectiveAt: '2015-06-01' },
        holder: { kind: 'organisation', id: companyOf(number + 1) },
      });
    const declared = { class: 'public-authority', source: 'Loi', effectiveAt: '2016-01-15' };
    await desk.does(`partners/${countedUuid(1, 0x77)}/declare-class`, declared);
    const shares = async (day: string) => {
      const view = await desk.reads(`incubators/${incubatorId}/partner-classes?validAt=${day}`);
      return (view['declared'] as readonly Record<string, unknown>[]).map(({ source, publicShare }) => [
        source,
        publicShare,
      ]);
    };
    expect(await shares('2016-01-14')).toEqual([[null, { numerator: 1, denominator: 3 }]]);
    expect(await shares('2016-01-15')).toEqual([
      [null, { numerator: 1, denominator: 3 }],
      ['Loi', { numerator: 2, denominator: 3 }],
    ]);
  });
});
