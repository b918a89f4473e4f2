import { LISTED_MAX, WORDS_MAX, type DomainEvent, type successionProcessEvents } from '#libs/contracts';
import { storableText } from '#libs/kernel';

type Applied = Extract<DomainEvent<typeof successionProcessEvents>, { readonly type: 'SuccessionApplied' }>;
type Report = NonNullable<Applied['asItWas']>['listed'][number];

/** A reference that moves although a command of that day would be refused: the code of that refusal, and why in words. */
export interface AsItWas extends Omit<Report, 'found' | 'required'> {
  readonly found: string;
  readonly required: string;
}

/** Whose consent a reference needs that has moved, and by when. */
export type Consent = NonNullable<Applied['consents']>[number];

/** What is to be said of references beside that they move. */
export interface Carried {
  readonly asItWas: readonly AsItWas[];
  readonly consents: readonly Consent[];
}

export const NOTHING_CARRIED: Carried = { asItWas: [], consents: [] };

/** As a report says it: the first of each list, and how many there are. */
export function reportOf({ asItWas, consents }: Carried): Pick<Applied, 'asItWas' | 'consents'> {
  const listed = asItWas.slice(0, LISTED_MAX).map(({ found, required, ...each }) => ({
    ...each,
    found: storableText(found, WORDS_MAX),
    required: storableText(required, WORDS_MAX),
  }));
  return {
    ...(asItWas.length === 0 ? {} : { asItWas: { count: asItWas.length, listed } }),
    ...(consents.length === 0 ? {} : { consents: consents.slice(0, LISTED_MAX) }),
  };
}

/** Of a reference that was set aside nothing is said beside its reason: it has not moved. */
export function withoutAside(report: Applied, aside: Readonly<Record<string, unknown>>): Applied {
  const { asItWas, consents, ...numbers } = report;
  const isMoved = ({ reference }: { readonly reference: string }): boolean => !(reference in aside);
  const listed = asItWas?.listed.filter(isMoved) ?? [];
  const count = (asItWas?.count ?? 0) - ((asItWas?.listed.length ?? 0) - listed.length);
  const needed = consents?.filter(isMoved) ?? [];
  return {
    ...numbers,
    needConsent: numbers.needConsent - ((consents?.length ?? 0) - needed.length),
    ...(count === 0 ? {} : { asItWas: { count, listed } }),
    ...(needed.length === 0 ? {} : { consents: needed }),
  };
}
