import { managerCommand } from '#libs/commands';
import { calendarDate, uuid } from '#libs/kernel';
import { standsAgainOn, step } from '#libs/process-managers';
import type { Annulled, ReferenceMove, Succession } from '#libs/process-managers';
import { mainHeirOf } from '#libs/succession';
import { call, type PassCall } from '../domain/call/call.ts';
import type { CallDocument } from '../read-models/calls/calls.projection.ts';

/** What passes one call. */
export const passCall = managerCommand<PassCall>({
  name: 'incubation.pass-call',
  summary: 'Pass a running call to the successor of the cluster that runs it.',
  aggregate: call,
  run: (tx, { id, body }) => tx.decide(call, id, body),
});

/** Running calls that a predecessor runs, or that this operation has moved in an earlier run: they pass with their applications. */
export function callsMoved(succession: Succession, candidates: readonly CallDocument[]): readonly ReferenceMove[] {
  const { operationId, effectiveOn, predecessors } = succession;
  return candidates.flatMap(({ callId, clusterId, call: known }) => {
    const { status, published, passings } = known;
    const moved = passings.find((each) => each.operationId === operationId && each.annulment === undefined);
    const from = moved?.from ?? clusterId;
    const again = standsAgainOn(succession, from);
    const isAfter = again !== undefined && again <= published.on;
    const isMoved = status === 'published' && predecessors.some((each) => each.clusterId === from) && !isAfter;
    if (moved === undefined && !isMoved) return [];
    const to = moved?.to ?? mainHeirOf(succession);
    const on = calendarDate(moved?.on ?? (published.on > effectiveOn ? published.on : effectiveOn));
    const body = { type: 'PassCall', from, to, operationId: uuid(operationId), annulment: undefined, on } as const;
    return [{ step: step(passCall, { key: `call:${callId}`, id: uuid(callId), body }) }];
  });
}

/** What this operation has moved and is not decided goes back by its annulment. */
export function callsMovedBack(succession: Annulled, candidates: readonly CallDocument[]): readonly ReferenceMove[] {
  const { operationId, annulledOn } = succession;
  return candidates.flatMap(({ callId, call: known }) => {
    const { status, passings } = known;
    const ofOperation = passings.filter((each) => each.operationId === operationId);
    const there = ofOperation.find(({ annulment }) => annulment === undefined);
    const isBack = ofOperation.some(({ annulment }) => annulment !== undefined);
    if (there === undefined || (status !== 'published' && !isBack)) return [];
    const body = {
      ...({ type: 'PassCall', annulment: true } as const),
      ...{ from: there.to, to: there.from, operationId: uuid(operationId), on: calendarDate(annulledOn) },
    };
    return [{ step: step(passCall, { key: `annulled-call:${callId}`, id: uuid(callId), body }) }];
  });
}
