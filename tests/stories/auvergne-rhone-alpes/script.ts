import type { StoryRow } from '../player.ts';
import { bivouacDissolved, bivouacOpens, bivouacRenamed } from './rows/bivouac.ts';
import { clustrGrows, clustrIsBorn, grilogVotes } from './rows/clustr-numerique.ts';
import { digitalLeagueIsBorn, digitalLeagueNotified, planAdopted, seminar } from './rows/digital-league.ts';
import { federalSeats } from './rows/federal-seats.ts';
import {
  auvergneTicJoins,
  auvergneTicNotified,
  auvergneTicPlanned,
  directorLeaves,
  rhoneAlleyJoins,
} from './rows/numelink.ts';
import { opening } from './rows/opening.ts';

/**
 * The real lineage of a digital cluster, row by row, as the press of the day reported it. Days of board decisions and of notices, and the
 * tallies of votes, are not public: they are set here so that they fit the law and the reported outcome.
 */
export const script: readonly StoryRow[] = [
  opening,
  grilogVotes,
  clustrIsBorn,
  rhoneAlleyJoins,
  bivouacOpens,
  clustrGrows,
  auvergneTicPlanned,
  auvergneTicNotified,
  auvergneTicJoins,
  directorLeaves,
  seminar,
  planAdopted,
  digitalLeagueNotified,
  digitalLeagueIsBorn,
  federalSeats,
  bivouacRenamed,
  bivouacDissolved,
];
