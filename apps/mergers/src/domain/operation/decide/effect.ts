import { accept, earliest, invariant, reject, sameFacts, type CalendarDate } from '#libs/kernel';
import { foundedBy, type OperationFile, type Plan } from '../../rules/act.ts';
import { effectDay, lastApproval } from '../../rules/g8-effect-date.ts';
import type { Verdict } from '../../rules/rule.ts';
import { judge } from '../../rules/rule-book.ts';
import type { OperationDecision } from '../operation.commands.ts';
import { accededBy } from '../joining.ts';
import { asideKey, fileOf, inRoles, predecessorsOf, type Effective, type EventNamed } from '../operation.ts';
import { decides, outOfOrder, referenceOf, type Decisions } from './decision.ts';

/** From the conditions of the effect to the end of the transition. */
export const effect = {
  RecordCondition: decides('ConditionRecorded', {
    isAlreadySo: ({ conditionId, status, granted, on }, state) =>
      'conditions' in state && sameFacts(state.conditions[conditionId], { status, granted, on }),
    otherwise: (command, { operationId, plan }) => {
      const known = plan.plan.conditions.map(({ conditionId }) => conditionId);
      if (known.includes(command.conditionId)) return accept({ ...command, type: 'ConditionRecorded', operationId });
      const required = `one of ${known.join(', ') || 'none'}`;
      return reject({ type: 'MRG_CONDITION_UNKNOWN', found: command.conditionId, required });
    },
  }),

  /**
   * The day of effect follows from the law, not from the day on which it is recorded: an effect entered late still bears its own
   * day, and one asked for too early is refused with the first day on which it is lawful.
   */
  TakeEffect: decides('SuccessionTookEffect', {
    isAlreadySo: (_command, state) => 'effectiveOn' in state && state.status !== 'annulled',
    otherwise: ({ on, journalOfficielOn, obstacle }, state) => {
      const file = fileOf(state);
      const effectiveOn = earliest(on, effectDay(file, journalOfficielOn) ?? on);
      const judgement = judge({ act: 'take-effect', on: effectiveOn, journalOfficielOn }, file);
      if (!judgement.ok) return reject(judgement.refusal);
      if (obstacle !== undefined) return reject({ type: 'MRG_PLAN_NOT_FEASIBLE', ...obstacle });
      return accept(effectOf(file, effectiveOn, judgement.verdicts));
    },
  }),

  DeclareOperation: decides('OperationDeclared', {
    isAlreadySo: ({ authority, receipt, on }, state) =>
      'declarations' in state && state.declarations.some((known) => sameFacts(known, { authority, receipt, on })),
    otherwise: (command, state) =>
      beforeEffect('a declaration', command.on, state) ??
      accept({ ...command, type: 'OperationDeclared', operationId: state.operationId }),
  }),

  /** The transition is over when every context has reported what it moved. */
  CloseOperation: decides('OperationClosed', {
    isAlreadySo: (_command, { status }) => status === 'closed',
    otherwise: ({ on, reporting }, state) => {
      const early = beforeEffect('the end of the transition', on, state);
      if (early !== undefined) return early;
      if (state.declarations.length === 0) {
        const needed = 'one of the effect to the prefecture at least';
        return reject({ type: 'MRG_DECLARATION_MISSING', found: 'no declaration', required: needed });
      }
      // Nothing moves where a body comes back.
      const moving = state.kind === 'restoration' ? [] : reporting;
      const missing = moving.filter((context) => !(context in state.references));
      const required = `what was moved, from each of ${reporting.join(', ')}`;
      if (missing.length > 0)
        return reject({ type: 'MRG_REPORTS_MISSING', found: `no report of ${missing.join(', ')}`, required });
      const aside = Object.keys(state.aside);
      if (aside.length > 0)
        return reject({
          type: 'MRG_REFERENCES_SET_ASIDE',
          found: aside.join(', '),
          required: 'each moved or passed over',
        });
      return accept({ type: 'OperationClosed', operationId: state.operationId, on });
    },
  }),

  /** The contexts try again what they have set aside; each says what became of it. */
  RetryReferences: decides('ReferencesRetried', {
    otherwise: ({ on }, { operationId, aside }) =>
      Object.keys(aside).length > 0
        ? accept({ type: 'ReferencesRetried', operationId, on })
        : reject({
            type: 'MRG_NOT_SET_ASIDE',
            found: 'nothing is set aside',
            required: 'a reference that is set aside',
          }),
  }),

  /** It stays where it is for good, and the operation can be closed. */
  PassOverReference: decides('ReferencePassedOver', {
    otherwise: (command, { operationId, aside }) => {
      const key = asideKey(command);
      if (key in aside) return accept({ ...command, type: 'ReferencePassedOver', operationId });
      const required = `one of ${Object.keys(aside).join(', ') || 'none'}`;
      return reject({ type: 'MRG_NOT_SET_ASIDE', found: key, required });
    },
  }),

  RecordAside: decides('ReferenceSetAside', {
    isAlreadySo: ({ type: _type, ...facts }, state) =>
      'aside' in state && sameFacts(state.aside[asideKey(facts)], facts),
    otherwise: (command, { operationId }) => accept({ ...command, type: 'ReferenceSetAside', operationId }),
  }),

  /** One that was passed over meanwhile has been settled. */
  RecordRecovery: decides('ReferenceRecovered', {
    otherwise: (command, { operationId, aside }) =>
      asideKey(command) in aside ? accept({ ...command, type: 'ReferenceRecovered', operationId }) : accept(),
  }),

  /** Each context reports once: a second report of it says nothing new. */
  RecordReferences: decides('ReferencesMoved', {
    isAlreadySo: ({ context, annulment }, state) => {
      if (annulment === true) return state.status === 'annulled' && context in state.returned;
      return 'references' in state && context in state.references;
    },
    otherwise: (command, { operationId }) => accept({ ...command, type: 'ReferencesMoved', operationId }),
  }),
} satisfies Partial<Decisions>;

