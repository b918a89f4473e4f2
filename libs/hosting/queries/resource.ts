import type { Projection } from '#libs/projections';
import { idParameter } from './parameters.ts';
import type { QueryRow } from './query-row.ts';
import { documentOf, listOf, type ListDeclaration, type Shape, type View } from './rows.ts';

/** A list and a document of a model. */
interface ResourceDeclaration<Parameters extends Shape, Document, Item> extends Pick<
  ListDeclaration<Parameters, Document, Item>,
  'item' | 'filters' | 'orders' | 'parameters' | 'shows' | 'about' | 'withheld' | 'parts' | 'also' | 'where' | 'keep'
> {
  /** One sentence on the list, on the document and on its id. */
  readonly list: string;
  readonly document: string;
  readonly id: string;
}

/** Declares what most models answer: the list of their documents and each document by its id, as it is or as `view` shows it. */
export function resource<Events extends object, Document extends object, Parameters extends Shape>(
  projection: Projection<Events, Document>,
  row: ResourceDeclaration<Parameters, Document, Document> & { readonly view?: undefined },
): readonly QueryRow[];
export function resource<Document extends object, Parameters extends Shape, Item extends object>(
  projection: Projection<object, Document>,
  row: ResourceDeclaration<Parameters, Document, Item> & { readonly view: View<Parameters, Document, Item> },
): readonly QueryRow[];
export function resource<Document extends object>(
  projection: Projection<object, Document>,
  row: ResourceDeclaration<Shape, Document, object> & { readonly view?: View<Shape, Document, object> | undefined },
): readonly QueryRow[] {
  const {
    list,
    document,
    id,
    item,
    parameters = {},
    view = asItIs,
    filters = {},
    orders = [],
    where,
    keep,
    ...both
  } = row;
  return [
    listOf(projection, { ...both, view, filters, orders, where, keep, summary: list, parameters, item }),
    documentOf(projection, {
      ...both,
      view,
      summary: document,
      parameters: { id: idParameter(id), ...parameters },
      answers: item,
    }),
  ];
}

function asItIs(document: object): object {
  return document;
}
