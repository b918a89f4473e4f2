import { describe, expect, it } from '@jest/globals';
import { isLoopback, isLoopbackHost } from './loopback.ts';

describe('this machine', () => {
  it.each(['localhost', 'LocalHost', '127.0.0.1', '127.255.0.3', '::1', '[::1]', '::ffff:127.0.0.1'])(
    'is %s',
    (host) => {
      expect(isLoopback(host)).toBe(true);
      if (!host.startsWith(':')) expect(isLoopbackHost(`${host}:8080`)).toBe(true);
    },
  );

  it.each([
    '',
    '0.0.0.0',
    '::',
    '128.0.0.1',
    '1127.0.0.1',
    '127.0.0',
    '127.0.0.1.example',
    'localhost.example',
    '::2',
    'xlocalhost',
  ])('is not %j', (host) => {
    expect(isLoopback(host)).toBe(false);
    expect(isLoopbackHost(host)).toBe(false);
  });

  it.each([undefined, 'localhost:', 'localhost:8080:1', 'localhost@example.org', 'localhost/x', '[::1', '::1'])(
    'is named by a Host header, and %j is none but with an empty port',
    (header) => {
      expect(isLoopbackHost(header)).toBe(header === 'localhost:');
    },
  );
});
