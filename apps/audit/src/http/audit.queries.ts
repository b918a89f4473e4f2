import { isVisible } from '#libs/kernel';
import {
  idParameter,
  knownAtParameter,
  orNotFound,
  pageParameters,
  pageSchemaOf,
  query,
  type QueryCall,
  type QueryRow,
} from '#libs/hosting';
import { compare, COMPARED } from '../queries/comparison/comparison.ts';
import { factsOf } from '../queries/comparison/of-cluster.ts';
import { comparisonView } from '../queries/comparison/comparison.view.ts';
import { FactReader } from '../queries/fact-reader.ts';
import { readHistory } from '../queries/history/history.reader.ts';
import { factHistoryView } from '../queries/history/history.view.ts';
import { lineageDot, lineageSvg } from '../queries/lineage/lineage-drawing.ts';
import { readLineage } from '../queries/lineage/lineage.reader.ts';
import { lineageView } from '../queries/lineage/lineage.view.ts';
import {
  officeAtPointView,
  officeHistoryView,
  officesAtPointView,
  vacanciesView,
} from '../queries/offices/office-history.view.ts';
import { readOffice, readOfficeOn, readOfficesOf } from '../queries/offices/offices.reader.ts';
import { readMembershipProvenance, readSeatProvenance } from '../queries/provenance/provenance.reader.ts';
import { membershipProvenanceView, seatProvenanceView } from '../queries/provenance/provenance.view.ts';
import { facts } from '../read-models/facts/facts.projection.ts';
import { successions } from '../read-models/successions/successions.projection.ts';
import { timelines } from '../read-models/timelines/timelines.projection.ts';
import {
  compareParameters,
  directionParameter,
  eventsParameters,
  officeKindParameter,
  pointOf,
  pointParameters,
  streamParameters,
  timelineParameters,
} from './audit.parameters.ts';
import { readEvents, readStream } from './ledger.reader.ts';
import { namedLineView, withActors, withNames } from './actors.reader.ts';
import { ledgerEventsView, streamEventsView } from './ledger.view.ts';

const office = idParameter('The office.');
/** The id of a thing is the end of its stream's name. */
const ID_LENGTH = 36;

/** The cluster of which this is a fact; none where it is unknown. */
async function clusterOf(kind: 'member' | 'office', { input, models, viewer }: QueryCall<{ readonly id: string }>) {
  const fact = await new FactReader(models, viewer).get(kind, input.id);
  return fact === undefined ? [] : [fact.subjectId];
}

/** The history of everything, as it was and as it was known. */
const historyQueries: readonly QueryRow[] = [
  query({
    path: 'timeline/:entity',
    summary: 'The events about an entity, in the order of the ledger.',
    description: 'A page may hold fewer events than the limit; it is the last one when it has no `next`.',
    shows: 'audit',
    scope: ({ input: { entity } }) => [entity],
    parameters: { ...timelineParameters, ...pageParameters },
    reads: [timelines],
    answers: pageSchemaOf(namedLineView),
    personal: true,
    run: async ({ input: { entity, type, limit, after }, models, viewer, actors }) => {
      const lines = models.of(timelines);
      const page = await lines.page({ where: { entity, ...(type === undefined ? {} : { type }) }, limit, after });
      if (page.items.length === 0) orNotFound((await lines.page({ where: { entity }, limit: 1 })).items[0], entity);
      return await withNames({ ...page, items: page.items.filter((line) => isVisible(line, viewer)) }, actors);
    },
  }),
  query({
    path: 'provenance/membership/:id',
    summary: 'The successions through which a membership came to its cluster.',
    shows: 'audit',
    scope: (call) => clusterOf('member', call),
    parameters: { id: idParameter('The membership.'), ...pointParameters },
    reads: [facts, successions],
    answers: membershipProvenanceView,
    run: async ({ input, viewer, models }) =>
      orNotFound(
        await readMembershipProvenance(new FactReader(models, viewer), input.id, pointOf(input, viewer.today)),
        input.id,
      ),
  }),
  query({
    path: 'provenance/partner-seat/:id',
    summary: 'The successions through which a seat in a steering body came to its holder.',
    shows: 'audit',
    parameters: { id: idParameter('The partnership.'), ...pointParameters },
    reads: [facts, successions],
    answers: seatProvenanceView,
    run: async ({ input, viewer, models }) =>
      orNotFound(
        await readSeatProvenance(new FactReader(models, viewer), input.id, pointOf(input, viewer.today)),
        input.id,
      ),
  }),
  query({
    path: 'compare',
    summary: 'The differences between two points, each `validAt` or `validAt@knownAt`.',
    shows: 'audit',
    parameters: compareParameters,
    reads: [facts],
    answers: comparisonView,
    personal: true,
    problems: ['API_NOT_FOUND'],
    run: async ({ input: { left, right, cluster, limit }, models, viewer }) => {
      const reader = new FactReader(models, viewer);
      if (cluster !== undefined) orNotFound(await reader.firstOf(cluster), cluster);
      const points = { left, right };
      const compared = cluster === undefined ? reader.each(COMPARED) : factsOf(reader, COMPARED, cluster, points);
      return compare(compared, points, limit);
    },
  }),
  query({
    path: 'history/:id',
    summary: 'Everything that was ever known of the facts about a thing, and by which events.',
    description:
      'What is corrected or taken back stays, with the instants in which it was believed, and why it is not any more.',
    shows: 'audit',
    parameters: {
      id: idParameter(
        'A cluster, a body, an office, a mandate, a role, a membership, an antenna, a partner, an organisation or an operation.',
      ),
    },
    reads: [facts],
    answers: factHistoryView,
    personal: true,
    run: async ({ input: { id }, models, viewer }) =>
      orNotFound(await readHistory(new FactReader(models, viewer), id), id),
  }),
  query({
    path: 'lineage/:cluster',
    summary: 'The predecessors or successors of a cluster, as JSON, as a drawing (SVG) or as DOT.',
    shows: 'register',
    parameters: { cluster: idParameter('The cluster.'), ...pointParameters, direction: directionParameter },
    reads: [facts],
    answers: lineageView,
    drawings: { 'image/svg+xml': lineageSvg, 'text/vnd.graphviz': lineageDot },
    run: async ({ input: { cluster, direction, ...at }, viewer, models }) =>
      orNotFound(
        await readLineage(new FactReader(models, viewer), cluster, direction, pointOf(at, viewer.today)),
        cluster,
      ),
  }),
];

