import { asOf, type Point } from '#libs/bitemporal';
import type { Fact } from '../../read-models/facts/fact.ts';
import type { FactReader } from '../fact-reader.ts';
import { heldSpans, type Span } from '../at-point.ts';
import { byNumber, heldUntilReplaced, holdersAt, intervalsOf, tenuresOf, vacanciesOf } from './office-history.ts';
import type { OfficeHistory, OfficeOnDay } from './office-history.view.ts';

/** The history of an office as known at an instant; undefined when it was not known then. */
export async function readOffice(
  reader: FactReader,
  officeId: string,
  knownAt: string | undefined,
): Promise<OfficeHistory | undefined> {
  const [office, mandates] = await Promise.all([
    reader.get('office', officeId),
    reader.all('mandate', { object_id: officeId }),
  ]);
  const life = office === undefined ? undefined : heldSpans(office.versions, knownAt).at(0);
  if (office === undefined || life === undefined) return undefined;
  const value = asOf(office.versions, { validAt: life.from, knownAt });
  const body = value === undefined ? undefined : await reader.get('body', value.bodyId);
  const span = { from: life.from, to: endOf(life, body, knownAt) };
  const intervals = intervalsOf(span, heldUntilReplaced(tenuresOf(mandates, knownAt), office, knownAt));
  return {
    ...{ officeId, clusterId: office.subjectId, bodyId: value?.bodyId ?? '', ...span },
    ...{ title: value?.title ?? '', officeKind: value?.officeKind ?? '' },
    ...{ intervals, byNumber: byNumber(intervals), vacancies: vacanciesOf(intervals) },
  };
}

/** An office goes with its body. */
function endOf(life: Span, body: Fact<'body'> | undefined, knownAt: string | undefined): string | null {
  const abolished = heldSpans(body?.versions ?? [], knownAt).at(-1)?.to ?? null;
  if (life.to === null || abolished === null) return life.to ?? abolished;
  return life.to < abolished ? life.to : abolished;
}

export async function readOfficeOn(
  reader: FactReader,
  officeId: string,
  point: Point,
): Promise<OfficeOnDay | undefined> {
  const office = await reader.get('office', officeId);
  if (office === undefined) return undefined;
  return officeOn(office, await reader.all('mandate', { object_id: officeId }), point);
}

/** The offices of this kind in a cluster with those who held them on the day. */
export async function readOfficesOf(
  reader: FactReader,
  clusterId: string,
  officeKind: string | undefined,
  point: Point,
): Promise<readonly OfficeOnDay[]> {
  const offices = (await reader.all('office', { subject_id: clusterId })).filter(
    ({ versions }) => officeKind === undefined || versions.some(({ value }) => value?.officeKind === officeKind),
  );
  const mandates = await reader.all('mandate', { object_id: offices.map(({ id }) => id) });
  return offices
    .filter(({ versions }) => asOf(versions, point) !== undefined)
    .map((office) =>
      officeOn(
        office,
        mandates.filter(({ objectId }) => objectId === office.id),
        point,
      ),
    );
}

function officeOn(office: Fact<'office'>, mandates: readonly Fact<'mandate'>[], point: Point): OfficeOnDay {
  const value = asOf(office.versions, point);
  const title = value?.title ?? office.versions[0]?.value?.title ?? '';
  const { knownAt } = point;
  const holders = holdersAt(heldUntilReplaced(tenuresOf(mandates, knownAt), office, knownAt), point);
  return { officeId: office.id, clusterId: office.subjectId, title, maxHolders: value?.maxHolders, holders };
}
