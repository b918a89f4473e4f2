import type { Player, StoryRow } from '../../player.ts';
import { refusals } from '../../refusals.ts';
import { admission, calls, company, COMPANIES, CREDIT_AGRICOLE, GRADUATE, id, incubator } from '../cast.ts';
import { organisation, person, PLACES, TURNED_DOWN, upTo } from '../cast.ts';
import { admitSelected, publish } from './calls.ts';

const places = `incubation/occupancies/${incubator}`;

const startUp = {
  ...{ kind: 'start-up', foundedOn: '2014-03-01' },
  basis: { reference: 'Avis sur l’innovation', on: '2015-07-01' },
};
const existing = {
  ...{ kind: 'existing-company', foundedOn: '1998-01-01' },
  basis: { reference: 'Projet numérique en sommeil', on: '2013-01-01' },
};

/** Each track has guards of its own: whom none of the three lets in. */
async function refuse(player: Player): Promise<void> {
  for (const [what, track] of [
    ['a start-up younger than the opinion on it', { ...startUp, foundedOn: '2015-08-01' }],
    ['an existing company younger than its project', { ...existing, foundedOn: '2014-01-01' }],
    ['a start-up of which nobody says since when it exists', { ...startUp, foundedOn: undefined }],
  ] as const) {
    const body = { organisationId: company(TURNED_DOWN[0]), track };
    await refusals.of(what, player.command(`${places}/admit`, body));
  }
}

/** The application of a company that the results have left out. */
async function refuseUnselected(player: Player): Promise<void> {
  const { id: callId, title } = calls.first;
  const { items } = await player.api.get<{
    readonly items: readonly { readonly applicationId: string; readonly organisationId: string }[];
  }>(`incubation/selections/${callId}/applications?limit=100`);
  const [organisationId] = TURNED_DOWN.map(company);
  const applicationId = items.find((each) => each.organisationId === organisationId)?.applicationId;
  const track = { kind: 'call', basis: { reference: title, on: player.day }, selection: { callId, applicationId } };
  await refusals.of(
    'a company that the call has not selected',
    player.command(`${places}/admit`, { organisationId, track }),
  );
}

async function admit(player: Player, numbers: readonly number[], track: object): Promise<void> {
  for (const number of numbers)
    await player.command(`${places}/admit`, {
      ...{ admissionId: admission(number), organisationId: company(number), track },
    });
}

export const firstAdmissions: StoryRow = {
  day: '2015-09-15',
  title: 'Thirty places; nine innovative start-ups and three existing companies are admitted',
  play: async (player) => {
    await player.each([...upTo(1, COMPANIES), ...TURNED_DOWN], (number) => [
      'membership/organisations',
      { id: company(number), name: `Entreprise ${String(number)}`, kind: 'company', effectiveAt: '2014-03-01' },
    ]);
    await player.command(`${places}/decide-capacity`, { places: PLACES });
    await admit(player, upTo(1, 9), startUp);
    await admit(player, upTo(10, 12), existing);
    await refuse(player);
    await publish(player, calls.first);
  },
};

export const firstCall: StoryRow = {
  day: '2015-11-02',
  title: 'Ten companies of the call of 30 September have their places; the second one is published',
  play: async (player) => {
    await admitSelected(player, calls.first);
    await refuseUnselected(player);
    await publish(player, calls.second);
  },
};

export const secondCall: StoryRow = {
  day: '2016-02-15',
  title: 'Eight companies of the call of 31 January: thirty are inside, and two more wait',
  play: async (player) => {
    await admitSelected(player, calls.second);
    await admit(player, [31], startUp);
    await admit(player, [32], existing);
  },
};

/** A mentor, and a milestone that is reached two days before the company leaves. */
async function accompany(player: Player): Promise<void> {
  const path = `incubation/accompaniments/${admission(GRADUATE)}`;
  const milestoneId = id('milestone', 'customer');
  const about = { incubatorId: incubator };
  const mentor = { ...about, role: 'mentor', person: person('Un entrepreneur') };
  await player.command(`${path}/assign-mentor`, { ...mentor, effectiveAt: '2015-10-01' });
  const milestone = { ...about, milestoneId, title: 'Premier client', effectiveAt: '2016-03-01' };
  await player.command(`${path}/set-milestone`, milestone);
  await player.command(`${path}/reach-milestone`, { ...about, milestoneId, effectiveAt: '2016-04-30' });
}

export const graduated: StoryRow = {
  day: '2016-05-02',
  title: 'One company leaves, graduated: the first who waits has its place',
  play: async (player) => {
    await accompany(player);
    await player.command(`${places}/leave`, { admissionId: admission(GRADUATE), cause: 'graduated' });
  },
};

/** The company of a number has so many individual sessions: one to five. */
const sessionsOf = (number: number): readonly number[] => upTo(1, (number % 5) + 1);

/** In 2016: 90 individual sessions of 90 minutes; a training of three hours on marketing for the odd, on sales for the even. */
export const supported: StoryRow = {
  day: '2016-12-31',
  title: 'The support of the year: 90 individual sessions, two trainings, three introductions to a funder',
  play: async (player) => {
    const individual = upTo(1, PLACES).flatMap((number) => sessionsOf(number).map((nth) => [number, nth] as const));
    await player.each(individual, ([number, nth]) => [
      'incubation/sessions',
      {
        ...{ id: id('session', `${String(number)}/${String(nth)}`), incubatorId: incubator, minutes: 90 },
        ...{ kind: 'individual-coaching', organisationIds: [company(number)], persons: [person('Accompagnement')] },
        effectiveAt: `2016-${String(nth + 3).padStart(2, '0')}-12`,
      },
    ]);
    for (const [tag, odd] of [
      ['marketing', 1],
      ['sales', 0],
    ] as const)
      await player.command('incubation/sessions', {
        ...{ incubatorId: incubator, kind: 'collective-training', minutes: 180, tags: [tag] },
        organisationIds: upTo(1, PLACES).flatMap((number) => (number % 2 === odd ? [company(number)] : [])),
        effectiveAt: '2016-06-14',
      });
    const funderId = organisation(CREDIT_AGRICOLE);
    for (const number of [7, 8, GRADUATE])
      await player.command('incubation/introductions', {
        ...{
          id: id('introduction', String(number)),
          incubatorId: incubator,
          organisationId: company(number),
          funderId,
        },
        effectiveAt: '2016-09-20',
      });
    await player.command(`incubation/introductions/${id('introduction', String(7))}/record-outcome`, {
      ...{ result: 'funded', amountCents: 15_000_000, effectiveAt: '2016-12-15' },
    });
  },
};

export const figures: StoryRow = {
  day: '2018-12-31',
  title: 'What became of the company that graduated: twelve jobs, nine by the press; what it raised nobody says',
  play: async (player) => {
    const path = `incubation/accompaniments/${admission(GRADUATE)}/declare-figure`;
    const jobs = { incubatorId: incubator, indicator: 'jobs', unit: 'persons' };
    await player.command(path, { ...jobs, value: 12, source: 'La société' });
    await player.command(path, { ...jobs, value: 9, source: 'La presse' });
    await player.command(path, { ...jobs, indicator: 'funds-raised', unit: 'EUR', value: null, source: 'La société' });
  },
};
