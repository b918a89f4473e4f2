import type { CommandRequest, CorrectionBody, Transaction } from '#libs/commands';
import { bindParticipants, participantsOf } from '../binding.ts';
import { operation } from '../domain/operation/operation.decide.ts';

/** An operator acts for a participant, or only for the body that the act is about and not for its partners. */
export const byParticipants = {
  scope: ({ id }: CommandRequest<unknown>, tx: Transaction) => participantsOf(tx, id),
  also: bindParticipants,
};

/** A fact is corrected by whoever may state it: of a body, for that body. */
export const byFact = {
  scope: async ({ id, body }: CommandRequest<unknown>, tx: Transaction) => {
    const { facts } = await tx.read(operation, id);
    const fact = facts.find((each) => each.id === (body as CorrectionBody).fact)?.event;
    return fact !== undefined && 'clusterId' in fact ? [fact.clusterId] : participantsOf(tx, id);
  },
  also: bindParticipants,
};

/** The refusals of an act on the operation, and of one on a body in it. */
export const OF_OPERATION = ['MRG_OPERATION_NOT_FOUND', 'MRG_WRONG_STATUS'] as const;
export const OF_BODY = ['MRG_OPERATION_NOT_FOUND', 'MRG_NOT_A_PARTICIPANT', 'MRG_WRONG_STATUS'] as const;

export const OF_FACT = ['MRG_OPERATION_NOT_FOUND', 'MRG_FACT_NOT_FOUND', 'MRG_FACT_CONTRADICTED'] as const;
