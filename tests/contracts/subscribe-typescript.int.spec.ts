import { describeWithKafka } from '#libs/messaging/kafka/testing';
import { layContracts } from './support/packed-contracts.ts';
import { output } from './support/run.ts';
import { copyOfGuide } from './support/scratch.ts';
import { subscriberContract } from './support/subscriber-contract.ts';

describeWithKafka('the subscriber in TypeScript of the guide', () => {
  subscriberContract(async () => {
    const cwd = await copyOfGuide('typescript');
    await layContracts(cwd);
    await output('npm', ['run', '--silent', 'build'], cwd);
    return { command: process.execPath, args: ['dist/subscribe.js'], cwd };
  });
});
