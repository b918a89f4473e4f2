import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { RecordedEvent, Uuid } from '#libs/kernel';
import { TestApplication } from '#libs/nest-kit/testing';
import { contexts } from '../../../apps/platform/src/contexts.ts';
import { Log } from './counted.ts';
import { EFFECT, EVE, LONG_AGO, OperationStory } from './operation-story.ts';

const AHEAD = { from: '2030-05-01T18:00', to: '2030-05-01T21:00' };
const place = { name: 'Lyon', zone: 'Europe/Paris' };

/** Two clusters that have something of everything go into a new one, beside a third one with which they share some of it. */
describe('a merger of two clusters', () => {
  let story: OperationStory;
  let [a, b, third, network, heir]: Uuid[] = [];
  let before: readonly RecordedEvent[];
  let after: readonly RecordedEvent[];

  const recorded = async (): Promise<readonly RecordedEvent[]> => {
    const events: RecordedEvent[] = [];
    for await (const page of story.app.store.readAll(0n)) events.push(...page.events);
    return events;
  };
  const id = (...names: readonly string[]): Uuid => story.id(...names);
  const sends = (path: string, body: object) => story.accepted(path, { effectiveAt: '2016-06-01', ...body });

  beforeAll(async () => {
    story = new OperationStory(await TestApplication.start(contexts), 'counted');
    [a, b, third] = [await story.cluster('A'), await story.cluster('B'), await story.cluster('Third')];
    [network, heir] = [await story.cluster('Network'), id('heir')];
    await belongings();
    await gatherings();
    await circles();
    await story.app.react();
    const participants = [a, b].map((clusterId) => ({ clusterId, role: 'founding' }));
    before = await recorded();
    await story.whole('fusion-creation', participants, {
      successor: { clusterId: heir, name: 'The heir', nameKind: 'final', seat: 'Lyon', departments: [] },
    });
    after = (await recorded()).slice(before.length);
  });
  afterAll(() => story.app.stop());

  async function belongings(): Promise<void> {
    for (const name of ['Axess', 'Berger', 'Cogelec', 'Dolist', 'Esker', 'Region']) await story.company(name);
    for (const name of ['Axess', 'Berger', 'Cogelec']) await story.admit(a!, name);
    for (const name of ['Berger', 'Dolist', 'Esker']) await story.admit(b!, name);
    for (const clusterId of [a, b])
      await sends('membership/memberships', { clusterId: network, organisationId: clusterId });
    for (const [name, onSuccession] of Object.entries({ free: 'passes', bound: 'needs-consent' }))
      await sends('membership/subsidies', {
        ...{ id: id('subsidy', name), clusterId: a, granterId: id('company', 'Region'), amountCents: 100 },
        ...{ purpose: name, year: 2017, onSuccession },
      });
    for (const clusterId of [a, b]) await story.board(clusterId!, `President of ${clusterId!}`);
    await sends('incubation/incubators', { id: id('incubator'), name: 'Bivouac', site: 'Lyon', effectiveAt: LONG_AGO });
    for (const [name, clusterId] of Object.entries({ a, b, third })) {
      const partner = { id: id('partner', name), incubatorId: id('incubator'), class: 'sector-body' };
      await sends('incubation/partners', { ...partner, holder: { kind: 'cluster', id: clusterId } });
    }
    await sends(`incubation/partners/${id('partner', 'b')}/leave`, { effectiveAt: '2016-09-01' });
    const exact = { numerator: 20, denominator: 1 };
    for (const name of ['running', 'cancelled'])
      await sends('incubation/calls', {
        ...{ id: id('call', name), incubatorId: id('incubator'), clusterId: b, title: name, zone: 'Europe/Paris' },
        ...{ places: 1, ties: 'lots', opens: '2016-07-01T09:00', closes: '2100-01-01' },
        rubric: [{ criterion: 'Innovation', maximum: exact, weight: exact }],
      });
    await sends(`incubation/calls/${id('call', 'cancelled')}/cancel`, { reason: 'x', effectiveAt: '2016-09-01' });
  }

  async function gatherings(): Promise<void> {
    const plan = async (name: string, clusterId: Uuid | undefined, more: object = {}): Promise<void> => {
      const organiser = { kind: 'cluster', id: clusterId };
      const what = { title: name, format: 'conference', place, schedule: AHEAD, audience: ['member'] };
      await sends('events/gatherings', { id: id('gathering', name), clusterId, organiser, ...what, ...more });
      if (name !== 'draft') await sends(`events/gatherings/${id('gathering', name)}/announce`, {});
    };
    const past = { schedule: { from: '2016-09-01T18:00', to: '2016-09-01T21:00' } };
    await plan('full', a);
    await plan('draft', b);
    await plan('of both', a, { coHosts: [{ kind: 'cluster', id: b }] });
    await plan('of others', third, { coHosts: [{ kind: 'cluster', id: b }] });
    await plan('of nobody here', third);
    await plan('held', a, past);
    await plan('left open', a, past);
    await plan('cancelled', b);
    await plan('put off', b);
    await sends(`events/gatherings/${id('gathering', 'held')}/hold`, { effectiveAt: '2016-09-01' });
    await sends(`events/gatherings/${id('gathering', 'cancelled')}/cancel`, { reason: 'x', effectiveAt: '2016-09-02' });
    await sends(`events/gatherings/${id('gathering', 'put off')}/postpone`, { effectiveAt: '2016-09-02' });
    const seats = `events/registrations/${id('gathering', 'full')}`;
    await sends(`${seats}/decide-seats`, { seats: 1 });
    for (const name of ['Axess', 'Berger', 'Cogelec']) await registers(name);
    await plan('by agreement', a, { audience: ['member', 'reciprocal'] });
    await reciprocity();
  }

  /** For members, and for those of B by an agreement that gives them one seat. */
  async function reciprocity(): Promise<void> {
    const agreement = { id: id('agreement'), kind: 'reciprocity', parties: [a, b], clusterId: a };
    const services = [{ service: 'Rencontres', modality: 'quota', quota: 1 }];
    await sends('membership/agreements', { ...agreement, services });
    for (const clusterId of [a, b]) await sends(`membership/agreements/${agreement.id}/sign`, { clusterId });
    await sends(`events/registrations/${id('gathering', 'by agreement')}/decide-seats`, {
      ...{ seats: 5, service: 'Rencontres' },
    });
    for (const name of ['Dolist', 'Esker']) await registers(name, 'by agreement');
  }

  async function registers(name: string, gathering = 'full'): Promise<void> {
    await sends(`events/registrations/${id('gathering', gathering)}/register`, {
      ...{ registrationId: id('registration', name), person: { personId: id('person', name), name } },
      ...{ organisationId: id('company', name), effectiveAt: '2016-10-01' },
    });
  }

  async function circles(): Promise<void> {
    const organiser = { kind: 'cluster', id: a };
    const series = { id: id('series'), clusterId: a, name: 'Apéros', format: 'seminar', organiser };
    await sends('events/series', series);
    await sends(`events/series/${series.id}/plan-recurrence`, {
      ...{ recurrenceId: id('recurrence'), title: 'Apéro', place, schedule: AHEAD, audience: ['member'] },
      ...{ everyWeeks: 2, dates: 3 },
    });
    for (const [name, clusterId] of Object.entries({ open: a, closed: b, other: third }))
      await sends('events/communities', { id: id('community', name), kind: 'community', name, clusterId });
    await sends(`events/communities/${id('community', 'open')}/join`, { organisationId: id('company', 'Axess') });
    await sends(`events/communities/${id('community', 'closed')}/close`, { effectiveAt: '2016-09-01' });
    const programmes = { led: a, over: a, relayed: third, apart: third };
    for (const [name, leadId] of Object.entries(programmes))
      await sends('events/programmes', { id: id('programme', name), name, theme: 'x', leadId });
    const takes = (name: string, clusterId: Uuid | undefined) =>
      sends(`events/programmes/${id('programme', name)}/take-part`, {
        ...{ role: 'relay', party: { kind: 'cluster', id: clusterId }, effectiveAt: '2016-06-02' },
      });
    for (const clusterId of [a, b]) await takes('relayed', clusterId);
    await takes('led', b);
    await sends(`events/programmes/${id('programme', 'over')}/end`, { effectiveAt: '2016-09-01' });
    for (const name of ['kept', 'revoked'])
      await sends('events/calendar-links', {
        ...{ id: id('link', name), clusterId: a, organisationId: id('company', 'Axess'), secretHash: 'a'.repeat(64) },
      });
    await sends(`events/calendar-links/${id('link', 'revoked')}/revoke`, { effectiveAt: '2016-09-01' });
  }

  it('each context reports what the log says that it had to move, and moved all of it', async () => {
    const { references, setAside } = await story.page();
    expect(setAside).toEqual([]);
    const reports = (references as readonly Record<string, unknown>[]).map(
      ({ context, toMove, moved, merged, needConsent }) => [context, { toMove, moved, merged, needConsent }],
    );
    const counted = new Log(before, [a!, b!], heir!, EFFECT).all();
    const expected = Object.entries(counted).map(([context, count]) => [context, { ...count, moved: count.toMove }]);
    expect(Object.fromEntries(reports)).toEqual(Object.fromEntries(expected));
    expect(counted['events']).toEqual({ toMove: 18, merged: 3, needConsent: 0 });
  });

  it('and recorded it, each reference once', () => {
    const passed = (...types: readonly string[]) =>
      after
        .filter(({ type }) => types.includes(type))
        .map(({ type, stream, data }) => JSON.stringify([type, stream, data['from']]));
    const of = (...names: readonly string[]) => passed(...names.map((name) => `events.${name}Passed`));
    const events = of('Gathering', 'Series', 'Community', 'Programme', 'CalendarLink');
    const { toMove } = new Log(before, [a!, b!], heir!, EFFECT).gatheringsAndCircles();
    expect([events.length, new Set(events).size]).toEqual([toMove, toMove]);
  });

  it('what was to be over and was left open is moved as it was', async () => {
    const { references } = await story.page();
    const report = (references as readonly Record<string, unknown>[]).find(({ context }) => context === 'events');
    expect(report?.['asItWas']).toMatchObject({
      count: 1,
      listed: [{ reference: `gathering:${id('gathering', 'left open')}`, code: 'EVT_REGISTRATION_CLOSED' }],
    });
  });

  it.each<[string, string, (clusters: readonly (Uuid | undefined)[]) => object]>([
    ['full', EVE, ([from]) => ({ clusterId: from, organiser: { id: from } })],
    ['full', EFFECT, ([, to]) => ({ clusterId: to, organiser: { id: to }, passings: [{ to }] })],
    ['of both', EFFECT, ([, to]) => ({ clusterId: to, organiser: { id: to }, coHosts: [] })],
    ['of others', EFFECT, ([, to, other]) => ({ clusterId: other, coHosts: [{ id: to }] })],
    ['held', EFFECT, ([from]) => ({ clusterId: from, organiser: { id: from } })],
    ['left open', EFFECT, ([from, to]) => ({ clusterId: to, organiser: { id: from } })],
  ])('the gathering %s is on %s organised by whom it is then', async (name, day, expected) => {
    const view = await story.read(`events/gatherings/${id('gathering', name)}?validAt=${day}`);
    expect(view).toMatchObject(expected([a, heir, third]));
  });

  it('seats, list and order stay as they were, and the operators of the successor see them', async () => {
    const seats = await story.read(`events/registrations/${id('gathering', 'full')}`);
    expect(seats).toMatchObject({ seated: 1, waiting: 2, free: 0 });
    expect(seats['list']).toMatchObject(
      ['Berger', 'Cogelec'].map((name, index) => ({ registrationId: id('registration', name), position: index + 1 })),
    );
    const path = `events/registrants?gatheringId=${id('gathering', 'full')}`;
    const { body } = await story.app.get(path, { as: 'operator', clusters: [heir!] });
    expect(body['items']).toHaveLength(3);
  });

  it('of a seat that is free whoever came first has it, by the right of a member of the successor', async () => {
    const cancel = { registrationId: id('registration', 'Axess') };
    await sends(`events/registrations/${id('gathering', 'full')}/cancel`, { ...cancel, effectiveAt: '2018-01-01' });
    const states = await Promise.all(
      ['Axess', 'Berger', 'Cogelec'].map(async (name) => {
        const { state } = await story.read(`events/registrants/${id('registration', name)}`);
        return state;
      }),
    );
    expect(states).toEqual(['over', 'seated', 'waiting']);
  });

  it('whoever came by an agreement with it is a member of the successor now, and the next one has a seat', async () => {
    const came = await Promise.all(
      ['Dolist', 'Esker'].map((name) => story.read(`events/registrants/${id('registration', name)}`)),
    );
    expect(came).toEqual(
      Array.from({ length: 2 }, () => expect.objectContaining({ state: 'seated', audience: 'member' })),
    );
    const { list } = await story.read(`events/registrations/${id('gathering', 'by agreement')}?validAt=2016-12-01`);
    expect(list).toMatchObject([{ registrationId: id('registration', 'Esker') }]);
  });
});
