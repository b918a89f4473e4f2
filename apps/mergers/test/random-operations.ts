import { addDays, fold, type CalendarDate } from '#libs/kernel';
import { countedUuid } from '#libs/kernel/testing';
import { engagement } from '../src/domain/engagement/engagement.ts';
import type { OperationCommand } from '../src/domain/operation/operation.commands.ts';
import { operation } from '../src/domain/operation/operation.decide.ts';
import { binds, type OperationEvent, type OperationRecord, type Status } from '../src/domain/operation/operation.ts';
import { planHash } from '../src/domain/operation/plan-hash.ts';
import type { Participant, Plan } from '../src/domain/rules/act.ts';
import { COUNTING_WAYS } from '../src/domain/rules/delay.ts';
import {
  absorptionPlan,
  against,
  auvergneTic,
  blockingCondition,
  clause,
  clustR,
  conditionId,
  creationPlan,
  day,
  inFavour,
  numelink,
  operationId,
  otherOperationId,
  tooFew,
} from './sample-operation.ts';

const organisation = (n: number) => countedUuid(n, 0x7a);
const [startUp, school] = [organisation(1), organisation(2)];

/** A number after the other, of those that were drawn. */
export type Draw = (below: number) => number;

interface Running {
  readonly id: string;
  readonly kind: 'fusion-absorption' | 'fusion-creation';
  readonly participants: readonly Participant[];
  readonly plans: readonly Plan[];
  state: OperationRecord;
  readonly events: OperationEvent[];
}

/** Two operations that want one body, and whatever commands are drawn, in the order in which they are recorded. */
export class RandomOperations {
  readonly #running: readonly Running[];
  readonly #engaged = new Map<string, string>();
  /** Every event of both, in the order of recording. */
  readonly ledger: OperationEvent[] = [];
  /** Each event that changed a status. */
  readonly steps: { readonly event: OperationEvent['type']; readonly from: Status; readonly to: Status }[] = [];
  #today = day('2015-03-01');

