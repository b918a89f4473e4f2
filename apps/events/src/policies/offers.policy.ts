import { managerCommand } from '#libs/commands';
import type { GrappeEvents } from '#libs/contracts';
import { dayOf, instant, uuid, type RecordedEvent } from '#libs/kernel';
import { causeOf, processManager, step, type ManagerCause, type ManagerTimer } from '#libs/process-managers';
import { gathering } from '../domain/gathering/gathering.ts';
import { registrations } from '../domain/registrations/registrations.ts';
import { around } from '../http/around-seats.ts';

/** What the clock has made of the offers of a gathering; nothing where another decision came first. */
const reviewOffers = managerCommand<object>({
  name: 'events.review-offers',
  summary: 'End the offers of seats whose time is up, and offer the seats to whoever has them next.',
  aggregate: registrations,
  run: async (tx, request) => {
    const { id, effectiveAt: on } = request;
    if ((await tx.read(gathering, id)).known === undefined) return;
    await tx.decide(registrations, id, { ...(await around(request, tx)), type: 'ReviewOffers', on });
  },
});

/** What a timer keeps. */
type Timed = Pick<Offered, 'gatheringId' | 'until'> & { readonly cause: ManagerCause };
type Offered = GrappeEvents['events.SeatsOffered'];

/** An offer that nobody accepts is over at its instant, and the next one is made: once, over restarts, and late where the system was down. */
export const offers = processManager<undefined, undefined>({
  name: 'events.offers',
  on: ['events.SeatsOffered'],
  commands: [reviewOffers],
  reads: [],
  gather: () => Promise.resolve(undefined),
  react: () => [],
  timers: {
    setBy: timersOf,
    fire: ({ data }) => {
      const { gatheringId, until, cause } = data as Timed;
      const effectiveAt = dayOf(instant(until));
      return { step: step(reviewOffers, { key: 'expire', id: uuid(gatheringId), body: {}, effectiveAt }), cause };
    },
  },
});

function timersOf(event: RecordedEvent): readonly ManagerTimer[] {
  const { gatheringId, registrationId, until } = event.data as Offered;
  const data = { gatheringId, until, cause: causeOf(event) };
  return [{ id: `${registrationId} ${until}`, dueAt: instant(until), data }];
}
