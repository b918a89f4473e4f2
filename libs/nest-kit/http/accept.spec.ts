import { expect, it } from '@jest/globals';
import { preferredType } from './accept.ts';

const OFFERED = ['application/json', 'image/svg+xml', 'text/vnd.graphviz'] as const;

it.each([
  [undefined, 'application/json'],
  ['*/*', 'application/json'],
  ['image/svg+xml', 'image/svg+xml'],
  ['IMAGE/SVG+XML', 'image/svg+xml'],
  ['text/vnd.graphviz, application/json;q=0.5', 'text/vnd.graphviz'],
  ['text/html, image/svg+xml;q=0.9, */*;q=0.1', 'image/svg+xml'],
  ['image/*', 'image/svg+xml'],
  ['application/json;q=0, */*', 'image/svg+xml'],
  ['application/json;q=0.2, text/vnd.graphviz;q=0.8', 'text/vnd.graphviz'],
  ['application/json;q=zero, image/svg+xml;q=0.1', 'image/svg+xml'],
  ['application/json;q=0x1, image/svg+xml;q=0.1', 'image/svg+xml'],
  ['application/json;q=1e2, image/svg+xml;q=0.1', 'image/svg+xml'],
  ['text/html', 'application/json'],
  ['', 'application/json'],
])('Accept: %s gives %s', (accept, type) => {
  expect(preferredType(accept, OFFERED)).toBe(type);
});
