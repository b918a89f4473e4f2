import { derivedId, type Uuid } from '#libs/kernel';
import type { ApiClient } from '../api-client.ts';
import type { StoryPart } from '../part.ts';
import type { Player, StoryRow } from '../player.ts';

const id = (kind: string, name: string): Uuid => derivedId('telecom-valley', kind, name);
const telecomValley = id('cluster', 'Telecom Valley');
const [medinsoft, scs] = [id('cluster', 'Medinsoft'), id('cluster', 'SCS')];
const region = id('organisation', 'Région');
const subsidy = id('subsidy', 'FabLab');

interface Member {
  readonly id: Uuid;
  readonly name: string;
  readonly kind: 'company' | 'school' | 'association';
  readonly sizeClass?: 'sme' | 'large';
}

/** Members that are not public by name, in the numbers that were reported. */
function members(
  label: string,
  numbers: Readonly<Record<'sme' | 'large' | 'school' | 'association', number>>,
): readonly Member[] {
  return Object.entries(numbers).flatMap(([what, count]) =>
    Array.from({ length: count }, (_, index): Member => {
      const name = `${label} ${what} ${String(index + 1)}`;
      const company = { id: id('member', name), name };
      return what === 'sme' || what === 'large'
        ? { ...company, kind: 'company', sizeClass: what }
        : { ...company, kind: what as 'school' | 'association' };
    }),
  );
}

const before = members('Member', { sme: 80, large: 9, school: 11, association: 7 });
const joined = members('New member', { sme: 30, large: 3, school: 3, association: 1 });

async function admit(player: Player, who: readonly Member[]): Promise<void> {
  await player.each(who, (member) => ['membership/organisations', { ...member, effectiveAt: '2000-01-01' }]);
  await player.each(who, (member) => [
    'membership/memberships',
    { clusterId: telecomValley, organisationId: member.id, college: member.kind },
  ]);
}

const opening: StoryRow = {
  day: '2015-02-28',
  title: 'Telecom Valley, founded 25 years earlier, asleep for a time and awake again, has 107 members',
  play: async (player) => {
    for (const [clusterId, name, seat] of [
      [telecomValley, 'Telecom Valley', 'Sophia Antipolis'],
      [medinsoft, 'Medinsoft', 'Aix-Marseille'],
      [scs, 'SCS', 'Gardanne'],
    ] as const)
      await player.command('membership/clusters', { id: clusterId, name, seat, effectiveAt: '1991-01-01' });
    await player.command(`membership/clusters/${telecomValley}/fall-dormant`, {
      ...{ effectiveAt: '2001-01-01', revivedOn: '2005-01-01' },
    });
    await player.command('membership/organisations', {
      ...{ id: region, name: 'Région', kind: 'public-authority', effectiveAt: '1982-03-02' },
    });
    await admit(player, before);
  },
};

const partnerships: StoryRow = {
  day: '2015-03-15',
  title: 'It works with the SCS pole and with Medinsoft: partnerships, without reciprocity',
  play: async (player) => {
    for (const other of [medinsoft, scs]) {
      const agreement = id('agreement', other);
      const services = [{ service: 'Conférences', modality: 'same-price' }];
      const terms = { kind: 'partnership', parties: [telecomValley, other], services, clusterId: telecomValley };
      await player.command('membership/agreements', { id: agreement, ...terms, until: '2018-01-01' });
      for (const clusterId of [telecomValley, other])
        await player.command(`membership/agreements/${agreement}/sign`, { clusterId });
    }
  },
};

const granted: StoryRow = {
  day: '2015-04-01',
  title: 'The region grants the FabLab 30,000 euros, frozen until the accounts of 2014 are in',
  play: async (player) => {
    const asked = {
      clusterId: telecomValley,
      granterId: region,
      amountCents: 3_000_000,
      purpose: 'FabLab',
      year: 2015,
    };
    await player.command('membership/subsidies', { id: subsidy, ...asked, effectiveAt: '2014-10-01' });
    await player.command(`membership/subsidies/${subsidy}/grant`, { amountCents: 3_000_000 });
    await player.command(`membership/subsidies/${subsidy}/sign-convention`, {});
    await player.command(`membership/subsidies/${subsidy}/add-condition`, { condition: 'Comptes de 2014' });
  },
};

