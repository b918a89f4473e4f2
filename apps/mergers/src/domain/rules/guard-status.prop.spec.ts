import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { addDays, daysBetween, fold, type CalendarDate } from '#libs/kernel';
import { propertySeed } from '#libs/kernel/testing';
import {
  absorption,
  absorptionPlan,
  adopt,
  blockingCondition,
  clause,
  conditionId,
  creation,
  creationPlan,
  day,
  digitalLeague,
  draft,
  inFavour,
  split,
  splitPlan,
  numelink,
  operationId,
  otherOperationId,
  start,
  takeEffect,
  tooFew,
  vote,
} from '../../../test/sample-operation.ts';
import { engagement } from '../engagement/engagement.ts';
import type { OperationCommand } from '../operation/operation.commands.ts';
import { operation } from '../operation/operation.decide.ts';
import { fileOf, type StartedRecord } from '../operation/operation.ts';
import { guardStatuses } from './rule-book.ts';
import type { GuardStatus } from './rule.ts';

type Kind = 'fusion-absorption' | 'fusion-creation' | 'scission';
const casts = { 'fusion-absorption': absorption, 'fusion-creation': creation, scission: split };
const plans = { 'fusion-absorption': absorptionPlan, 'fusion-creation': creationPlan, scission: splitPlan };

/** Around the decree of 1 October 2015 and the reform of 1 October 2016. */
const FIRST = day('2015-08-01');
const anyDay = fc.integer({ min: 0, max: 480 }).map((days) => addDays(FIRST, days));
const anyPlan = (kind: Kind) =>
  fc
    .record({
      openPoints: fc.constantFrom<string[]>([], [], [], ['the name']),
      conditions: fc.constantFrom([], [], [blockingCondition]),
      effectDate: fc.option(anyDay, { nil: undefined }),
    })
    .map((changes) => plans[kind](changes));

/** What may have happened to an operation: whatever of it was lawful. */
const anyOperation = fc.constantFrom<Kind>('fusion-absorption', 'fusion-creation', 'scission').chain((kind) =>
  anyPlan(kind).chain((plan) => {
    const bodies = casts[kind].map(({ clusterId }) => clusterId);
    const body = fc.constantFrom(...bodies);
    const step: fc.Arbitrary<OperationCommand> = fc.oneof(
      { weight: 3, arbitrary: fc.tuple(body, anyDay).map(([clusterId, on]) => adopt(clusterId, plan, on)) },
      fc
        .tuple(body, anyDay)
        .map(([clusterId, scheduledFor]) => ({ type: 'ScheduleAssembly', clusterId, scheduledFor }) as const),
      {
        weight: 3,
        arbitrary: fc
          .tuple(body, fc.constantFrom(inFavour, inFavour, tooFew), anyDay)
          .map(([clusterId, tally, on]) => vote(clusterId, tally, on)),
      },
      fc
        .tuple(fc.constantFrom<'fulfilled' | 'waived' | 'failed'>('fulfilled', 'waived', 'failed'), anyDay)
        .map(([status, on]) => ({ type: 'RecordCondition', conditionId, status, on }) as const),
      anyDay.map((on) => takeEffect(on)),
    );
    return fc
      .array(step, { maxLength: 14 })
      .map((steps) => happened([start(kind, casts[kind]), draft(plan, FIRST), ...steps]));
  }),
);

function happened(commands: readonly OperationCommand[]): StartedRecord {
  const state = commands.reduce((before, command) => {
    const decision = operation.decide(command, before);
    return decision.ok ? fold(operation, decision.events, before) : before;
  }, operation.initial);
  if (state.status === 'absent') throw new Error('no operation');
  return state;
}

/** The acts that are still to come, as commands on a day, with the guards that may have a word in each. */
function actsToCome(
  state: StartedRecord,
  on: CalendarDate,
): readonly [OperationCommand, string | undefined, string[]][] {
  const { participants, plan, adoptions, assemblies, votes, effectiveOn } = fileOf(state);
  const effect: [OperationCommand, undefined, string[]] = [takeEffect(on), undefined, ['G7', 'G8']];
  const ofBodies = participants.flatMap(({ clusterId }): [OperationCommand, string | undefined, string[]][] => [
    ...(plan === undefined || clusterId in adoptions
      ? []
      : [[adopt(clusterId, plan.plan, on), undefined, ['G1']] as [OperationCommand, undefined, string[]]]),
    ...(clusterId in assemblies || clusterId in votes
      ? []
      : ([
          [{ type: 'ScheduleAssembly', clusterId, scheduledFor: on }, clusterId, ['G2']],
          [vote(clusterId, inFavour, on), clusterId, ['G2', 'G6']],
        ] as [OperationCommand, string, string[]][])),
  ]);
  return effectiveOn === undefined ? [...ofBodies, effect] : ofBodies;
}