function beforeEffect(what: string, on: CalendarDate, { effectiveOn }: Effective): OperationDecision | undefined {
  return on < effectiveOn ? outOfOrder(`${what} on ${on}`, 'not before the effect of', effectiveOn) : undefined;
}

/** The public record of the effect by its kind: something passes, or a body comes back. */
export function effectOf(file: OperationFile, on: CalendarDate, verdicts: readonly Verdict[]) {
  return file.kind === 'restoration' ? restorationOf(file, on, verdicts) : successionOf(file, on, verdicts);
}

function restorationOf(
  file: OperationFile,
  on: CalendarDate,
  verdicts: readonly Verdict[],
): EventNamed<'BodyRestored'> {
  const decidedOn = lastApproval(file);
  invariant(file.plan !== undefined && decidedOn !== undefined, 'a return rests on an approved plan');
  const reference = referenceOf(file.operationId, file.plan);
  return { type: 'BodyRestored', ...reference, body: file.plan.plan.successor, decidedOn, verdicts, on };
}

/** The public record of the effect, from the plan that every assembly approved. */
export function successionOf(
  file: OperationFile,
  effectiveOn: CalendarDate,
  verdicts: readonly Verdict[],
): EventNamed<'SuccessionTookEffect'> {
  const decidedOn = lastApproval(file);
  invariant(file.plan !== undefined && decidedOn !== undefined, 'an effect rests on an approved plan');
  const { plan } = file.plan;
  const founded = foundedBy(plan, file);
  const heir = (each: Plan['successor']) => ({ ...each, created: founded.includes(each.clusterId) });
  const [giver] = named(inRoles(file, 'giving'));
  const federated = named(inRoles(file, 'federating'));
  const acceded = accededBy(file, effectiveOn);
  return {
    type: 'SuccessionTookEffect',
    ...referenceOf(file.operationId, file.plan),
    kind: file.kind,
    predecessors: named(predecessorsOf(file)),
    successor: heir(plan.successor),
    ...(plan.heirs === undefined ? {} : { heirs: plan.heirs.map(heir) }),
    ...(plan.allocation === undefined ? {} : { allocation: plan.allocation }),
    ...(giver === undefined ? {} : { giver }),
    ...(federated.length === 0 ? {} : { federated }),
    newAntennas: plan.newAntennas,
    antennaMapping: plan.antennaMapping,
    ...(plan.collegeMapping === undefined ? {} : { collegeMapping: plan.collegeMapping }),
    ...(acceded.length === 0 ? {} : { acceded }),
    transitionalGovernance: plan.transitionalGovernance,
    decidedOn,
    effectiveOn,
    accountingOn: plan.accountingDate,
    verdicts,
  };
}

function named(clusterIds: readonly string[]) {
  return clusterIds.map((clusterId) => ({ clusterId }));
}
