import { derivedId } from '#libs/kernel';
import type { TestApplication } from '#libs/nest-kit/testing';

export const clusterId = derivedId('calendar year', 'cluster');
const id = (what: string) => derivedId('calendar year', what);
const organised = { clusterId, organiser: { kind: 'cluster', id: clusterId } };
const paris = { name: 'SKEMA; Sophia Antipolis', zone: 'Europe/Paris' };
const reunion = { name: 'Saint-Denis, La Réunion', zone: 'Indian/Reunion' };

type Does = (path: string, body: object) => Promise<void>;

async function planned(does: Does, what: string, schedule: object, place: object = paris): Promise<void> {
  const plan = { title: what, format: 'conference', place, schedule, audience: ['public'] };
  await does('events/gatherings', { id: id(what), ...organised, ...plan });
  await does(`events/gatherings/${id(what)}/announce`, {});
}

async function edition(does: Does): Promise<void> {
  const [series, editionId] = [id('SophiaConf'), id('edition')];
  await does('events/series', { id: series, ...organised, name: 'SophiaConf', format: 'conference' });
  await does(`events/series/${series}/plan-edition`, { editionId, number: 6, year: 2016 });
  for (const day of ['04', '05']) {
    const evening = `Soirée du ${day}`;
    await planned(does, evening, { from: `2016-07-${day}T18:00`, to: `2016-07-${day}T21:30` });
    await does(`events/series/${series}/place-gathering`, { editionId, gatheringId: id(evening) });
  }
  await does(`events/series/${series}/drop-edition`, { editionId, reason: 'Salle', effectiveAt: '2016-02-01' });
}

async function lunches(does: Does): Promise<void> {
  const [series, recurrenceId] = [id('Déjeuners'), id('recurrence')];
  await does('events/series', { id: series, ...organised, name: 'Déjeuners', format: 'business-lunch' });
  const schedule = { from: '2016-03-17T18:00', to: '2016-03-17T20:00' };
  const recurrence = { recurrenceId, title: 'Déjeuner', place: paris, audience: ['member'], everyWeeks: 1, dates: 5 };
  await does(`events/series/${series}/plan-recurrence`, { ...recurrence, schedule });
  const date = (index: number) => `events/gatherings/${derivedId('recurrence', recurrenceId, String(index))}`;
  for (const index of [0, 1, 2, 3]) await does(`${date(index)}/announce`, {});
  await does(`${date(1)}/cancel`, { reason: 'Grève', effectiveAt: '2016-02-01' });
  const friday = { from: '2016-04-01T12:00', to: '2016-04-01T14:00' };
  await does(`${date(2)}/postpone`, { schedule: friday, effectiveAt: '2016-02-01' });
}

/** Plays a year of gatherings through HTTP: a series, an edition that falls out, days as a whole, nights in which the clocks change. */
export async function playYear(app: TestApplication): Promise<void> {
  const does: Does = async (path, body) => {
    const { status, body: answer } = await app.post(path, { effectiveAt: '2016-01-05', ...body });
    if (status >= 300) throw new Error(`${path}: ${JSON.stringify(answer)}`);
  };
  app.clock.set('2016-02-05T10:00:00Z');
  await does('membership/clusters', {
    id: clusterId,
    name: 'Telecom Valley',
    seat: 'Sophia',
    effectiveAt: '1991-01-01',
  });
  await edition(does);
  await lunches(does);
  await planned(does, 'Journées de la sécurité', { from: '2016-03-15', to: '2016-03-17' });
  await planned(does, 'Nuit de la formation', { from: '2016-03-26T22:00', to: '2016-03-27T05:00' });
  await planned(does, 'Nuit d’automne', { from: '2016-10-29T22:00', to: '2016-10-30T02:30', toOccurrence: 'second' });
  await planned(does, 'é'.repeat(120), { from: '2016-01-14T18:00', to: '2016-01-14T20:00' });
  await planned(does, 'À La Réunion', { from: '2016-03-31T18:00', to: '2016-03-31T20:00' }, reunion);
}
