import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApplication } from '#libs/nest-kit/testing';
import { countedUuid } from '#libs/kernel/testing';
import { streamName } from '#libs/kernel';
import { incubationContext } from '../src/incubation.context.ts';
import { publish } from '../../../tests/support/published.ts';
import { tookEffect } from './succession.ts';
import {
  absorber,
  applicationTo,
  asOrganisation,
  asPerson,
  asRunner,
  CALL,
  callId,
  CallDesk,
  incubatorId,
  organisationOf,
  personOf,
  reviewer,
  runner,
  stranger,
  whole,
} from './call-words.ts';

let app: TestApplication;
let desk: CallDesk;
const body = (number: number) => ({ kind: 'organisation', id: organisationOf(number) });

async function begin(): Promise<void> {
  app = await TestApplication.start([incubationContext], { RATE_LIMIT_PER_SECOND: '10000' });
  desk = new CallDesk(app);
  await desk.begin();
}

describe('a call that closes on the day on which clocks change', () => {
  beforeAll(async () => {
    await begin();
    await desk.publishes();
  });
  afterAll(() => app.stop());

  it('shows its instants, and is a repeat when it is sent again', async () => {
    const { body: shown } = await app.get(`incubation/calls/${callId}`, { as: 'subscriber' });
    const instants = { opensAt: '2016-02-01T08:00:00.000Z', closesAt: '2016-03-27T22:00:00.000Z' };
    expect(shown).toMatchObject({ ...instants, status: 'published', places: 1 });
    expect((await desk.publishes()).body['events']).toEqual([]);
  });

  it.each<[string, object, string]>([
    ['a zone that is none', { zone: 'Paris' }, 'INC_ZONE_UNKNOWN'],
    ['an hour that the clocks leave out', { closes: '2016-03-27T02:30' }, 'INC_TIME_DOES_NOT_EXIST'],
    [
      'the second of an hour that comes once',
      { closesOccurrence: 'second', closes: '2016-03-26T12:00' },
      'INC_TIME_NOT_TWICE',
    ],
    ['a closing before the opening', { closes: '2016-01-31' }, 'INC_CLOSING_BEFORE_OPENING'],
    ['a criterion twice', { rubric: [CALL.rubric[0], CALL.rubric[0]] }, 'INC_RUBRIC_UNFIT'],
    ['a criterion without points', { rubric: [{ ...CALL.rubric[0], maximum: whole(0) }] }, 'INC_RUBRIC_UNFIT'],
    ['an incubator that is not there', { incubatorId: countedUuid(99) }, 'INC_INCUBATOR_NOT_FOUND'],
    ['another call under its id', { id: callId, title: 'Autre' }, 'INC_CALL_EXISTS'],
  ])('is refused with %s', async (_what, changes, code) => {
    const call = { ...CALL, id: countedUuid(7, 0x81), ...changes };
    expect(await app.post('incubation/calls', call, asRunner)).toMatchObject({ body: { code } });
  });

  it('takes nobody before it opens', async () => {
    const early = await desk.tries('apply', applicationTo(1), asOrganisation(1));
    expect(early).toMatchObject({
      status: 409,
      body: { code: 'INC_CALL_NOT_OPEN', required: '2016-02-01T08:00:00.000Z' },
    });
  });

  it('takes who is received at 21:59:59.999Z, and refuses at 22:00:00.000Z, late by 0 s', async () => {
    app.clock.set('2016-03-27T21:59:59.999Z');
    const key = { ...asOrganisation(1), headers: { 'idempotency-key': 'in-time' } };
    const first = await desk.does('apply', applicationTo(1), key);
    app.clock.set('2016-03-27T22:00:00.000Z');
    const late = await desk.tries('apply', applicationTo(2), asOrganisation(2));
    expect(late).toMatchObject({ status: 409, body: { code: 'INC_CALL_CLOSED', found: 'late by 0 s' } });
    const again = await desk.does('apply', applicationTo(1), key);
    expect(again.body['events']).toEqual(first.body['events']);
    // Sent again without a key it is what was received in time.
    expect((await desk.does('apply', applicationTo(1), asOrganisation(1))).body['events']).toEqual([]);
    const other = { ...applicationTo(1), title: 'Otherwise' };
    expect(await desk.tries('apply', other, asOrganisation(1))).toMatchObject({
      body: { code: 'INC_APPLICATION_EXISTS' },
    });
  });

  it('takes who is late by invitation, and says who allowed it and by how much', async () => {
    const allowedBy = { personId: personOf(50), name: 'Benoît Membré' };
    await desk.does('invite-late', { organisationId: organisationOf(2), allowedBy, reason: 'Panne' });
    app.clock.set('2016-03-28T08:00:00.500Z');
    const applicationId = await desk.applies(2);
    const path = `incubation/selections/${callId}/applications/${applicationId}`;
    const { body: shown } = await app.get(path, asRunner);
    expect(shown['late']).toEqual({ bySeconds: 36_000, allowedBy });
    const change = { applicationId: await idOf(1), ...contentOf(1), title: 'Too late' };
    expect(await desk.tries('change-application', change, asOrganisation(1))).toMatchObject({
      body: { code: 'INC_CALL_CLOSED', found: 'late by 36000 s' },
    });
  });

  it('closes later by a decision, never in the past, and takes changes again until then', async () => {
    const path = `incubation/calls/${callId}/move-closing`;
    const past = await app.post(path, { closes: '2016-03-27T23:30', reason: 'r' }, asRunner);
    expect(past).toMatchObject({ status: 409, body: { code: 'INC_CLOSING_PASSED' } });
    await desk.accepted(path, { closes: '2016-04-01T12:00', reason: 'Panne' }, asRunner);
    const change = { applicationId: await idOf(1), ...contentOf(1), title: 'Project 1, deepened' };
    await desk.does('change-application', change, asOrganisation(1));
    const { body: shown } = await app.get(`incubation/calls/${callId}`);
    expect(shown).toMatchObject({ closes: '2016-04-01T12:00', closesAt: '2016-04-01T10:00:00.000Z', closings: [{}] });
  });

  it('is left by who withdraws, who may apply anew', async () => {
    const applicationId = await desk.applies(3);
    await desk.does('withdraw-application', { applicationId }, asOrganisation(3));
    expect(await desk.tries('change-application', { applicationId, ...contentOf(3) }, asOrganisation(3))).toMatchObject(
      {
        body: { code: 'INC_APPLICATION_WITHDRAWN' },
      },
    );
    expect(await desk.applies(3)).toBe(applicationId);
  });

  it('takes applications for nobody else: organisations by their token, operators of the cluster that runs it', async () => {
    for (const request of [asOrganisation(5), asPerson(4), { as: 'operator', clusters: [stranger] } as const])
      expect(await desk.tries('apply', applicationTo(4), request)).toMatchObject({ status: 403 });
    expect((await desk.does('apply', applicationTo(4))).body['revision']).not.toBeNull();
    const own = await desk.does('apply', applicationTo(5), asOrganisation(5));
    // How much others have done is nobody else's business.
    expect(own.body['revision']).toBeNull();
    const match = { ...asOrganisation(5), headers: { 'if-match': '"1"' } };
    expect(await desk.tries('apply', applicationTo(5), match)).toMatchObject({ status: 403 });
  });

  const contentOf = (number: number) => {
    const { title, contact } = applicationTo(number);
    return { title, contact };
  };
  const idOf = async (number: number): Promise<string> => {
    const { body: page } = await app.get(`incubation/selections/${callId}/applications`, asOrganisation(number));
    return (page['items'] as readonly { readonly applicationId: string }[])[0]?.applicationId ?? '';
  };
});