/** Whether the status of a guard says that its act passes on the day asked about; a guard that asks for nothing lets it pass. */
function passes(own: GuardStatus | undefined, on: CalendarDate): boolean {
  return own === undefined || own.state === 'passed' || own.earliestLawfulDate === on;
}

const clauseOn = (clusterId: string, on: CalendarDate) =>
  clusterId === digitalLeague || on < FIRST ? undefined : clause;

describe('the status of a guard on any day of any operation', () => {
  const options = { numRuns: 300, seed: propertySeed() };

  it('passes exactly where the command of that act on that day is not refused by that guard', () => {
    const seen = { accepted: 0, refused: 0 };
    fc.assert(
      fc.property(anyOperation, anyDay, (state, on) => {
        const all = guardStatuses(fileOf(state), { on, engagements: {}, clauseOn });
        for (const [command, clusterId, guards] of actsToCome(state, on)) {
          const decision = operation.decide(command, state);
          const refusedBy = !decision.ok && 'guard' in decision.rejection ? decision.rejection.guard : undefined;
          const passing = guards.filter((guard) =>
            passes(
              all.find((own) => own.guard === guard && own.clusterId === clusterId),
              on,
            ),
          );
          if (decision.ok) expect({ command, passing }).toEqual({ command, passing: guards });
          if (refusedBy !== undefined)
            expect({ command, passing }).not.toEqual({ command, passing: expect.arrayContaining([refusedBy]) });
          if (decision.ok) seen.accepted += 1;
          if (refusedBy !== undefined) seen.refused += 1;
        }
      }),
      options,
    );
    expect(Math.min(seen.accepted, seen.refused)).toBeGreaterThan(20);
  });

  it('names the earliest lawful day: lawful then, and on no day between', () => {
    fc.assert(
      fc.property(anyOperation, anyDay, (state, on) => {
        const file = fileOf(state);
        const at = (asked: CalendarDate) => guardStatuses(file, { on: asked, engagements: {}, clauseOn });
        const open = at(on).filter(({ state }) => state === 'not-yet-due');
        for (const { guard, clusterId, earliestLawfulDate } of open) {
          if (earliestLawfulDate === undefined) continue;
          const passesOn = (asked: CalendarDate) =>
            passes(
              at(asked).find((own) => own.guard === guard && own.clusterId === clusterId),
              asked,
            );
          const days = daysBetween(on, earliestLawfulDate);
          const between = [0, 1, Math.trunc(days / 2), days - 1].filter((each) => each >= 0 && each < days);
          expect({ guard, on, lawful: passesOn(earliestLawfulDate) }).toEqual({ guard, on, lawful: true });
          for (const each of between) expect(passesOn(addDays(on, each))).toBe(false);
        }
      }),
      options,
    );
  });

  it('of a body that another operation binds is failed, and binding it is refused (G12)', () => {
    fc.assert(
      fc.property(anyOperation, anyDay, fc.constantFrom(undefined, operationId, otherOperationId), (state, on, by) => {
        const file = fileOf(state);
        const clusterId = file.participants[1]?.clusterId ?? numelink;
        const question = { on, engagements: by === undefined ? {} : { [clusterId]: by }, clauseOn };
        const own = guardStatuses(file, question).find((each) => each.guard === 'G12' && each.clusterId === clusterId);
        const decision = engagement.decide({ type: 'Engage', clusterId, operationId, on }, { by });
        expect({ by, failed: own?.state === 'failed' }).toEqual({ by, failed: !decision.ok });
      }),
      options,
    );
  });

  it('has passed what the record says was done: a verdict that an event carries is no failure later', () => {
    fc.assert(
      fc.property(anyOperation, anyDay, (state, on) => {
        const file = fileOf(state);
        for (const { guard, clusterId, state: status } of guardStatuses(file, { on, engagements: {}, clauseOn })) {
          const voted = clusterId !== undefined && file.votes[clusterId]?.outcome === 'adopted';
          if (voted && (guard === 'G2' || guard === 'G6')) expect(status).toBe('passed');
          if (file.effectiveOn !== undefined) expect([guard, status]).toEqual([guard, 'passed']);
        }
      }),
      options,
    );
  });
});
