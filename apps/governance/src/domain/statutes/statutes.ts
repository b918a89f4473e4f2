import { accept, acceptRepeat, cannotFollow, chronicle, sameFacts } from '#libs/kernel';
import type { CommandFor, Decision, EventOf, Refusal } from '#libs/kernel';
import type { DomainEvent, statutesEvents } from '#libs/contracts';
import { faultOf, type StatutesFault } from './statutes.faults.ts';

type StatutesEvent = DomainEvent<typeof statutesEvents>;
export type StatutesAdopted = EventOf<StatutesEvent, 'StatutesAdopted'>;

/** The versions of a cluster's statutes in the order of their days: an earlier one may be recorded late, with a number of its own. */
export interface StatutesState {
  readonly versions: readonly StatutesAdopted[];
}

export interface AdoptStatutes extends CommandFor<StatutesAdopted, 'AdoptStatutes', 'statutesVersion'> {
  /** Absent: the next one. */
  readonly statutesVersion?: number | undefined;
}

export type StatutesRejection = Refusal<'GOV_STATUTES_VERSION_EXISTS', 'found', number> | StatutesFault;

const initial: StatutesState = { versions: [] };

/** The statutes of a cluster are one stream, under the id of the cluster. */
export const statutes = chronicle({
  context: 'governance',
  name: 'statutes',
  prefix: 'GOV',
  initial,
  facts: {
    StatutesAdopted: {
      name: 'adoption',
      day: ({ inForceFrom }) => inForceFrom,
      changes: [
        'inForceFrom',
        'clauses',
        'specialClauses',
        'decidedBy',
        'proxiesPerHolder',
        'convocationDays',
        'membersInDefaultVote',
        'untilReplaced',
        'documentSha256',
      ],
    },
  },
  evolve,
  judge: ({ versions }) => versions.map(faultOf).find((refusal) => refusal !== undefined),
  decide,
});

function evolve({ versions }: StatutesState, adopted: StatutesAdopted): StatutesState {
  const known = versions.find(({ statutesVersion }) => statutesVersion === adopted.statutesVersion);
  if (known !== undefined)
    cannotFollow(adopted, `version ${String(adopted.statutesVersion)} is of ${known.inForceFrom}`);
  return { versions: [...versions, adopted] };
}

function decide(command: AdoptStatutes, { versions }: StatutesState): Decision<StatutesAdopted, StatutesRejection> {
  const { statutesVersion: given } = command;
  const numbers = versions.map(({ statutesVersion }) => statutesVersion);
  if (given === undefined && versions.some((known) => sameFacts(versionOf(command, known), known))) return accept();
  const adopted = versionOf(command, { statutesVersion: Math.max(0, ...numbers) + 1 });
  const { statutesVersion: found } = adopted;
  const known = versions.find(({ statutesVersion }) => statutesVersion === found);
  if (known !== undefined) return acceptRepeat(adopted, known, { type: 'GOV_STATUTES_VERSION_EXISTS', found });
  return accept(adopted);
}

function versionOf(command: AdoptStatutes, unless: Pick<StatutesAdopted, 'statutesVersion'>): StatutesAdopted {
  return { ...command, type: 'StatutesAdopted', statutesVersion: command.statutesVersion ?? unless.statutesVersion };
}
