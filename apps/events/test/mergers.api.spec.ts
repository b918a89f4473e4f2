import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { GrappeEvents } from '#libs/contracts';
import type { Uuid } from '#libs/kernel';
import { countedUuid } from '#libs/kernel/testing';
import { TestApplication } from '#libs/nest-kit/testing';
import { publish, registeredCluster, registeredOrganisation } from '../../../tests/support/published.ts';
import { eventsContext } from '../src/events.context.ts';

const cluster = (number: number) => countedUuid(number, 0xa1);
const [goes, stays, third] = [cluster(1), cluster(2), cluster(3)];
const company = countedUuid(1, 0xa2);
const id = countedUuid(1, 0xa3);
const EFFECT = '2016-04-16';
const place = { name: 'Lyon', zone: 'Europe/Paris' };
const schedule = { from: '2017-05-01T18:00', to: '2017-05-01T21:00' };

let app: TestApplication;
beforeEach(async () => {
  app = await TestApplication.start([eventsContext], { RATE_LIMIT_PER_SECOND: '10000' });
  await publish(
    app.store,
    ...[goes, stays, third].map((each) => registeredCluster(each)),
    registeredOrganisation(company),
  );
});
afterEach(() => app.stop());

/** The effect of an absorption, as mergers publishes it. */
const merges = async (absorbed: Uuid, clusterId: Uuid, operationId: Uuid, on = EFFECT): Promise<void> => {
  const successor = { clusterId, name: 'Numélink', seat: 'Saint-Étienne', departments: [], created: false };
  const data: GrappeEvents['mergers.SuccessionTookEffect'] = {
    ...{ operationId, kind: 'fusion-absorption', planVersion: 1, planHash: 'a'.repeat(64) },
    predecessors: [{ clusterId: absorbed }],
    successor: { ...successor, nameKind: 'final' },
    ...{ newAntennas: [], antennaMapping: [], transitionalGovernance: { bodies: [] }, verdicts: [] },
    ...{ decidedOn: on, effectiveOn: on },
  };
  await publish(app.store, { type: 'mergers.SuccessionTookEffect', data });
  await app.react();
};
const annuls = async (operationId: Uuid, on: string): Promise<void> => {
  const judgement = { court: 'Lyon', number: '1', judgedOn: on, finalOn: on, basis: 'L. 235-11' };
  const data: GrappeEvents['mergers.SuccessionAnnulled'] = {
    ...{ operationId, judgement, predecessors: [{ clusterId: goes }], successor: { clusterId: stays, created: false } },
    on,
  };
  await publish(app.store, { type: 'mergers.SuccessionAnnulled', data });
  await app.react();
};
const operation = countedUuid(1, 0xa4);
const sends = async (
  path: string,
  body: object,
): Promise<readonly { readonly id: string; readonly type: string }[]> => {
  const { status, body: answer } = await app.post(`events/${path}`, { effectiveAt: '2016-01-01', ...body });
  expect([path, status < 300, answer]).toEqual([path, true, answer]);
  await app.react();
  return answer['events'] as readonly { readonly id: string; readonly type: string }[];
};
const sees = async (path: string) => (await app.get(`events/${path}`)).body;

const plans = (clusterId = goes, more: object = {}) =>
  sends('gatherings', {
    ...{ id, clusterId, organiser: { kind: 'cluster', id: clusterId }, title: 'Rencontre', format: 'conference' },
    ...{ place, schedule, audience: ['member'], ...more },
  });
const opens = () => sends('communities', { id, kind: 'community', name: 'Cloud', clusterId: goes });
const starts = () =>
  sends('series', { id, clusterId: goes, name: 'Apéros', format: 'seminar', organiser: { kind: 'cluster', id: goes } });
const leads = (leadId = goes) => sends('programmes', { id, name: 'Parcours', theme: 'Formation', leadId });
const issues = () =>
  sends('calendar-links', { id, clusterId: goes, organisationId: company, secretHash: 'a'.repeat(64) });
const holderOf = async (path: string): Promise<unknown> => {
  const { clusterId, leadId = clusterId } = await sees(`${path}/${id}?validAt=2020-01-01`);
  return leadId;
};
const linkOf = async (): Promise<unknown> => (await sees(`calendar-links/${id}`))['clusterId'];

const things: readonly (readonly [string, () => Promise<unknown>, () => Promise<unknown>])[] = [
  ['a gathering', plans, () => holderOf('gatherings')],
  ['a community', opens, () => holderOf('communities')],
  ['a series', starts, () => holderOf('series')],
  ['a programme', leads, () => holderOf('programmes')],
  ['a private link', issues, linkOf],
];

