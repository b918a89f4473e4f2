import { z } from 'zod';
import { dateSchema, nameSchema, partnerClassSchema, quantitySchema, uuidSchema } from '#libs/contracts';
import type { PartnerView } from './partners.projection.ts';

const shareView = z
  .strictObject({ numerator: quantitySchema, denominator: quantitySchema })
  .describe('Two whole numbers: nothing is rounded.');

export const partnerClassesView = z
  .strictObject({
    incubatorId: uuidSchema,
    validAt: dateSchema,
    partners: quantitySchema,
    declared: z
      .array(
        z.strictObject({
          source: nameSchema.nullable().describe('Null: the classes in which the partners joined.'),
          classes: z.array(z.strictObject({ class: partnerClassSchema, partners: quantitySchema })),
          publicShare: shareView,
        }),
      )
      .describe(
        'First as they joined, then by each source; of whom a source says nothing, the class is that of the joining.',
      ),
  })
  .meta({
    id: 'PartnerClasses',
    description: 'The partners of an incubator on a day by class, as declared by each source.',
  });

type Declared = z.infer<typeof partnerClassesView>['declared'];
type Classed = Pick<PartnerView, 'class' | 'classes'>;

/** How many partners are of each class, as they joined and by each source that has said something by the day. Sources disagree, and all stay. */
export function classesOf(partners: readonly Classed[], day: string): Declared {
  const said = partners.flatMap(({ classes }) => classes.filter(({ on }) => on <= day).map(({ source }) => source));
  const sources = [...new Set(said)].toSorted();
  return [null, ...sources].map((source) => {
    const named = partners.map((each) => classBy(each, source, day));
    const count = (wanted: Classed['class']): number => named.filter((each) => each === wanted).length;
    return {
      source,
      classes: partnerClassSchema.options.map((each) => ({ class: each, partners: count(each) })),
      publicShare: { numerator: count('public-authority'), denominator: partners.length },
    };
  });
}

function classBy(partner: Classed, source: string | null, day: string): Classed['class'] {
  const own = partner.classes.filter((each) => each.source === source && each.on <= day);
  return (
    own.reduce<Classed['classes'][number] | undefined>(
      (last, each) => (last === undefined || last.on <= each.on ? each : last),
      undefined,
    )?.class ?? partner.class
  );
}
