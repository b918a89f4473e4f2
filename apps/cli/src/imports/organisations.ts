import { z } from 'zod';
import { readIdentifier, SIREN_LENGTH } from '#libs/identifiers';
import type { Api } from '../system/api.ts';
import type { Complaint } from './complaint.ts';
import { patiently } from './send-line.ts';

const pageSchema = z.object({ items: z.array(z.object({ organisationId: z.string() })) });
/** So many organisations are remembered: of a longer file some are asked for again. */
const REMEMBERED = 10_000;

/** The organisations of the register by their identifiers; each is asked for once. */
export class OrganisationsByIdentifier {
  readonly #known = new Map<string, Promise<readonly string[]>>();

  constructor(private readonly api: Api) {}

  /** The one organisation that bears all of them, or why there is none. @throws as `Api.get` */
  async of(identifiers: readonly string[]): Promise<string | Complaint> {
    const all = await Promise.all(identifiers.map((each) => this.#bearersOf(each)));
    const found = identifiers.join(', ');
    const missing = identifiers.find((_each, index) => all[index]?.length === 0);
    if (missing !== undefined)
      return {
        found: missing,
        reason: 'no organisation of the register bears it: import it as a member, or register it',
      };
    const bearers = new Set(all.flat());
    const [one] = bearers;
    if (bearers.size === 1 && one !== undefined) return one;
    return { found, reason: `several organisations bear it: ${[...bearers].join(', ')}; the id of one is needed` };
  }

  async #bearersOf(identifier: string): Promise<readonly string[]> {
    const key = searchedAs(identifier);
    const known = this.#known.get(key) ?? this.#ask(key);
    if (this.#known.size >= REMEMBERED) this.#known.clear();
    this.#known.set(key, known);
    try {
      return await known;
    } catch (error) {
      this.#known.delete(key);
      throw error;
    }
  }

  async #ask(q: string): Promise<readonly string[]> {
    const path = '/api/v1/membership/directory';
    const { items } = pageSchema.parse(await patiently(this.api, () => this.api.get(path, { q, limit: '5' })));
    return items.map(({ organisationId }) => organisationId);
  }
}

/** A company is found by the SIREN of each of its establishments. */
function searchedAs(text: string): string {
  const reading = readIdentifier(text);
  if (!reading.ok) return text;
  const { scheme, value } = reading.identifier;
  return scheme === 'siret' ? value.slice(0, SIREN_LENGTH) : value;
}
