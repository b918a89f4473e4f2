import { describe, expect, it } from '@jest/globals';
import { translator } from './phrases.ts';

const french = translator({
  open: 'ouvert',
  closed: 'fermé',
  'one of {words}': "l'un de {words}",
  'the door is {how}': 'la porte est {how}',
  'the door is {how} from {day} on': 'la porte est {how} dès le {day}',
  '{count} of {all} (at most)': '{count} sur {all} (au plus)',
});

describe('a sentence in another language', () => {
  it.each([
    ['open', 'ouvert'],
    ['the door is open', 'la porte est ouvert'],
    ['the door is green', 'la porte est green'],
    ['the door is closed from 2016-03-31 on', 'la porte est fermé dès le 2016-03-31'],
    ['open, closed, green', 'ouvert, fermé, green'],
    ['one of open, closed', "l'un de ouvert, fermé"],
    ['1 of 2 (at most)', '1 sur 2 (au plus)'],
  ])('%s: %s', (sentence, expected) => {
    expect(french(sentence)).toBe(expected);
  });

  it.each(['2016-03-31', 'a window is open', ''])('is none where no phrase says it: %s', (sentence) => {
    expect(french(sentence)).toBeUndefined();
  });
});
