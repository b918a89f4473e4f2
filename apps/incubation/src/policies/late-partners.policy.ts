import type { GrappeEvents } from '#libs/contracts';
import { calendarDate, type RecordedEvent } from '#libs/kernel';
import { processManager, type ManagerStep, type Succession } from '#libs/process-managers';
import type { ReadModels } from '#libs/projections';
import { incubators } from '../read-models/incubators/incubators.projection.ts';
import { partners, type PartnerDocument } from '../read-models/partners/partners.projection.ts';
import { successions } from '../read-models/successions/successions.projection.ts';
import { endingWithIncubators, move, movedFrom, passPartnership } from './succession.policy.ts';

type Applied = GrappeEvents['incubation.SuccessionApplied'];

/** What can show that a partnership is held by a cluster that a merger has ended: the fact of a partner, of its incubator, or the merger itself. */
const OF_PARTNERS = ['PartnerJoined', 'PartnerJoinedCorrected', 'PartnerLeftCorrected', 'PartnerLeftVoided'];
const OF_INCUBATORS = ['IncubatorDissolvedCorrected', 'IncubatorDissolvedVoided'];
const named = (name: string): string => `incubation.${name}`;

/**
 * What is recorded late, or corrected, of a partnership of a cluster that a merger has ended passes to the successor, as it would have if it had been
 * recorded right at first. What stands in the ledger before the end of the cluster is looked for when the succession has been applied.
 */
export const latePartners = processManager<undefined, readonly ManagerStep[]>({
  name: 'incubation.late-partners',
  on: [...OF_PARTNERS, ...OF_INCUBATORS, 'PartnershipPassed', 'SuccessionApplied'].map(named),
  commands: [passPartnership],
  reads: [partners, incubators, successions],
  gather: async (event, readModels) => {
    const held = await endingWithIncubators(await concernedBy(event, readModels), readModels);
    const known = await readModels.of(successions).all({});
    return held.flatMap((partner) => known.flatMap((succession) => passing(partner, succession)));
  },
  // One after the other: two of them may be of one partnership.
  react: (_event, { facts }) => facts.map((each) => [each]),
});

/** How a succession moves a partnership that it has not moved yet. */
function passing(partner: PartnerDocument, succession: Succession): readonly ManagerStep[] {
  const isMoved = partner.holders.some(({ operationId }) => operationId === succession.operationId);
  const from = isMoved ? undefined : movedFrom(partner, succession);
  if (from === undefined) return [];
  const { step } = move(partner, from, succession);
  // A partner that has left meanwhile is not moved.
  const tolerates = ['INC_PARTNER_LEFT', 'INC_HOLDER_DIFFERS'];
  return [{ ...step, tolerates, effectiveAt: calendarDate(succession.effectiveOn) }];
}

async function concernedBy({ type, data }: RecordedEvent, readModels: ReadModels): Promise<readonly PartnerDocument[]> {
  const register = readModels.of(partners);
  if (type === named('SuccessionApplied')) {
    const { operationId } = data as Applied;
    const succession = await readModels.of(successions).get(operationId);
    return await register.all({ holder_id: (succession?.predecessors ?? []).map(({ clusterId }) => clusterId) });
  }
  const fact = ('was' in data ? data['was'] : data) as { readonly incubatorId: string; readonly partnerId?: string };
  if (fact.partnerId === undefined) return await register.all({ incubator_id: fact.incubatorId });
  const partner = await register.get(fact.partnerId);
  return partner === undefined ? [] : [partner];
}
