import { question, type Question } from '../../story.ts';
import { clusters } from '../cast.ts';
import { ASSEMBLY, FIRST, otherwise, presidency, type Presidency } from '../rows/presidency.ts';

const DAYS = ['2015-03-16', FIRST, '2016-03-16', ASSEMBLY, '2017-03-16', '2017-03-17'];

type Holder = readonly [day: string, ...holder: (string | undefined)[]];

const presidents = (of: Presidency) =>
  question<readonly Holder[]>({
    ask: (api) => Promise.all(DAYS.map(async (day) => [day, ...(await of.president(api, day))] as const)),
    expected: [
      ['2015-03-16'],
      [FIRST, 'Pascal Flamand', FIRST, undefined],
      ['2016-03-16', 'Pascal Flamand', FIRST, undefined],
      ...[ASSEMBLY, '2017-03-16'].map((day) => {
        return [day, of === presidency ? 'Pascal Flamand' : 'Autre candidat', ASSEMBLY, 'Pascal Flamand'];
      }),
      ['2017-03-17'],
    ],
    lines: (days) =>
      days.map(([day, name, elected, after]) => {
        if (name === undefined) return `${day}: nobody`;
        return `${day}: ${name}, elected on ${String(elected)}${after === undefined ? '' : `, in succession to ${after}`}`;
      }),
  });

interface Seat {
  readonly until?: string;
  readonly mandates: number;
}
const seatLine = ({ until, mandates }: Seat): string =>
  `the seat at French Tech Côte d’Azur ends on ${String(until)}, after ${String(mandates)} mandate${mandates === 1 ? '' : 's'} of the president.`;

export const presidencyQuestions: Readonly<Record<string, Question>> = {
  'When does the seat at French Tech end if the president is not re-elected?': question({
    ask: async (api) => ({
      before: await presidency.seat(api, '?knownAt=2016-03-01'),
      ifNot: await otherwise.seat(api),
    }),
    expected: {
      before: [{ until: ASSEMBLY, mandates: 1 }],
      ifNot: [{ until: ASSEMBLY, mandates: 1 }],
    },
    lines: ({ before, ifNot }) => [
      ...before.map((seat) => `As known before the assembly, on 1 March 2016: ${seatLine(seat)}`),
      ...ifNot.map((seat) => `Where the assembly elects somebody else: ${seatLine(seat)}`),
    ],
  }),
  'And as the president was re-elected?': question({
    ask: (api) => presidency.seat(api),
    expected: [{ until: '2017-03-17', mandates: 2 }],
    lines: (seats) => seats.map(seatLine),
  }),
  'Was the end of the first mandate announced?': question({
    ask: async (api) => {
      const path = `governance/clusters/${clusters.telecomValley}/deadlines?validAt=2016-01-15&knownAt=2016-01-15`;
      const { items } = await api.get<{
        readonly items: readonly {
          readonly on: string;
          readonly kind: string;
          readonly person?: { readonly name: string };
        }[];
      }>(path);
      return items
        .filter(({ kind }) => kind === 'mandate-limit')
        .map(({ on, person }) => ({ on, person: person?.name }));
    },
    expected: [{ on: '2016-03-16', person: 'Pascal Flamand' }],
    lines: (limits) =>
      limits.map(({ on, person }) => `On 15 January 2016 it was: ${String(person)} presides until ${on}.`),
  }),
  'Who presided on which day, elected when, in succession to whom?': presidents(presidency),
  'And had the assembly of March 2016 elected somebody else?': presidents(otherwise),
  'By how many votes was the president elected again?': question({
    ask: async (api) => {
      const { status, rounds } = await api.get<{
        readonly status: string;
        readonly rounds: readonly {
          readonly tally: {
            readonly members: number;
            readonly present: number;
            readonly represented: number;
            readonly ballots: number;
            readonly votes: readonly { readonly votes: number }[];
          };
        }[];
      }>(`governance/elections/${presidency.elections[1]}`);
      return rounds.map(({ tally: { members, present, represented, ballots, votes } }) => ({
        ...{ status, members, present, represented, ballots },
        votes: votes.map((each) => each.votes),
      }));
    },
    expected: [{ status: 'elected', members: 144, present: 80, represented: 20, ballots: 95, votes: [85, 10] }],
    lines: (rounds) =>
      rounds.map(({ status, members, present, represented, ballots, votes }) => {
        const there = `${String(present)} of ${String(members)} present and ${String(represented)} represented`;
        return `${status} by ${votes.join(' to ')} of ${String(ballots)} ballots, ${there}`;
      }),
  }),
};
