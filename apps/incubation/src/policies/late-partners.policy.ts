import type { GrappeEvents } from '#libs/contracts';
import { managerCommand } from '#libs/commands';
import { calendarDate, uuid, type RecordedEvent } from '#libs/kernel';
import { processManager, step, type ManagerStep, type Succession } from '#libs/process-managers';
import type { ReadModels } from '#libs/projections';
import { sourcesOf } from '#libs/succession';
import { partner, type KeepPartnership } from '../domain/partner/partner.ts';
import { incubators } from '../read-models/incubators/incubators.projection.ts';
import { partners, type PartnerDocument } from '../read-models/partners/partners.projection.ts';
import { successions } from '../read-models/successions/successions.projection.ts';
import { endingWithIncubators, move, moveBack, takerOf, movedFrom, passPartnership } from './succession.policy.ts';

type Applied = GrappeEvents['incubation.SuccessionApplied'];

/** What can show that a partnership is held by a cluster that a merger has ended: the fact of a partner, of its incubator, or the merger itself. */
const OF_PARTNERS = ['PartnerJoined', 'PartnerJoinedCorrected', 'PartnerLeftCorrected', 'PartnerLeftVoided'];
const OF_INCUBATORS = ['IncubatorDissolved', 'IncubatorDissolvedCorrected', 'IncubatorDissolvedVoided'];
/** Whatever passes to a cluster that another merger has ended passes on. */
const PASSED = ['PartnershipPassed', 'PartnershipPassedCorrected'];
const named = (name: string): string => `incubation.${name}`;

const keepPartnership = managerCommand<KeepPartnership>({
  name: 'incubation.keep-partnership',
  summary: 'Take back that a partnership passed to a successor: it had ended before.',
  aggregate: partner,
  run: (tx, { id, body }) => tx.decide(partner, id, body),
});

/**
 * What is recorded late, or corrected, of a partnership of a cluster that a merger has ended passes to the successor, as it would have if it had been
 * recorded right at first; what turns out to have ended before does not. What stands in the ledger before the end of the cluster is looked for when the
 * succession has been applied.
 */
export const latePartners = processManager<undefined, readonly ManagerStep[]>({
  name: 'incubation.late-partners',
  on: [...OF_PARTNERS, ...OF_INCUBATORS, ...PASSED, 'SuccessionApplied'].map(named),
  commands: [passPartnership, keepPartnership],
  reads: [partners, incubators, successions],
  gather: async (event, readModels) => {
    const held = await endingWithIncubators(await concernedBy(event, readModels), readModels);
    const known = await readModels.of(successions).all({});
    const isCorrected = event.type === named('PartnerJoinedCorrected');
    return held.flatMap((each) => known.flatMap((succession) => passing(each, succession, isCorrected)));
  },
  // One after the other: two of them may be of one partnership.
  react: (_event, { facts }) => facts.map((each) => [each]),
});

/** How a succession moves a partnership that it has not moved as it reads now. */
function passing(held: PartnerDocument, succession: Succession, isCorrected: boolean): readonly ManagerStep[] {
  const { operationId } = succession;
  const effectiveAt = calendarDate(succession.effectiveOn);
  const moved = held.holders.find((each) => each.operationId === operationId && each.annulment === undefined);
  const from = movedFrom(held, succession);
  const isOver = moved !== undefined && held.until <= moved.from;
  // What passed by the holder that was recorded wrong is no more in the chain: the partner itself knows of it.
  if (isOver || (isCorrected && from === undefined)) {
    const body = { type: 'KeepPartnership', operationId } as const;
    const key = `keep:${operationId}:${held.partnerId}`;
    const kept = step(keepPartnership, { key, id: uuid(held.partnerId), body, effectiveAt });
    return succession.annulledOn === undefined ? [kept] : [keptBack(held, succession), kept];
  }
  if (from === undefined) return [];
  // A partner that has left meanwhile is not moved.
  const tolerates = ['INC_PARTNER_LEFT', 'INC_HOLDER_DIFFERS'];
  const { annulledOn } = succession;
  const there = { ...move(held, from, succession).step, tolerates, effectiveAt };
  if (annulledOn === undefined) return [there];
  if (held.until <= annulledOn) return [there, keptBack(held, succession)];
  const ends = { from: takerOf(held, from, succession), to: from };
  const back = moveBack(held, ends, { ...succession, annulledOn }).step;
  return [there, { ...back, tolerates, effectiveAt: calendarDate(annulledOn) }];
}

/** It left before the annulment, or never passed: it does not come back. */
function keptBack({ partnerId }: PartnerDocument, { operationId, annulledOn = '' }: Succession): ManagerStep {
  const body = { type: 'KeepPartnership', operationId, annulment: true } as const;
  const key = `keep-annulled:${operationId}:${partnerId}`;
  return step(keepPartnership, { key, id: uuid(partnerId), body, effectiveAt: calendarDate(annulledOn) });
}

async function concernedBy({ type, data }: RecordedEvent, readModels: ReadModels): Promise<readonly PartnerDocument[]> {
  const register = readModels.of(partners);
  if (type === named('SuccessionApplied')) {
    const { operationId } = data as Applied;
    const succession = await readModels.of(successions).get(operationId);
    return await register.all({ holder_id: succession === undefined ? [] : sourcesOf(succession) });
  }
  const fact = ('was' in data ? data['was'] : data) as { readonly incubatorId: string; readonly partnerId?: string };
  if (fact.partnerId === undefined) return await register.all({ incubator_id: fact.incubatorId });
  const partner = await register.get(fact.partnerId);
  return partner === undefined ? [] : [partner];
}
