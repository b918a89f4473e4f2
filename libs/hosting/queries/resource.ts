import type { Projection } from '#libs/projections';
import { idParameter } from './parameters.ts';
import { anyReader, type QueryRow } from './query-row.ts';
import { documentOf, listOf, type ListDeclaration, type Shape, type View } from './rows.ts';

/** A list and a document of a model, for every reader. */
interface Resource<Parameters extends Shape, Item> extends Pick<
  ListDeclaration<Parameters, Item>,
  'item' | 'filters' | 'orders' | 'parameters'
> {
  /** One sentence on the list, on the document and on its id. */
  readonly list: string;
  readonly document: string;
  readonly id: string;
}

/** Declares what most models answer: the list of their documents and each document by its id, as it is or as `view` shows it. */
export function resource<Events extends object, Document extends object, Parameters extends Shape>(
  projection: Projection<Events, Document>,
  row: Resource<Parameters, Document> & { readonly view?: undefined },
): readonly QueryRow[];
export function resource<Events extends object, Document extends object, Parameters extends Shape, Item>(
  projection: Projection<Events, Document>,
  row: Resource<Parameters, Item> & { readonly view: View<Parameters, Document, Item> },
): readonly QueryRow[];
export function resource<Document extends object>(
  projection: Projection<object, Document>,
  row: Resource<Shape, unknown> & { readonly view?: View<Shape, Document, unknown> | undefined },
): readonly QueryRow[] {
  const { list, document, id, item, parameters = {}, view = asItIs, ...filtered } = row;
  const both = { may: anyReader, view };
  return [
    listOf(projection, { ...both, ...filtered, summary: list, parameters, item }),
    documentOf(projection, {
      ...both,
      summary: document,
      parameters: { id: idParameter(id), ...parameters },
      answers: item,
    }),
  ];
}

function asItIs(document: object): object {
  return document;
}
