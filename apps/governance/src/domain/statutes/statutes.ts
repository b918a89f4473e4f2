import { accept, acceptRepeat, acceptUnless, aggregate, below, invariant, sameFacts } from '#libs/kernel';
import type { CommandFor, Decision, Refusal } from '#libs/kernel';
import type { DomainEvent, statutesEvents } from '#libs/contracts';

export type StatutesAdopted = DomainEvent<typeof statutesEvents>;
export type Clause = StatutesAdopted['clauses']['ordinary'];

/** The versions of a cluster's statutes: numbers and days rise together. */
export interface StatutesState {
  readonly versions: readonly StatutesAdopted[];
}

export interface AdoptStatutes extends CommandFor<StatutesAdopted, 'AdoptStatutes', 'statutesVersion'> {
  /** Absent: the next one. */
  readonly statutesVersion?: number | undefined;
}

export type StatutesRejection =
  | Refusal<'GOV_STATUTES_VERSION_EXISTS', 'found', number>
  | Refusal<'GOV_STATUTES_VERSION_NOT_RISING', 'found' | 'required', number>
  | Refusal<'GOV_STATUTES_DAY_NOT_RISING', 'found' | 'required'>
  | Refusal<'GOV_STATUTES_MAJORITY_UNATTAINABLE', 'clause'>;

/** The statutes of a cluster are one stream, under the id of the cluster. */
export const statutes = aggregate({
  context: 'governance',
  name: 'statutes',
  initial: { versions: [] },
  evolve,
  decide,
});

function evolve(state: StatutesState, event: StatutesAdopted): StatutesState {
  const last = state.versions.at(-1);
  const rises =
    last === undefined || (last.statutesVersion < event.statutesVersion && last.inForceFrom <= event.inForceFrom);
  invariant(rises, `statutes that do not follow the version before them: ${event.clusterId}`);
  return { versions: [...state.versions, event] };
}

function decide(command: AdoptStatutes, state: StatutesState): Decision<StatutesAdopted, StatutesRejection> {
  const last = state.versions.at(-1);
  if (last !== undefined && command.statutesVersion === undefined && sameFacts(versionOf(command, last), last))
    return accept();
  const adopted = versionOf(command, { statutesVersion: (last?.statutesVersion ?? 0) + 1 });
  const { statutesVersion: found } = adopted;
  const known = state.versions.find(({ statutesVersion }) => statutesVersion === found);
  if (known !== undefined) return acceptRepeat(adopted, known, { type: 'GOV_STATUTES_VERSION_EXISTS', found });
  return acceptUnless(notRising(adopted, last) ?? unattainable(adopted), adopted);
}

function versionOf(command: AdoptStatutes, unless: Pick<StatutesAdopted, 'statutesVersion'>): StatutesAdopted {
  return { ...command, type: 'StatutesAdopted', statutesVersion: command.statutesVersion ?? unless.statutesVersion };
}

function notRising(adopted: StatutesAdopted, last: StatutesAdopted | undefined): StatutesRejection | undefined {
  if (last === undefined) return undefined;
  const { statutesVersion, inForceFrom } = adopted;
  // No version has the number of the last one: it would have been a repeat.
  const lower = below('GOV_STATUTES_VERSION_NOT_RISING', statutesVersion, last.statutesVersion + 1);
  return lower ?? below('GOV_STATUTES_DAY_NOT_RISING', inForceFrom, last.inForceFrom);
}

/** No vote can exceed the total of the votes: such a clause would lock the association for good. */
function unattainable({ clauses }: StatutesAdopted): StatutesRejection | undefined {
  const found = Object.entries<Clause>(clauses).find(
    ([, { majority, strict }]) => strict && majority.numerator === majority.denominator,
  );
  return found && { type: 'GOV_STATUTES_MAJORITY_UNATTAINABLE', clause: found[0] };
}
