import type { z } from 'zod';
import { event, type EventDefinition, type EventDefinitions } from './definition.ts';
import { dateSchema, remarkSchema, uuidSchema } from './shared.ts';

type Data<Definition extends EventDefinition> = Definition['schema'];
/** What every correction says beside the fact: the id of the event that stated it, why, and the day from which the fact counts. */
const SAID = { fact: uuidSchema, reason: remarkSchema, on: dateSchema };

type Corrected<Definition extends EventDefinition> = EventDefinition<
  z.ZodObject<typeof SAID & { was: Data<Definition>; now: Data<Definition> }, z.core.$strict>
>;
type Voided<Definition extends EventDefinition> = EventDefinition<
  z.ZodObject<typeof SAID & { was: Data<Definition> }, z.core.$strict>
>;

/** The corrections of some facts: `<Fact>Corrected` and `<Fact>Voided` of each. */
type Corrections<Facts extends EventDefinitions> = {
  readonly [Name in keyof Facts & string as `${Name}Corrected`]: Corrected<Facts[Name]>;
} & { readonly [Name in keyof Facts & string as `${Name}Voided`]: Voided<Facts[Name]> };

/**
 * Facts that can have been recorded wrong, with the events that correct and void them: each carries the fact as it was and as it is now, so that
 * nobody has to look anything up. Of one day, facts count in the order in which they stand here.
 */
export function correctable<const Facts extends EventDefinitions>(facts: Facts): Facts & Corrections<Facts> {
  const corrections = Object.entries(facts).flatMap(([name, definition]) => {
    const { summary, schema } = definition;
    const embargoes = embargoesOf(definition);
    const corrected = `Recorded wrong, and corrected: ${quoted(summary)}.`;
    const voided = `Recorded wrong, and taken back: ${quoted(summary)}.`;
    return [
      [`${name}Corrected`, event(corrected, { ...SAID, was: schema, now: schema }, embargoes)],
      [`${name}Voided`, event(voided, { ...SAID, was: schema }, embargoes)],
    ];
  });
  return { ...facts, ...Object.fromEntries(corrections) } as Facts & Corrections<Facts>;
}

/** What was confidential stays so when it is corrected: until the later day of the fact as it was and as it is now. */
function embargoesOf({
  embargoField,
  privateField,
}: EventDefinition): Pick<EventDefinition, 'embargoField' | 'privateField'> {
  return {
    ...(embargoField === undefined ? {} : { embargoField }),
    ...(privateField === undefined ? {} : { privateField }),
  };
}

function quoted(summary: string): string {
  return `“${summary.replace(/\.$/, '')}”`;
}

const CORRECTION = /^(.+)(Corrected|Voided)$/;

/** Of the type of a correction, the type of the fact that it is about; undefined for every other type. */
export function correctedType(type: string): string | undefined {
  return CORRECTION.exec(type)?.[1];
}
