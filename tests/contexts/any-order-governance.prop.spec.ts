import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { GrappeEvents } from '#libs/contracts';
import { addDays, calendarDate, fold, invariant, type AnyAggregate, type DomainEventShape } from '#libs/kernel';
import { countedUuid, propertySeed } from '#libs/kernel/testing';
import { applyEvents, atRevision, type Projection } from '#libs/projections';
import { recorded, type Happened } from '#libs/projections/testing';
import { body } from '../../apps/governance/src/domain/body/body.ts';
import { office } from '../../apps/governance/src/domain/office/office.decide.ts';
import { role } from '../../apps/governance/src/domain/role/role.ts';
import { statutes } from '../../apps/governance/src/domain/statutes/statutes.ts';
import { bodies } from '../../apps/governance/src/read-models/bodies/bodies.projection.ts';
import { offices } from '../../apps/governance/src/read-models/offices/offices.projection.ts';
import { roles } from '../../apps/governance/src/read-models/roles/roles.projection.ts';
import { statutesVersions } from '../../apps/governance/src/read-models/statutes/statutes.projection.ts';
import { governanceOfClusters } from '../../apps/mergers/src/read-models/governance/governance.projection.ts';
import { statutes as statutesOfBodies } from '../../apps/mergers/src/read-models/statutes/statutes.projection.ts';

const clusterId = countedUuid(1);
const [bodyId, officeId, roleId] = [countedUuid(2), countedUuid(3), countedUuid(4)];
const FIRST = calendarDate('2006-01-01');
const dayOf = (index: number): string => addDays(FIRST, index);
const share = { numerator: 1, denominator: 2 };
const clause = { quorum: share, majority: share, majorityOf: 'votes-cast', strict: true } as const;
const clauses = { ordinary: clause, amendment: clause, dissolution: clause };
const models = [
  bodies,
  offices,
  roles,
  statutesVersions,
  governanceOfClusters,
  statutesOfBodies,
] as readonly Projection[];

/** Something to be recorded: a command on one aggregate. `after` is what it rests on, by index. */
interface Telling {
  readonly aggregate: AnyAggregate;
  readonly id: string;
  readonly command: DomainEventShape & Readonly<Record<string, unknown>>;
  readonly after?: number;
}

const on = (aggregate: unknown, id: string, command: Telling['command'], after?: number): Telling => {
  return { aggregate: aggregate as AnyAggregate, id, command, ...(after === undefined ? {} : { after }) };
};

const board = fold(body, [{ type: 'BodyCreated', bodyId, clusterId, kind: 'board', name: 'Conseil', since: dayOf(0) }]);
/** Creations come first; they are no part of what is shuffled. */
const CREATED: readonly Telling[] = [
  on(body, bodyId, { type: 'CreateBody', bodyId, clusterId, kind: 'board', name: 'Conseil', since: dayOf(0) }),
  on(office, officeId, {
    type: 'CreateOffice',
    officeId,
    bodyId,
    kind: 'seat',
    title: 'Sièges',
    maxHolders: 9,
    since: dayOf(0),
    body: board,
  }),
];

/** At least twenty facts of five kinds, each on a day of its own. */
const anyFacts = fc.uniqueArray(fc.integer({ min: 1, max: 5_000 }), { minLength: 22, maxLength: 22 }).map((drawn) => {
  const days = drawn.map(dayOf);
  const next = (): string => days.pop() ?? '';
  const facts: Telling[] = [];
  for (let index = 0; index < 5; index += 1) {
    const [since, until] = [next(), next()].sort() as [string, string];
    const mandateId = countedUuid(100 + index);
    const person = { personId: countedUuid(200 + index), name: `Personne ${String(index)}` };
    facts.push(on(office, officeId, { type: 'StartMandate', officeId, mandateId, person, how: 'elected', since }));
    facts.push(
      on(
        office,
        officeId,
        { type: 'EndMandate', officeId, mandateId, cause: 'resignation', on: until },
        facts.length - 1,
      ),
    );
  }
  for (let index = 0; index < 3; index += 1) {
    facts.push(on(body, bodyId, { type: 'RenameBody', bodyId, name: `Nom ${String(index)}`, since: next() }));
    facts.push(on(body, bodyId, { type: 'ResizeBody', bodyId, size: 10 + index, since: next() }));
    facts.push(
      on(statutes, clusterId, {
        type: 'AdoptStatutes',
        clusterId,
        statutesVersion: index + 1,
        clauses,
        inForceFrom: next(),
      }),
    );
  }
  const [since, until] = [next(), next()].sort() as [string, string];
  const person = { personId: countedUuid(300), name: 'Directrice' };
  facts.push(on(role, roleId, { type: 'AssignRole', roleId, clusterId, title: 'Direction', person, since }));
  facts.push(on(role, roleId, { type: 'EndRole', roleId, on: until }, facts.length - 1));
  return facts;
});