const newMembers: StoryRow = {
  day: '2015-10-01',
  title: '37 new members in the year; 18,000 employees and 40,000 students are declared',
  play: async (player) => {
    await admit(player, joined);
    for (const [indicator, value] of [
      ['employees', 18_000],
      ['students', 40_000],
    ] as const) {
      const figure = { indicator, value, unit: 'persons', on: '2015-10-01', source: 'Telecom Valley' };
      await player.command(`membership/clusters/${telecomValley}/declare-figure`, { figure });
    }
  },
};

const year: StoryRow = {
  day: '2015-12-31',
  title: 'The budget of 2015: 800,000 euros, of which 600,000 minutes of 327 volunteers at 20 euros an hour',
  play: async (player) => {
    const budget = [
      ['fees', 15_000_000, 'Cotisations'],
      ['facility-income', 5_000_000, 'FabLab'],
      ['local-institutions', 36_000_000, 'Région et département'],
      ['private-institutions', 4_000_000, 'Fondation'],
    ] as const;
    for (const [resource, amountCents, source] of budget)
      await player.command(`membership/funding/${telecomValley}/record`, { resource, amountCents, source });
    const own = `membership/volunteering/${telecomValley}`;
    const rate = { centsPerHour: 2_000, basis: 'Convention collective', effectiveAt: '2015-01-01' };
    await player.command(`${own}/set-rate`, rate);
    const time = { activity: 'Toutes les actions', volunteers: 327, minutes: 600_000, since: '2015-01-01' };
    await player.command(`${own}/record-time`, time);
  },
};

interface Mix {
  readonly totalCents: number;
  readonly classes: readonly { readonly share?: string }[];
}

const kinds = async (api: ApiClient, day: string): Promise<Readonly<Record<string, number>>> => {
  const counted: Record<string, number> = {};
  for (let after: string | undefined = ''; after !== undefined;) {
    const page: { readonly items: readonly { readonly college?: string }[]; readonly next?: string } = await api.get(
      `membership/clusters/${telecomValley}/members?validAt=${day}&limit=100${after === '' ? '' : `&after=${after}`}`,
    );
    for (const { college = '' } of page.items) counted[college] = (counted[college] ?? 0) + 1;
    after = page.next;
  }
  return counted;
};

/** The year of Telecom Valley: members, money, volunteers, partners. */
export const telecomValleyMembership: StoryPart = {
  name: 'Telecom Valley, 2015',
  key: 'telecom-valley',
  script: [opening, partnerships, granted, newMembers, year],
  answers: {
    'how many joined in the twelve months, and how many there are': {
      ask: (api) => api.get(`membership/clusters/${telecomValley}/counts?since=2015-02-28&validAt=2016-02-29`),
      expected: { members: 144, joins: 37, leaves: 0, before: 107 },
    },
    'of which kinds they are': {
      ask: (api) => kinds(api, '2016-02-29'),
      expected: { company: 122, school: 14, association: 8 },
    },
    'that it slept from 2001 to 2004': {
      ask: async (api) =>
        await Promise.all(
          ['2000-12-31', '2003-01-01', '2005-01-01'].map(async (day) => {
            const { state } = await api.get<{ state: string }>(`membership/clusters/${telecomValley}?validAt=${day}`);
            return state;
          }),
        ),
      expected: ['active', 'dormant', 'revived'],
    },
    'what it lives of: 50, 45 and 5 percent; and in cash alone': {
      ask: async (api) => {
        const funding = await api.get<Readonly<Record<'cash' | 'withVolunteering', Mix>>>(
          `membership/clusters/${telecomValley}/funding?year=2015`,
        );
        return [funding.withVolunteering, funding.cash].map(({ totalCents, classes }) => [
          totalCents,
          ...classes.map(({ share }) => share),
        ]);
      },
      expected: [
        [80_000_000, '50.00', '45.00', '5.00'],
        [60_000_000, '33.33', '60.00', '6.67'],
      ],
    },
    'which part of it is volunteering, at which rate': {
      ask: (api) => api.get(`membership/clusters/${telecomValley}/volunteering?year=2015`),
      expected: { minutes: 600_000, valueCents: 20_000_000, parts: [{ centsPerHour: 2_000 }] },
    },
    'that a frozen subsidy is not spent': {
      ask: async (api) =>
        (await api.get<{ status: string }>(`membership/subsidies/${subsidy}?validAt=2015-04-01`)).status,
      expected: 'frozen',
    },
    'who may register with Medinsoft by the partnership: nobody as a member': {
      ask: (api) =>
        api.get(`membership/clusters/${medinsoft}/reciprocal-services?for=${String(before[0]?.id)}&validAt=2015-10-01`),
      expected: { as: 'public', services: [] },
    },
  },
};