/** Offices by their holders. */
const officeQueries: readonly QueryRow[] = [
  query({
    path: 'offices/:id/holders',
    summary: 'The holders of an office on a day, as known at a point.',
    shows: 'audit',
    scope: (call) => clusterOf('office', call),
    parameters: { id: office, ...pointParameters },
    reads: [facts],
    answers: officeAtPointView,
    run: async ({ input, viewer, models }) => {
      const point = pointOf(input, viewer.today);
      return { ...orNotFound(await readOfficeOn(new FactReader(models, viewer), input.id, point), input.id), ...point };
    },
  }),
  query({
    path: 'offices/:id/vacancies',
    summary: 'The spans of days on which an office had no holder.',
    shows: 'audit',
    scope: (call) => clusterOf('office', call),
    parameters: { id: office, knownAt: knownAtParameter },
    reads: [facts],
    answers: vacanciesView,
    run: async ({ input, models, viewer }) => {
      const found = await readOffice(new FactReader(models, viewer), input.id, input.knownAt);
      const { officeId, vacancies } = orNotFound(found, input.id);
      return { officeId, vacancies };
    },
  }),
  query({
    path: 'offices/:id/intervals',
    summary: 'Every interval of days on which an office had the same holders, with its causes.',
    shows: 'audit',
    scope: (call) => clusterOf('office', call),
    parameters: { id: office, knownAt: knownAtParameter },
    reads: [facts],
    answers: officeHistoryView,
    run: async ({ input, models, viewer }) =>
      orNotFound(await readOffice(new FactReader(models, viewer), input.id, input.knownAt), input.id),
  }),
  query({
    path: 'clusters/:id/offices',
    summary: 'The offices of a cluster, with their holders on a day.',
    shows: 'audit',
    scope: ({ input }) => [input.id],
    parameters: { id: idParameter('The cluster.'), ...pointParameters, kind: officeKindParameter },
    reads: [facts],
    answers: officesAtPointView,
    run: async ({ input, viewer, models }) => {
      const [reader, point] = [new FactReader(models, viewer), pointOf(input, viewer.today)];
      orNotFound(await reader.firstOf(input.id), input.id);
      return { items: await readOfficesOf(reader, input.id, input.kind, point), ...point };
    },
  }),
];

const FIRST = { from: 0n, limit: 1 };

/** Reads the ledger directly, without a read model, so nothing is waited for. */
const ledgerQueries: readonly QueryRow[] = [
  query({
    path: 'events',
    summary: 'Events of the ledger from a position, with their bytes and leaf hashes.',
    shows: 'audit',
    parameters: eventsParameters,
    answers: ledgerEventsView,
    personal: true,
    run: ({ input, store }) => readEvents(store, input),
  }),
  query({
    path: 'streams/:stream',
    summary: 'The events of a stream, up to a revision or a day.',
    shows: 'audit',
    scope: ({ input }) => [input.stream.slice(-ID_LENGTH)],
    parameters: streamParameters,
    answers: streamEventsView,
    personal: true,
    run: async ({ input: { stream, ...page }, store, viewer, actors }) => {
      const found = await readStream(store, stream, page, viewer);
      if (found.items.length === 0) orNotFound((await readStream(store, stream, FIRST, viewer)).items[0], stream);
      return await withActors(found, actors);
    },
  }),
];

export const auditQueries: readonly QueryRow[] = [...historyQueries, ...officeQueries, ...ledgerQueries];
