import { describe, expect, it } from '@jest/globals';
import { announcedUrl } from './announced-url.ts';

describe('the URL that a process announces', () => {
  it.each([
    ['127.0.0.1', 'http://127.0.0.1:8080'],
    ['localhost', 'http://localhost:8080'],
    ['0.0.0.0', 'http://0.0.0.0:8080'],
    ['::1', 'http://[::1]:8080'],
    ['::', 'http://[::]:8080'],
    ['2001:db8::7', 'http://[2001:db8::7]:8080'],
    ['::ffff:127.0.0.1', 'http://[::ffff:127.0.0.1]:8080'],
  ])('for HOST=%s is %s', (host, url) => {
    expect(announcedUrl(host, 8080)).toBe(url);
    expect(new URL(announcedUrl(host, 8080)).port).toBe('8080');
  });

  it('names the interface of an address that is of one link', () => {
    expect(announcedUrl('fe80::1%eth0', '8080')).toBe('http://[fe80::1%25eth0]:8080');
  });
});
