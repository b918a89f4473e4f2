import type { Uuid } from '#libs/kernel';
import type { StoryRow } from '../../player.ts';
import { clusters, id, outsider, sme } from '../cast.ts';
import { refusals } from '../../refusals.ts';
import { lunchId } from './gatherings.ts';

/** A lunch of forty seats, for which forty-three members register. */
const [SEATS, GUESTS] = [40, 43];
export const seats = `events/registrations/${lunchId(0)}`;
const registrationId = (number: number): Uuid => id('registration', `Déjeuner ${String(number)}`);
const guest = (name: string) => ({ personId: id('person', name), name });

export const registering: StoryRow = {
  day: '2015-03-03',
  title: 'Forty-three members register for a lunch of forty, which is for members alone',
  play: async (player) => {
    await player.command(`${seats}/decide-seats`, { seats: SEATS, closesAt: '2015-03-05T09:00' });
    for (let number = 1; number <= GUESTS; number += 1)
      await player.command(`${seats}/register`, {
        ...{ registrationId: registrationId(number), organisationId: sme(number) },
        person: guest(`Convive ${String(number)}`),
      });
    const stranger = { organisationId: outsider, person: guest('Un passant') };
    await refusals.of('a lunch of members', player.command(`${seats}/register`, stranger));
  },
};

export const freeing: StoryRow = {
  day: '2015-03-04',
  title: 'Two of them cannot come',
  play: async (player) => {
    for (const number of [7, 23]) await player.command(`${seats}/cancel`, { registrationId: registrationId(number) });
  },
};

const [meeting, talk] = [id('gathering', 'Medinsoft adhérents'), id('gathering', 'Medinsoft ouvert')];

export const atMedinsoft: StoryRow = {
  day: '2015-09-15',
  title:
    'A member of Telecom Valley registers with Medinsoft: for what is open to the public, and in vain for the rest',
  play: async (player) => {
    const { medinsoft: clusterId } = clusters;
    const hosted = { clusterId, organiser: { kind: 'cluster', id: clusterId }, format: 'conference' };
    const where = { name: 'Aix-en-Provence', zone: 'Europe/Paris' };
    for (const [gatheringId, title, audience] of [
      [meeting, 'Rencontre des adhérents', ['member', 'reciprocal']],
      [talk, 'Le logiciel en Provence', ['member', 'public']],
    ] as const) {
      const schedule = { from: '2015-10-20T18:00', to: '2015-10-20T20:00' };
      const plan = { id: gatheringId, title, audience, schedule, place: where, ...hosted };
      await player.command('events/gatherings', plan);
      await player.command(`events/gatherings/${gatheringId}/announce`, {});
      await player.command(`events/registrations/${gatheringId}/decide-seats`, { seats: 60, service: 'Conférences' });
    }
    const visitor = { organisationId: sme(1), person: guest('Une visiteuse') };
    const asMember = player.command(`events/registrations/${meeting}/register`, visitor);
    await refusals.of('a meeting of the members of Medinsoft', asMember);
    const visit = { registrationId: id('registration', 'Medinsoft'), ...visitor };
    await player.command(`events/registrations/${talk}/register`, visit);
  },
};
