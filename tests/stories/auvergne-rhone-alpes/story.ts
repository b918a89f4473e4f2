import { question, type Story } from '../story.ts';
import { drawings } from './drawings.ts';
import { announcedInSeptember2016, announcedLines } from './announced.ts';
import { clusters, offices, partnerOf } from './cast.ts';
import { federalSeats } from './federal-seats.ts';
import * as ask from './questions.ts';
import { differenceLines, memberLines, passageLines, ruleLines, seatLine, seatLines, tenureLine } from './report.ts';
import { SKETCHED } from './rows/digital-league.ts';
import { SMALL_IT, SOFTWARE } from './rows/opening.ts';
import { script } from './script.ts';

const both = ['Catherine Bocquet', 'Jean-Michel Bérard'];
const votes = (...rows: readonly (readonly [string, string, number, number])[]) =>
  rows.map(([cluster, on, inFavour, against]) => ({ cluster, on, outcome: 'adopted', inFavour, against }));

/** Seven clusters become one in five years: the story that Grappe was built on. */
export const auvergneRhoneAlpes: Story = {
  key: 'auvergne-rhone-alpes',
  name: 'Numélink and Clust’R Numérique become Digital League',
  about: 'Seven digital clusters between Grenoble, Lyon, Saint-Étienne and Clermont-Ferrand, 2014 to 2021.',
  script,
  questions: {
    'Who presided over the body that held the Bivouac’s partner seat, on 1 May 2016, on 1 June 2017, and as was known on 31 December 2016?':
      question({
        ask: async (api) => [
          await ask.presidentsOverTheSeat(api, '2016-05-01'),
          await ask.presidentsOverTheSeat(api, '2017-06-01'),
          await ask.presidentsOverTheSeat(api, '2017-06-01', '2016-12-31'),
        ],
        expected: [
          { seatHeldBy: 'Numélink', presidents: ['Catherine Bocquet', 'Patrick Montier'] },
          { seatHeldBy: 'Digital League', presidents: both },
          { seatHeldBy: 'Numélink', presidents: ['Catherine Bocquet'] },
        ],
        lines: (days) => days.map(seatLine),
      }),
    'Through which successions did that seat reach Digital League, decided by which votes, under which rules?':
      question({
        ask: ask.passagesOfTheSeat,
        expected: [
          { from: '2015-07-01', to: '2016-03-31', holder: 'Auvergne TIC', votes: [], rules: [] },
          {
            ...{ from: '2016-03-31', to: '2017-03-28', holder: 'Numélink' },
            votes: votes(['Auvergne TIC', '2016-03-31', 49, 0], ['Numélink', '2016-03-31', 129, 0]),
          },
          {
            ...{ from: '2017-03-28', to: '2021-08-31', holder: 'Digital League' },
            votes: votes(['Numélink', '2017-03-28', 160, 5], ["Clust'R Numérique", '2017-03-28', 163, 4]),
          },
        ],
        lines: (passages) => passages.flatMap(passageLines),
      }),
    'Under which rules was each merger judged? Two of them predate the decree of 2015.': question({
      ask: ask.rulesOfTheMergers,
      expected: [
        { underTheDecree: false },
        { underTheDecree: false },
        { operation: 'Numélink absorbs Auvergne TIC', underTheDecree: true },
        { operation: "Numélink and Clust'R Numérique come together", underTheDecree: true },
      ],
      lines: (mergers) => mergers.map(ruleLines),
    }),
    'Which companies belonged to both, and through which lines does each member of Digital League come?': question({
      ask: async (api) => {
        const { inBoth, ...members } = await ask.membersOfDigitalLeague(api);
        return { ...members, companiesInBoth: inBoth.length };
      },
      expected: {
        ...{ total: 510, doubleOrigin: 90, companiesInBoth: 90 },
        lines: { numelinkOnly: 210, clustrOnly: 210, both: 90 },
        byAntenna: { Lyon: 140, 'Saint-Étienne-Roanne': 170 },
        // Whoever belonged to both stands in the segment of Numélink, which the plan names first.
        bySegment: { [SOFTWARE]: 210, [SMALL_IT]: 300 },
      },
      lines: memberLines,
    }),
    'What did the region know on 15 September 2016 about the date, the name and the number of members, and from whom?':
      question({
        ask: announcedInSeptember2016,
        expected: {
          target: '2017-01-01',
          name: { kind: 'working' },
          openPoints: ['name of the new cluster', 'weights of jobs, funding and members in the apportionment of seats'],
          saidBy: [
            { by: 'Seminar of both boards', statement: `${SKETCHED} Held on 7 September.` },
            { by: 'Seminar of both boards', statement: 'Held on 6 September, says another paper.' },
          ],
          figures: [
            { indicator: 'members-announced-after-merger', value: 600, source: 'press, September 2016' },
            { indicator: 'turnover-after-merger', value: 3_000_000_000, unit: 'EUR' },
            { indicator: 'additional-means-of-the-region', value: null, source: 'Région Auvergne-Rhône-Alpes' },
          ],
          objectives: [
            { indicator: 'jobs', baseline: 40_000, target: 80_000, dueOn: '2020-12-31' },
            { indicator: 'rank-in-europe', baseline: null, target: 5, dueOn: '2020-12-31' },
          ],
        },
        lines: announcedLines,
      }),
    'What differs between 30 and 31 March 2016?': question({
      ask: async (api) => ({
        ...(await ask.differenceOfMarch2016(api)),
        memberships: {
          '2016-03-30': await ask.replayedTo(api, '2016-03-30'),
          '2016-03-31': await ask.replayedTo(api, '2016-03-31'),
        },
      }),
      expected: {
        numelink: { '2016-03-30': 220, '2016-03-31': 300 },
        ...{ membersMoved: 80, clustersGone: 1, antennasOpened: 1, bodiesGone: 2, seatsPassed: 1 },
      },
      lines: differenceLines,
    }),
    'What would have happened with weights by jobs only instead of equal thirds?': question({
      ask: federalSeats,
      expected: {
        board: { thirds: [9, 6, 4, 3, 2, 1], jobsOnly: [12, 4, 5, 2, 1, 1] },
        bureau: { thirds: [6, 4, 2, 2, 1, 0], jobsOnly: [7, 2, 3, 1, 1, 1] },
        powerOfLyon: { thirds: '11/26', jobsOnly: '3/4' },
      },
      lines: seatLines,
    }),
    'On which days was the office of president held by nobody, by one person, by two?': question({
      ask: async (api) => ({
        Numélink: await ask.presidency(api, offices.presidentOf('numelink')),
        'Digital League': await ask.presidency(api, offices.presidentOf('digitalLeague')),
      }),
      expected: {
        Numélink: [
          { from: '2014-01-01', to: '2015-06-30', holders: ['Catherine Bocquet'] },
          { from: '2015-06-30', to: '2016-07-01', holders: ['Catherine Bocquet', 'Patrick Montier'] },
          { from: '2016-07-01', to: '2017-03-28', holders: ['Catherine Bocquet'] },
        ],
        'Digital League': [
          { from: '2017-03-28', to: '2018-03-28', holders: both },
          { from: '2018-03-28', to: null, holders: [] },
        ],
      },
      lines: (bodies) =>
        Object.entries(bodies).flatMap(([name, tenures]) => tenures.map((tenure) => tenureLine(name, tenure))),
    }),
    'Which clusters does Digital League come from?': question({
      ask: ask.lineageOfDigitalLeague,
      expected: {
        successions: [
          { effectiveOn: '2015-03-19', from: 'Cluster Edit', to: "Clust'R Numérique" },
          { effectiveOn: '2015-03-19', from: 'Grilog', to: "Clust'R Numérique" },
          { effectiveOn: '2015-06-30', from: 'RhôneAlley', to: 'Numélink' },
          { effectiveOn: '2016-03-31', from: 'Auvergne TIC', to: 'Numélink' },
          { effectiveOn: '2017-03-28', from: 'Numélink', to: 'Digital League' },
          { effectiveOn: '2017-03-28', from: "Clust'R Numérique", to: 'Digital League' },
        ],
      },
      lines: ({ successions }) =>
        successions.map(({ effectiveOn, kind, from, to }) => `${effectiveOn}: ${from} into ${to} (${kind})`),
    }),
  },
  drawings,
  requests: [
    { about: 'the lineage of Digital League', path: `audit/lineage/${clusters.digitalLeague}?direction=ancestors` },
    {
      about: 'what differs for Numélink between 30 and 31 March 2016',
      path: `audit/compare?left=2016-03-30&right=2016-03-31&cluster=${clusters.numelink}&limit=5`,
    },
    {
      about: 'the Bivouac’s seat as was known on 31 December 2016',
      path: `audit/provenance/partner-seat/${partnerOf('Auvergne TIC')}?validAt=2017-06-01&knownAt=2016-12-31`,
    },
  ],
};
