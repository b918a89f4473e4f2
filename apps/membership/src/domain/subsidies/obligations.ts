import { addDays, addMonths, calendarDate, daysBetween } from '#libs/kernel';
import type { KnownSubsidy } from './subsidy.ts';

export type Obligation = 'convention' | 'financial-report' | 'accounts';

interface ObligationRule {
  /** Where more than so many cents were granted by public authorities, as the rule counts them. */
  readonly overCents?: number;
  /** The days of its reminders, from the day on which it is due: before it where they are negative. */
  readonly reminders: readonly number[];
  readonly clause: string;
}

/**
 * What subsidies of public authorities oblige an association to.
 *
 * - A convention, where an authority gives more than EUR 23,000 for a year (loi 2000-321 du 12 avril 2000, art. 10; décret 2001-495 du 6 juin 2001, art. 1): due with the grant that
 *   goes beyond.
 * - The financial report of each subsidy for a purpose, within six months of the end of the financial year for which it was granted (loi 2000-321, art. 10).
 * - The accounts published, where all authorities together give more than EUR 153,000 for a year (loi 2000-321, art. 10; décret 2001-495, art. 2): approved within six months of its end
 *   (Code de commerce, art. R612-2) and published within three months of the approval (D612-5), at the latest nine months after its end.
 */
export const OBLIGATIONS: Readonly<Record<Obligation, ObligationRule>> = {
  convention: { overCents: 2_300_000, reminders: [0, 30], clause: 'loi 2000-321, art. 10; décret 2001-495, art. 1' },
  'financial-report': { reminders: [-60, -15, 1], clause: 'loi 2000-321, art. 10' },
  accounts: {
    overCents: 15_300_000,
    reminders: [-60, -15, 1],
    clause: 'loi 2000-321, art. 10; décret 2001-495, art. 2; Code de commerce, art. R612-2, D612-5',
  },
};
const REPORT_MONTHS = 6;
const ACCOUNTS_MONTHS = 9;

/** A subsidy of a cluster as it is on a day. */
export interface OwnSubsidy {
  readonly known: KnownSubsidy;
  /** Whether its granter is a public authority: the law asks nothing for what others give. */
  readonly isPublic: boolean;
}

/** What was recorded of an obligation by a day. */
interface Followed {
  readonly doneOn?: string | undefined;
  readonly reminders: readonly { readonly nth: number; readonly on: string }[];
}

export interface Deadline {
  readonly obligation: Obligation;
  /** Absent for the accounts, to which all of a year oblige together. */
  readonly subsidyId?: string | undefined;
  readonly granterId?: string | undefined;
  readonly year: number;
  readonly dueOn: string;
  /** False where an amount is unknown, so that nobody can say whether the threshold is passed. */
  readonly isCertain: boolean;
  readonly status: 'to-come' | 'due' | 'late' | 'done' | 'done-late';
  readonly doneOn?: string | undefined;
  /** Days after the due day: until the day reported, or until it was done. */
  readonly lateDays?: number | undefined;
  /** What the rule wants by the day and nobody has recorded. */
  readonly remindersDue: readonly { readonly nth: number; readonly on: string }[];
}

/** What a cluster has to do because of its subsidies, as it is on a day; in the order of the due days. */
export function deadlinesOf(
  subsidies: readonly OwnSubsidy[],
  {
    day,
    lastDayOf,
    accountsOf,
  }: {
    readonly day: string;
    /** The last day of a financial year. */
    readonly lastDayOf: (year: number) => string;
    readonly accountsOf: (year: number) => Followed;
  },
): readonly Deadline[] {
  const obliging = subsidies.filter(({ isPublic, known }) => isPublic && isObliging(known));
  const years = [...new Set(obliging.map(({ known }) => known.request.year))];
  const all = years.flatMap((year) => {
    const ofYear = obliging.map(({ known }) => known).filter(({ request }) => request.year === year);
    const lastDay = calendarDate(lastDayOf(year));
    const accounts = over(ofYear, OBLIGATIONS.accounts);
    const published = accounts && {
      ...deadline('accounts', { year, dueOn: addMonths(lastDay, ACCOUNTS_MONTHS), isCertain: accounts.isCertain }),
      followed: accountsOf(year),
    };
    return [
      ...ofYear.flatMap((each) => conventionOf(each, ofYear)),
      ...ofYear.map((each) => ({
        ...deadline('financial-report', { ...idsOf(each), dueOn: addMonths(lastDay, REPORT_MONTHS), isCertain: true }),
        since: each.grant?.on,
        followed: { doneOn: each.report?.on, reminders: remindersOf(each, 'financial-report') },
      })),
      ...(published === undefined ? [] : [{ ...published, since: undefined }]),
    ];
  });
  return all
    .map(({ since, followed, ...each }) => onDay(each, { since, followed, day }))
    .toSorted((a, b) => (a.dueOn === b.dueOn ? 0 : a.dueOn < b.dueOn ? -1 : 1));
}

