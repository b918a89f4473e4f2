import { countedUuid } from '#libs/kernel/testing';
import type { SeriesCommand } from '../src/domain/series/series.ts';
import type { SeriesFact } from '../src/domain/series/series.facts.ts';

export const seriesId = countedUuid(1, 0xe6);
export const clusterOfSeries = countedUuid(2, 0xe6);
export const [sixth, seventh] = [countedUuid(6, 0xe7), countedUuid(7, 0xe7)];
export const [evening, otherEvening] = [countedUuid(1, 0xe8), countedUuid(2, 0xe8)];
const recurrenceId = countedUuid(3, 0xe6);

const SAID = {
  ...{ seriesId, clusterId: clusterOfSeries, name: 'SophiaConf', format: 'conference' as const },
  organiser: { kind: 'cluster' as const, id: clusterOfSeries },
};
export const start = (since: string, more: object = {}): SeriesCommand => ({
  ...{ type: 'StartSeries', ...SAID, since },
  ...more,
});
export const started = (since: string, more: object = {}): SeriesFact => ({
  ...{ type: 'SeriesStarted', ...SAID, since },
  ...more,
});
export const rename = (name: string, since: string): SeriesCommand => ({ type: 'RenameSeries', seriesId, name, since });
export const renamed = (name: string, since: string): SeriesFact => ({ type: 'SeriesRenamed', seriesId, name, since });

const edition = { seriesId, editionId: sixth, year: 2016 };
export const planEdition = (on: string, more: object = {}): SeriesCommand => ({
  ...{ type: 'PlanEdition', ...edition, number: 6, on },
  ...more,
});
export const editionPlanned = (on: string, more: object = {}): SeriesFact => ({
  ...{ type: 'EditionPlanned', ...edition, number: 6, on },
  ...more,
});
const placing = { seriesId, editionId: sixth, gatheringId: evening };
export const place = (on: string, more: object = {}): SeriesCommand => ({
  ...{ type: 'PlaceGatheringInEdition', ...placing, on },
  ...more,
});
export const placed = (on: string, more: object = {}): SeriesFact => ({
  ...{ type: 'EditionGatheringPlaced', ...placing, on },
  ...more,
});
const moving = { seriesId, editionId: sixth, year: 2017, reason: 'Salle' };
export const move = (on: string, more: object = {}): SeriesCommand => ({
  ...{ type: 'MoveEdition', ...moving, on },
  ...more,
});
export const moved = (on: string, more: object = {}): SeriesFact => ({
  ...{ type: 'EditionMoved', ...moving, on },
  ...more,
});
const dropping = { seriesId, editionId: sixth, reason: 'Faute de salle' };
export const drop = (on: string, more: object = {}): SeriesCommand => ({
  ...{ type: 'DropEdition', ...dropping, on },
  ...more,
});
export const dropped = (on: string, more: object = {}): SeriesFact => ({
  ...{ type: 'EditionDropped', ...dropping, on },
  ...more,
});
const recurring = {
  ...{ seriesId, recurrenceId, title: 'Déjeuner', place: { name: 'SKEMA', zone: 'Europe/Paris' }, everyWeeks: 1 },
  ...{ schedule: { from: '2016-03-24T18:00', to: '2016-03-24T20:00' }, gatheringIds: [evening, otherEvening] },
  audience: ['member' as const],
};
export const recur = (on: string, more: object = {}): SeriesCommand => ({
  ...{ type: 'PlanRecurrence', ...recurring, on },
  ...more,
});
export const recurs = (on: string, more: object = {}): SeriesFact => ({
  ...{ type: 'RecurrencePlanned', ...recurring, on },
  ...more,
});
