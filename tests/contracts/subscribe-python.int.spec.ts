import { describeWithKafka } from '#libs/messaging/kafka/testing';
import { describeWithPython, findPython } from './support/python.ts';
import { subscriberContract } from './support/subscriber-contract.ts';
import { pythonSubscriber } from './support/subscriber.ts';

const found = await findPython();

describeWithKafka('the subscriber in Python of the guide', () => {
  describeWithPython(found)('with what it needs', () => {
    subscriberContract(() => pythonSubscriber(found.python ?? 'python3'));
  });
});
