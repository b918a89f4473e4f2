import { describeWithKafka } from '#libs/messaging/kafka/testing';
import { subscriberContract } from './support/subscriber-contract.ts';
import { builtSubscriber } from './support/subscriber.ts';

describeWithKafka('the subscriber in TypeScript of the guide', () => {
  subscriberContract(builtSubscriber);
});