  constructor(private readonly draw: Draw) {
    this.#running = [
      this.#begun(operationId, 'fusion-absorption', [numelink, auvergneTic]),
      this.#begun(otherOperationId, 'fusion-creation', [numelink, clustR]),
    ];
  }

  get histories(): readonly (readonly OperationEvent[])[] {
    return this.#running.map(({ events }) => events);
  }

  play(steps: number): void {
    for (let step = 0; step < steps; step += 1) {
      const running = this.#running[this.draw(4) === 0 ? 1 : 0];
      if (running === undefined) continue;
      this.#today = addDays(this.#today, this.draw(12));
      const command = this.draw(3) === 0 ? this.#anything(running) : this.#onward(running);
      this.#send(running, command);
    }
  }

  #begun(id: string, kind: Running['kind'], bodies: readonly string[]): Running {
    const role = (index: number) => (kind === 'fusion-creation' ? 'founding' : index === 0 ? 'absorbing' : 'absorbed');
    const participants = bodies.map((clusterId, index) => ({ clusterId, role: role(index) }) as const);
    const make = kind === 'fusion-creation' ? creationPlan : absorptionPlan;
    const plans = Array.from({ length: 2 }, (_, version) => make(this.#changes(version)));
    return { id, kind, participants, plans, state: operation.initial, events: [] };
  }

  #changes(version: number): Partial<Plan> {
    const way = COUNTING_WAYS[this.draw(COUNTING_WAYS.length)] ?? 'plain-forwards';
    const counting = (['G2', 'G3', 'G4'] as const).map((guard) => ({ guard, way, basis: 'the bank asks for it' }));
    return {
      motives: `Version ${String(version)}`,
      ...(this.draw(3) === 0 ? { contributionsEuros: 2_000_000 } : {}),
      ...(this.draw(3) === 0 ? { conditions: [blockingCondition] } : {}),
      ...(this.draw(3) === 0 ? { effectDate: addDays(this.#today, 150 + this.draw(300)) } : {}),
      ...(this.draw(2) === 0 ? { targetDate: addDays(this.#today, 300) } : {}),
      ...(this.draw(2) === 0 ? { joining: [startUp, school].map((organisationId) => ({ organisationId })) } : {}),
      ...(version === 1 && this.draw(4) === 0 ? { openPoints: ['the seat'] } : {}),
      parameters: {
        ...(this.draw(2) === 0 ? { counting } : {}),
        ...(this.draw(3) === 0 ? { staffOpinion: [{ clusterId: numelink, basis: 'accord' }] } : {}),
      },
    };
  }

  /** What brings the operation on: mostly in its order, mostly by the body that has not done it yet. */
  #onward(running: Running): OperationCommand {
    const { state, participants } = running;
    const on = this.#today;
    if ('approvedOn' in state && !('effectiveOn' in state) && this.draw(3) === 0) return this.#leaves(running);
    if (state.status === 'absent' || state.status === 'exploring' || this.draw(25) === 0) return this.#first(running);
    const lists = { adoptions: {}, documents: {}, notices: {}, votes: {}, ...state };
    const has = (list: 'adoptions' | 'documents' | 'notices' | 'votes', { clusterId }: Participant): boolean =>
      clusterId in lists[list];
    const next = participants.find((each) => !has('adoptions', each));
    if (next !== undefined) return this.#adopts(running, next.clusterId, on);
    const closed = participants.find((each) => !has('documents', each));
    if (closed !== undefined) return this.#opens(closed.clusterId, on);
    const silent = participants.find((each) => !has('notices', each));
    if (silent !== undefined) return this.#publishes(silent.clusterId, on);
    const open = participants.find((each) => !has('votes', each)) ?? participants[this.draw(participants.length)];
    this.#today = addDays(on, this.draw(50));
    if (this.draw(3) > 0 && open !== undefined && !('approvedOn' in state))
      return this.#votes(open.clusterId, this.#today);
    if (this.draw(2) === 0) return { type: 'RecordCondition', conditionId, status: 'fulfilled', on: this.#today };
    return { type: 'TakeEffect', on: this.#today, journalOfficielOn: this.draw(2) === 0 ? this.#today : undefined };
  }

  /** The ways out of an operation that every assembly has approved. */
  #leaves({ plans }: Running): OperationCommand {
    const [on, other] = [this.#today, plans[1] ?? absorptionPlan()];
    const ways: readonly OperationCommand[] = [
      { type: 'DraftPlan', plan: other, on },
      { type: 'WithdrawOperation', reason: 'never', on },
      { type: 'LapseOperation', on: addDays(on, 900) },
    ];
    return ways[this.draw(ways.length)] ?? { type: 'DraftPlan', plan: other, on };
  }

  #first({ id, kind, participants, plans, state }: Running): OperationCommand {
    const on = this.#today;
    if (state.status === 'absent')
      return { type: 'StartOperation', operationId: id, kind, title: 'M', participants, on };
    const plan = plans[this.draw(4) === 0 ? 1 : 0] ?? absorptionPlan();
    return { type: 'DraftPlan', plan, on };
  }

  #anything(running: Running): OperationCommand {
    const on = addDays(this.#today, this.draw(60) - 30);
    const clusterId = [numelink, auvergneTic, clustR][this.draw(3)] ?? numelink;
    const all: readonly OperationCommand[] = [
      this.#first(running),
      this.#adopts(running, clusterId, on),
      this.#opens(clusterId, on),
      this.#publishes(clusterId, on),
      this.#votes(clusterId, on),
      { type: 'ScheduleAssembly', clusterId, scheduledFor: addDays(on, 60) },
      { type: 'RecordConsultation', clusterId, opinion: 'none', on },
      { type: 'RecordCondition', conditionId, status: this.draw(2) === 0 ? 'failed' : 'waived', on },
      this.#accedes(running, on),
      { type: 'WithdrawAccession', organisationId: this.draw(2) === 0 ? startUp : school, on },
      { type: 'TakeEffect', on, journalOfficielOn: on },
      { type: 'PostponeOperation', reason: 'later', newTarget: addDays(on, 200), on },
      { type: 'DeclareOperation', authority: 'prefecture', on },
      { type: 'CloseOperation', reporting: [], on },
      ...(this.draw(6) === 0 ? [this.#annuls(on)] : []),
      ...(this.draw(12) === 0
        ? [{ type: 'WithdrawOperation', reason: 'never', on } as const, { type: 'LapseOperation', on } as const]
        : []),
    ];
    return all[this.draw(all.length)] ?? this.#first(running);
  }

  #adopts({ plans }: Running, clusterId: string, on: CalendarDate): OperationCommand {
    const hash = planHash(plans[this.draw(6) === 0 ? 1 : 0] ?? absorptionPlan());
    return { type: 'AdoptPlan', clusterId, planHash: hash, engagedBy: this.#engaged.get(clusterId), on };
  }

  #accedes({ plans }: Running, on: CalendarDate): OperationCommand {
    const hash = planHash(plans[this.draw(4) === 0 ? 1 : 0] ?? absorptionPlan());
    const signatory = { personId: organisation(9), name: 'Maryam Bini' };
    return {
      type: 'RecordAccession',
      organisationId: this.draw(2) === 0 ? startUp : school,
      planHash: hash,
      signatory,
      on,
    };
  }

  #annuls(on: CalendarDate): OperationCommand {
    const judgement = { court: 'Tribunal judiciaire', number: '1', basis: 'L. 235-11', judgedOn: on, finalOn: on };
    return { type: 'AnnulOperation', judgement };
  }

  #opens(clusterId: string, on: CalendarDate): OperationCommand {
    const report = this.draw(4) === 0 ? {} : { auditorReport: { date: addDays(on, this.draw(40) - 20) } };
    return { type: 'OpenDocuments', clusterId, where: 'seat', ...report, on };
  }

  #publishes(clusterId: string, on: CalendarDate): OperationCommand {
    return { type: 'PublishNotice', clusterId, where: 'Le Progrès', on };
  }

  #votes(clusterId: string, on: CalendarDate): OperationCommand {
    const tally = [inFavour, inFavour, inFavour, inFavour, tooFew, against][this.draw(6)] ?? inFavour;
    return { type: 'RecordVote', clusterId, tally, clause, on };
  }

  #send(running: Running, command: OperationCommand): void {
    const before = running.state;
    const decision = operation.decide(command, before);
    if (!decision.ok || decision.events.length === 0) return;
    const after = fold(operation, decision.events, before);
    if (!this.#binds(running, before, after)) return;
    running.state = after;
    running.events.push(...decision.events);
    this.ledger.push(...decision.events);
    for (const [index, event] of decision.events.entries()) {
      const [from, to] = [index, index + 1].map((end) => fold(operation, decision.events.slice(0, end), before).status);
      if (from !== undefined && to !== undefined && from !== to) this.steps.push({ event: event.type, from, to });
    }
  }

  /** As the unit of work does it: an act that would bind a body that another operation binds is refused whole. */
  #binds({ id, participants }: Running, before: OperationRecord, after: OperationRecord): boolean {
    if (binds(before) === binds(after)) return true;
    const on = this.#today;
    const type = binds(after) ? 'Engage' : 'Release';
    for (const { clusterId } of participants) {
      const known = this.#engaged.get(clusterId);
      const history = known === undefined ? [] : [{ type: 'BodyEngaged', operationId: known, clusterId } as const];
      if (!engagement.decide({ type, clusterId, operationId: id, on }, fold(engagement, history)).ok) return false;
    }
    for (const { clusterId } of participants) {
      if (binds(after)) this.#engaged.set(clusterId, id);
      else this.#engaged.delete(clusterId);
    }
    return true;
  }
}
