import type { DeclaredModels } from '#libs/hosting';
import { bodies } from '../bodies/bodies.projection.ts';
import { clusters } from '../clusters/clusters.projection.ts';
import type { MandateView, OfficeDocument } from './offices.projection.ts';

/** What an office ends with. */
export const ENDING = [bodies, clusters] as const;

/** The end of what an office stands in. */
interface Ending extends Pick<MandateView, 'cause' | 'operationId'> {
  readonly on: string;
}

/**
 * The office with its mandates until the day on which its body was abolished, or its cluster dissolved: whoever was in office left it that day. It follows from
 * these facts when it is read, so that it follows their corrections too.
 */
export async function withEndings(office: OfficeDocument, models: DeclaredModels): Promise<OfficeDocument> {
  const [body, cluster] = await Promise.all([
    models.of(bodies).get(office.bodyId),
    models.of(clusters).get(office.clusterId),
  ]);
  const ended = cluster?.ended;
  const endings: Ending[] = [
    ...(body?.abolished === undefined ? [] : [endingOf(body.abolished)]),
    ...(ended?.how === 'dissolved' ? [{ on: ended.on, cause: 'dissolution' as const }] : []),
  ];
  return endings.reduce(endedBy, office);
}

function endingOf({
  on,
  cause,
  operationId,
}: {
  readonly on: string;
  readonly cause: string;
  readonly operationId?: string | undefined;
}): Ending {
  return cause === 'succession' ? { on, cause, operationId } : { on, cause: 'dissolution' };
}

function endedBy(office: OfficeDocument, { on, ...why }: Ending): OfficeDocument {
  const mandates = office.mandates.map((mandate) => {
    const isOver = mandate.since >= on || (mandate.until !== undefined && mandate.until <= on);
    if (isOver) return mandate;
    const { operationId: _overtaken, ...held } = mandate;
    return { ...held, until: on, ...why };
  });
  return { ...office, mandates };
}
