import { expect, it } from '@jest/globals';
import { propertySeed } from '#libs/kernel/testing';
import { describeWithKafka } from '#libs/messaging/kafka/testing';
import { runChaos } from './chaos.ts';

const ROUNDS = 1;

describeWithKafka('a distributed system that is harmed at random', () => {
  it('loses nothing, applies nothing twice, and goes on', async () => {
    const seed = propertySeed();
    const lines: string[] = [];
    const report = await runChaos({ seed, rounds: ROUNDS, nodes: 1, say: (line) => lines.push(line) });
    process.stdout.write(`chaos: seed ${String(seed)} (SEED overrides it)\n${lines.join('\n')}\n`);
    expect(report.wrong).toEqual([]);
    expect(report.acknowledged).toBeGreaterThan(10);
    expect(Object.values(report.counts).reduce((sum, count) => sum + count, 0)).toBeGreaterThan(0);
  });
});
