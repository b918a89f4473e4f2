import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { addDays, daysBetween, fold, latest, type CalendarDate } from '#libs/kernel';
import { propertySeed } from '#libs/kernel/testing';
import { counted, type Guarded } from './guard-files.ts';
import {
  adopt,
  blockingCondition,
  clause,
  conditionId,
  day,
  documents,
  draft,
  inFavour,
  notice,
  numelink,
  split,
  samples,
  splitPlan,
  start,
  takeEffect,
  vote,
  type Sample,
} from './sample-operation.ts';
import type { OperationCommand, OperationRejection } from '../src/domain/operation/operation.commands.ts';
import { operation } from '../src/domain/operation/operation.decide.ts';
import type { OperationRecord } from '../src/domain/operation/operation.ts';
import type { Plan } from '../src/domain/rules/act.ts';
import { COUNTING_WAYS, type CountingWay } from '../src/domain/rules/delay.ts';

/** Around the decree of 1 October 2015, a leap day, Easter Monday of 2016, and the reform of contracts. */
const FIRST = day('2015-07-01');
const anyDay = fc.integer({ min: 0, max: 600 }).map((days) => addDays(FIRST, days));
const GUARDED: readonly Guarded[] = ['G2', 'G3', 'G4'];

const staffOpinion = [{ clusterId: numelink, basis: 'accord' }];
/** A split that founds a body waits for its publication, and no waiting brings that. */
const founding: Sample = { kind: 'scission', participants: split, plan: splitPlan };
const anyPlan = (way: CountingWay): fc.Arbitrary<{ readonly sample: Sample; readonly first: Plan }> =>
  fc
    .record({
      contributionsEuros: fc.constantFrom(null, null, 2_000_000),
      conditions: fc.constantFrom([], [], [blockingCondition]),
      effectDate: fc.option(anyDay, { nil: undefined }),
      asksStaff: fc.boolean(),
      sample: fc.constantFrom(...samples, founding),
    })
    .map(({ asksStaff, sample, ...changes }) => {
      const { parameters } = counted(way, ...GUARDED);
      const chosen = { ...parameters, ...(asksStaff ? { staffOpinion } : {}) };
      return { sample, first: sample.plan({ ...changes, parameters: chosen }) };
    });

/** Statutes with a dissolution clause since a day on: before it no vote is lawful. */
const votes = (clusterId: string, on: CalendarDate): OperationCommand => {
  const clauseOn = (each: CalendarDate) => (each < '2015-08-01' ? undefined : clause);
  return {
    ...(vote(clusterId, inFavour, on) as OperationCommand & { type: 'RecordVote' }),
    clause: clauseOn(on),
    clauseOn,
  };
};
const opens = (clusterId: string, on: CalendarDate, date: CalendarDate | undefined): OperationCommand => ({
  ...(documents(clusterId, on) as OperationCommand & { type: 'OpenDocuments' }),
  ...(date === undefined ? {} : { auditorReport: { date } }),
});

