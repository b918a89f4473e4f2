import { describe, expect, it } from '@jest/globals';
import { contexts } from '../../../apps/platform/src/contexts.ts';
import { Canaries, personalTextsIn, wordsOfName } from '../../support/personal/canaries.ts';
import { linesIn, searchDatabase } from '../../support/personal/search.ts';
import type { PlayedAlone } from '../play-script.ts';
import type { Player } from '../player.ts';
import { offices, operations, people, roles } from './cast.ts';
import { SUBJECT } from './mishaps.ts';

/** Who acted is kept here, and nowhere else, until it is erased. */
export const ACTORS = 'grappe.actors';

/** Every name of a person, and of it each word; every free text that was sent; the subject of a caller. */
export function canariesOf({ sent }: Pick<Player, 'sent'>): Canaries {
  const names = Object.values(people).flatMap(({ name }) => wordsOfName(name));
  return new Canaries([
    ...names,
    ...wordsOfName('Zoé Œuvrard d’Héry'),
    ...sent.flatMap((body) => personalTextsIn(body)),
    SUBJECT,
  ]);
}

export interface Searchable extends PlayedAlone {
  readonly databaseUrl: string;
  readonly logged: readonly string[];
}

/** What was played, searched for the names of persons and the texts about them. */
export function storyWithoutNames(played: () => Searchable): void {
  describe('after it', () => {
    it('no table but those of the read models has a personal text in clear', async () => {
      const { databaseUrl, player } = played();
      const { places, found } = await searchDatabase(databaseUrl, contexts, canariesOf(player), [ACTORS]);
      expect(found).toEqual([]);
      expect(places).toEqual(
        expect.arrayContaining(
          ['store.events', 'store.answers', 'keys.personal'].concat(
            ['timers', 'consumers', 'parked', 'dead_letter_log', 'projections'].map((table) => `grappe.${table}`),
          ),
        ),
      );
    });

    it('no line that was logged has one', () => {
      const { logged, player } = played();
      expect(logged.length).toBeGreaterThan(player.commands);
      expect(linesIn(logged.join(''), canariesOf(player))).toEqual([]);
    });

    it.each([
      ['a mandate', `audit/offices/${offices.presidentOf('clustr')}/intervals`, 'Jean-Michel Bérard'],
      ['a position', `mergers/operations/${operations.digitalLeague}`, 'says another paper'],
      ['a plan', `mergers/operations/${operations.digitalLeague}`, 'Catherine Bocquet'],
      ['a timeline', `audit/timeline/${offices.presidentOf('numelink')}`, 'Patrick Montier'],
      ['a role', `governance/roles/${roles.directorOfNumelink}`, 'Armand Lulka'],
    ])('%s shows it to those who may read it', async (_what, path, text) => {
      expect(JSON.stringify(await played().api.get(path))).toContain(text);
    });
  });
}
