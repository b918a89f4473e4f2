import { describe } from '@jest/globals';
import { deliveryContract } from './contract-delivery.ts';
import { contractSubject, type MessagingHarness } from './contract-harness.ts';
import { lossesContract } from './contract-losses.ts';
import { restartsContract } from './contract-restarts.ts';

/**
 * What every message source promises, as tests. `canLose` says that the harness can remove a record; an adapter whose
 * records cannot be lost (the memory store) has no such tests.
 */
export function messagingContract(
  adapter: string,
  open: () => Promise<MessagingHarness>,
  { canLose }: { readonly canLose: boolean },
): void {
  describe(`messages through ${adapter}`, () => {
    const subject = contractSubject(open);
    deliveryContract(subject);
    restartsContract(subject);
    lossesContract(subject, canLose);
  });
}
