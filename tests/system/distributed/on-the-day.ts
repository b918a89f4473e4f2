import { derivedId, type Uuid } from '#libs/kernel';
import type { Api } from '../support/api.ts';

const id = (kind: string, name: string): Uuid => derivedId('on the day', kind, name);

export const EFFECT = '2016-06-30';
export const operationId = id('operation', '1');
/** The board of the cluster that disappears, and the mandate of the other one's president. */
export const [board, mandateId] = [id('board', 'absorbed'), id('mandate', 'absorbing')];

/** A gathering whose one seat is offered to somebody up to a week before the day. */
export const gatheringId = id('gathering', '1');
const OFFER_MINUTES = 83 * 24 * 60;

const [absorbing, absorbed] = [id('cluster', 'absorbing'), id('cluster', 'absorbed')];
const half = { numerator: 1, denominator: 2 };
const clause = { quorum: half, majority: half, majorityOf: 'votes-cast', strict: true };
const clauses = { ordinary: clause, amendment: clause, dissolution: clause };
const tally = { members: 12, present: 9, represented: 1, for: 10, against: 0, abstentions: 0 };
const successor = { clusterId: absorbing, name: 'Stays', nameKind: 'final', seat: 'Lyon', departments: ['69'] };
const plan = {
  ...{ motives: 'One cluster', successor, effectDate: EFFECT, newAntennas: [], antennaMapping: [] },
  ...{ transitionalGovernance: { bodies: [] }, conditions: [], contributionsEuros: null, openPoints: [] },
};

type Send = (path: string, body: object, effectiveAt?: string) => Promise<Record<string, unknown>>;

/** Of three that registered for one seat the first has given it up: it is offered to the second. */
async function offerSeat(send: Send): Promise<void> {
  const organised = { clusterId: absorbing, organiser: { kind: 'cluster', id: absorbing }, audience: ['public'] };
  const place = { name: 'Lyon', zone: 'Europe/Paris' };
  const schedule = { from: '2016-07-15', to: '2016-07-15' };
  await send('events/gatherings', {
    ...{ id: gatheringId, title: 'On the day', format: 'workshop', schedule, place },
    ...organised,
  });
  await send(`events/gatherings/${gatheringId}/announce`, {});
  const seats = `events/registrations/${gatheringId}`;
  await send(`${seats}/decide-seats`, { seats: 1, offerMinutes: OFFER_MINUTES });
  const registrations = [1, 2, 3].map((number) => id('registration', String(number)));
  for (const registrationId of registrations)
    await send(`${seats}/register`, { registrationId, person: { personId: registrationId, name: 'P' } });
  await send(`${seats}/cancel`, { registrationId: registrations[0] });
}

/** A merger that every assembly has approved for a day, a mandate that ends the day before it, and an offer of a seat that ends before both. */
export async function waitForTheDay(api: Api): Promise<void> {
  const send: Send = async (path, body, effectiveAt = '2010-01-01') => {
    const answer = await api.post(path, { effectiveAt, ...body });
    if (answer.status >= 300) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  for (const clusterId of [absorbing, absorbed]) {
    await send('membership/clusters', { id: clusterId, name: clusterId, seat: 'Lyon' });
    await send(`governance/statutes/${clusterId}/adopt`, { clauses });
    const body = clusterId === absorbed ? board : id('board', 'absorbing');
    await send('governance/bodies', { id: body, clusterId, kind: 'board', name: 'Board' });
  }
  await offerSeat(send);
  const office = id('office', 'absorbing');
  await send('governance/offices', {
    id: office,
    bodyId: id('board', 'absorbing'),
    kind: 'president',
    title: 'President',
  });
  const mandate = {
    mandateId,
    person: { personId: id('person', '1'), name: 'P' },
    how: 'transitional',
    limit: '2016-06-29',
  };
  await send(`governance/offices/${office}/start-mandate`, mandate, '2015-06-30');
  const participants = [
    { clusterId: absorbing, role: 'absorbing' },
    { clusterId: absorbed, role: 'absorbed' },
  ];
  const operation = { id: operationId, kind: 'fusion-absorption', title: 'On the day', participants };
  await send('mergers/operations', operation, '2015-11-02');
  const act = (verb: string, body: object, day: string) => send(`mergers/operations/${operationId}/${verb}`, body, day);
  const { recorded } = await act('draft-plan', { plan }, '2015-12-01');
  const { planHash } = recorded as { readonly planHash: string };
  const both = async (verb: string, body: object, day: string) => {
    for (const clusterId of [absorbing, absorbed]) await act(verb, { clusterId, ...body }, day);
  };
  await both('adopt-plan', { planHash }, '2016-01-15');
  await both('open-documents', { where: 'seat' }, '2016-02-01');
  await both('publish-notice', { where: 'Le Progrès' }, '2016-02-01');
  await both('record-vote', { tally }, '2016-03-31');
}
