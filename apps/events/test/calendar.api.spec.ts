import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { countedUuid } from '#libs/kernel/testing';
import { TestApplication } from '#libs/nest-kit/testing';
import { membershipContext } from '../../membership/src/membership.context.ts';
import { eventsContext } from '../src/events.context.ts';

const [telecomValley, medinsoft] = [countedUuid(1, 0xec), countedUuid(2, 0xec)];
const [series, recurrenceId] = [countedUuid(3, 0xec), countedUuid(4, 0xec)];
const gatheringOf = (number: number) => countedUuid(number, 0xed);
const place = { name: 'SKEMA, Sophia; Antipolis', zone: 'Europe/Paris' };
const path = `events/clusters/${telecomValley}/calendar`;

let app: TestApplication;
/** The fact that the third gathering was planned. */
let third: string;
const does = async (where: string, body: object) => {
  const { status, body: answer } = await app.post(where, body);
  expect([where, status < 300, answer]).toEqual([where, true, answer]);
  return answer;
};
const calendar = async (of = path) => {
  const { body } = await app.get(of);
  return body['items'] as readonly Readonly<Record<'uid' | 'sequence' | 'status' | 'start' | 'changedAt', unknown>>[];
};
const file = (of = path) => app.get(of, { headers: { accept: 'text/calendar' } });
const entry = async (number: number, of = path) =>
  (await calendar(of)).find(({ uid }) => uid === `${gatheringOf(number)}@grappe`);

async function plan(number: number, schedule: object, more: object = {}): Promise<string> {
  const what = { title: `Gathering ${String(number)}`, format: 'conference', place, schedule, audience: ['public'] };
  const organised = { clusterId: telecomValley, organiser: { kind: 'cluster', id: telecomValley } };
  const body = { id: gatheringOf(number), ...organised, ...what, ...more, effectiveAt: '2016-01-04' };
  const { events } = await does('events/gatherings', body);
  return (events as readonly { readonly id: string }[])[0]?.id ?? '';
}
const act = (number: number, verb: string, body: object = {}) =>
  does(`events/gatherings/${gatheringOf(number)}/${verb}`, { effectiveAt: '2016-01-05', ...body });

beforeAll(async () => {
  app = await TestApplication.start([membershipContext, eventsContext]);
  app.clock.set('2016-01-05T10:00:00Z');
  for (const [id, name] of [
    [telecomValley, 'Telecom Valley'],
    [medinsoft, 'Medinsoft'],
  ] as const)
    await does('membership/clusters', { id, name, seat: 'Sophia', effectiveAt: '1991-01-01' });
  await plan(1, { from: '2016-03-31T18:00', to: '2016-03-31T20:00' });
  await plan(2, { from: '2016-03-15', to: '2016-03-15' }, { coHosts: [{ kind: 'cluster', id: medinsoft }] });
  third = await plan(3, { from: '2016-05-15', to: '2016-05-15' });
  for (const number of [1, 2]) await act(number, 'announce');
});
afterAll(() => app.stop());

