import type { Fact } from '../../read-models/facts/fact.ts';
import { asOf, knownVersions, type Point } from '#libs/bitemporal';
import { heldSpans, type Span } from '../point.ts';
import type { Tenure } from './office-history.view.ts';

export type { Tenure };

/** The tenures of mandates as known at an instant, in the order of their days. */
export function tenuresOf(mandates: readonly Fact<'mandate'>[], knownAt: string | undefined): readonly Tenure[] {
  return mandates
    .flatMap((mandate) => heldSpans(mandate.versions, knownAt).map((span) => tenure(mandate, span, knownAt)))
    .sort((a, b) => (`${a.from}|${a.mandateId}` < `${b.from}|${b.mandateId}` ? -1 : 1));
}

function tenure({ id: mandateId, versions }: Fact<'mandate'>, span: Span, knownAt: string | undefined): Tenure {
  const value = asOf(versions, { validAt: span.from, knownAt });
  const end = knownVersions(versions, knownAt).find(({ validFrom }) => validFrom === span.to);
  const { person, how, representing, tiedToClusterId } = value ?? { person: { personId: '', name: '' }, how: '' };
  return {
    ...span,
    ...{ mandateId, personId: person.personId, name: person.name, how },
    ...(representing === undefined ? {} : { representing }),
    ...(tiedToClusterId === undefined ? {} : { tiedToClusterId }),
    ...(end?.ended === undefined ? {} : { cause: end.ended.cause }),
  };
}

/** Those who held it on the day of the point. */
export function holdersAt(tenures: readonly Tenure[], { validAt }: Pick<Point, 'validAt'>): readonly Tenure[] {
  return tenures.filter(({ from, to }) => from <= validAt && (to === null || validAt < to));
}
