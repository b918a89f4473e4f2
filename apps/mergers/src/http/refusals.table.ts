import type { RefusalTable } from '#libs/commands';
import type { OperationRejection } from '../domain/operation/operation.commands.ts';

export type MergersCode = OperationRejection['type'];

/** How the refusals of this context read at the edge. */
export const mergersRefusals: RefusalTable<MergersCode> = {
  MRG_OPERATION_NOT_FOUND: { status: 404, title: 'Operation not found.' },
  MRG_OPERATION_EXISTS: { status: 409, title: 'An operation with this id exists with different data.' },
  MRG_PARTICIPANTS_DO_NOT_FIT: {
    status: 400,
    title: 'The participants or their roles do not match the kind of operation, or do not stand.',
    path: '/participants',
  },
  MRG_WRONG_STATUS: { status: 409, title: 'The status of the operation does not permit this act.' },
  MRG_NOT_A_PARTICIPANT: { status: 409, title: 'The body does not participate in the operation.' },
  MRG_PLAN_INCONSISTENT: {
    status: 400,
    title: 'The plan contradicts the operation, the register or itself.',
    path: '/plan',
  },
  MRG_PLAN_NOT_FEASIBLE: {
    status: 409,
    title: 'What the operation names does not exist, stands no more, or is not its own.',
  },
  MRG_PLAN_HAS_OPEN_POINTS: { status: 409, title: 'A plan with open points cannot be adopted.' },
  MRG_OUT_OF_ORDER: { status: 409, title: 'The act is dated before the act it depends on.' },
  MRG_TALLY_IMPOSSIBLE: { status: 422, title: 'The figures of the ballot are impossible.' },
  MRG_ALREADY_VOTED: { status: 409, title: 'The assembly of this body has already approved the plan.' },
  MRG_FACT_NOT_FOUND: { status: 404, title: 'Nothing that was recorded here has this id, or it was taken back.' },
  MRG_FACT_CONTRADICTED: { status: 409, title: 'Something else that is recorded cannot be so together with this.' },
  MRG_CONDITION_UNKNOWN: { status: 409, title: 'Condition not found in the plan.' },
  MRG_DECLARATION_MISSING: {
    status: 409,
    title: 'The effect has not yet been declared to the prefecture (law of 1901, art. 5).',
  },
  MRG_REPORTS_MISSING: { status: 409, title: 'A context has not yet reported what it transferred.' },
  MRG_NOT_SET_ASIDE: { status: 409, title: 'No context has set this reference aside.' },
  MRG_REFERENCES_SET_ASIDE: {
    status: 409,
    title: 'A reference that could not be moved is set aside: mend its cause and retry, or pass it over.',
  },
  MRG_PLANS_DIFFER: { status: 409, title: 'Every board must adopt the same plan.' },
  MRG_ASSEMBLY_TOO_EARLY: {
    status: 409,
    title: 'An assembly may decide two calendar months after its board at the earliest.',
  },
  MRG_STATUTES_UNKNOWN: {
    status: 409,
    title: 'A vote requires the dissolution clause of the statutes in force on that day.',
  },
  MRG_CONDITION_OPEN: { status: 409, title: 'A blocking condition is open.' },
  MRG_JOURNAL_OFFICIEL_MISSING: {
    status: 409,
    title: 'A new body takes effect with its publication in the Journal officiel.',
  },
  MRG_EFFECT_TOO_EARLY: { status: 409, title: 'The effect cannot be earlier than the first lawful day.' },
  MRG_BODY_ENGAGED: { status: 409, title: 'A body cannot be in two operations past ADOPTED at the same time.' },
};
