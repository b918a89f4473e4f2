import { describe, expect, it } from '@jest/globals';
import { catalog } from '#libs/contracts';
import { UnitOfWork, type CommandOutcome } from '#libs/commands';
import { MemoryEventStore } from '#libs/event-store/memory';
import { instant, type Uuid } from '#libs/kernel';
import { CountedIds } from '#libs/kernel/testing';
import type { OperationCommand } from '../src/domain/operation/operation.commands.ts';
import { binds } from '../src/domain/operation/operation.ts';
import { operation } from '../src/domain/operation/operation.decide.ts';
import { bindParticipants } from '../src/binding.ts';
import { engagement } from '../src/domain/engagement/engagement.ts';
import {
  absorptionPlan,
  adopt,
  auvergneTic,
  clustR,
  creation,
  creationPlan,
  day,
  draft,
  inFavour,
  numelink,
  operationId,
  otherOperationId,
  publishedAbsorption,
  start,
  vote,
} from './sample-operation.ts';

function desk() {
  const ids = new CountedIds();
  const store = new MemoryEventStore(catalog);
  const unitOfWork = new UnitOfWork({ store, catalog, ids });
  const send = async (id: Uuid, command: OperationCommand): Promise<CommandOutcome> => {
    const on = 'on' in command ? command.on : day('2016-01-15');
    const commandId = ids.next();
    const context = {
      commandId,
      correlationId: commandId,
      actor: { id: 'test' },
      recordedAt: instant('2016-03-31T10:00:00Z'),
      effectiveAt: on,
    };
    return unitOfWork.transact(context, async (tx) => {
      const { by: engagedBy } = command.type === 'AdoptPlan' ? await tx.read(engagement, command.clusterId) : {};
      const change = await tx.decide(operation, id, command.type === 'AdoptPlan' ? { ...command, engagedBy } : command);
      await bindParticipants(tx, { id, effectiveAt: on }, change);
    });
  };
  const accepted = async (id: Uuid, ...commands: readonly OperationCommand[]) => {
    for (const command of commands) expect(await send(id, command)).toMatchObject({ ok: true });
  };
  const bound = async (id: Uuid) => binds(await unitOfWork.state(operation, id));
  const events = async () => {
    const types: string[] = [];
    for await (const page of store.readAll(0n)) types.push(...page.events.map(({ type }) => type));
    return types;
  };
  return { send, accepted, bound, events };
}

const other = (command: OperationCommand): OperationCommand =>
  command.type === 'StartOperation' ? { ...command, operationId: otherOperationId } : command;

describe('G12 under concurrency', () => {
  it.each([0, 1, 2, 3, 4])(
    'two operations that reach ADOPTED at the same moment: one body, one operation (round %#)',
    async () => {
      const { send, accepted, bound, events } = desk();
      const plan = creationPlan();
      await accepted(operationId, start(), draft(), adopt(auvergneTic));
      await accepted(otherOperationId, other(start('fusion-creation', creation)), draft(plan), adopt(clustR, plan));
      const outcomes = await Promise.all([
        send(operationId, adopt(numelink)),
        send(otherOperationId, adopt(numelink, plan)),
      ]);
      const refused = outcomes.filter((outcome) => !outcome.ok);
      expect(refused).toMatchObject([{ rejection: { type: 'MRG_BODY_ENGAGED', guard: 'G12' } }]);
      expect([await bound(operationId), await bound(otherOperationId)].filter(Boolean)).toHaveLength(1);
      expect((await events()).filter((type) => type === 'mergers.BodyEngaged')).toHaveLength(2);
    },
  );

  it('both boards adopt at the same moment: the operation is adopted once and binds both', async () => {
    const { send, accepted, bound, events } = desk();
    await accepted(operationId, start(), draft());
    const outcomes = await Promise.all([send(operationId, adopt(numelink)), send(operationId, adopt(auvergneTic))]);
    expect(outcomes.every(({ ok }) => ok)).toBe(true);
    expect(await bound(operationId)).toBe(true);
    const types = await events();
    expect(types.filter((type) => type === 'mergers.OperationAdopted')).toHaveLength(1);
    expect(types.filter((type) => type === 'mergers.BodyEngaged')).toHaveLength(2);
  });

  it('both assemblies approve at the same moment: one effect, both bodies free', async () => {
    const { send, accepted, events } = desk();
    await accepted(operationId, ...publishedAbsorption());
    await Promise.all([
      send(operationId, vote(numelink)),
      send(operationId, vote(auvergneTic, inFavour, '2016-04-01')),
    ]);
    const types = await events();
    expect(types.filter((type) => type === 'mergers.SuccessionTookEffect')).toHaveLength(1);
    expect(types.filter((type) => type === 'mergers.BodyReleased')).toHaveLength(2);
  });

  it('a body that another operation binds is refused at every adoption, not only at the last', async () => {
    const { send, accepted } = desk();
    const plan = creationPlan();
    await accepted(operationId, start(), draft(), adopt(numelink), adopt(auvergneTic));
    await accepted(otherOperationId, other(start('fusion-creation', creation)), draft(plan));
    expect(await send(otherOperationId, adopt(numelink, plan))).toMatchObject({
      ok: false,
      rejection: { type: 'MRG_BODY_ENGAGED' },
    });
    expect(await send(otherOperationId, adopt(clustR, plan))).toMatchObject({ ok: true });
    await accepted(operationId, draft(absorptionPlan({ motives: 'revised' })));
    expect(await send(otherOperationId, adopt(numelink, plan))).toMatchObject({ ok: true });
  });
});
