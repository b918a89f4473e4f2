import { accept, aggregate, cannotFollow, type Decision } from '#libs/kernel';
import type { DomainEvent, mandateReminderEvents } from '#libs/contracts';
import { mandateById, type OfficeState } from '../office/office.ts';

export type MandateReminded = DomainEvent<typeof mandateReminderEvents>;

/** The clock asks, on a day, whether a mandate still ends by its limit. */
export type RemindMandate = Omit<MandateReminded, 'type' | 'clusterId'> & {
  readonly type: 'RemindMandate';
  /** The office as it is now. */
  readonly office: OfficeState;
};

/** What was called to mind of one mandate. */
export type Reminded = readonly Pick<MandateReminded, 'limit' | 'stage'>[];

/** The reminders of one mandate: near its limit, and once it is reached, each once for each limit that it has had. */
export const mandateReminder = aggregate<RemindMandate, Reminded, MandateReminded, never>({
  context: 'governance',
  name: 'mandate-reminder',
  initial: [],
  evolve: (reminded, event) => {
    if (isAmong(reminded, event)) cannotFollow(event, 'it was called to mind');
    return [...reminded, { limit: event.limit, stage: event.stage }];
  },
  decide,
});

/** A mandate that was extended, has ended by its limit or was voided is not called to mind. */
function decide(
  { type: _type, office, ...facts }: RemindMandate,
  reminded: Reminded,
): Decision<MandateReminded, never> {
  if (office.status === 'absent' || isAmong(reminded, facts)) return accept();
  const mandate = mandateById(office, facts.mandateId);
  if (mandate?.limit !== facts.limit) return accept();
  if (mandate.ended !== undefined && mandate.ended.on <= facts.limit) return accept();
  // A system that was down over the limit says that it was reached, and not that it is near.
  if (facts.stage === 'near' && facts.on > facts.limit) return accept();
  return accept({ type: 'MandateReminded', ...facts, clusterId: office.created.clusterId });
}

function isAmong(reminded: Reminded, { limit, stage }: Pick<MandateReminded, 'limit' | 'stage'>): boolean {
  return reminded.some((each) => each.limit === limit && each.stage === stage);
}
