import type { ApiClient } from '../../api-client.ts';
import { question, type Question } from '../../story.ts';
import { aliptic, company, gatheringOf, guest, nameOf, reciprocity, registrationOf } from '../cast.ts';
import { termsOf } from './region.ts';
import { dinner, online, responsible } from '../rows/spring-of-2020.ts';

interface Services {
  readonly services: readonly { readonly service: string; readonly modality: string; readonly agreementId: string }[];
}
interface Agreement {
  readonly kind: string;
  readonly parties: readonly { readonly clusterId: string }[];
}

/** What of Aliptic is ahead on a day, with the terms on which a member of SPN may come to it, and by which agreement. */
async function openTo(api: ApiClient, member: string, day: string) {
  const of = `membership/clusters/${aliptic}/reciprocal-services?for=${member}&validAt=${day}`;
  const { services } = await api.get<Services>(of);
  const list = `events/gatherings?clusterId=${aliptic}&state=announced&from=${day}&order=firstDay&validAt=${day}`;
  const { items } = await api.get<{
    readonly items: readonly { readonly gatheringId: string; readonly title: string }[];
  }>(list);
  const { kind, parties } = await api.get<Agreement>(`membership/agreements/${reciprocity}?validAt=${day}`);
  const gatherings = await Promise.all(
    items.map(async ({ gatheringId, title }) => {
      const { decision } = await api.get<{ readonly decision: { readonly service: string } }>(
        `events/registrations/${gatheringId}`,
      );
      const terms = services.find(({ service }) => service === decision.service);
      return { title, terms: terms?.modality, byTheAgreement: terms?.agreementId === reciprocity };
    }),
  );
  return { agreement: kind, parties: parties.map((each) => nameOf(each.clusterId)), gatherings };
}

const open: Question = question({
  ask: (api) => openTo(api, company(0), '2020-02-10'),
  expected: {
    agreement: 'reciprocity',
    parties: ['SPN', 'Aliptic', 'Syrpin', 'Digital Aquitaine', 'Pays Basque Digital'],
    gatherings: [
      { title: responsible, terms: 'same-price', byTheAgreement: true },
      { title: online, terms: 'same-price', byTheAgreement: true },
      { title: dinner, terms: 'quota', byTheAgreement: true },
    ],
  },
  lines: ({ agreement, parties, gatherings }) => [
    ...gatherings.map(({ title, terms }) => `${title}: ${termsOf(terms)}.`),
    `By the ${agreement} agreement between ${parties.join(', ')}.`,
  ],
});

interface Registrant {
  readonly state: string;
  readonly audience: string;
  readonly organisationId: string;
  readonly reciprocity?: {
    readonly clusterId: string;
    readonly agreementId: string;
    readonly service: string;
    readonly modality: string;
  };
}

const right: Question = question({
  ask: async (api) => {
    const { state, audience, reciprocity: by } = await api.get<Registrant>(`events/registrants/${registrationOf(6)}`);
    return {
      ...{ state, audience, asMemberOf: nameOf(by?.clusterId), byTheAgreement: by?.agreementId === reciprocity },
      ...{ service: by?.service, terms: by?.modality },
    };
  },
  expected: {
    ...{ state: 'seated', audience: 'reciprocal', asMemberOf: 'SPN', byTheAgreement: true },
    ...{ service: 'Formations', terms: 'same-price' },
  },
  lines: ({ state, asMemberOf, service, terms }) => [
    `It is ${state} as a member of ${asMemberOf}: ${service ?? 'nothing'} are open to it ${termsOf(terms)}.`,
  ],
});

interface Seats {
  readonly byAudience: readonly { readonly audience: string; readonly seated: number }[];
  readonly list: readonly { readonly registrationId: string }[];
}

async function guestsOn(api: ApiClient, day: string) {
  const { byAudience, list } = await api.get<Seats>(`events/registrations/${gatheringOf(dinner)}?validAt=${day}`);
  const seated = byAudience.find(({ audience }) => audience === 'reciprocal')?.seated;
  const nameOfGuest = (id: string): string | undefined =>
    [0, 1, 2, 3, 4, 5]
      .map((number) => ({ id: registrationOf(number), name: guest(number).name }))
      .find((each) => each.id === id)?.name;
  return { day, seated, waiting: list.map(({ registrationId }) => nameOfGuest(registrationId)) };
}

const quota: Question = question({
  ask: async (api) => await Promise.all(['2020-02-10', '2020-03-02'].map((day) => guestsOn(api, day))),
  expected: [
    { day: '2020-02-10', seated: 5, waiting: ['Convive 6'] },
    { day: '2020-03-02', seated: 5, waiting: [] },
  ],
  lines: (days) =>
    days.map(({ day, seated, waiting }) => {
      const list = waiting.length === 0 ? 'nobody waits' : `${waiting.join(', ')} waits`;
      return `${day}: ${String(seated ?? 0)} members of SPN have a seat, ${list}.`;
    }),
});

/** What Aliptic offers in the spring of 2020 to the members of SPN. */
export const ofTheSpring = {
  'Which gatherings of Aliptic may a member of SPN attend at the same price, and by which agreement?': open,
  'By which right does a member of SPN have its seat at a training of Aliptic?': right,
  'Who of SPN has a seat at the dinner of Aliptic, and what becomes of the sixth?': quota,
};
