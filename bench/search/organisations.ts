import { v7 } from 'uuid';
import { streamName, uuid, type ProposedEvent, type StreamName } from '../../libs/kernel/index.ts';
import { sampleMetadata } from '../sample-events.ts';

/** An organisation that is registered, with its stream. */
export interface Registered {
  readonly stream: StreamName;
  readonly event: ProposedEvent;
  readonly name: string;
  readonly siren: string;
}

const KINDS = ['Société', 'Atelier', 'Compagnie', 'Groupe', 'Coopérative', 'Œuvre', 'Agence', 'Établissements'];
const BEGINNINGS = ['bor', 'cœur', 'dal', 'éla', 'fré', 'gui', 'hél', 'jan', 'kér', 'lum', 'mær', 'noé', 'ori', 'pré'];
const MIDDLES = ['a', 'é', 'i', 'o', 'u', 'an', 'el', 'in', 'or', 'ui'];
const ENDS = ['bec', 'cour', 'dier', 'fort', 'gny', 'lès', 'mont', 'nay', 'ric', 'sac', 'tel', 'val', 'ville', 'zac'];
const PLACES = ['Lyon', 'Saint-Étienne', 'Évry', 'Besançon', 'Nîmes', 'Fécamp', 'Mâcon', 'Orléans', 'Béziers', 'Metz'];

function at(values: readonly string[], number: number): string {
  return values[number % values.length] ?? '';
}

/** Numbers that look drawn and are the same in every run. */
function scattered(index: number): number {
  return (Math.imul(index + 1, 2_654_435_761) >>> 0) ^ (index >>> 3);
}

function nameOf(index: number): string {
  const [drawn, word] = [scattered(index), scattered(index + 7_919)];
  const proper = at(BEGINNINGS, word) + at(MIDDLES, word >>> 5) + at(MIDDLES, word >>> 9) + at(ENDS, word >>> 13);
  return `${at(KINDS, drawn)} ${proper} ${at(PLACES, drawn >>> 7)}`;
}

/** Nine digits with a right check digit; another one for each number. */
function sirenOf(index: number): string {
  const eight = String(30_000_000 + index * 17).padStart(8, '0');
  const sum = Array.from(eight).reduce((before, digit, place) => {
    const doubled = Number(digit) * (place % 2 === 1 ? 2 : 1);
    return before + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return `${eight}${String((10 - (sum % 10)) % 10)}`;
}

export function registration(index: number): Registered {
  const organisationId = v7();
  const [name, siren] = [nameOf(index), sirenOf(index)];
  const data = { organisationId, name, kind: 'company', siren, since: '2010-01-01' };
  const event = {
    ...{ id: uuid(v7()), type: 'membership.OrganisationRegistered', schemaVersion: 1, data },
    metadata: sampleMetadata(),
  };
  return { stream: streamName('membership', 'organisation', organisationId), event, name, siren };
}
