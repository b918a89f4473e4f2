import { derivedId, type Uuid } from '#libs/kernel';
import type { ApiClient } from '../api-client.ts';
import type { StoryPart } from '../part.ts';
import type { StoryRow } from '../player.ts';

const id = (kind: string, name: string): Uuid => derivedId('telecom-valley-mandates', kind, name);
const telecomValley = id('cluster', 'Telecom Valley');
const [board, presidency] = [id('body', 'Conseil'), id('office', 'Présidence')];
const [elected, elected2016] = [id('mandate', '2015'), id('mandate', '2016')];
const flamand = { personId: id('person', 'Pascal Flamand'), name: 'Pascal Flamand' };
const frenchTech = id('organisation', 'French Tech Côte d’Azur');
const ASSEMBLY = '2016-03-17';

const election: StoryRow = {
  day: '2015-03-17',
  title: 'Pascal Flamand is president of Telecom Valley for one year, and sits at French Tech because of that',
  play: async (player) => {
    const effectiveAt = '1991-01-01';
    const cluster = { id: telecomValley, name: 'Telecom Valley', seat: 'Sophia Antipolis', effectiveAt };
    await player.command('membership/clusters', cluster);
    await player.command('membership/organisations', {
      ...{ id: frenchTech, name: 'French Tech Côte d’Azur', kind: 'association', effectiveAt: '2014-11-12' },
    });
    const body = { id: board, clusterId: telecomValley, kind: 'board', name: 'Conseil d’administration', effectiveAt };
    await player.command('governance/bodies', body);
    await player.command('governance/offices', {
      ...{ id: presidency, bodyId: board, kind: 'president', title: 'Présidence', effectiveAt },
    });
    await player.command(`governance/offices/${presidency}/start-mandate`, {
      ...{ mandateId: elected, person: flamand, how: 'elected', limit: '2016-03-16' },
    });
    await player.command(`governance/offices/${presidency}/start-representation`, {
      ...{ mandateId: elected, where: 'French Tech Côte d’Azur, comité stratégique', organisationId: frenchTech },
    });
  },
};

const reelection: StoryRow = {
  day: ASSEMBLY,
  title: 'The assembly elects its president again, for one year',
  play: async (player) => {
    await player.command(`governance/offices/${presidency}/start-mandate`, {
      ...{ mandateId: elected2016, person: flamand, how: 'elected', limit: '2017-03-16', follows: elected },
    });
  },
};

interface Office {
  readonly representations: readonly { readonly until?: string; readonly underMandates?: readonly object[] }[];
}

/** When the seat at French Tech ends, as known at an instant. */
const seat = async (api: ApiClient, query: string) => {
  const { representations } = await api.get<Office>(`governance/offices/${presidency}${query}`);
  return representations.map(({ until, underMandates = [] }) => ({ until, mandates: 1 + underMandates.length }));
};

/** The chain of the president of Telecom Valley, and what rests on it. */
export const telecomValleyMandates: StoryPart = {
  name: 'Telecom Valley, its president',
  key: 'telecom-valley-mandates',
  script: [election, reelection],
  answers: {
    'when the seat at French Tech ends if its president is not elected again': {
      ask: (api) => seat(api, '?knownAt=2016-03-01'),
      expected: [{ until: ASSEMBLY, mandates: 1 }],
    },
    'that it goes on under the new mandate': {
      ask: (api) => seat(api, ''),
      expected: [{ until: '2017-03-17', mandates: 2 }],
    },
    'that the end of the mandate was announced': {
      ask: async (api) =>
        (
          await api.get<{ items: readonly object[] }>(
            `governance/clusters/${telecomValley}/deadlines?validAt=2016-01-15&knownAt=2016-01-15`,
          )
        ).items,
      expected: [{ on: '2016-03-16', kind: 'mandate-limit', mandateId: elected, person: flamand }],
    },
    'who presided on each of these days, by which mandate of the chain': {
      ask: async (api) =>
        await Promise.all(
          ['2015-03-16', '2015-03-17', '2016-03-16', ASSEMBLY].map(async (day) => {
            const path = `governance/offices/${presidency}/holders?validAt=${day}`;
            const { holders } = await api.get<{ holders: readonly { mandateId: string }[] }>(path);
            return holders.map(({ mandateId }) => mandateId);
          }),
        ),
      expected: [[], [elected], [elected], [elected2016]],
    },
  },
};
