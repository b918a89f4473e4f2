import { accept, aggregate, reject, sameFacts, type Decision } from '#libs/kernel';
import {
  evolveStatutes,
  noStatutes,
  type Clause,
  type StatutesAdopted,
  type StatutesEvent,
  type StatutesState,
} from './statutes.ts';

export type AdoptStatutes = Omit<StatutesAdopted, 'type' | 'statutesVersion'> & {
  readonly type: 'AdoptStatutes';
  /** Absent: the next one. */
  readonly statutesVersion?: number | undefined;
};
export type StatutesRejection =
  | { readonly type: 'GOV_STATUTES_VERSION_EXISTS'; readonly found: number }
  | { readonly type: 'GOV_STATUTES_VERSION_NOT_RISING'; readonly found: number; readonly required: number }
  | { readonly type: 'GOV_STATUTES_DAY_NOT_RISING'; readonly found: string; readonly required: string }
  | { readonly type: 'GOV_STATUTES_MAJORITY_UNATTAINABLE'; readonly clause: string };

type StatutesDecision = Decision<StatutesEvent, StatutesRejection>;

/** The statutes of a cluster stand in one stream, under the id of the cluster. */
export const statutes = aggregate({
  context: 'governance',
  name: 'statutes',
  initial: noStatutes,
  evolve: evolveStatutes,
  decide: adopt,
});

function adopt(command: AdoptStatutes, state: StatutesState): StatutesDecision {
  const last = state.versions.at(-1);
  if (last !== undefined && command.statutesVersion === undefined && sameFacts(versionOf(command, last), last))
    return accept();
  const adopted = versionOf(command, { statutesVersion: (last?.statutesVersion ?? 0) + 1 });
  const known = state.versions.find(({ statutesVersion }) => statutesVersion === adopted.statutesVersion);
  if (known !== undefined)
    return sameFacts(known, adopted)
      ? accept()
      : reject({ type: 'GOV_STATUTES_VERSION_EXISTS', found: adopted.statutesVersion });
  return notRising(adopted, last) ?? unattainable(adopted) ?? accept(adopted);
}

function versionOf(command: AdoptStatutes, unless: { readonly statutesVersion: number }): StatutesAdopted {
  return {
    ...command,
    type: 'StatutesAdopted',
    statutesVersion: command.statutesVersion ?? unless.statutesVersion,
  };
}

function notRising(adopted: StatutesAdopted, last: StatutesAdopted | undefined): StatutesDecision | undefined {
  if (last === undefined) return undefined;
  if (adopted.statutesVersion < last.statutesVersion)
    return reject({
      type: 'GOV_STATUTES_VERSION_NOT_RISING',
      found: adopted.statutesVersion,
      required: last.statutesVersion + 1,
    });
  if (adopted.inForceFrom < last.inForceFrom)
    return reject({
      type: 'GOV_STATUTES_DAY_NOT_RISING',
      found: adopted.inForceFrom,
      required: last.inForceFrom,
    });
  return undefined;
}

/** More than all of the votes can never be reached: such a clause would lock the association for good. */
function unattainable(adopted: StatutesAdopted): StatutesDecision | undefined {
  const found = Object.entries<Clause>(adopted.clauses).find(
    ([, { majority, strict }]) => strict && majority.numerator === majority.denominator,
  );
  return found === undefined ? undefined : reject({ type: 'GOV_STATUTES_MAJORITY_UNATTAINABLE', clause: found[0] });
}
