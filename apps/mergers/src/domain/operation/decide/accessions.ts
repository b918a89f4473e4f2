import { accept, reject, sameFacts } from '#libs/kernel';
import type { Plan } from '../../rules/act.ts';
import type { OperationDecision } from '../operation.commands.ts';
import { following } from '../operation.evolve.ts';
import { joiningRestated } from '../joining.ts';
import type { Before, EventNamed, OperationEvent } from '../operation.ts';
import { decides, outOfOrder, referenceOf, type Decisions } from './decision.ts';

type Accession = 'AccessionRecorded' | 'AccessionWithdrawn';

/**
 * What the organisations say that the plan names and that are to join. A contract binds nobody but its parties, and makes no party of a third one (Code civil, art. 1199 and 1203; until 2016
 * art. 1165 and 1119): each is bound by its own accession, to the version that it was given. One that is missing holds nothing up.
 */
export const accessions = {
  RecordAccession: decides('AccessionRecorded', {
    isAlreadySo: ({ organisationId, planHash, signatory, on }, state) =>
      'accessions' in state &&
      state.plan.hash === planHash &&
      sameFacts(state.accessions[organisationId], { signatory, on }),
    otherwise: ({ organisationId, planHash, signatory, obstacle, on }, state) => {
      const { operationId, plan, accessions: known } = state;
      const stranger = notToJoin(plan.plan, organisationId);
      if (stranger !== undefined) return stranger;
      if (planHash !== plan.hash)
        return reject({
          type: 'MRG_ACCESSION_TO_ANOTHER_PLAN',
          found: `plan ${planHash}`,
          required: `plan ${plan.hash}`,
        });
      if (on < plan.draftedOn) return outOfOrder(`an accession on ${on}`, 'not before the draft of', plan.draftedOn);
      const before = known[organisationId];
      if (before?.withdrawn !== undefined && on < before.withdrawn.on)
        return outOfOrder(`an accession on ${on}`, 'not before the withdrawal of', before.withdrawn.on);
      if ('effectiveOn' in state && on > state.effectiveOn)
        return tooLate(`an accession on ${on}`, `one by the day of the effect, ${state.effectiveOn}`);
      if (before !== undefined && before.withdrawn === undefined) {
        const required = 'a correction of that fact, or its withdrawal before';
        return reject({ type: 'MRG_ALREADY_ACCEDED', found: `an accession of ${before.on}`, required });
      }
      if (obstacle !== undefined) return reject({ type: 'MRG_ORGANISATION_GONE', ...obstacle });
      const reference = referenceOf(operationId, plan);
      return restating(state, { type: 'AccessionRecorded', ...reference, organisationId, signatory, on });
    },
  }),

  WithdrawAccession: decides('AccessionWithdrawn', {
    isAlreadySo: ({ organisationId, reason, on }, state) =>
      'accessions' in state && sameFacts(state.accessions[organisationId]?.withdrawn, { reason, on }),
    otherwise: ({ organisationId, reason, on }, state) => {
      const { operationId, plan, accessions: known } = state;
      const stranger = notToJoin(plan.plan, organisationId);
      if (stranger !== undefined) return stranger;
      const before = known[organisationId];
      if (before === undefined || before.withdrawn !== undefined) {
        const found = before?.withdrawn === undefined ? 'no accession' : `one withdrawn on ${before.withdrawn.on}`;
        return reject({ type: 'MRG_NOT_ACCEDED', found, required: 'an accession that was not withdrawn' });
      }
      if (on < before.on) return outOfOrder(`a withdrawal on ${on}`, 'not before the accession of', before.on);
      if ('effectiveOn' in state && on >= state.effectiveOn)
        return tooLate(`a withdrawal on ${on}`, `one before the effect of ${state.effectiveOn}`);
      const reference = referenceOf(operationId, plan);
      return restating(state, { type: 'AccessionWithdrawn', ...reference, organisationId, reason, on });
    },
  }),
} satisfies Partial<Decisions>;

function notToJoin({ joining = [] }: Plan, organisationId: string): OperationDecision | undefined {
  const ids = joining.map((each) => each.organisationId);
  if (ids.includes(organisationId)) return undefined;
  return reject({
    type: 'MRG_NOT_TO_JOIN',
    found: organisationId,
    required: `one of ${ids.join(', ') || 'none'}`,
  });
}

function tooLate(found: string, required: string): OperationDecision {
  return reject({ type: 'MRG_ACCESSION_TOO_LATE', found, required });
}

/** Recorded after the effect, it changes who has joined by it. */
function restating(state: Before<Accession>, said: EventNamed<Accession>): OperationDecision {
  const [before, after] = [state, following(state, said)];
  return accept<OperationEvent>(said, ...joiningRestated(before, after, said.organisationId));
}
