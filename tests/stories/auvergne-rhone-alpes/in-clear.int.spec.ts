import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { KafkaSettings } from '#libs/messaging/kafka';
import { describeWithKafka, testBrokers, uniquePrefix } from '#libs/messaging/kafka/testing';
import { createTestDatabase, type TestDatabase } from '#libs/postgres/testing';
import { contexts } from '../../../apps/platform/src/contexts.ts';
import { searchDatabase, searchTopics, type Searched } from '../../support/personal/search.ts';
import { oneProcessStage } from '../one-process-stage.ts';
import { playScript, type PlayedAlone } from '../play-script.ts';
import type { StoryRow } from '../player.ts';
import { clusters, organisationOf, people } from './cast.ts';
import { company } from './companies.ts';
import { mishaps, REFUSED, SUBJECT } from './mishaps.ts';
import { publish } from './on-the-topics.ts';
import { constitute } from './rows/opening.ts';
import { canariesOf } from './without-names.ts';

const LIMIT_MS = 300_000;

/** What the mishaps happen to. The sealed story has everything else, too. */
const prologue: StoryRow = {
  day: '2017-03-28',
  title: 'Digital League, and two companies',
  play: async (player) => {
    const league = { id: clusters.digitalLeague, name: 'Digital League', seat: 'Lyon', departments: ['69'] };
    await player.command('membership/clusters', league);
    for (const { id, name, siren, sizeClass } of [1, 2].map(company))
      await player.command('membership/organisations', { id, name, siren, sizeClass, kind: 'company' });
    await constitute(player, 'digitalLeague');
    for (const person of Object.values(people)) {
      const role = { id: organisationOf(person.name), clusterId: clusters.digitalLeague, title: 'Delegate', person };
      await player.command('governance/roles', role);
    }
  },
};

/** The search of the sealed story finds nothing; here it is shown that it would find. */
describeWithKafka('the story with PERSONAL_TEXTS=clear', () => {
  const settings: KafkaSettings = { brokers: testBrokers(), clientId: 'clear', topicPrefix: `${uniquePrefix()}.` };
  let database: TestDatabase;
  let folder: string;
  let played: PlayedAlone;

  beforeAll(async () => {
    database = await createTestDatabase();
    folder = await mkdtemp(path.join(tmpdir(), 'grappe-clear-'));
    const environment = { AUTH: 'development', DATABASE_URL: database.url, DATA_FOLDER: folder, PORT: '0' };
    const stage = await oneProcessStage({ environment: { ...environment, PERSONAL_TEXTS: 'clear' } });
    played = { ...(await playScript(stage, [prologue])), platform: stage.platform };
    await mishaps({ url: played.platform.url, player: played.player });
    await played.platform.runtime.untilSettled();
  }, LIMIT_MS);
  afterAll(async () => {
    await played.platform.stop();
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  });

  const foundIn = ({ found }: Searched, place: RegExp): readonly string[] =>
    [...new Set(found.filter(({ where }) => place.test(where)).map(({ canary }) => canary))].sort();

  const stored = (): readonly string[] =>
    canariesOf(played.player)
      .texts.filter((text) => text !== SUBJECT && !REFUSED.includes(text))
      .sort();

  it('has every name and every text in its events, where the search finds them', async () => {
    const searched = await searchDatabase(database.url, contexts, canariesOf(played.player));
    expect(foundIn(searched, /^store\.events$/)).toEqual(stored());
    expect(foundIn(searched, /^grappe\.actors$/)).toEqual([SUBJECT]);
    expect(foundIn(searched, /^grappe\.timers$/)).toContain('Zoé Œuvrard d’Héry is to preside.');
  });

  it(
    'and on its topics',
    async () => {
      const { head } = await played.platform.runtime.store.status();
      await publish(settings, database.url, Number(head));
      const searched = await searchTopics(settings, canariesOf(played.player));
      expect(foundIn(searched, /./)).toEqual(stored());
      expect(foundIn(searched, /restricted/)).toContain('Zoé Œuvrard d’Héry is to preside.');
    },
    LIMIT_MS,
  );
});
