import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { readConfig } from '../config.ts';
import { startTelemetry } from './telemetry.ts';
import { samplesOf } from './testing/index.ts';

/** A collector that takes whatever it is given. */
interface Collected {
  readonly url: string | undefined;
  readonly type: string | undefined;
  readonly body: string;
}

const unforeseen = () => ({ code: 'API_INTERNAL', status: 500 });

describe('the telemetry of a process by its settings', () => {
  const log = pino({ level: 'silent' });
  let collector: Server;
  let endpoint: string;
  let collected: Collected[];

  beforeEach(async () => {
    collected = [];
    collector = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const body = Buffer.concat(chunks).toString('latin1');
        collected.push({ url: request.url, type: request.headers['content-type'], body });
        response.writeHead(200, { 'content-type': 'application/x-protobuf' }).end();
      });
    });
    await new Promise<void>((resolve) => collector.listen(0, '127.0.0.1', resolve));
    endpoint = `http://127.0.0.1:${String((collector.address() as AddressInfo).port)}`;
  });
  afterEach(async () => {
    collector.closeAllConnections();
    await new Promise((resolve) => collector.close(resolve));
  });

  const start = (environment: Readonly<Record<string, string>>) =>
    startTelemetry({ kind: 'service', service: 'mergers', config: readConfig(environment), log });

  it('keeps no traces unless a collector is named, and says which build it is', async () => {
    const telemetry = await start({ GRAPPE_COMMIT: 'abc123' });
    expect(telemetry.spans).toBeUndefined();
    await telemetry.close();
    const [build] = await samplesOf(telemetry.metrics, 'grappe_build_info');
    expect(build).toEqual({ labels: { version: expect.any(String), commit: 'abc123' }, value: 1 });
  });

  it.each(['', '/'])('sends its spans to the collector at the latest when it ends (address with %j)', async (end) => {
    const telemetry = await start({ OTEL_EXPORTER_OTLP_ENDPOINT: `${endpoint}${end}` });
    await telemetry
      .measure({ kind: 'command', context: 'mergers', name: 'operations.start' })
      .until(Promise.resolve(), unforeseen);
    await telemetry.close();
    expect(collected).toMatchObject([{ url: '/v1/traces', type: 'application/x-protobuf' }]);
    for (const text of ['grappe-mergers', 'grappe.command', 'operations.start'])
      expect(collected[0]?.body).toContain(text);
  });

  it('ends though the collector is away', async () => {
    const telemetry = await start({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1' });
    await telemetry
      .measure({ kind: 'query', context: 'mergers', name: 'operations.list' })
      .until(Promise.resolve(), unforeseen);
    await telemetry.close();
    expect(collected).toEqual([]);
  });
});
