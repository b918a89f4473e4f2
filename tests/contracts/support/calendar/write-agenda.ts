import { readFileSync } from 'node:fs';
import { calendarDate } from '#libs/kernel';
import { fits, valueAt, type Projection, type Where } from '#libs/projections';
import { agendaFile, agendaOf, type CalendarReads } from '../../../../apps/events/src/http/calendar.queries.ts';
import { clusters } from '../../../../apps/events/src/read-models/clusters/clusters.projection.ts';

/** Writes the calendar of a cluster from documents in a file to standard output: in a process of its own, whose time zone is in its environment. */
const [clusterId = '', file = ''] = process.argv.slice(2);
const stored = JSON.parse(readFileSync(file, 'utf8')) as Readonly<Record<string, readonly object[]>>;

const models: CalendarReads = {
  of: <Events extends object, Document extends object>({ name, columns }: Projection<Events, Document>) => {
    const documents = (stored[name] ?? []) as readonly Document[];
    return {
      all: (where: Where) => Promise.resolve(documents.filter((document) => fits(document, where, columns))),
      get: (id: string) => Promise.resolve(documents.find((document) => valueAt(document, 'gatheringId') === id)),
    };
  },
};

const documents = stored[clusters.name] as readonly Parameters<typeof agendaOf>[1][];
const cluster = documents.find((each) => each.clusterId === clusterId);
if (cluster === undefined) throw new Error(`no cluster ${clusterId}`);
const agenda = await agendaOf(models, cluster, { today: calendarDate('2016-02-05') });
process.stdout.write(agendaFile(agenda));
