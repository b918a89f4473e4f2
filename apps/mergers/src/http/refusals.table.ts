import type { RefusalTable } from '#libs/commands';
import type { OperationRejection } from '../domain/operation/operation.commands.ts';

export type MergersCode = OperationRejection['type'];

/** How the refusals of this context read at the edge. */
export const mergersRefusals: RefusalTable<MergersCode> = {
  MRG_OPERATION_NOT_FOUND: { status: 404, title: 'There is no such operation.' },
  MRG_OPERATION_EXISTS: { status: 409, title: 'Another operation stands under this id.' },
  MRG_PARTICIPANTS_DO_NOT_FIT: {
    status: 400,
    title: 'The participants or their roles do not fit the kind of operation.',
    path: '/participants',
  },
  MRG_WRONG_STATUS: { status: 409, title: 'The operation is not in a status that takes this act.' },
  MRG_NOT_A_PARTICIPANT: { status: 409, title: 'This body has no part in the operation.' },
  MRG_PLAN_INCONSISTENT: { status: 400, title: 'The plan contradicts the operation or itself.', path: '/plan' },
  MRG_PLAN_HAS_OPEN_POINTS: { status: 409, title: 'A plan with open points cannot be adopted.' },
  MRG_OUT_OF_ORDER: { status: 409, title: 'The act is dated before the one it rests on.' },
  MRG_TALLY_IMPOSSIBLE: { status: 422, title: 'The numbers of this ballot cannot be true.' },
  MRG_ALREADY_VOTED: { status: 409, title: 'The assembly of this body has approved the plan already.' },
  MRG_CONDITION_UNKNOWN: { status: 409, title: 'The plan has no such condition.' },
  MRG_REPORTS_MISSING: { status: 409, title: 'A context has not reported yet what it moved.' },
  MRG_PLANS_DIFFER: { status: 409, title: 'Every board adopts the same plan.' },
  MRG_ASSEMBLY_TOO_EARLY: {
    status: 409,
    title: 'An assembly decides two calendar months after its board at the earliest.',
  },
  MRG_STATUTES_UNKNOWN: {
    status: 409,
    title: 'A vote is judged under the dissolution clause of statutes in force that day.',
  },
  MRG_CONDITION_OPEN: { status: 409, title: 'A blocking condition is open.' },
  MRG_JOURNAL_OFFICIEL_MISSING: {
    status: 409,
    title: 'A new body takes effect with its publication in the Journal officiel.',
  },
  MRG_EFFECT_TOO_EARLY: { status: 409, title: 'The legal effect cannot be earlier than its lawful day.' },
  MRG_BODY_ENGAGED: { status: 409, title: 'A body cannot be in two operations past ADOPTED at once.' },
};