/** The same facts in a drawn order in which each comes after what it rests on. */
function shuffled(facts: readonly Telling[], weights: readonly number[]): readonly number[] {
  const order: number[] = [];
  const left = new Set(facts.keys());
  while (left.size > 0) {
    const free = [...left].filter((index) => !left.has(facts[index]?.after ?? -1));
    const [pick = 0] = free.toSorted((a, b) => (weights[a] ?? 0) - (weights[b] ?? 0));
    left.delete(pick);
    order.push(pick);
  }
  return order;
}

/** What is recorded, in order: deciders and ledger as in a process. */
class Ledger {
  readonly #streams = new Map<string, unknown>();
  readonly #happened: Happened<GrappeEvents>[] = [];

  /** The id of the first event. @throws InvariantBroken for a refusal */
  record({ aggregate, id, command }: Telling): string {
    const stream = aggregate.stream(id);
    const decision = aggregate.decide(command, this.#streams.get(stream) ?? aggregate.initial);
    invariant(decision.ok && decision.events.length > 0, `refused: ${JSON.stringify([command, decision])}`);
    const first = idOf(this.#happened.length);
    for (const event of decision.events) {
      const state = this.#streams.get(stream) ?? aggregate.initial;
      this.#streams.set(stream, aggregate.evolve(state, event, idOf(this.#happened.length)));
      const { type, ...data } = event;
      const happened: object = { type: `governance.${type}`, data, stream };
      this.#happened.push(happened as Happened<GrappeEvents>);
    }
    return first;
  }

  /** What every read model says in the end. */
  documents(): unknown {
    const events = recorded(this.#happened);
    return models.map((model) => {
      const documents = new Map<string, object | undefined>();
      applyEvents(model, events, documents);
      return [model.name, [...documents].map(([key, document]) => [key, document && atRevision(document)?.document])];
    });
  }
}

/** As `recorded` counts them. */
function idOf(index: number): string {
  return countedUuid(index + 1, 0xe);
}

function recordAll(facts: readonly Telling[], order: readonly number[]): Ledger {
  const ledger = new Ledger();
  for (const created of CREATED) ledger.record(created);
  for (const index of order) ledger.record(facts[index]!);
  return ledger;
}

const anyWeights = fc.array(fc.integer(), { minLength: 40, maxLength: 40 });
const options = { numRuns: Number(process.env['HISTORIES'] ?? 500), seed: propertySeed() };

describe('governance', () => {
  it('says the same whatever the order in which its facts were recorded', () => {
    fc.assert(
      fc.property(anyFacts, anyWeights, (facts, weights) => {
        const inOrder = recordAll(facts, [...facts.keys()]).documents();
        expect(recordAll(facts, shuffled(facts, weights)).documents()).toEqual(inOrder);
      }),
      options,
    );
  });

  it('says after a correction what it would say had the fact been recorded right at first', () => {
    fc.assert(
      fc.property(anyFacts, anyWeights, fc.nat(), (facts, weights, pick) => {
        const names = [...facts.keys()].filter((index) => facts[index]?.command.type === 'RenameBody');
        const starts = [...facts.keys()].filter((index) => facts[index]?.command.type === 'StartMandate');
        const index = [...names, ...starts][pick % (names.length + starts.length)] ?? 0;
        const right = facts[index]!;
        const isName = right.command.type === 'RenameBody';
        const wrong = isName
          ? { name: 'Erreur', since: dayOf(5_001) }
          : { person: { personId: countedUuid(999), name: 'Erreur' } };
        const { name, since, person } = right.command;
        const changes = isName ? { name, since } : { person };
        const ledger = new Ledger();
        for (const created of CREATED) ledger.record(created);
        const order = shuffled(facts, weights);
        let fact = '';
        for (const each of order) {
          if (each !== index) ledger.record(facts[each]!);
          else fact = ledger.record({ ...right, command: { ...right.command, ...wrong } });
        }
        const of = isName ? 'BodyRenamed' : 'MandateStarted';
        ledger.record({ ...right, command: { type: 'CorrectFact', of, fact, changes, reason: 'Erreur de saisie' } });
        expect(ledger.documents()).toEqual(recordAll(facts, order).documents());
      }),
      options,
    );
  });
});