describe.each(things)('%s of a cluster that is absorbed', (_what, begins, holder) => {
  it('passes with the effect, goes on by the next one, and comes back by the annulment of that', async () => {
    await begins();
    await merges(goes, stays, operation);
    expect(await holder()).toBe(stays);
    const next = countedUuid(2, 0xa4);
    await merges(stays, third, next, '2017-04-16');
    expect(await holder()).toBe(third);
    await annuls(next, '2018-01-01');
    expect(await holder()).toBe(stays);
  });

  it('recorded late passes all the same, by as many mergers as there have been', async () => {
    await merges(goes, stays, operation);
    await merges(stays, third, countedUuid(2, 0xa4), '2017-04-16');
    await begins();
    expect(await holder()).toBe(third);
  });

  it('recorded after an annulment has passed and come back', async () => {
    await merges(goes, stays, operation);
    await annuls(operation, '2016-12-01');
    await begins();
    expect(await holder()).toBe(goes);
  });
});

describe('a gathering', () => {
  const on = async (day: string) => {
    const { clusterId, organiser } = await sees(`gatherings/${id}?validAt=${day}`);
    return [clusterId, (organiser as { readonly id: string }).id];
  };

  it('that was held before the effect, recorded late, stays with whoever held it', async () => {
    await plans(goes, { schedule: { from: '2016-03-01T18:00', to: '2016-03-01T21:00' } });
    await merges(goes, stays, operation);
    expect(await on('2020-01-01')).toEqual([stays, goes]);
    const [held] = await sends(`gatherings/${id}/hold`, { effectiveAt: '2016-03-01' });
    expect(await on('2020-01-01')).toEqual([goes, goes]);
    await sends(`gatherings/${id}/void-holding`, { fact: held?.id, reason: 'x' });
    expect(await on('2020-01-01')).toEqual([stays, goes]);
  });

  it('of which a cancellation is taken back passes then', async () => {
    await plans();
    const [cancelled] = await sends(`gatherings/${id}/cancel`, { reason: 'x', effectiveAt: '2016-04-01' });
    await merges(goes, stays, operation);
    expect(await on('2020-01-01')).toEqual([goes, goes]);
    await sends(`gatherings/${id}/void-cancellation`, { fact: cancelled?.id, reason: 'x' });
    expect(await on('2020-01-01')).toEqual([stays, stays]);
    expect(await on('2016-04-15')).toEqual([goes, goes]);
  });

  it('is the same for the programs that have subscribed to its calendar', async () => {
    await plans();
    await sends(`gatherings/${id}/announce`, {});
    const items = async (clusterId: Uuid) => (await sees(`clusters/${clusterId}/calendar?from=2016-01-01`))['items'];
    const before = await items(goes);
    expect(before).toHaveLength(1);
    await merges(goes, stays, operation);
    expect([await items(goes), await items(stays)]).toEqual([before, before]);
  });

  it('sent again after it passed is the same', async () => {
    await plans();
    await sends(`gatherings/${id}/announce`, { effectiveAt: '2016-02-01' });
    await merges(goes, stays, operation);
    expect(await sends(`gatherings/${id}/announce`, { effectiveAt: '2016-02-01' })).toEqual([]);
    expect(await plans()).toEqual([]);
  });
});

it('a part in a programme that was ended by mistake passes once that is taken back', async () => {
  await leads(third);
  const relay = { role: 'relay', party: { kind: 'cluster', id: goes } };
  await sends(`programmes/${id}/take-part`, relay);
  const [ended] = await sends(`programmes/${id}/end-part`, { ...relay, effectiveAt: '2016-03-01' });
  await merges(goes, stays, operation);
  const relays = async () => (await sees(`programmes/${id}?validAt=2020-01-01`))['relayIds'];
  expect(await relays()).toEqual([]);
  await sends(`programmes/${id}/void-end-of-part`, { fact: ended?.id, reason: 'x' });
  expect(await relays()).toEqual([stays]);
});

it('reports to the operation what it moved, and once more what came back', async () => {
  await plans();
  await opens();
  await merges(goes, stays, operation);
  await annuls(operation, '2016-12-01');
  const reports: unknown[] = [];
  for await (const page of app.store.readAll(0n, { filter: { types: ['events.SuccessionApplied'] } }))
    reports.push(...page.events.map(({ data }) => data));
  expect(reports).toEqual([
    { operationId: operation, toMove: 2, moved: 2, merged: 0, needConsent: 0 },
    { operationId: operation, toMove: 2, moved: 2, merged: 0, needConsent: 0, annulment: true },
  ]);
});
