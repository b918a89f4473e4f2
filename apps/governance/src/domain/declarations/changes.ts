import type { DomainEvent, declarationEvents } from '#libs/contracts';
import { addDays, calendarDate, daysBetween, lastDayOfMonths, latest, type EventOf } from '#libs/kernel';

export type DeclarationFiled = EventOf<DomainEvent<typeof declarationEvents>, 'DeclarationFiled'>;
export type DeclaredChange = DeclarationFiled['changes'][number];
/** Which change it is, without its day. */
export type ChangeReference = Omit<DeclaredChange, 'day'>;

/** Changes are declared within so many months (loi du 1er juillet 1901, art. 5). */
const MONTHS = 3;
/** From so many days before its last day on, a declaration is reminded of. */
const REMINDED_DAYS = 30;

/** A declaration with what became of it. */
export interface Declaration extends Pick<DeclarationFiled, 'declarationId' | 'changes'> {
  readonly filedOn: string;
  readonly receipt?: { readonly on: string } | undefined;
  readonly refusal?: { readonly on: string } | undefined;
}

/** The same for all statements about one change. */
export function keyOf({ kind, mandateId, byMandateId, statutesVersion, name, seat }: ChangeReference): string {
  return [kind, mandateId, byMandateId, statutesVersion, name, seat].join(' ');
}

/** What a change is called in a refusal. */
export function nameOf({ kind, mandateId, statutesVersion, name, seat }: ChangeReference): string {
  const id = mandateId ?? name ?? seat ?? statutesVersion;
  return id === undefined ? kind : `${kind} ${String(id)}`;
}

/** The declaration of a change by a day: one that the prefecture had refused by then declares nothing. Without a day, by all that is known. */
export function declarationOf<Filed extends Declaration>(
  change: ChangeReference,
  declarations: readonly Filed[],
  day?: string,
): Filed | undefined {
  const key = keyOf(change);
  const isBy = (on: string | undefined): boolean => on !== undefined && (day === undefined || on <= day);
  return declarations.find(
    ({ filedOn, refusal, changes }) =>
      isBy(filedOn) && !isBy(refusal?.on) && changes.some((declared) => keyOf(declared) === key),
  );
}

/** Third parties have to know of a change from the day on which it was declared (loi du 1er juillet 1901, art. 5), and of none before it was. */
export function opposableFrom({ day }: DeclaredChange, { filedOn }: Pick<Declaration, 'filedOn'>): string {
  return latest(filedOn, day);
}

/** The association whose changes they are. */
export interface Lifetime {
  /** The day from which it is. */
  readonly since?: string | undefined;
  /** The first day on which it is no more. */
  readonly endedOn?: string | undefined;
}

export interface ChangeStatus {
  readonly status: 'due' | 'reminded' | 'late' | 'declared' | 'receipted' | 'not-due';
  readonly notDue?: 'founding' | 'cluster-ended';
  readonly dueOn?: string;
  readonly remindedFrom?: string;
  /** Days after the last one: until it was declared, or until the day reported. */
  readonly lateDays?: number;
  readonly declarationId?: string;
  readonly declaredOn?: string;
  readonly receiptedOn?: string;
  readonly opposableFrom?: string;
}

/** What has to be done about a change, as it is on a day. */
export function statusOf(
  change: DeclaredChange,
  declarations: readonly Declaration[],
  { day, ...lifetime }: Lifetime & { readonly day: string },
): ChangeStatus {
  const declaration = declarationOf(change, declarations, day);
  const deadline = deadlineOf(change, lifetime);
  if (declaration !== undefined) {
    const delay = deadline.dueOn === undefined ? {} : { ...deadline, ...late(deadline.dueOn, declaration.filedOn) };
    return { ...declared(change, declaration, day), ...delay };
  }
  if (deadline.dueOn === undefined) return { status: 'not-due', notDue: deadline.notDue };
  const { dueOn, remindedFrom } = deadline;
  if (day > dueOn) return { status: 'late', ...deadline, ...late(dueOn, day) };
  return { status: day >= remindedFrom ? 'reminded' : 'due', ...deadline };
}

type Deadline =
  | { readonly dueOn: string; readonly remindedFrom: string }
  | { readonly notDue: 'founding' | 'cluster-ended'; readonly dueOn?: undefined };

/**
 * What an association begins with stands in the declaration of its founding, for which there is no delay. What changes on the day of its end or later
 * (mandates that end with it) is in the declaration of the end: that of the operation, or of the dissolution.
 */
function deadlineOf({ day }: DeclaredChange, { since, endedOn }: Lifetime): Deadline {
  if (since !== undefined && day <= since) return { notDue: 'founding' };
  if (endedOn !== undefined && day >= endedOn) return { notDue: 'cluster-ended' };
  const dueOn = lastDayOfMonths(calendarDate(day), MONTHS);
  return { dueOn, remindedFrom: addDays(dueOn, -REMINDED_DAYS) };
}

function declared(
  change: DeclaredChange,
  { declarationId, filedOn, receipt }: Declaration,
  day: string,
): Omit<ChangeStatus, 'dueOn'> {
  const receiptedOn = receipt !== undefined && receipt.on <= day ? receipt.on : undefined;
  const about = { declarationId, declaredOn: filedOn, opposableFrom: opposableFrom(change, { filedOn }) };
  return receiptedOn === undefined ? { status: 'declared', ...about } : { status: 'receipted', ...about, receiptedOn };
}

function late(dueOn: string, day: string): { readonly lateDays?: number } {
  const lateDays = daysBetween(calendarDate(dueOn), calendarDate(day));
  return lateDays > 0 ? { lateDays } : {};
}
