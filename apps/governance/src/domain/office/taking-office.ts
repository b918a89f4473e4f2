import { derivedId, reject } from '#libs/kernel';
import type { CalledElection } from '../election/election.ts';
import { electedPersons } from './by-election.ts';
import type { StartMandate } from './office.decide.ts';
import type { OfficeRejection } from './office.rejection.ts';
import type { OfficeState } from './office.ts';

/** The day from which those who were elected hold the office, and which mandates they follow. */
export interface TakingOffice {
  readonly since: string;
  readonly limit?: string | undefined;
  readonly follows?: readonly { readonly personId: string; readonly mandateId: string }[] | undefined;
}

type Mandate = Omit<StartMandate, 'body' | 'by' | 'ended'>;
type Taken =
  | { readonly ok: true; readonly mandates: readonly Mandate[] }
  | { readonly ok: false; readonly rejection: OfficeRejection };

/**
 * The mandates of those who were elected and have none of this election yet, or have one from the same day: the same again is a repeat. Whoever was
 * elected in an earlier round may have taken office before the others.
 */
export function mandatesOf(election: CalledElection, office: OfficeState, taking: TakingOffice): Taken {
  const { electionId, officeId } = election.called;
  const elected = electedPersons(election);
  const { since, limit, follows = [] } = taking;
  const isElected = (personId: string): boolean => elected.some(({ person }) => person.personId === personId);
  const stranger = follows.find(({ personId }) => !isElected(personId));
  if (elected.length === 0) return reject({ type: 'GOV_NOBODY_ELECTED' });
  if (stranger !== undefined) return reject(strangerAmong(stranger.personId, elected));
  const mandates = elected.flatMap(({ on: _electedOn, ...candidate }): readonly Mandate[] => {
    const { personId } = candidate.person;
    const known = mandateBy(electionId, personId, office);
    if (known !== undefined && known.since !== since) return [];
    const mandateId = known?.mandateId ?? derivedId('mandate by election', electionId, personId);
    const after = follows.find((each) => each.personId === personId)?.mandateId;
    return [
      {
        ...{ type: 'StartMandate', officeId, mandateId, ...candidate, how: 'elected', since, electionId, election },
        ...(limit === undefined ? {} : { limit }),
        ...(after === undefined ? {} : { follows: after }),
      },
    ];
  });
  return mandates.length === 0 ? reject({ type: 'GOV_MANDATE_EXISTS' }) : { ok: true, mandates };
}

function strangerAmong(found: string, elected: ReturnType<typeof electedPersons>): OfficeRejection {
  const required = elected.map(({ person }) => person.personId).join(', ');
  return { type: 'GOV_PERSON_NOT_ELECTED', found, required };
}

function mandateBy(electionId: string, personId: string, office: OfficeState) {
  if (office.status === 'absent') return undefined;
  return office.mandates.find((each) => each.started.electionId === electionId && each.personId === personId);
}
