import { describe } from '@jest/globals';
import { contractSubject, type EventStoreHarness } from './contract-harness.ts';
import { answerContract } from './contract-answers.ts';
import { appendingContract } from './contract-appending.ts';
import { assertingContract } from './contract-asserting.ts';
import { crossingContract } from './contract-crossing.ts';
import { expectationContract } from './contract-expectations.ts';
import { ledgerContract } from './contract-ledger.ts';
import { lookupContract } from './contract-lookups.ts';
import { personalContract } from './contract-personal.ts';
import { readingContract } from './contract-reading.ts';
import { refusalContract } from './contract-refusals.ts';
import { repetitionContract } from './contract-repetition.ts';
import { sequencedContract } from './contract-sequenced.ts';
import { subscribingContract } from './contract-subscribing.ts';

/** Everything that the port promises, as tests: each adapter passes all of it. */
export function eventStoreContract(name: string, open: () => Promise<EventStoreHarness>): void {
  describe(`${name}: the contract of event stores`, () => {
    const subject = contractSubject(open);
    appendingContract(subject);
    expectationContract(subject);
    assertingContract(subject);
    repetitionContract(subject);
    answerContract(subject);
    refusalContract(subject);
    readingContract(subject);
    subscribingContract(subject);
    ledgerContract(subject);
    personalContract(subject);
    lookupContract(subject);
    sequencedContract(subject);
    crossingContract(subject);
  });
}
