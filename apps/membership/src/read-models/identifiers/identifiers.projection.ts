import { z } from 'zod';
import { identifierEvents, uuidSchema, type GrappeEvents, type Immutable } from '#libs/contracts';
import { AS_RECORDED, keyed, projection, removes, upserts } from '#libs/projections';
import { identifierKey } from '#libs/identifiers';

const bearer = identifierEvents.IdentifierClaimed.schema;

const bearerView = bearer
  .extend({
    pivotId: uuidSchema
      .optional()
      .describe('The entry that stands for the bearer, where that is a second one of the same company.'),
  })
  .meta({
    id: 'IdentifierBearer',
    description: 'The organisation or the cluster that bears an identifier, or bore it.',
  });

export const bearersView = z
  .strictObject({ items: z.array(bearerView).max(1) })
  .meta({ id: 'IdentifierBearers', description: 'Who bears an identifier, or bore it; none where nobody does.' });

type Bearer = Immutable<z.infer<typeof bearer>>;

function keyOf({ data }: { readonly data: Bearer }): string {
  return identifierKey(data.identifier);
}

/** Whose every identifier is, also one that is borne no more. */
export const identifiers = projection<GrappeEvents, Bearer>({
  name: 'membership.identifiers',
  version: 2,
  order: AS_RECORDED,
  columns: {},
  indexes: [],
  on: {
    'membership.IdentifierClaimed': keyed(
      keyOf,
      upserts<Bearer, Bearer>((_none, { data }) => data),
    ),
    'membership.IdentifierReleased': keyed(keyOf, removes<Bearer, Bearer>()),
  },
});
