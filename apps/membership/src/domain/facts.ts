import { canonicalJson } from '#libs/kernel';

/** The data of one kind of event: what the command that asks for it has to know. */
export type Facts<Event extends { readonly type: string }, Type extends Event['type']> = Omit<
  Extract<Event, { readonly type: Type }>,
  'type'
>;

/** Equal as facts: members that are undefined do not count. */
export function sameFacts(left: object, right: object): boolean {
  return canonicalJson(left) === canonicalJson(right);
}

/** A fact that holds from a day on, until the next one of its kind. */
export interface DatedFact {
  readonly since: string;
}

/** The fact in force on a day, of a list in the order of recording: of two from the same day, the one recorded last. */
export function inForceOn<Fact extends DatedFact>(facts: readonly Fact[], day: string): Fact | undefined {
  let found: Fact | undefined;
  for (const fact of facts) {
    if (fact.since <= day && (found === undefined || fact.since >= found.since)) found = fact;
  }
  return found;
}

/** The refusal that every command with a day may meet: its day lies before the one on which things began. */
export interface DateBeforeStart {
  readonly type: 'MBR_DATE_BEFORE_START';
  readonly found: string;
  readonly required: string;
}
