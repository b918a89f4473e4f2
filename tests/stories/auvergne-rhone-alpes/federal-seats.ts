import type { ApiClient } from '../api-client.ts';
import { bodies, seatPlanOf } from './cast.ts';

interface Answered {
  readonly seats: readonly { readonly unit: string; readonly seats: number }[];

  readonly explanation: {
    readonly power: {
      readonly indexes: readonly {
        readonly group: string;
        readonly index: { readonly numerator: string; readonly denominator: string };
      }[];
    };
  };
}

interface Otherwise {
  readonly planned: Answered;
  readonly otherwise: Answered;
}

const JOBS_ONLY = { weights: [{ name: 'jobs', weight: { numerator: '1', denominator: '1' } }] };

/** Question 6: what the seats are in equal thirds, and what they would have been by jobs alone. */
export async function federalSeats(api: ApiClient) {
  const [board, bureau] = await Promise.all(
    [bodies.boardOf('digitalLeague'), bodies.bureauOf('digitalLeague')].map(async (bodyId) => {
      return await api.ask<Otherwise>(`governance/seat-plans/${seatPlanOf(bodyId)}/what-if`, JOBS_ONLY);
    }),
  );
  if (board === undefined || bureau === undefined) throw new TypeError('two plans were asked for');
  return {
    board: { thirds: seatsOf(board.planned), jobsOnly: seatsOf(board.otherwise) },
    bureau: { thirds: seatsOf(bureau.planned), jobsOnly: seatsOf(bureau.otherwise) },
    powerOfLyon: { thirds: powerOfLyon(board.planned), jobsOnly: powerOfLyon(board.otherwise) },
  };
}

function seatsOf({ seats }: Answered): readonly number[] {
  return seats.map((each) => each.seats);
}

function powerOfLyon({ explanation }: Answered): string {
  const index = explanation.power.indexes.find(({ group }) => group === 'Lyon')?.index;
  return index === undefined ? 'none' : `${index.numerator}/${index.denominator}`;
}
