import { managerCommand } from '#libs/commands';
import type { Annulled, ReferenceMove, Succession } from '#libs/process-managers';
import { gatheringOn, hostsOn, isOver } from '../../domain/gathering/gathering.facts.ts';
import type { KnownGathering } from '../../domain/gathering/gathering.facts.ts';
import { gathering, type PassGathering } from '../../domain/gathering/gathering.ts';
import { daysOf } from '../../domain/gathering/schedule.ts';
import { registrations } from '../../domain/registrations/registrations.ts';
import type { GatheringDocument } from '../../read-models/gatherings/gatherings.projection.ts';
import { begunAfter, dayOfPassing, endsOf, moveBackOf, moveOf, passedBefore, passedBy, takerOf } from './move.ts';
import type { Move } from './move.ts';

/** What passes one gathering, with the registrations for it. */
export const passGathering = managerCommand<PassGathering>({
  name: 'events.pass-gathering',
  summary: 'Pass a gathering that is still to come to the successor of whoever organises or hosts it.',
  aggregate: gathering,
  run: async (tx, { id, body, recordedAt: receivedAt }) => {
    const before = ownerOf(await tx.read(gathering, id));
    await tx.decide(gathering, id, body);
    const { known } = await tx.read(gathering, id);
    const to = ownerOf({ known });
    if (known === undefined || before === undefined || to === undefined || to === before) return;
    const { operationId, annulment, on, gatheringId } = body;
    const passing = { from: before, to, operationId, ...(annulment === undefined ? {} : { annulment }), on };
    const command = {
      type: 'PassRegistrations',
      gatheringId,
      passing,
      on,
      gathering: known,
      lapsed: [],
      receivedAt,
    } as const;
    await tx.decide(registrations, id, command);
  },
});

function ownerOf({ known }: { readonly known?: KnownGathering | undefined }): string | undefined {
  return known && hostsOn(known).clusterId;
}

const asked = { row: passGathering, reference: 'gathering' };
const bodyFor =
  (gatheringId: string) =>
  (said: Omit<PassGathering, 'type' | 'gatheringId'>): PassGathering => ({
    type: 'PassGathering',
    gatheringId,
    ...said,
  });

/** Gatherings that are still to come on the day of the effect, or that nobody has ever said to be over: organised or hosted by a predecessor. */
export function gatheringsMoved(succession: Succession, documents: readonly GatheringDocument[]): readonly Move[] {
  return documents.flatMap(({ gatheringId, known }) => {
    if (known === undefined) return [];
    const { plan, passings } = known;
    const on = dayOfPassing(succession, plan.on);
    const onDay = gatheringOn(known, on);
    if (isOver(onDay.state)) return [];
    const before = hostsOn({ ...known, passings: passedBefore(succession, passings) }, on);
    const hosts = [before.organiser, ...before.coHosts];
    const antennaId = before.organiser.kind === 'antenna' ? before.organiser.id : undefined;
    const open = [...new Set([before.clusterId, ...hosts.map(({ id }) => id)])].flatMap((from) => {
      const to = takerOf(succession, from, {
        since: plan.on,
        antennaId: from === before.clusterId ? antennaId : undefined,
      });
      return to === undefined ? [] : [{ from, to }];
    });
    const ends = endsOf(passedBy(succession, passings), open);
    const had = (clusterId: string): boolean => hosts.some(({ id }) => id === clusterId);
    const asItWas = begunAfter(succession, plan.on) ?? leftOpen(onDay, succession);
    return moveOf(succession, { ...asked, id: gatheringId, ends, on, body: bodyFor(gatheringId) }, { had, asItWas });
  });
}

/** Of one that was to be over by then nobody has said whether it was held: whoever goes on can. */
function leftOpen({ state, schedule }: ReturnType<typeof gatheringOn>, { effectiveOn }: Succession): Move['asItWas'] {
  const lastDay = schedule && daysOf(schedule)[1];
  if (lastDay === undefined || lastDay >= effectiveOn) return undefined;
  return {
    code: 'EVT_REGISTRATION_CLOSED',
    found: `${state}, and was to be over on ${lastDay}`,
    required: `held or cancelled by ${effectiveOn}, or a day after it`,
  };
}

/** What this operation has moved and was not over by then comes back. */
export function gatheringsMovedBack(
  succession: Annulled,
  documents: readonly GatheringDocument[],
): readonly ReferenceMove[] {
  return documents.flatMap(({ gatheringId, known }) => {
    if (known === undefined || isOver(gatheringOn(known, succession.annulledOn).state)) return [];
    const ends = passedBy(succession, known.passings);
    return moveBackOf(succession, { ...asked, id: gatheringId, ends, body: bodyFor(gatheringId) });
  });
}