describe('the calendar of a cluster', () => {
  it('has what was announced, and what a cluster hosts with others', async () => {
    expect((await calendar()).map(({ uid }) => uid)).toEqual([1, 2].map((number) => `${gatheringOf(number)}@grappe`));
    expect((await calendar(`events/clusters/${medinsoft}/calendar`)).map(({ uid }) => uid)).toEqual([
      `${gatheringOf(2)}@grappe`,
    ]);
  });

  it('is a file with the times of the place, and the same one as long as nothing changes', async () => {
    const first = await file();
    expect(first.headers['content-type']).toContain('text/calendar');
    expect(first.body['text']).toContain('X-WR-CALNAME:Telecom Valley\r\n');
    expect(first.body['text']).toContain('DTSTART;VALUE=DATE:20160315\r\nDTEND;VALUE=DATE:20160316\r\n');
    expect(first.body['text']).toContain('LOCATION:SKEMA\\, Sophia\\; Antipolis\r\n');
    app.clock.set('2016-02-05T10:00:00Z');
    expect((await file()).body['text']).toBe(first.body['text']);
  });

  it('has a higher number after each change of time, place or state, and after no other', async () => {
    const { sequence, changedAt } = (await entry(1)) ?? {};
    expect(sequence).toBe(0);
    const schedule = { from: '2016-04-01T18:00', to: '2016-04-01T20:00' };
    await act(1, 'postpone', { schedule, effectiveAt: '2016-02-05' });
    expect(await entry(1)).toMatchObject({ sequence: 1, start: { local: schedule.from }, status: 'CONFIRMED' });
    expect((await entry(1))?.changedAt).not.toBe(changedAt);
    const cancellation = await act(1, 'cancel', { reason: 'Tempête', effectiveAt: '2016-02-05' });
    expect(await entry(1)).toMatchObject({ sequence: 2, status: 'CANCELLED' });
    const [event] = cancellation['events'] as readonly { readonly id: string }[];
    await act(1, 'void-cancellation', { fact: event?.id, reason: 'Saisi à tort' });
    expect(await entry(1)).toMatchObject({ sequence: 3, status: 'CONFIRMED' });
    const before = await file();
    await act(1, 'hold', { effectiveAt: '2016-04-01' }).catch(() => undefined);
    expect((await file()).body['text']).toBe(before.body['text']);
  });

  it('keeps what was cancelled until long after its day, and drops what is over with the year', async () => {
    await act(2, 'cancel', { reason: 'x', effectiveAt: '2016-02-05' });
    app.clock.set('2016-06-01T10:00:00Z');
    expect(await entry(2)).toMatchObject({ status: 'CANCELLED', sequence: 1 });
    expect(await calendar(`${path}?from=2016-03-16`)).toHaveLength(1);
    app.clock.set('2018-01-01T10:00:00Z');
    expect(await calendar()).toEqual([]);
    app.clock.set('2016-06-01T10:00:00Z');
  });

  it('keeps what was announced and then taken back, as cancelled', async () => {
    const { body } = await app.get(`events/gatherings/${gatheringOf(3)}`);
    expect(body).toMatchObject({ state: 'draft' });
    await act(3, 'announce');
    await act(3, 'void-plan', { fact: third, reason: 'Saisi à tort' });
    expect(await entry(3)).toMatchObject({ status: 'CANCELLED', sequence: 2 });
  });

  it('has recurring dates as one rule, and one date of them by itself when it moves', async () => {
    const organised = { clusterId: telecomValley, organiser: { kind: 'cluster', id: telecomValley } };
    await does('events/series', {
      id: series,
      ...organised,
      name: 'Cafés',
      format: 'seminar',
      effectiveAt: '2016-01-01',
    });
    const recurrence = {
      ...{ recurrenceId, title: 'Café', place, audience: ['member'], everyWeeks: 1, dates: 3 },
      ...{ schedule: { from: '2016-03-24T18:00', to: '2016-03-24T20:00' }, effectiveAt: '2016-01-15' },
    };
    await does(`events/series/${series}/plan-recurrence`, recurrence);
    const { body } = await app.get(`events/series/${series}`);
    const [{ dates }] = body['recurrences'] as [{ readonly dates: readonly { readonly gatheringId: string }[] }];
    for (const { gatheringId } of dates.slice(0, 2))
      await does(`events/gatherings/${gatheringId}/announce`, { effectiveAt: '2016-01-16' });
    const uid = `${recurrenceId}@grappe`;
    const ofRule = async () => (await calendar()).filter((each) => each.uid === uid);
    const start = { local: '2016-03-24T18:00', zone: 'Europe/Paris' };
    const last = { local: '2016-04-07T18:00', zone: 'Europe/Paris' };
    expect(await ofRule()).toMatchObject([{ start, rule: { everyWeeks: 1, count: 3, without: [last] } }]);
    const moved = { schedule: { from: '2016-04-01T12:00', to: '2016-04-01T14:00' }, effectiveAt: '2016-03-01' };
    await does(`events/gatherings/${dates[1]?.gatheringId ?? ''}/postpone`, moved);
    expect(await ofRule()).toMatchObject([
      { start },
      { sequence: 1, start: { local: '2016-04-01T12:00' }, replaces: { local: '2016-03-31T18:00' } },
    ]);
  });
});

describe('a private link to the calendar', () => {
  const secret = 'a-secret-that-only-its-holder-knows-0123456789';
  const [link, holder] = [countedUuid(5, 0xec), countedUuid(6, 0xec)];
  const where = `events/calendar-links/${link}`;
  const openWith = async (given: string) => {
    const response = await app.application.inject({ method: 'GET', url: `/api/v1/${where}/calendar?secret=${given}` });
    return [response.statusCode, response.body] as const;
  };

  beforeAll(async () => {
    await does('membership/organisations', {
      id: holder,
      name: 'SARL Durand',
      kind: 'company',
      effectiveAt: '2000-01-01',
    });
    const membership = { clusterId: telecomValley, organisationId: holder };
    await does('membership/memberships', { ...membership, effectiveAt: '2016-01-01' });
    const secretHash = createHash('sha256').update(secret).digest('hex');
    await does('events/calendar-links', { id: link, ...membership, secretHash, effectiveAt: '2016-01-05' });
  });

  it('reads the same file without a token, and names nobody', async () => {
    const [status, text] = await openWith(secret);
    expect([status, text]).toEqual([200, (await file()).body['text']]);
    expect(text).not.toMatch(/Durand|ATTENDEE|ORGANIZER|CONTACT/);
  });

  it('is found with no other secret, and its hash is shown to nobody', async () => {
    expect((await openWith(secret.toUpperCase()))[0]).toBe(404);
    expect((await openWith(''))[0]).toBe(404);
    expect((await app.get(where)).body).toEqual({
      ...{ linkId: link, clusterId: telecomValley, organisationId: holder, on: '2016-01-05' },
    });
  });

  it('dies with the membership of its holder, and by being revoked', async () => {
    const end = { clusterId: telecomValley, cause: 'resignation' };
    const membership = (await app.get(`membership/clusters/${telecomValley}/members`)).body['items'] as readonly {
      readonly membershipId: string;
    }[];
    const { membershipId } = membership[0] ?? {};
    const path_ = `membership/memberships/${membershipId ?? ''}`;
    await does(`${path_}/end`, { ...end, effectiveAt: '2016-07-01' });
    expect((await openWith(secret))[0]).toBe(200);
    app.clock.set('2016-07-01T10:00:00Z');
    expect((await openWith(secret))[0]).toBe(404);
    app.clock.set('2016-06-01T10:00:00Z');
    await does(`${where}/revoke`, { effectiveAt: '2016-06-01' });
    expect((await openWith(secret))[0]).toBe(404);
  });
});
