import type { ApiClient } from '../../api-client.ts';
import { question, type Question } from '../../story.ts';
import { clusters, id, SINCE, sophiaConf, UNTIL } from '../cast.ts';
import { refusals } from '../../refusals.ts';
import { dropped } from '../rows/gatherings.ts';
import { seats } from '../rows/registrations.ts';

const { telecomValley } = clusters;
const activityPath = `events/clusters/${telecomValley}/activity?since=${SINCE}&until=${UNTIL}`;

interface Activity {
  readonly kinds: readonly {
    readonly kind: string;
    readonly actions: number;
    readonly series: readonly {
      readonly name: string;
      readonly editions: readonly number[];
      readonly actions: number;
    }[];
  }[];
  readonly total: { readonly actions: number; readonly attendances: number; readonly uncounted: number };
  readonly actions: readonly {
    readonly title: string;
    readonly on: string;
    readonly hosts: readonly { readonly name?: string }[];
  }[];
}

/** The activity report by kind, with the evenings of SophiaConf apart from the other conferences. */
export async function activity(api: ApiClient) {
  const { kinds, total } = await api.get<Activity>(activityPath);
  const conf = kinds.flatMap(({ series }) => series.filter(({ name }) => name === 'SophiaConf'));
  const evenings = conf.reduce((sum, { actions }) => sum + actions, 0);
  return {
    actions: total.actions,
    attendances: total.attendances,
    uncounted: total.uncounted,
    kinds: Object.fromEntries(
      kinds.map(({ kind, actions }) => [kind, kind === 'conference' ? actions - evenings : actions]),
    ),
    sophiaConf: { evenings, editions: conf.flatMap(({ editions }) => editions) },
  };
}

interface Seats {
  readonly seated: number;
  readonly free: number;
  readonly list: readonly { readonly registrationId: string }[];
}

/** How the lunch of forty was taken on a day, and who waited for it in order. */
async function lunchOn(api: ApiClient, day: string) {
  const { seated, free, list } = await api.get<Seats>(`${seats}?validAt=${day}`);
  const waiting = await Promise.all(
    list.map(({ registrationId }) =>
      api.get<{ readonly person: { readonly name: string } }>(`events/registrants/${registrationId}`),
    ),
  );
  return { day, seated, free, waiting: waiting.map(({ person }) => person.name) };
}

/** Who was let in from the list between two days, in the order in which they had waited. */
async function lunch(api: ApiClient) {
  const path = seats.replace('registrations', 'gatherings');
  const { audience } = await api.get<{ readonly audience: readonly string[] }>(path);
  const [full, freed] = await Promise.all(['2015-03-03', '2015-03-04'].map((day) => lunchOn(api, day)));
  const admitted = full?.waiting.filter((name) => !(freed?.waiting ?? []).includes(name));
  return { audience, stranger: refusals.codeOf('a lunch of members'), full, freed, admitted };
}

const openOn = async (api: ApiClient, day: string) => {
  const path = `events/communities?clusterId=${telecomValley}&state=open&validAt=${day}`;
  const { items } = await api.get<{ readonly items: readonly { readonly name: string; readonly kind: string }[] }>(
    path,
  );
  return { day, open: items.map(({ name, kind }) => `${name} (${kind})`).toSorted() };
};

export const KINDS: Readonly<Record<string, string>> = {
  ...{ conference: 'conferences', workshop: 'FabLab workshops', 'business-lunch': 'business lunches' },
  ...{ 'community-meeting': 'community meetings', challenge: 'Jeunes Pousses challenges' },
  ...{ 'tech-event': 'tech events', 'training-night': 'Nuit de la formation' },
};

