import { managerCommand } from '#libs/commands';
import { uuid } from '#libs/kernel';
import { standsAgainOn, step, type Annulled, type ManagerStep, type Succession } from '#libs/process-managers';
import type { ReadModels } from '#libs/projections';
import { heirOf, heirsOf, sourcesOf } from '#libs/succession';
import { subsidy, type SubsidyCommand } from '../domain/subsidies/subsidy.decide.ts';
import { holderOf, subsidyOn, type KnownSubsidy, type SubsidyFact } from '../domain/subsidies/subsidy.ts';
import { subsidies, type SubsidyDocument } from '../read-models/subsidies/subsidies.projection.ts';

type Effect = Pick<
  Succession,
  'operationId' | 'predecessors' | 'successor' | 'heirs' | 'giver' | 'allocation' | 'effectiveOn' | 'restored'
>;

export const followSubsidy = managerCommand<Extract<SubsidyCommand, { readonly type: 'SucceedSubsidy' }>>({
  name: 'membership.follow-subsidy',
  summary: 'Let a subsidy follow the merger of its cluster, as its policy says.',
  aggregate: subsidy,
  run: (tx, { id, body }) => tx.decide(subsidy, id, body),
});

/** The subsidies that a merger may concern: those of the bodies of which something passes, and what passed to their heirs. */
export function subsidiesOfMerger(effect: Effect, models: ReadModels) {
  const ids = [...sourcesOf(effect), ...heirsOf(effect).map(({ clusterId }) => clusterId)];
  return models.of(subsidies).all({ cluster_id: ids });
}

/** A subsidy that reaches its heir, or lapses on its way, as it was before. */
interface PassingSubsidy {
  readonly subsidyId: string;
  readonly from: string;
  readonly to: string;
  readonly before: KnownSubsidy;
}

/** Each subsidy that passes from the body that has it on the day of the effect and that has not ended. The list is the same in a repeat: it is judged without what this operation did. */
export function passingSubsidies(effect: Effect, documents: readonly SubsidyDocument[]): readonly PassingSubsidy[] {
  const { operationId, effectiveOn: on } = effect;
  return documents.flatMap(({ subsidyId, facts }) => {
    const others = facts.filter((fact) => fact.type !== 'SubsidySucceeded' || fact.operationId !== operationId);
    const before = subsidyOn(
      others.filter((fact) => isBefore(fact, on)),
      on,
    );
    const from = before && holderOf(before);
    if (before === undefined || from === undefined || before.end !== undefined) return [];
    if (isOfRestored(effect, from, facts)) return [];
    const to = heirOf(effect, from, { kind: 'subsidy', id: subsidyId });
    return to === undefined ? [] : [{ subsidyId, from, to, before }];
  });
}

export function subsidySteps(effect: Effect, documents: readonly SubsidyDocument[]): readonly ManagerStep[] {
  const { operationId, effectiveOn: on } = effect;
  return passingSubsidies(effect, documents).map(({ subsidyId, from, to }) => {
    const body = { type: 'SucceedSubsidy', subsidyId, from, to, operationId, on } as const;
    return step(followSubsidy, { key: `subsidy:${subsidyId}`, id: uuid(subsidyId), body });
  });
}

/** Whether it was asked for once its cluster had come back: then the merger that had ended the cluster does not reach it. */
function isOfRestored({ restored }: Effect, from: string, facts: readonly SubsidyFact[]): boolean {
  const again = restored === undefined ? undefined : standsAgainOn({ restored }, from);
  const requested = facts.find(({ type }) => type === 'SubsidyRequested')?.on;
  return again !== undefined && requested !== undefined && again <= requested;
}

/** A consent follows the merger that asked for it. */
function isBefore(fact: SubsidyFact, on: string): boolean {
  return fact.type !== 'SubsidyConsentGiven' || fact.on < on;
}

/** Each subsidy that a merger had passed on goes back with its annulment; one that has lapsed or was refused stays as it is. */
export function subsidyReturns(
  { operationId, annulledOn: on }: Annulled,
  documents: readonly SubsidyDocument[],
): readonly ManagerStep[] {
  return documents.flatMap(({ subsidyId, facts }) => {
    const isReturn = (fact: SubsidyFact): boolean =>
      fact.type === 'SubsidySucceeded' && fact.operationId === operationId && fact.annulment === true;
    const others = facts.filter((fact) => !isReturn(fact));
    const before = subsidyOn(
      others.filter((fact) => isBefore(fact, on)),
      on,
    );
    const index = before?.holdings.findIndex((each) => each.operationId === operationId) ?? -1;
    const [to, from] = [before?.holdings[index - 1]?.clusterId, before?.holdings[index]?.clusterId];
    if (to === undefined || from === undefined || before?.end !== undefined) return [];
    const ends = { from, to };
    const body = { type: 'SucceedSubsidy', subsidyId, ...ends, operationId, annulment: true, on } as const;
    return [step(followSubsidy, { key: `annulled-subsidy:${subsidyId}`, id: uuid(subsidyId), body })];
  });
}
