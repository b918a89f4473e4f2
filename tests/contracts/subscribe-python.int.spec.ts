import { describeUnless } from '#infra/local/kafka/testing';
import { describeWithKafka } from '#libs/messaging/kafka/testing';
import { findPython } from './support/python.ts';
import { copyOfGuide } from './support/scratch.ts';
import { subscriberContract } from './support/subscriber-contract.ts';

const { python, missing } = await findPython();

describeWithKafka('the subscriber in Python of the guide', () => {
  describeUnless(missing)('with what it needs', () => {
    subscriberContract(async () => {
      const cwd = await copyOfGuide('python');
      return { command: python ?? 'python3', args: ['-B', 'subscribe.py'], cwd };
    });
  });
});
