import { bars } from '../page/bars.ts';
import { steps } from '../page/steps.ts';
import { timeline, type Span } from '../page/timeline.ts';
import type { ApiClient } from '../api-client.ts';
import type { Drawing } from '../story.ts';
import { GDF_SUEZ, nameOf } from './cast.ts';
import { hours, placesOn } from './questions/companies.ts';
import { seatNameOn, sectorBodyOn } from './questions/partners.ts';

/** The first day of each quarter, and the days on which it was looked at. */
const DAYS = [
  ...[2015, 2016, 2017, 2018, 2019, 2020, 2021].flatMap((year) =>
    ['01', '04', '07', '10'].map((month) => `${String(year)}-${month}-01`),
  ),
  ...['2016-02-01', '2016-03-01', '2016-05-01', '2016-05-02', '2021-08-30', '2021-08-31'],
]
  .filter((day) => day >= '2015-07-01' && day <= '2021-08-31')
  .sort();

const occupancy: Drawing = {
  title: 'Who is inside, and who waits',
  draw: async (api) => {
    const found = await Promise.all(DAYS.map(async (on) => ({ on, ...(await placesOn(api, on)) })));
    return steps('Occupancy of the incubator over time', [
      { label: 'inside', points: found.map(({ on, inside }) => ({ on, value: inside })) },
      { label: 'waiting', points: found.map(({ on, waits }) => ({ on, value: waits })) },
    ]);
  },
};

const support: Drawing = {
  title: 'Hours of coaching in 2016, for the first ten companies',
  draw: async (api) => {
    const { companies } = await hours(api);
    const groups = companies
      .map(({ organisationId, kinds }) => ({
        label: nameOf(organisationId),
        values: ['individual-coaching', 'collective-training'].map(
          (kind) => (kinds.find((each) => each.kind === kind)?.received.minutes ?? 0) / 60,
        ),
      }))
      .sort((one, other) => one.label.localeCompare(other.label, 'en', { numeric: true }));
    return bars('Hours received by company', ['coaching', 'training'], groups.slice(0, 10));
  },
};

/** Who held a seat, by the days on which somebody else did. */
async function holders(days: readonly string[], holderOn: (day: string) => Promise<string>): Promise<readonly Span[]> {
  const spans: Span[] = [];
  for (const day of days) {
    const holder = await holderOn(day);
    const last = spans.at(-1);
    if (last?.label === holder) continue;
    if (last !== undefined) spans[spans.length - 1] = { ...last, to: day };
    spans.push({ label: holder, from: day, to: null });
  }
  return spans;
}

const seatsOf: Drawing = {
  title: 'Seats that organisations hold, whatever they are called and whoever succeeds them',
  draw: async (api: ApiClient) =>
    timeline('Holders of two partner seats', [
      {
        label: 'A group',
        spans: await holders(
          ['2015-03-01', '2015-04-24', '2016-01-01', '2017-01-01'],
          async (day) => (await seatNameOn(api, GDF_SUEZ, day)).name,
        ),
      },
      {
        label: 'The sector body',
        spans: await holders(
          ['2015-03-01', '2016-03-31', '2017-03-28', '2018-01-01'],
          async (day) => (await sectorBodyOn(api, day)).holder ?? 'nobody',
        ),
      },
    ]),
};

export const drawings: readonly Drawing[] = [occupancy, support, seatsOf];
