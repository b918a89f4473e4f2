import type { DomainEvent, programmeEvents } from '#libs/contracts';
import type { EventOf, FactOf, FactsOf } from '#libs/kernel';
import type { Passing } from '../passing.ts';

export type ProgrammeEvent = DomainEvent<typeof programmeEvents>;
export type ProgrammeFact = FactOf<ProgrammeEvent>;
export type Fact<Type extends ProgrammeFact['type']> = EventOf<ProgrammeFact, Type>;

/** Somebody's part in a programme, on the days of one participation. */
export interface ProgrammePart extends Pick<Fact<'ProgrammePartTaken'>, 'role' | 'party' | 'since'> {
  /** The first day after it. */
  readonly until?: string | undefined;
}

/** A programme by its facts in the order of their days. */
export interface Programme {
  /** Absent before it was started. */
  readonly start?: FactsOf<ProgrammeEvent, 'ProgrammeStarted'> | undefined;
  readonly leads: readonly { readonly leadId: string; readonly since: string }[];
  readonly parts: readonly ProgrammePart[];
  /** What has passed by which mergers, in the order of their days; absent where nothing has. */
  readonly passings?: readonly ProgrammePassing[] | undefined;
  /** The first day after it; parts end with it. */
  readonly endedOn?: string | undefined;
}

export type KnownProgramme = Programme & { readonly start: NonNullable<Programme['start']> };

/** What of a cluster in a programme has passed to its heir by a merger. */
export interface ProgrammePassing extends Passing {
  readonly hasLead: boolean;
  /** What the cluster that gives was, beside the lead. */
  readonly roles: readonly ProgrammePart['role'][];
  /** What the heir was already. */
  readonly own: readonly ProgrammePart['role'][];
}

export const noProgramme: Programme = { leads: [], parts: [] };

/** Who leads it after the facts so far. */
export function leadOf({ leads, start: { leadId } }: KnownProgramme): string {
  return leads.at(-1)?.leadId ?? leadId;
}