/** One that was granted; what lapsed before any of it was spent obliges to nothing. */
function isObliging({ grant, end, expenses }: KnownSubsidy): boolean {
  return grant !== undefined && (end === undefined || expenses.length > 0);
}

function conventionOf(subsidy: KnownSubsidy, ofYear: readonly KnownSubsidy[]) {
  const ofGranter = ofYear.filter(({ request }) => request.granterId === subsidy.request.granterId);
  const passed = over(ofGranter, OBLIGATIONS.convention);
  if (passed === undefined) return [];
  const dueOn = subsidy.grant?.on ?? subsidy.request.on;
  const followed = { doneOn: subsidy.conventionOn, reminders: remindersOf(subsidy, 'convention') };
  const own = deadline('convention', { ...idsOf(subsidy), dueOn, isCertain: passed.isCertain });
  return [{ ...own, since: dueOn, followed }];
}

/** Whether grants come to more than a rule says; undefined where they certainly do not. */
function over(
  subsidies: readonly KnownSubsidy[],
  { overCents = 0 }: ObligationRule,
): { readonly isCertain: boolean } | undefined {
  const amounts = subsidies.map(({ grant }) => grant?.amountCents ?? null);
  const sum = amounts.reduce<number>((total, amount) => total + (amount ?? 0), 0);
  if (sum > overCents) return { isCertain: true };
  return amounts.includes(null) ? { isCertain: false } : undefined;
}

function deadline(
  obligation: Obligation,
  more: Pick<Deadline, 'year' | 'dueOn' | 'isCertain'> & Partial<Pick<Deadline, 'subsidyId' | 'granterId'>>,
) {
  return { obligation, ...more };
}

function idsOf({ request: { subsidyId, granterId, year } }: KnownSubsidy) {
  return { subsidyId, granterId, year };
}

function remindersOf({ reminders }: KnownSubsidy, obligation: Obligation): Followed['reminders'] {
  return reminders.filter((each) => each.obligation === obligation);
}

function onDay(
  known: Pick<Deadline, 'obligation' | 'year' | 'dueOn' | 'isCertain' | 'subsidyId' | 'granterId'>,
  {
    since = '',
    followed,
    day,
  }: { readonly since?: string | undefined; readonly followed: Followed; readonly day: string },
): Deadline {
  const { doneOn, reminders } = followed;
  const lateDays = daysBetween(calendarDate(known.dueOn), calendarDate(doneOn ?? day));
  const late = lateDays > 0 ? { lateDays } : {};
  if (doneOn !== undefined)
    return { ...known, status: lateDays > 0 ? 'done-late' : 'done', doneOn, ...late, remindersDue: [] };
  const recorded = new Set(reminders.map(({ nth }) => nth));
  const remindersDue = OBLIGATIONS[known.obligation].reminders
    .map((offset, index) => ({ nth: index + 1, on: addDays(calendarDate(known.dueOn), offset) }))
    .filter(({ nth, on }) => since <= on && on <= day && !recorded.has(nth));
  const status = lateDays > 0 ? 'late' : lateDays === 0 ? 'due' : 'to-come';
  return { ...known, status, ...late, remindersDue };
}
