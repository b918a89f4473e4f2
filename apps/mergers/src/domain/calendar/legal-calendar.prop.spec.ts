import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { addDays, fold, type CalendarDate } from '#libs/kernel';
import { propertySeed } from '#libs/kernel/testing';
import { counted } from '../../../test/guard-files.ts';
import {
  adopt,
  clause,
  day,
  documents,
  draft,
  inFavour,
  notice,
  numelink,
  samples,
  start,
  takeEffect,
  vote,
} from '../../../test/sample-operation.ts';
import type { OperationCommand } from '../operation/operation.commands.ts';
import { operation } from '../operation/operation.decide.ts';
import { fileOf, type OperationRecord } from '../operation/operation.ts';
import type { Plan } from '../rules/act.ts';
import { COUNTING_WAYS } from '../rules/delay.ts';
import { legalCalendar, type Deadline } from './legal-calendar.ts';

const FIRST = day('2015-10-01');
const anyDay = fc.integer({ min: 0, max: 1_500 }).map((days) => addDays(FIRST, days));
const staffOpinion = [{ clusterId: numelink, basis: 'accord' }];
const anyPlan = fc
  .record({
    sample: fc.constantFrom(...samples),
    way: fc.constantFrom(...COUNTING_WAYS),
    large: fc.boolean(),
    asksStaff: fc.boolean(),
    waits: fc.boolean(),
  })
  .map(({ sample, way, large, asksStaff, waits }) => {
    const { parameters } = counted(way, 'G2', 'G3', 'G4');
    const conditions = waits ? [{ conditionId: numelink, description: 'Bank', blocking: true }] : [];
    const valued = large ? { contributionsEuros: 3_000_000 } : {};
    const chosen = { ...parameters, ...(asksStaff ? { staffOpinion } : {}) };
    return { sample, plan: sample.plan({ ...valued, conditions, parameters: chosen }) };
  });

/** How far an operation has come: nothing but its plan, its adoptions, its documents and notices. */
const anyTrial = fc
  .record({ planned: anyPlan, on: anyDay, done: fc.constantFrom(0, 0, 1, 2, 3, 4), ago: fc.nat(70) })
  .map(({ planned, ...trial }) => ({ ...planned, ...trial }));
type Trial = typeof anyTrial extends fc.Arbitrary<infer Each> ? Each : never;

function play(commands: readonly OperationCommand[], from: OperationRecord = operation.initial) {
  let state = from;
  for (const command of commands) {
    const decision = operation.decide(command, state);
    if (!decision.ok) return { state, refusal: decision.rejection };
    state = fold(operation, decision.events, state);
  }
  return { state, refusal: undefined };
}

function opens(clusterId: string, on: CalendarDate): OperationCommand {
  return { ...(documents(clusterId, on) as OperationCommand & { type: 'OpenDocuments' }), auditorReport: { date: on } };
}

function begun({ sample, plan, on, done, ago }: Trial): OperationRecord {
  const before = addDays(on, -ago);
  const bodies = sample.participants.map(({ clusterId }) => clusterId);
  const consulted = bodies.map(
    (clusterId) => ({ type: 'RecordConsultation', clusterId, opinion: 'none', on: before }) as const,
  );
  const adopted = bodies.map((clusterId) => adopt(clusterId, plan, before));
  const opened = bodies.map((clusterId) => opens(clusterId, on));
  const noticed = bodies.map((clusterId) => notice(clusterId, on));
  const { state, refusal } = play([
    ...[start(sample.kind, sample.participants), draft(plan, before)],
    ...[consulted, adopted, opened, noticed].slice(0, done).flat(),
  ]);
  expect(refusal).toBeUndefined();
  return state;
}

/** The command of a step on a day. */
function commandOf({ step, clusterId = '' }: Deadline, plan: Plan, on: CalendarDate): OperationCommand {
  switch (step) {
    case 'draft-plan':
      return draft(plan, on);
    case 'record-consultation':
      return { type: 'RecordConsultation', clusterId, opinion: 'none', on };
    case 'adopt-plan':
      return adopt(clusterId, plan, on);
    case 'open-documents':
      return opens(clusterId, on);
    case 'publish-notice':
      return notice(clusterId, on);
    case 'record-vote':
      return vote(clusterId, inFavour, on);
    case 'take-effect':
      // An umbrella is published on the day of its effect at the latest.
      return takeEffect(on, on);
  }
}

