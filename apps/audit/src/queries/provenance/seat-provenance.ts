import { asOf, knownVersions, type Point } from '#libs/bitemporal';
import type { Fact, FactValues } from '../../read-models/facts/fact.ts';
import type { SeatHolding } from './provenance.view.ts';

type Holder = FactValues['seat']['holder'];

/** The chain of holders as known at an instant, oldest first; a seat that is granted meanwhile does not cut a holding. */
export function seatChain({ versions }: Fact<'seat'>, knownAt: string | undefined): readonly SeatHolding[] {
  const chain: SeatHolding[] = [];
  for (const { value, validFrom: from, validTo: to, eventId } of knownVersions(versions, knownAt)) {
    const last = chain.at(-1);
    if (value === null) continue;
    const { holder, operationId, seatId } = value;
    const seat = seatId === undefined ? {} : { seatId };
    if (last?.holder.id === holder.id && last.to === from) {
      chain[chain.length - 1] = { ...last, ...seat, to };
    } else chain.push({ holder, from, to, ...(operationId === undefined ? {} : { operationId }), ...seat, eventId });
  }
  return chain;
}

export function seatHolderAt({ versions }: Fact<'seat'>, point: Point): Holder | undefined {
  return asOf(versions, point)?.holder;
}
