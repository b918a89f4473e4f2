import { managerCommand } from '#libs/commands';
import type { Succession } from '#libs/process-managers';
import { antenna, type AntennaCommand } from '../domain/antenna/antenna.ts';
import type { AntennaDocument } from '../read-models/antennas/antennas.projection.ts';

export const followCluster = managerCommand<AntennaCommand>({
  name: 'membership.follow-cluster',
  summary: 'Open an antenna of the plan, or pass one to the successor.',
  aggregate: antenna,
  run: (tx, { id, body }) => tx.decide(antenna, id, body),
});

/** What it does to antennas: new ones are opened, and those that the predecessors have on its day pass on, with an end that lies behind it. */
export function antennaCommands(
  succession: Succession,
  antennas: readonly AntennaDocument[],
): readonly AntennaCommand[] {
  const { newAntennas, successor, effectiveOn } = succession;
  const { clusterId } = successor;
  const opened = newAntennas.map(
    (facts) => ({ type: 'OpenAntenna', ...facts, clusterId, since: effectiveOn }) as const,
  );
  const passed = antennas.filter(({ until }) => until > effectiveOn).map((antenna) => passageOf(antenna, succession));
  return [...opened, ...passed];
}

/** How an antenna passes to the successor of its cluster. */
export function passageOf(
  { antennaId, clusterId: from }: Pick<AntennaDocument, 'antennaId' | 'clusterId'>,
  { successor, operationId, effectiveOn: on }: Succession,
): Extract<AntennaCommand, { readonly type: 'PassAntenna' }> {
  return { type: 'PassAntenna', antennaId, from, to: successor.clusterId, operationId, on };
}
