import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openLog } from '#libs/hosting';
import { createTestDatabase, type TestDatabase } from '#libs/postgres/testing';
import { auditGuide } from '../guides/audit-guide.ts';
import { clusters, offices, operations } from './auvergne-rhone-alpes/cast.ts';
import { company, memberLists } from './auvergne-rhone-alpes/companies.ts';
import { mishaps } from './auvergne-rhone-alpes/mishaps.ts';
import { storyOnTheTopics } from './auvergne-rhone-alpes/on-the-topics.ts';
import { storyWithoutNames } from './auvergne-rhone-alpes/without-names.ts';
import { askAll } from './ask-all.ts';
import type { PlayedAlone } from './play-script.ts';
import { report } from './report.ts';
import { auvergneRhoneAlpes } from './auvergne-rhone-alpes/story.ts';
import { oneProcessStage } from './one-process-stage.ts';
import { playTogether, rowsOf } from './together.ts';
import { compared, picturesOf } from './page/pictures.ts';
import { stories } from './stories.ts';
import * as ask from './auvergne-rhone-alpes/questions.ts';

/** The five acceptance stories, through the public API alone, on one platform: each question has the answer that it has to have. */
describe('the stories in one process', () => {
  let database: TestDatabase;
  let folder: string;
  let played: PlayedAlone;
  const logged: string[] = [];

  beforeAll(async () => {
    database = await createTestDatabase();
    folder = await mkdtemp(path.join(tmpdir(), 'grappe-story-'));
    const stage = await oneProcessStage({
      environment: { AUTH: 'development', DATABASE_URL: database.url, DATA_FOLDER: folder, PORT: '0' },
      log: openLog('trace', { write: (line) => void logged.push(line) }),
    });
    const { api, players } = await playTogether(stage, stories);
    const player = players.get(auvergneRhoneAlpes.key);
    if (player === undefined) throw new TypeError('the story of Digital League is one of them');
    played = { api, player, platform: stage.platform };
    await mishaps({ url: stage.url, player });
    await stage.settled();
  });

  afterAll(async () => {
    await played.platform.stop();
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  });

  const api = () => played.api;

  it.each(stories)('$name: every row in the order of its days', ({ script }) => {
    const days = script.map(({ day }) => day);
    expect(days).toEqual([...days].sort());
    expect(days.length).toBeGreaterThan(0);
  });

  it('plays all of them as one history', () => {
    const rows = rowsOf(stories);
    expect(rows).toHaveLength(stories.reduce((sum, { script }) => sum + script.length, 0));
    expect(rows.map(({ day }) => day)).toEqual(rows.map(({ day }) => day).sort());
  });

  describe.each(stories)('$name', ({ questions }) => {
    it.each(Object.entries(questions))('%s', async (_words, { put, expected }) => {
      const { answer, lines } = await put(api());
      expect({ answer }).toMatchObject({ answer: expected });
      expect(lines.filter((line) => line.trim() === '' || /undefined|\[object|NaN/.test(line))).toEqual([]);
      expect(lines.length).toBeGreaterThan(0);
    });
  });

  it.each(stories.flatMap(({ requests = [] }) => requests))('a request to try: $about', async ({ path: wanted }) => {
    expect(await api().get(wanted)).toBeDefined();
  });

  it.each(picturesOf(stories))(
    'docs/pictures/$name.svg is what is drawn; PICTURES=write renews it',
    async (picture) => {
      const { drawn, shown } = await compared(api(), picture);
      expect(drawn).toBe(shown);
      expect(drawn).toMatch(/^<svg [^]*<\/svg>\n$/);
    },
  );

  describe('the guide for auditors', () => {
    auditGuide(api);
  });

  describe('question 1: who presided over the body that held the partner seat of the Bivouac', () => {
    it.each([
      ['2015-12-31', undefined, 'Auvergne TIC', []],
      ['2016-05-01', undefined, 'Numélink', ['Catherine Bocquet', 'Patrick Montier']],
      ['2017-03-27', undefined, 'Numélink', ['Catherine Bocquet']],
      ['2017-06-01', undefined, 'Digital League', ['Catherine Bocquet', 'Jean-Michel Bérard']],
      ['2017-06-01', '2016-12-31', 'Numélink', ['Catherine Bocquet']],
      ['2017-06-01', '2016-03-30', 'Auvergne TIC', []],
      ['2016-05-01', '2016-03-31', 'Numélink', ['Catherine Bocquet', 'Patrick Montier']],
    ])('on %s, as known on %s', async (validAt, knownAt, seatHeldBy, presidents) => {
      expect(await ask.presidentsOverTheSeat(api(), validAt, knownAt)).toMatchObject({ seatHeldBy, presidents });
    });
  });

  describe('question 2: through which successions the seat reached Digital League', () => {
    it('from Auvergne TIC to Numélink to Digital League, by the votes of both assemblies each time', async () => {
      const passages = await ask.passagesOfTheSeat(api());
      expect(passages.map(({ from, to, holder }) => [from, to, holder])).toEqual([
        ['2015-07-01', '2016-03-31', 'Auvergne TIC'],
        ['2016-03-31', '2017-03-28', 'Numélink'],
        // The last one held it until the incubator was dissolved.
        ['2017-03-28', '2021-08-31', 'Digital League'],
      ]);
      expect(passages[0]?.votes).toEqual([]);
      expect(passages[1]?.votes).toEqual([
        { cluster: 'Auvergne TIC', on: '2016-03-31', outcome: 'adopted', inFavour: 49, against: 0 },
        { cluster: 'Numélink', on: '2016-03-31', outcome: 'adopted', inFavour: 129, against: 0 },
      ]);
      expect(passages[2]?.votes).toEqual([
        { cluster: 'Numélink', on: '2017-03-28', outcome: 'adopted', inFavour: 160, against: 5 },
        { cluster: "Clust'R Numérique", on: '2017-03-28', outcome: 'adopted', inFavour: 163, against: 4 },
      ]);
    });

    it('both under the decree of 2015', async () => {
      const [, second, third] = await ask.passagesOfTheSeat(api());
      for (const passage of [second, third])
        expect(passage?.rules).toEqual(expect.arrayContaining(['G1.2015', 'G2.2015', 'G6.2015']));
    });

    it('two of the four mergers of the lineage predate the decree', async () => {
      const mergers = await ask.rulesOfTheMergers(api());
      const underTheDecree = mergers.filter(({ rules }) => rules.some((rule) => rule.endsWith('.2015')));
      expect(mergers).toHaveLength(4);
      expect(underTheDecree.map(({ operation }) => operation).sort()).toEqual([
        'Numélink absorbs Auvergne TIC',
        "Numélink and Clust'R Numérique come together",
      ]);
      for (const { operation, rules } of mergers.filter((merger) => !underTheDecree.includes(merger))) {
        expect({ operation, judged: rules.length > 0, twoMonths: rules.some((rule) => rule.startsWith('G2')) }).toEqual(
          {
            operation,
            judged: true,
            twoMonths: false,
          },
        );
      }
    });
  });

  describe('question 3: who belonged to both, and through which lines each member comes', () => {
    it('510 members of whom 90 had two origins', async () => {
      expect(await ask.membersOfDigitalLeague(api())).toMatchObject({
        total: 510,
        doubleOrigin: 90,
        lines: { numelinkOnly: 210, clustrOnly: 210, both: 90 },
      });
    });

    it('the ninety are those that the lists say', async () => {
      const { inBoth } = await ask.membersOfDigitalLeague(api());
      const expected = memberLists().inBoth.map((number) => company(number).id);
      expect(inBoth).toEqual([...expected].sort());
    });

    it('a member of RhôneAlley and of Edit comes through both lines to its origins', async () => {
      const both = memberLists();
      const number = both.rhoneAlley.find((each) => each >= 170 && both.edit.includes(each));
      const [membership] = (
        await api().get<{ items: { membershipId: string }[] }>(
          `membership/memberships?organisationId=${company(number ?? -1).id}&clusterId=${clusters.digitalLeague}`,
        )
      ).items;
      const provenance = await api().get<{ paths: { clusterId: string }[][]; names: Record<string, string> }>(
        `audit/provenance/membership/${String(membership?.membershipId)}`,
      );
      const paths = provenance.paths
        .map((line) => line.map(({ clusterId }) => provenance.names[clusterId]).join(' < '))
        .sort();
      expect(paths).toEqual([
        "Cluster Edit < Clust'R Numérique < Digital League",
        'RhôneAlley < Numélink < Digital League',
      ]);
    });

    it.each([
      ['numelink', '2015-06-29', 170],
      ['numelink', '2015-06-30', 220],
      ['numelink', '2016-03-30', 220],
      ['numelink', '2016-03-31', 300],
      ['clustr', '2015-03-19', 260],
      ['clustr', '2016-01-15', 300],
      ['digitalLeague', '2017-03-28', 510],
      ['numelink', '2017-03-28', 0],
    ] as const)('%s had on %s so many members: %s', async (cluster, day, members) => {
      const counts = await api().get(`membership/clusters/${clusters[cluster]}/counts?validAt=${day}`);
      expect(counts).toMatchObject({ members });
    });
  });

  describe('question 5: what differs between 30 and 31 March 2016', () => {
    it('eighty memberships moved, one cluster and its two bodies gone, one antenna opened, one seat passed', async () => {
      expect(await ask.differenceOfMarch2016(api())).toEqual({
        numelink: { '2016-03-30': 220, '2016-03-31': 300 },
        membersMoved: 80,
        clustersGone: 1,
        antennasOpened: 1,
        bodiesGone: 2,
        seatsPassed: 1,
      });
    });

    it('the memberships replayed to each day differ by the eighty that began', async () => {
      const before = await ask.replayedTo(api(), '2016-03-30');
      const after = await ask.replayedTo(api(), '2016-03-31');
      expect(after.documents - before.documents).toBe(80);
      expect(after.sha256).not.toBe(before.sha256);
      expect(await ask.replayedTo(api(), '2016-03-31')).toEqual(after);
    });
  });

  describe('question 7: on which days the office of president was held by nobody, by one person, by two', () => {
    it("of Clust'R Numérique", async () => {
      expect(await ask.presidency(api(), offices.presidentOf('clustr'))).toEqual([
        { from: '2015-03-19', to: '2017-03-28', holders: ['Jean-Michel Bérard'] },
      ]);
    });
  });

  it('the lineage has seven clusters and six successions, and can be drawn', async () => {
    const lineage = await ask.lineageOfDigitalLeague(api());
    expect(lineage.clusters).toHaveLength(7);
    expect(lineage.successions.map(({ effectiveOn, from, to }) => `${effectiveOn} ${from} > ${to}`)).toEqual([
      "2015-03-19 Cluster Edit > Clust'R Numérique",
      "2015-03-19 Grilog > Clust'R Numérique",
      '2015-06-30 RhôneAlley > Numélink',
      '2016-03-31 Auvergne TIC > Numélink',
      '2017-03-28 Numélink > Digital League',
      "2017-03-28 Clust'R Numérique > Digital League",
    ]);
    const drawing = await ask.lineageDrawing(api());
    for (const name of lineage.clusters) expect(drawing).toContain(name.replace("'", '&#39;'));
  });

  it('two papers give two dates for the seminar, and both stay', async () => {
    const { positions } = await api().get<{ positions: { statement: string }[] }>(
      `mergers/operations/${operations.digitalLeague}`,
    );
    expect(positions.map(({ statement }) => /[67] September/.exec(statement)?.[0]).sort()).toEqual([
      '6 September',
      '7 September',
    ]);
  });

  it('two announced figures stand beside the real ones', async () => {
    const announced = async (clusterId: string) =>
      (await api().get<{ figures: { indicator: string; value: number }[] }>(`membership/clusters/${clusterId}`))
        .figures;
    expect(await announced(clusters.edit)).toMatchObject([{ indicator: 'members-announced', value: 450 }]);
    expect(await announced(clusters.grilog)).toMatchObject([{ indicator: 'members-announced', value: 130 }]);
  });

  it('every read model equals its rebuild, and every stream folds', async () => {
    const { items } = await api().get<{ items: string[] }>('admin/read-models');
    for (const readModel of items) {
      const lines = await api().lines('admin/rebuilds', { readModel, switch: false });
      expect({ readModel, result: lines.at(-1)?.result }).toMatchObject({
        readModel,
        result: { comparison: { same: true } },
      });
    }
    const folds = await api().lines('admin/stream-folds', {});
    expect(folds.at(-1)?.result).toMatchObject({ unfoldable: [] });
  });

  it('is summed up in a report that names every story, question and answer', async () => {
    for (const story of stories) {
      const text = report(story, await askAll(api(), story));
      for (const said of [story.name, ...Object.keys(story.questions)]) expect(text).toContain(said);
    }
  });

  storyWithoutNames(() => ({ ...played, databaseUrl: database.url, logged }));
  storyOnTheTopics(() => ({ ...played, databaseUrl: database.url }));
});
