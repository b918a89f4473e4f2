import { describe, expect, it } from '@jest/globals';
import { preferredLanguage } from './accept-language.ts';

describe('the language of an answer', () => {
  it.each([
    [undefined, 'en'],
    ['', 'en'],
    ['*', 'en'],
    ['fr', 'fr'],
    ['fr-FR,fr;q=0.9,en;q=0.8', 'fr'],
    ['en-GB,en;q=0.9,fr;q=0.8', 'en'],
    ['de,fr;q=0.3', 'fr'],
    ['de', 'en'],
    ['fr;q=0', 'en'],
    ['fr;q=0, en;q=0', 'en'],
    ['en;q=0, *', 'fr'],
    ['FR-ca', 'fr'],
    ['fr;q=2', 'en'],
    ['fr;q=0.5, en;q=0.5', 'en'],
  ])('asked for %j: %s', (header, language) => {
    expect(preferredLanguage(header)).toBe(language);
  });
});
