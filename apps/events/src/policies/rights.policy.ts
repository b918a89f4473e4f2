import { managerCommand } from '#libs/commands';
import { dayOf, uuid, type RecordedEvent } from '#libs/kernel';
import { processManager, step, type ManagerStep } from '#libs/process-managers';
import { gatheringOn } from '../domain/gathering/gathering.facts.ts';
import { gathering } from '../domain/gathering/gathering.ts';
import { registrations } from '../domain/registrations/registrations.ts';
import { rightOf } from '../domain/registrations/rights.ts';
import { around } from '../http/around-seats.ts';
import { belongingsOn, dayOfRights } from '../http/belonging.ts';
import { registrants } from '../read-models/registrants/registrants.projection.ts';

interface Reviewed {
  readonly organisationId: string;
  /** Whether those without a right stay: what passes to whom is being recorded, and they may have one once it is. */
  readonly keeps: boolean;
}

/** By what right those of an organisation come to a gathering, looked at anew. */
const reviewRights = managerCommand<Reviewed>({
  name: 'events.review-rights',
  summary:
    'Look anew at the right by which those of an organisation come to a gathering; without one they come no more.',
  aggregate: registrations,
  run: async (tx, request) => {
    const { id, body, effectiveAt: on, copies } = request;
    const { known } = await tx.read(gathering, id);
    if (known === undefined || ['held', 'cancelled'].includes(gatheringOn(known).state)) return;
    const belonging = await belongingsOn(copies, [body.organisationId], dayOfRights(known, on));
    const { organisationId, keeps } = body;
    const command = { ...(await around(request, tx)), organisationId, belonging: belonging(organisationId), on };
    const { decided } = await tx.read(registrations, id);
    const isKept = decided === undefined || rightOf(command.gathering.plan, decided, command.belonging) === undefined;
    if (keeps && isKept) return;
    await tx.decide(registrations, id, { ...command, type: 'ReviewRights' });
  },
});

/** What ends a membership, or makes it end otherwise than was recorded first. */
const ENDS = ['', 'Corrected', 'Voided'].map((how) => `membership.MembershipEnded${how}`);

/** What makes members of a predecessor members of its successor. */
const COMES = ['membership.MemberTransferred', 'membership.MembershipOriginAdded'];

/**
 * Whoever comes to a gathering as a member comes by another right, or no more, once the membership has ended; the seats are those of whoever waits. It is
 * done on the day on which it was recorded: seats are given in the order of the ledger, and nobody has one for a day that is over. Whoever came by an agreement
 * with the organiser, and is a member of it by a merger, comes as a member from then on.
 */
export const rights = processManager<undefined, readonly string[]>({
  name: 'events.rights',
  on: [...ENDS, ...COMES],
  commands: [reviewRights],
  reads: [registrants],
  gather: async (event, readModels) => {
    const known = await readModels.of(registrants).all({ organisation_id: organisationIn(event), is_over: false });
    return [...new Set(known.map(({ gatheringId }) => gatheringId))].toSorted();
  },
  react: (event, { facts }): readonly (readonly ManagerStep[])[] => {
    const organisationId = organisationIn(event);
    const effectiveAt = dayOf(event.metadata.recordedAt);
    const keeps = COMES.includes(event.type);
    return [
      facts.map((gatheringId) =>
        step(reviewRights, {
          ...{ key: `rights:${gatheringId}`, id: uuid(gatheringId), body: { organisationId, keeps }, effectiveAt },
        }),
      ),
    ];
  },
});

/** Of a correction, the organisation is the same before and after. */
function organisationIn({ data }: RecordedEvent): string {
  const fact = ('was' in data ? data['was'] : data) as { readonly organisationId: string };
  return fact.organisationId;
}
