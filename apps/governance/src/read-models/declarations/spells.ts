import { endOfTerm, latest } from '#libs/kernel';
import type { ChangeReference } from '../../domain/declarations/changes.ts';
import { tenureOf, type MandateView } from '../offices/offices.projection.ts';

/**
 * A person in an office without a day in between, under one mandate or several: nothing has changed in who administers where somebody is
 * re-elected, so that a spell has one beginning and one end.
 */
export interface Spell {
  readonly mandates: readonly MandateView[];
  readonly since: string;
  /** The first day after it. */
  readonly until?: string | undefined;
}

/** The spells of an office as it is held; a mandate that never held is in none. */
export function spellsOf(mandates: readonly MandateView[]): readonly Spell[] {
  const spells: Spell[] = [];
  for (const mandate of mandates.toSorted((a, b) => (a.since === b.since ? 0 : a.since < b.since ? -1 : 1))) {
    const until = endOfTerm(tenureOf(mandate));
    if (until !== undefined && until <= mandate.since) continue;
    const index = spells.findIndex((spell) => carriesOn(mandate, spell));
    const before = spells[index];
    if (before === undefined) spells.push({ mandates: [mandate], since: mandate.since, until });
    else spells[index] = { ...before, mandates: [...before.mandates, mandate], until: later(before.until, until) };
  }
  return spells;
}

function carriesOn({ person, since }: MandateView, { mandates: [first], until }: Spell): boolean {
  return first?.person.personId === person.personId && (until === undefined || since <= until);
}

/** Of two ends the later one; none where one of them goes on. */
function later(left: string | undefined, right: string | undefined): string | undefined {
  return left === undefined || right === undefined ? undefined : latest(left, right);
}

interface SpellChange {
  readonly reference: ChangeReference;
  readonly mandate: MandateView;
  readonly day: string;
}

/** The change that a spell begins with, and the one that it ends with. */
export function changesOf({ mandates, since, until }: Spell): readonly SpellChange[] {
  const [first, last] = [mandates.at(0), mandates.findLast((mandate) => endOfTerm(tenureOf(mandate)) === until)];
  return [
    ...(first === undefined ? [] : [changeOf('mandate', first, since)]),
    ...(last === undefined || until === undefined ? [] : [changeOf('mandate-end', last, until)]),
  ];
}

function changeOf(kind: ChangeReference['kind'], mandate: MandateView, day: string): SpellChange {
  const { mandateId, byMandateId } = mandate;
  return { reference: { kind, mandateId, ...(byMandateId === undefined ? {} : { byMandateId }) }, mandate, day };
}