/** An operation that came as far as was lawful: each body with days of its own, around one day. */
const anyTrial = fc
  .record({ way: fc.constantFrom(...COUNTING_WAYS), around: anyDay })
  .chain(({ way, around }) => {
    const near = (from: number, to: number) => fc.integer({ min: from, max: to }).map((days) => addDays(around, days));
    const ofBody = fc.record({
      ...{ consulted: near(-9, 3), adopted: near(0, 6), report: fc.option(near(0, 40), { nil: undefined }) },
      ...{ opened: fc.option(near(3, 40), { nil: undefined }), noticed: fc.option(near(3, 60), { nil: undefined }) },
      ...{ voted: fc.option(near(20, 110), { nil: undefined }), called: fc.option(near(60, 110), { nil: undefined }) },
    });
    return fc.record({
      ...{ way: fc.constant(way), planned: anyPlan(way), bodies: fc.tuple(ofBody, ofBody) },
      ...{
        drafted: near(-20, 2),
        lifted: fc.option(near(0, 120), { nil: undefined }),
        boards: fc.constantFrom(1, 3, 3, 3),
      },
      ...{ revised: fc.constantFrom(undefined, undefined, 30).map((days) => days && addDays(around, days)) },
      asked: fc.array(near(-30, 120), { minLength: 2, maxLength: 3 }),
      date: near(-10, 60),
    });
  })
  .map(({ way, planned: { sample, first }, bodies, drafted, lifted, boards, revised, asked, date }) => {
    const plan = revised === undefined ? first : { ...first, motives: 'revised' };
    const each = sample.participants.map(({ clusterId }, index) => ({ clusterId, ...bodies[index === 0 ? 0 : 1] }));
    const given = <T>(day: T | undefined, make: (day: T) => OperationCommand) => (day === undefined ? [] : [make(day)]);
    const steps = [
      ...[start(sample.kind, sample.participants), draft(first, drafted), ...given(revised, (on) => draft(plan, on))],
      ...each.map(
        ({ clusterId, consulted: on }) => ({ type: 'RecordConsultation', clusterId, opinion: 'none', on }) as const,
      ),
      ...each
        .slice(0, boards)
        .map(({ clusterId, adopted }) => adopt(clusterId, plan, latest(adopted, revised ?? adopted))),
      ...each.flatMap(({ clusterId, opened, report }) => given(opened, (on) => opens(clusterId, on, report))),
      ...each.flatMap(({ clusterId, noticed }) => given(noticed, (on) => notice(clusterId, on))),
      ...each.flatMap(({ clusterId, called }) =>
        given(called, (scheduledFor) => ({ type: 'ScheduleAssembly', clusterId, scheduledFor }) as const),
      ),
      ...given(lifted, (on) => ({ type: 'RecordCondition', conditionId, status: 'fulfilled', on }) as const),
      ...each.flatMap(({ clusterId, voted }) => given(voted, (on) => votes(clusterId, on))),
    ];
    const tried = asked.flatMap((on) => [
      ...each.flatMap(({ clusterId }): readonly OperationCommand[] => [
        ...[adopt(clusterId, plan, on), notice(clusterId, on), opens(clusterId, on, date), votes(clusterId, on)],
        { type: 'ScheduleAssembly', clusterId, scheduledFor: on },
      ]),
      takeEffect(on),
    ]);
    return { way, steps, tried };
  });

function happened(commands: readonly OperationCommand[]): OperationRecord {
  return commands.reduce((state, command) => {
    const decision = operation.decide(command, state);
    return decision.ok ? fold(operation, decision.events, state) : state;
  }, operation.initial);
}

function onDay(command: OperationCommand, on: CalendarDate): OperationCommand {
  if (command.type === 'ScheduleAssembly') return { ...command, scheduledFor: on };
  return command.type === 'RecordVote' ? votes(command.clusterId, on) : ({ ...command, on } as OperationCommand);
}

function earliestIn(rejection: OperationRejection): CalendarDate | undefined {
  return 'earliestLawfulDate' in rejection ? rejection.earliestLawfulDate : undefined;
}

describe('the earliest lawful date of a refusal', () => {
  it('is true for every act under every way of counting: the day before is refused, that day is accepted', () => {
    const seen = new Map<string, number>();
    let histories = 0;
    const report = (command: OperationCommand, way: CountingWay) => {
      for (const key of [command.type, way]) seen.set(key, (seen.get(key) ?? 0) + 1);
    };
    fc.assert(
      fc.property(anyTrial, ({ way, steps, tried }) => {
        const state = happened(steps);
        histories += 1;
        for (const command of tried) {
          const asked = 'scheduledFor' in command ? command.scheduledFor : 'on' in command ? command.on : FIRST;
          const decision = operation.decide(command, state);
          const from = decision.ok ? undefined : earliestIn(decision.rejection);
          if (from === undefined || from <= asked) continue;
          const isAccepted = (on: CalendarDate) => operation.decide(onDay(command, on), state).ok;
          expect({ command, from, accepted: isAccepted(from) }).toEqual({ command, from, accepted: true });
          const between = daysBetween(asked, from);
          for (const days of new Set([0, Math.trunc(between / 3), Math.trunc(between / 2), between - 1]))
            expect({ command, from, days, accepted: isAccepted(addDays(asked, days)) }).toMatchObject({
              accepted: false,
            });
          report(command, way);
        }
      }),
      { numRuns: 300, seed: propertySeed() },
    );
    process.stdout.write(`earliest lawful dates: ${String(histories)} histories, ${JSON.stringify([...seen])}\n`);
    const acts = ['AdoptPlan', 'ScheduleAssembly', 'PublishNotice', 'OpenDocuments', 'RecordVote', 'TakeEffect'];
    expect(acts.filter((act) => !seen.has(act))).toEqual([]);
    expect(COUNTING_WAYS.filter((way) => !seen.has(way))).toEqual([]);
  });
});