const ORDER = ['record-consultation', 'adopt-plan', 'open-documents', 'publish-notice', 'record-vote', 'take-effect'];

/** Every step on its last day, one of them some days later. */
function taken(state: OperationRecord, steps: readonly Deadline[], plan: Plan, late?: { at: Deadline; by: number }) {
  const commands = steps
    .toSorted((a, b) => ORDER.indexOf(a.step) - ORDER.indexOf(b.step))
    .map((step) => commandOf(step, plan, late?.at === step ? addDays(step.latest, late.by) : step.latest));
  const lifted = plan.conditions.map(({ conditionId }): OperationCommand => {
    return { type: 'RecordCondition', conditionId, status: 'fulfilled', on: FIRST };
  });
  return play([...lifted, ...commands], state);
}

const questionOn = (on: CalendarDate) => ({ on, engagements: {}, clauseOn: () => clause });
const runs = { numRuns: 120, seed: propertySeed() };

describe('the legal calendar', () => {
  it('is true: with every step on its last day the target is met, and with one of them a day later it is refused', () => {
    const late = new Map<string, number>();
    fc.assert(
      fc.property(
        anyTrial,
        fc.integer({ min: 100, max: 400 }),
        fc.nat(20),
        fc.integer({ min: 1, max: 3 }),
        (trial, ahead, nth, by) => {
          const state = begun(trial);
          if (state.status === 'absent') throw new Error('no operation');
          const target = addDays(trial.on, ahead);
          const { steps } = legalCalendar(fileOf(state), questionOn(trial.on), target);
          expect(steps.filter(({ isTooLate }) => isTooLate)).toEqual([]);
          const { state: after, refusal } = taken(state, steps, trial.plan);
          expect({ refusal, status: after.status, on: 'effectiveOn' in after ? after.effectiveOn : undefined }).toEqual(
            {
              ...{ refusal: undefined, status: 'effective', on: target },
            },
          );
          const guarded = steps.filter(({ guards, step }) => guards.length > 0 && step !== 'take-effect');
          // A kind of step that has not been late yet comes first, so that each is among them whatever the seed.
          const at = guarded.find(({ step }) => !late.has(step)) ?? guarded[nth % Math.max(guarded.length, 1)];
          if (at === undefined) return;
          expect([at.step, taken(state, steps, trial.plan, { at, by }).refusal === undefined]).toEqual([
            at.step,
            false,
          ]);
          late.set(at.step, (late.get(at.step) ?? 0) + 1);
        },
      ),
      runs,
    );
    expect([...late.keys()].toSorted()).toEqual([
      'adopt-plan',
      'open-documents',
      'publish-notice',
      'record-consultation',
    ]);
  });

  it('and its earliest effect agree: nothing is too late for it, and something is for the day before', () => {
    fc.assert(
      fc.property(anyTrial, (trial) => {
        const state = begun(trial);
        if (state.status === 'absent') throw new Error('no operation');
        const { earliestEffect = trial.on } = legalCalendar(fileOf(state), questionOn(trial.on));
        const missing = (target: CalendarDate) =>
          legalCalendar(fileOf(state), questionOn(trial.on), target).steps.filter(({ isTooLate }) => isTooLate);
        expect({ earliestEffect, missing: missing(earliestEffect) }).toEqual({ earliestEffect, missing: [] });
        const isMet = taken(
          state,
          legalCalendar(fileOf(state), questionOn(trial.on), earliestEffect).steps,
          trial.plan,
        );
        expect(isMet.refusal).toBeUndefined();
        const before = addDays(earliestEffect, -1);
        const { steps } = legalCalendar(fileOf(state), questionOn(trial.on), before);
        const isTooEarly = missing(before).length > 0 || taken(state, steps, trial.plan).refusal !== undefined;
        expect({ before, isTooEarly }).toEqual({ before, isTooEarly: true });
      }),
      runs,
    );
  });
});