describe('reviews and the selection', () => {
  let applications: readonly string[] = [];
  const [first, second, third] = [0, 1, 2].map((index) => () => applications[index] ?? '') as [
    () => string,
    () => string,
    () => string,
  ];
  const ranking = async () =>
    ((await app.get(`incubation/selections/${callId}`, asRunner)).body['ranking'] as readonly object[]).map(
      (each) => each as { applicationId: string; rank?: number; mean?: string; isTied: boolean; recused: number },
    );

  beforeAll(async () => {
    await begin();
    await desk.publishes();
    app.clock.set('2016-02-15T10:00:00.000Z');
    applications = [await desk.applies(1), await desk.applies(2), await desk.applies(3, { partners: [body(8)] })];
  });
  afterAll(() => app.stop());

  it('assigns nobody whose body is the applicant or its partner, nor the contact', async () => {
    const attempts = [
      [await desk.assigns(1, first(), body(1)), 'applicant'],
      [await desk.assigns(1, third(), body(8)), 'partner'],
      [await desk.assigns(101, first(), body(9)), 'contact'],
    ] as const;
    for (const [answer, found] of attempts)
      expect(answer).toMatchObject({ status: 409, body: { code: 'INC_REVIEWER_IN_CONFLICT', found } });
    const both = [countedUuid(30, 0x81), countedUuid(31, 0x81)];
    for (const [index, id] of both.entries()) {
      const partner = { id, incubatorId, class: 'private-group', holder: body(index === 0 ? 2 : 10) };
      await desk.accepted('incubation/partners', { ...partner, effectiveAt: '2015-07-01' });
    }
    expect(await desk.assigns(1, second(), body(10))).toMatchObject({ body: { found: 'partner' } });
  });

  it('takes points once it has closed, within the rubric, by who is assigned', async () => {
    for (const number of [1, 2])
      for (const each of applications) await desk.assigns(number, each, body(8 + number * 1));
    expect((await desk.assigns(1, first(), body(9))).body['events']).toEqual([]);
    expect(await desk.reviews(1, first(), 10)).toMatchObject({ body: { code: 'INC_CALL_NOT_CLOSED' } });
    app.clock.set('2016-04-02T10:00:00.000Z');
    expect(await desk.reviews(1, first(), 21)).toMatchObject({
      body: { code: 'INC_SCORE_UNFIT', required: 'at most 20/1' },
    });
    expect(await desk.reviews(7, first(), 10)).toMatchObject({ status: 403 });
    expect(
      await desk.tries('record-review', {
        applicationId: first(),
        reviewerId: personOf(7),
        scores: [{ criterion: 'Market', points: whole(1) }],
      }),
    ).toMatchObject({
      status: 404,
      body: { code: 'INC_REVIEWER_NOT_ASSIGNED' },
    });
  });

  it('counts a missing score as missing: the exact weighted mean is of what was given', async () => {
    // (2·15/20 + 1·5/10) / 3 = 2/3, and 2·10/20 / 2 = 1/2 where the market was not judged.
    await desk.reviews(1, first(), 15, 5);
    await desk.reviews(1, third(), 10);
    expect(await desk.tries('publish-results', {})).toMatchObject({ body: { code: 'INC_REVIEWS_MISSING' } });
    const means = (await ranking()).map(({ applicationId, mean }) => [applicationId, mean]);
    expect(means).toEqual([
      [first(), '2/3'],
      [third(), '1/2'],
      [expect.any(String), undefined],
    ]);
  });

  it('leaves a tie as a tie until it is decided as the call says', async () => {
    const early = await desk.tries('publish-results', {});
    expect(early).toMatchObject({ status: 409 });
    const review = await desk.tries('record-review', {
      ...{ applicationId: first(), reviewerId: personOf(1) },
      scores: [{ criterion: 'Innovation', points: whole(10) }],
    });
    expect(review.status).toBe(200);
    const two = await desk.assigns(3, second(), body(11));
    expect(two.status).toBe(200);
    await desk.reviews(3, second(), 4);
    const tied = await ranking();
    expect(tied.map(({ rank, isTied }) => [rank, isTied])).toEqual([
      [1, true],
      [1, true],
      [3, false],
    ]);
    expect(await desk.tries('publish-results', { reserve: 1 })).toMatchObject({ body: { code: 'INC_TIE_UNDECIDED' } });
    const order = { applicationIds: [third(), first()], reason: 'Emplois sur le site' };
    expect(await desk.tries('decide-tie', { by: 'lots', ...order })).toMatchObject({
      body: { code: 'INC_TIE_RULE_DIFFERS' },
    });
    const wrong = { by: 'decision', applicationIds: [third(), second()], reason: 'r' };
    expect(await desk.tries('decide-tie', wrong)).toMatchObject({ body: { code: 'INC_TIE_NOT_FOUND' } });
    await desk.does('decide-tie', { by: 'decision', ...order });
    expect((await ranking()).map(({ applicationId, rank }) => [applicationId, rank])).toEqual([
      [third(), 1],
      [first(), 2],
      [second(), 3],
    ]);
  });

  it('publishes who is selected and who is on the reserve list, once', async () => {
    const { body: answer } = await desk.does('publish-results', { reserve: 1 });
    expect((answer['events'] as readonly { type: string }[]).map(({ type }) => type).toSorted()).toEqual([
      'incubation.CallResultsPublished',
      'incubation.SelectionDecided',
    ]);
    expect((await desk.does('publish-results', { reserve: 1 })).body['events']).toEqual([]);
    expect(await desk.tries('publish-results', { reserve: 2 })).toMatchObject({
      body: { code: 'INC_RESULTS_PUBLISHED' },
    });
    expect(await desk.reviews(1, second(), 10)).toMatchObject({ status: 409 });
    const { body: shown } = await app.get(`incubation/calls/${callId}`, { as: 'subscriber' });
    expect(shown['results']).toMatchObject({
      selected: [{ organisationId: organisationOf(3), rank: 1 }],
      reserve: [{ organisationId: organisationOf(1), rank: 2 }],
    });
  });

  it('gives the place that is declined to the next one on the reserve list', async () => {
    const path = `incubation/calls/${callId}/decline-place`;
    expect(await app.post(path, { applicationId: third() }, asOrganisation(1))).toMatchObject({ status: 403 });
    await desk.accepted(path, { applicationId: third() }, asOrganisation(3));
    const { body: shown } = await app.get(`incubation/calls/${callId}`);
    expect(shown['results']).toMatchObject({ placed: [{ organisationId: organisationOf(1) }] });
  });
});

