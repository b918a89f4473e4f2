import { managerCommand } from '#libs/commands';
import { standsAgainOn, type Annulled, type Succession } from '#libs/process-managers';
import { heirOf, heirsOf, sourcesOf, strandsOf } from '#libs/succession';
import { antenna, type AntennaCommand } from '../domain/antenna/antenna.ts';
import type { ReadModels } from '#libs/projections';
import { antennas, type AntennaDocument } from '../read-models/antennas/antennas.projection.ts';

export const followCluster = managerCommand<AntennaCommand>({
  name: 'membership.follow-cluster',
  summary: 'Open an antenna of the plan, or pass one to the successor.',
  aggregate: antenna,
  run: (tx, { id, body }) => tx.decide(antenna, id, body),
});

/** The antennas of those of which something passes, and what has passed to their heirs. */
export function antennasOf(succession: Succession, readModels: ReadModels) {
  const ids = [...sourcesOf(succession), ...heirsOf(succession).map(({ clusterId }) => clusterId)];
  return readModels.of(antennas).all({ cluster_id: ids });
}

/** What it does to antennas: new ones are opened, and those that the predecessors have on its day pass on, with an end that lies behind it. */
export function antennaCommands(
  succession: Succession,
  antennas: readonly AntennaDocument[],
): readonly AntennaCommand[] {
  const { effectiveOn } = succession;
  const opened = strandsOf(succession).flatMap(({ newAntennas, successor: { clusterId } }) =>
    newAntennas.map((facts) => ({ type: 'OpenAntenna', ...facts, clusterId, since: effectiveOn }) as const),
  );
  const passed = antennas
    .filter((each) => each.until > effectiveOn && isBefore(each, succession))
    .flatMap((antenna) => passageOf(antenna, succession) ?? []);
  return [...opened, ...passed];
}

/** One that was opened once its cluster stood again is the cluster's own. */
export function isBefore({ clusterId, since }: Pick<AntennaDocument, 'clusterId' | 'since'>, by: Succession): boolean {
  const again = standsAgainOn(by, clusterId);
  return again === undefined || since < again;
}

/** How an antenna passes to the heir of its cluster that takes it; undefined where it stays. */
export function passageOf(
  { antennaId, clusterId: from }: Pick<AntennaDocument, 'antennaId' | 'clusterId'>,
  succession: Succession,
): Extract<AntennaCommand, { readonly type: 'PassAntenna' }> | undefined {
  const to = heirOf(succession, from, { kind: 'antenna', id: antennaId });
  const { operationId, effectiveOn: on } = succession;
  return to === undefined ? undefined : { type: 'PassAntenna', antennaId, from, to, operationId, on };
}

/** The antennas that a merger had passed on go back with its annulment; one that was closed meanwhile stays closed. */
export function returnsOf(
  { operationId, annulledOn: on }: Annulled,
  antennas: readonly AntennaDocument[],
): readonly AntennaCommand[] {
  return antennas.flatMap(({ antennaId, holdings, until }) => {
    const index = holdings.findIndex((each) => each.operationId === operationId);
    const [to, from] = [holdings[index - 1], holdings[index]];
    if (to === undefined || from === undefined || until <= on) return [];
    const ends = { from: from.clusterId, to: to.clusterId };
    return [{ type: 'PassAntenna', antennaId, ...ends, operationId, annulment: true, on } as const];
  });
}
