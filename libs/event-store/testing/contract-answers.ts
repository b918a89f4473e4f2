import { describe, expect, it } from '@jest/globals';
import { instantFromEpochMs, type Instant, type Uuid } from '#libs/kernel';
import type { AnswerToKeep } from '../index.ts';
import type { ContractSubject } from './contract-harness.ts';
import { idsOf, readStream } from './contract-samples.ts';

const HOUR_MS = 3_600_000;

function later(moment: Instant, ms: number): Instant {
  return instantFromEpochMs(Date.parse(moment) + ms);
}

export function answerContract(subject: () => ContractSubject): void {
  describe('the answer of a command that stored nothing', () => {
    const answerTo = (commandId: Uuid, note: string): AnswerToKeep => {
      const at = subject().samples.nextInstant();
      return { commandId, context: 'membership', answer: { note }, at, until: later(at, HOUR_MS) };
    };

    it('stands, at every process, until its time is over', async () => {
      const { store, neighbour, samples } = subject();
      const answer = answerTo(samples.id(), 'é "🍇" \u0000');
      expect(await store.keepAnswer(answer)).toEqual({ kept: true });
      const read = (moment: Instant) => neighbour.readAnswer(answer.commandId, moment);
      expect(await read(answer.at)).toEqual(answer.answer);
      expect(await read(later(answer.until, -1))).toEqual(answer.answer);
      expect(await read(answer.until)).toBeUndefined();
      expect(await neighbour.readAnswer(samples.id(), answer.at)).toBeUndefined();
      expect(await neighbour.readCommand(answer.commandId)).toEqual([]);
    });

    it('the first one stands, whatever comes later', async () => {
      const { store, neighbour, samples } = subject();
      const commandId = samples.id();
      await store.keepAnswer(answerTo(commandId, 'first'));
      const later = { ...answerTo(commandId, 'second'), context: 'incubation' };
      expect(await neighbour.keepAnswer(later)).toEqual({ kept: false, earlier: { note: 'first' } });
    });

    it.each([1, 2])('keeps the command from storing, with %i events', async (count) => {
      const { store, neighbour, samples } = subject();
      const [stream, commandId] = [samples.organisation(), samples.id()];
      await store.keepAnswer(answerTo(commandId, 'nothing to do'));
      const append = neighbour.append(stream, 'no-stream', samples.renames(count), { commandId });
      expect(await append).toEqual({ streams: [], repeated: true });
      expect(await readStream(store, stream)).toEqual([]);
    });

    it('keeps no other command of the same moment from storing', async () => {
      const { store, samples } = subject();
      const [one, other] = [samples.organisation(), samples.organisation()];
      const [kept, free] = [samples.id(), samples.id()];
      await store.keepAnswer(answerTo(kept, 'nothing to do'));
      const answers = await Promise.all([
        store.append(one, 'no-stream', samples.renames(1), { commandId: kept }),
        store.append(other, 'no-stream', samples.renames(1), { commandId: free }),
      ]);
      expect(answers.map(({ repeated }) => repeated)).toEqual([true, false]);
    });

    it('is over after its time: the command may store, or be answered again', async () => {
      const { store, neighbour, samples } = subject();
      const [stream, commandId, other] = [samples.organisation(), samples.id(), samples.id()];
      const expired = (id: Uuid): AnswerToKeep => {
        const answer = answerTo(id, 'past');
        return { ...answer, until: later(answer.at, 1) };
      };
      for (const id of [commandId, other]) await store.keepAnswer(expired(id));
      const append = await neighbour.append(stream, 'no-stream', samples.renames(1), { commandId });
      expect(append.repeated).toBe(false);
      expect(await store.keepAnswer(answerTo(commandId, 'late'))).toEqual({ kept: false, earlier: undefined });
      expect(idsOf(await store.readCommand(commandId))).toHaveLength(1);
      expect(await store.keepAnswer(answerTo(other, 'again'))).toEqual({ kept: true });
      expect(await neighbour.keepAnswer(answerTo(other, 'third'))).toEqual({ kept: false, earlier: { note: 'again' } });
    });

    it('is not kept where the command stored events', async () => {
      const { store, neighbour, samples } = subject();
      const commandId = samples.id();
      await store.append(samples.organisation(), 'no-stream', samples.renames(1), { commandId });
      const answer = answerTo(commandId, 'late');
      expect(await neighbour.keepAnswer(answer)).toEqual({ kept: false, earlier: undefined });
      expect(await store.readAnswer(commandId, answer.at)).toBeUndefined();
    });

    it('50 at once under one command, answers and events, at two processes: one of them stands', async () => {
      const { store, neighbour, samples } = subject();
      for (let round = 0; round < 3; round += 1) {
        const [stream, commandId] = [samples.organisation(), samples.id()];
        const turns = Array.from({ length: 50 }, (_, index) => {
          const at = index % 4 < 2 ? store : neighbour;
          return index % 2 === 0
            ? at.keepAnswer(answerTo(commandId, String(index))).then(({ kept }) => (kept ? 'answer' : undefined))
            : at
                .append(stream, 'any', samples.renames(1), { commandId })
                .then(({ repeated }) => (repeated ? undefined : 'events'));
        });
        const stands = (await Promise.all(turns)).filter((each) => each !== undefined);
        expect(stands).toHaveLength(1);
        expect(await readStream(store, stream)).toHaveLength(stands[0] === 'events' ? 1 : 0);
      }
    });
  });
}
