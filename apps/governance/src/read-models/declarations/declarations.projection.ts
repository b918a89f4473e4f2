import { z } from 'zod';
import { catalog, declarationEvents, uuidSchema, type GrappeEvents, type Immutable } from '#libs/contracts';
import { changeItem, projection, updates, upserts } from '#libs/projections';

const { DeclarationFiled, DeclarationReceipted, DeclarationRefused } = declarationEvents;

const declarationView = DeclarationFiled.schema.pick({ declarationId: true, changes: true, remark: true }).extend({
  filedOn: DeclarationFiled.schema.shape.on,
  receipt: DeclarationReceipted.schema.pick({ number: true, on: true }).optional(),
  refusal: DeclarationRefused.schema.pick({ reason: true, on: true }).optional(),
});

export const declarationsView = z
  .strictObject({
    clusterId: uuidSchema,
    declarations: z.array(declarationView).describe('In the order of the days on which they were filed.'),
  })
  .meta({ id: 'Declarations', description: 'What a cluster has declared to the prefecture, as it was declared.' });

export type DeclarationsDocument = Immutable<z.infer<typeof declarationsView>>;
type DeclarationView = DeclarationsDocument['declarations'][number];

export const filedDeclarations = projection<GrappeEvents, DeclarationsDocument>({
  name: 'governance.declarations',
  version: 1,
  order: catalog.order,
  subject: 'governance.declarations',
  columns: {},
  indexes: [],
  key: 'clusterId',
  on: {
    'governance.DeclarationFiled': upserts((document, { data: { clusterId, on: filedOn, ...filed } }) => ({
      clusterId,
      declarations: [...(document?.declarations ?? []), { ...filed, filedOn }],
    })),
    'governance.DeclarationReceipted': updates((document, { data }) => {
      const { number, on } = data;
      const receipt = { ...(number === undefined ? {} : { number }), on };
      return answered(document, data, (declaration) => ({ ...declaration, receipt }));
    }),
    'governance.DeclarationRefused': updates((document, { data }) => {
      const { reason, on } = data;
      return answered(document, data, (declaration) => ({ ...declaration, refusal: { reason, on } }));
    }),
  },
});

function answered(
  document: DeclarationsDocument,
  { declarationId }: { readonly declarationId: string },
  change: (declaration: DeclarationView) => DeclarationView,
): DeclarationsDocument {
  const isMeant = (each: DeclarationView): boolean => each.declarationId === declarationId;
  return { ...document, declarations: changeItem(document.declarations, isMeant, change) };
}
