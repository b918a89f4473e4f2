import { connect } from 'node:net';
import { once } from 'node:events';
import { expect, it } from '@jest/globals';
import { describeWithKafka, testBrokers, uniquePrefix } from '#libs/messaging/kafka/testing';

describeWithKafka('the brokers of a run', () => {
  it('are there when a suite is loaded', async () => {
    expect(testBrokers().length).toBeGreaterThan(0);
    for (const broker of testBrokers()) {
      const [, host, port] = /^(.+):(\d+)$/.exec(broker) ?? [];
      const socket = connect({ host: host ?? '', port: Number(port) });
      await once(socket, 'connect');
      socket.destroy();
    }
  });

  it('are shared, so names begin with something of their own', () => {
    expect(uniquePrefix()).toMatch(/^[a-zA-Z0-9._-]{1,40}$/);
    expect(uniquePrefix()).not.toBe(uniquePrefix());
  });
});