const ofTheYear: Readonly<Record<string, Question>> = {
  'What does the activity report say by kind?': question({
    ask: activity,
    expected: {
      // 24 lunches of 40, and 20 meetings of 10; nobody counted at the others.
      ...{ actions: 150, attendances: 1_160, uncounted: 106 },
      kinds: {
        ...{ conference: 52, workshop: 30, 'business-lunch': 24, 'community-meeting': 20 },
        ...{ challenge: 11, 'tech-event': 8, 'training-night': 1 },
      },
      sophiaConf: { evenings: 4, editions: [6] },
    },
    lines: ({ actions, attendances, uncounted, kinds, sophiaConf: conf }) => [
      `${String(actions)} actions; ${attendances.toLocaleString('en')} attendances, at ${String(uncounted)} actions nobody counted`,
      ...Object.entries(kinds)
        .toSorted(([, a], [, b]) => b - a)
        .map(([kind, count]) => `${String(count)} ${KINDS[kind] ?? kind}`),
      `${String(conf.evenings)} evenings of SophiaConf, edition ${conf.editions.join(', ')}`,
    ],
  }),
  'How many editions has SophiaConf?': question({
    ask: (api) =>
      Promise.all(
        ['2012-12-31', '2016-02-29'].map(async (day) => {
          const path = `events/series/${sophiaConf}?validAt=${day}`;
          return { day, editions: (await api.get<{ readonly editions: number }>(path)).editions };
        }),
      ),
    expected: [
      { day: '2012-12-31', editions: 3 },
      { day: '2016-02-29', editions: 6 },
    ],
    lines: (days) => days.map(({ day, editions }) => `by ${day}: ${String(editions)}`),
  }),
  'What did it do at Industria in November?': question({
    ask: async (api) => {
      const { actions } = await api.get<Activity>(activityPath);
      return actions
        .filter(({ title }) => title === 'Industria')
        .map(({ on, hosts }) => ({ on, hosts: hosts.map(({ name }) => name) }));
    },
    expected: [{ on: '2015-11-17', hosts: ['SCS', 'Telecom Valley'] }],
    lines: (found) =>
      found.map(({ on, hosts: [organiser, ...others] }) => {
        return `On ${on} ${organiser ?? 'nobody'} organised it, ${others.join(' and ')} was there as a host beside it.`;
      }),
  }),
  'What is a Tech Event made of?': question({
    ask: async (api) => {
      const path = `events/gatherings/${id('gathering', 'Tech Event 1')}`;
      const { state, parts } = await api.get<{
        readonly state: string;
        readonly parts: readonly { readonly title: string; readonly from: string }[];
      }>(path);
      const on = parts[0]?.from.slice(0, 10);
      return { first: { on, state }, parts: parts.map(({ title }) => title) };
    },
    expected: { first: { on: '2015-03-02', state: 'held' }, parts: ['Formation', 'Retour d’expérience'] },
    lines: ({ first: { on, state }, parts }) => [
      `${parts.join(', then ')}; the first one was ${state} on ${String(on)}`,
    ],
  }),
  'What does somebody see of a conference that was cancelled, who subscribes to the calendar?': question({
    ask: async (api) => {
      const { items } = await api.get<{
        readonly items: readonly {
          readonly uid: string;
          readonly status: string;
          readonly sequence: number;
          readonly start: { readonly day?: string };
        }[];
      }>(`events/clusters/${telecomValley}/calendar?from=${SINCE}`);
      return items
        .filter(({ uid }) => uid === `${dropped.id}@grappe`)
        .map(({ status, sequence, start: { day } }) => ({ status, day, sequence }));
    },
    expected: [{ status: 'CANCELLED', day: '2015-09-10', sequence: 1 }],
    lines: (entries) =>
      entries.map(({ status, day, sequence }) => `${String(day)}: ${status}, change number ${String(sequence)}`),
  }),
};

const ofWhoComes: Readonly<Record<string, Question>> = {
  'Who may register for a business lunch when it is full, and in what order are they admitted when two seats free?':
    question({
      ask: lunch,
      expected: {
        audience: ['member'],
        stranger: 'EVT_NOT_ENTITLED',
        full: { day: '2015-03-03', seated: 40, free: 0, waiting: ['Convive 41', 'Convive 42', 'Convive 43'] },
        freed: { day: '2015-03-04', seated: 40, free: 0, waiting: ['Convive 43'] },
        admitted: ['Convive 41', 'Convive 42'],
      },
      lines: ({ audience, stranger, full, freed, admitted = [] }) => [
        `A ${audience.join(' or a ')}, who then waits; somebody else is refused (${String(stranger)}).`,
        `Full with ${String(full?.seated)} seats, ${String(full?.waiting.length)} wait: ${full?.waiting.join(', ') ?? ''}.`,
        `Two seats free: ${admitted.join(', then ')} are in; ${freed?.waiting.join(', ') ?? 'nobody'} still waits.`,
      ],
    }),
  'Which communities existed on 1 March 2014 and on 1 March 2016?': question({
    ask: (api) => Promise.all(['2014-03-01', '2016-03-01'].map((day) => openOn(api, day))),
    expected: [
      { day: '2014-03-01', open: ['M-tourisme (commission)'] },
      {
        day: '2016-03-01',
        open: ['M-tourisme (commission)', 'Micro-électronique (community)', 'Sécurité et cloud (community)'],
      },
    ],
    lines: (days) => days.map(({ day, open }) => `${day}: ${open.join(', ')}`),
  }),
  'Which members came to something, as far as anybody kept a list?': question({
    ask: async (api) => {
      const { members, atRisk, unlisted } = await api.get<Readonly<Record<'members' | 'atRisk' | 'unlisted', number>>>(
        `events/clusters/${telecomValley}/engagement?validAt=${UNTIL}`,
      );
      return { members, atRisk, unlisted };
    },
    // Of 107 that were members all the time 95 are on no list.
    expected: { members: 144, atRisk: 95, unlisted: 106 },
    lines: ({ members, atRisk, unlisted }) => [
      `Of ${String(members)} members ${String(atRisk)} were there all the year and are on no list: at risk, as far as the lists go.`,
      `Of ${String(unlisted)} actions there is no list.`,
    ],
  }),
};

export const gatheringQuestions = { ...ofTheYear, ...ofWhoComes };
