import { html, printablePage, type Html } from '#libs/hosting';
import { electionIn, line, resolutionIn, table } from './minutes.lines.ts';
import type { Extract, Heading, Minutes } from './minutes.view.ts';
import { dayIn, exactIn, wordsIn } from './minutes.words.ts';

/** The minutes of a meeting to print and to sign. */
export function minutesPage(minutes: Minutes): string {
  const { language } = minutes;
  const words = wordsIn(language);
  const { agenda, elections, resolutions } = minutes;
  const title = `${words.minutes}${words.colon}${minutes.body.name}, ${dayIn(language, minutes.held.on)}`;
  const body = html`${headingIn(title, minutes)}
    <h2>${words.agenda}</h2>
    <ol>
      ${agenda.map((item) => html`<li>${item}</li> `)}
    </ol>
    ${attendanceIn(minutes)} ${elections.map((election) => electionIn(election, language))}
    ${resolutions.map((resolution) => resolutionIn(resolution, language))} ${signaturesIn(minutes)}`;
  return printablePage({ title, lang: language, body });
}

/** One decision of a meeting, to be certified by whoever presided. */
export function extractPage(extract: Extract): string {
  const { language } = extract;
  const words = wordsIn(language);
  const { resolution, firstMeeting } = extract;
  const title = `${words.extract}${words.colon}${extract.body.name}, ${dayIn(language, extract.held.on)}`;
  const first =
    firstMeeting === undefined
      ? html``
      : html`<p>${words.second} (${words.heldOn} ${dayIn(language, firstMeeting.heldOn)})</p>`;
  const body = html`${headingIn(title, extract)} ${first} ${attendanceIn(extract)} ${resolutionIn(resolution, language)}
    <p>${words.certified}</p>
    ${signaturesIn(extract)}`;
  return printablePage({ title, lang: language, body });
}

function headingIn(title: string, { convened, held, body, language, clusterName }: Heading): Html {
  const words = wordsIn(language);
  const { notice } = convened;
  const { chair, secretary } = held;
  const sent =
    notice === undefined
      ? ''
      : `, ${words.notice[notice.by]}, ${String(notice.sentTo)} ${words.sentTo}${
          notice.sha256 === undefined ? '' : `, ${words.proof} ${notice.sha256}`
        }`;
  return html`${clusterName === undefined ? html`` : html`<p>${clusterName}</p> `}
    <h1>${title}</h1>
    <p>${words.heldOn} ${dayIn(language, held.on)}, ${words.bodyKinds[body.kind]}.</p>
    <p>
      ${words.convened}${words.colon}${dayIn(language, convened.convenedOn)}, ${words.convenedFor}
      ${dayIn(language, convened.scheduledFor)}${sent}.
    </p>
    ${chair === undefined ? html`` : html`<p>${words.chair}${words.colon}${chair.name}.</p>`}
    ${secretary === undefined ? html`` : html`<p>${words.secretary}${words.colon}${secretary.name}.</p>`}`;
}

function attendanceIn({ held, language, ...minutes }: Heading & Partial<Pick<Minutes, 'sheet' | 'differs'>>): Html {
  const { sheet, differs } = minutes;
  const words = wordsIn(language);
  const { members, present, represented } = held;
  const roll = sheet === undefined ? [] : [line(words.roll, String(sheet.rollVersion))];
  const other = differs === undefined ? html`` : html`<p>${words.differs}${words.colon}${differs.sheet}.</p>`;
  return html`<h2>${words.attendance}</h2>
    ${table([
      line(words.members, exactIn(members)),
      line(words.present, exactIn(present)),
      line(words.represented, exactIn(represented)),
      ...roll,
    ])}
    ${other}`;
}

function signaturesIn({ held, language }: Heading): Html {
  const { chair, secretary, signatures } = wordsIn(language);
  return html`<h2>${signatures}</h2>
    <table>
      <tbody>
        <tr>
          <th>${chair}</th>
          <th>${secretary}</th>
        </tr>
        <tr>
          <td>${held.chair?.name ?? ''}<br /><br /><br /></td>
          <td>${held.secretary?.name ?? ''}<br /><br /><br /></td>
        </tr>
      </tbody>
    </table>`;
}