describe('a call whose cluster is merged', () => {
  beforeAll(async () => {
    await begin();
    await desk.publishes();
    await new CallDesk(app, stillOpen).publishes({ closes: '2016-12-31' });
    app.clock.set('2016-02-15T10:00:00.000Z');
    await desk.applies(1);
  });
  afterAll(() => app.stop());
  const stillOpen = countedUuid(41, 0x81);
  const applicationsFor = async (clusterId: string) =>
    await app.get(`incubation/selections/${callId}/applications`, { as: 'operator', clusters: [clusterId] });

  it('passes to the successor with its applications, once', async () => {
    const absorption = { operationId: countedUuid(3, 0x81), absorbed: runner, absorbing: absorber, on: '2016-02-20' };
    const effect = tookEffect(absorption);
    app.clock.set('2016-02-21T10:00:00.000Z');
    await app.store.append(streamName('mergers', 'operation', countedUuid(3, 0x81)), 'no-stream', [effect]);
    await app.react();
    await app.react();
    const { body: shown } = await app.get(`incubation/calls/${callId}`);
    expect(shown).toMatchObject({ clusterId: absorber, passings: [{ from: runner, to: absorber, on: '2016-02-20' }] });
    expect((await applicationsFor(absorber)).body['items']).toHaveLength(1);
    expect((await applicationsFor(runner)).status).toBe(403);
  });

  it('goes on: it is applied to, reviewed by nobody of either cluster’s partners, decided', async () => {
    const applicationId = await desk.applies(2, { partners: [{ kind: 'cluster', id: absorber }] });
    const successor = { as: 'operator', clusters: [absorber] } as const;
    const assign = { applicationId, reviewer: reviewer(1), of: { kind: 'cluster', id: runner } };
    expect(await desk.tries('assign-reviewer', assign, successor)).toMatchObject({ body: { found: 'partner' } });
    const free = { ...assign, of: { kind: 'organisation', id: organisationOf(9) } };
    await desk.does('assign-reviewer', free, successor);
    const { body: page } = await applicationsFor(absorber);
    const [other = ''] = (page['items'] as readonly { readonly applicationId: string }[])
      .map((each) => each.applicationId)
      .filter((id) => id !== applicationId);
    await desk.does('withdraw-application', { applicationId: other }, asOrganisation(1));
    app.clock.set('2016-04-02T10:00:00.000Z');
    await desk.reviews(1, applicationId, 12, 6);
    await desk.does('publish-results', {}, successor);
    const { body: shown } = await app.get(`incubation/calls/${callId}`);
    expect(shown['results']).toMatchObject({ placed: [{ organisationId: organisationOf(2) }] });
    await admits(applicationId);
  });

  it('comes back where a court annuls the merger and it still runs; what was decided stays', async () => {
    const judgement = { court: 'TJ de Lyon', number: '1', judgedOn: '2016-04-03', finalOn: '2016-04-10' };
    const data = {
      ...{ operationId: countedUuid(3, 0x81), judgement: { ...judgement, basis: 'par analogie' }, on: '2016-04-10' },
      ...{ predecessors: [{ clusterId: runner }], successor: { clusterId: absorber, created: false } },
    };
    app.clock.set('2016-04-11T10:00:00.000Z');
    const ran = async (id: string) => (await app.get(`incubation/calls/${id}`)).body;
    expect(await ran(stillOpen)).toMatchObject({ clusterId: absorber });
    await publish(app.store, { type: 'mergers.SuccessionAnnulled', data });
    await app.react();
    expect(await ran(stillOpen)).toMatchObject({
      clusterId: runner,
      passings: [{ to: absorber }, { annulment: true }],
    });
    expect(await ran(callId)).toMatchObject({ clusterId: absorber, status: 'decided', passings: [{ to: absorber }] });
  });

  it('is read and left by who goes on with what an applicant had', async () => {
    const other = new CallDesk(app, countedUuid(40, 0x81));
    await other.publishes({ closes: '2016-12-31' });
    const applicationId = await other.applies(5);
    const path = `incubation/selections/${other.id}/applications/${applicationId}`;
    expect((await app.get(path, asOrganisation(6))).status).toBe(403);
    const continuation = { how: 'absorption', successorIds: [organisationOf(6)], heirId: organisationOf(6) } as const;
    const data = { organisationId: organisationOf(5), continuation, on: '2016-04-01' };
    await publish(app.store, { type: 'membership.OrganisationSucceeded', data });
    expect((await app.get(path, asOrganisation(6))).body).toMatchObject({ organisationId: organisationOf(5) });
    expect((await app.get(path, asOrganisation(7))).status).toBe(403);
    await other.does('withdraw-application', { applicationId }, asOrganisation(6));
  });

  /** An admission by a call is by its published results. */
  async function admits(applicationId: string): Promise<void> {
    const path = `incubation/occupancies/${incubatorId}`;
    await desk.accepted(`${path}/decide-capacity`, { places: 30, effectiveAt: '2015-06-01' });
    const basis = { reference: 'Appel 2016', on: '2016-04-02' };
    const by = (selection: object) => ({ kind: 'call', basis, selection: { callId, applicationId, ...selection } });
    const admission = { organisationId: organisationOf(2), track: by({}), effectiveAt: '2016-04-10' };
    const attempts: readonly object[] = [
      { organisationId: organisationOf(3) },
      { track: by({ applicationId: countedUuid(98) }) },
      { track: by({ callId: countedUuid(98) }) },
      { effectiveAt: '2016-04-01', track: { ...by({}), basis: { ...basis, on: '2016-04-01' } } },
      { track: { ...by({}), kind: 'start-up', foundedOn: '2015-01-01' } },
    ];
    for (const changes of attempts)
      expect(await app.post(`${path}/admit`, { ...admission, ...changes })).toMatchObject({
        status: 409,
        body: { code: 'INC_TRACK_UNFIT' },
      });
    // Who goes on with what the applicant had has its place.
    const continuation = { how: 'absorption', successorIds: [organisationOf(4)], heirId: organisationOf(4) } as const;
    const data = { organisationId: organisationOf(2), continuation, on: '2016-04-11' };
    await publish(app.store, { type: 'membership.OrganisationSucceeded', data });
    const heir = { ...admission, organisationId: organisationOf(4) };
    expect(await app.post(`${path}/admit`, heir)).toMatchObject({ body: { code: 'INC_TRACK_UNFIT' } });
    expect(await app.post(`${path}/admit`, { ...heir, effectiveAt: '2016-04-11' })).toMatchObject({ status: 200 });
    await desk.accepted(`${path}/admit`, admission);
  }
});
