import { managerCommand } from '#libs/commands';
import type { Succession } from '#libs/process-managers';
import { heirOf, strandsOf } from '#libs/succession';
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
  const { effectiveOn } = succession;
  const opened = strandsOf(succession).flatMap(({ newAntennas, successor: { clusterId } }) =>
    newAntennas.map((facts) => ({ type: 'OpenAntenna', ...facts, clusterId, since: effectiveOn }) as const),
  );
  const passed = antennas
    .filter(({ until }) => until > effectiveOn)
    .flatMap((antenna) => passageOf(antenna, succession) ?? []);
  return [...opened, ...passed];
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
