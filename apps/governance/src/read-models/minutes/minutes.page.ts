import { html, printablePage, type Html } from '#libs/hosting';
import type { Extract, Heading, MinutedResolution, Minutes } from './minutes.view.ts';
import { dayIn, exactIn, wordsIn, type Language } from './minutes.words.ts';

type Decision = NonNullable<MinutedResolution['decision']>;

/** The minutes of a meeting to print and to sign. */
export function minutesPage(minutes: Minutes): string {
  const { language } = minutes;
  const words = wordsIn(language);
  const { agenda, resolutions } = minutes;
  const title = `${words.minutes}: ${minutes.body.name}, ${dayIn(language, minutes.held.on)}`;
  const body = html`${headingIn(title, minutes)}
    <h2>${words.agenda}</h2>
    <ol>
      ${agenda.map((item) => html`<li>${item}</li> `)}
    </ol>
    ${attendanceIn(minutes)} ${resolutions.map((resolution) => resolutionIn(resolution, language))}
    ${signaturesIn(minutes)}`;
  return printablePage({ title, lang: language, body });
}

/** One decision of a meeting, to be certified by whoever presided. */
export function extractPage(extract: Extract): string {
  const { language } = extract;
  const words = wordsIn(language);
  const { resolution, firstMeeting } = extract;
  const title = `${words.extract}: ${extract.body.name}, ${dayIn(language, extract.held.on)}`;
  const first =
    firstMeeting === undefined
      ? html``
      : html`<p>${words.second} (${words.heldOn} ${dayIn(language, firstMeeting.heldOn)})</p>`;
  const body = html`${headingIn(title, extract)} ${first} ${attendanceIn(extract)} ${resolutionIn(resolution, language)}
    <p>${words.certified}</p>
    ${signaturesIn(extract)}`;
  return printablePage({ title, lang: language, body });
}

function headingIn(title: string, { convened, held, body, language }: Heading): Html {
  const words = wordsIn(language);
  const { notice } = convened;
  const { chair, secretary } = held;
  const sent =
    notice === undefined
      ? ''
      : `, ${words.notice[notice.by]}, ${String(notice.sentTo)} ${words.sentTo}${
          notice.sha256 === undefined ? '' : `, ${words.proof} ${notice.sha256}`
        }`;
  return html`<h1>${title}</h1>
    <p>${words.heldOn} ${dayIn(language, held.on)}, ${words.bodyKinds[body.kind]}.</p>
    <p>
      ${words.convened}: ${dayIn(language, convened.convenedOn)} → ${dayIn(language, convened.scheduledFor)}${sent}.
    </p>
    ${chair === undefined ? html`` : html`<p>${words.chair}: ${chair.name}.</p>`}
    ${secretary === undefined ? html`` : html`<p>${words.secretary}: ${secretary.name}.</p>`}`;
}

function attendanceIn({ held, language, ...minutes }: Heading & Partial<Pick<Minutes, 'sheet' | 'differs'>>): Html {
  const { sheet, differs } = minutes;
  const words = wordsIn(language);
  const { members, present, represented } = held;
  const roll = sheet === undefined ? [] : [line(words.roll, String(sheet.rollVersion))];
  const other = differs === undefined ? html`` : html`<p>${words.differs}: ${differs.sheet}.</p>`;
  return html`<h2>${words.attendance}</h2>
    ${table([
      line(words.members, exactIn(members)),
      line(words.present, exactIn(present)),
      line(words.represented, exactIn(represented)),
      ...roll,
    ])}
    ${other}`;
}

function resolutionIn({ subject, clause, status, decision, differs }: MinutedResolution, language: Language): Html {
  const words = wordsIn(language);
  const outcome = line(words.outcome, words.outcomes[status]);
  const lines = decision === undefined ? [] : decisionLines(decision, language);
  const other =
    differs?.outcome === undefined ? html`` : html`<p>${words.known}: ${words.outcomes[differs.outcome]}.</p>`;
  return html`<h2>${words.resolution}: ${subject}</h2>
    ${table([line(words.kind, words.kinds[clause]), ...lines, outcome])} ${other}`;
}

function decisionLines({ tally, rule, reckoning, irregularities }: Decision, language: Language): readonly Html[] {
  const words = wordsIn(language);
  const { for: inFavour, against, abstentions, blank = 0, invalid = 0, ballot } = tally;
  const counted = { for: inFavour, against, abstentions, blank, invalid };
  const how = ballot === undefined ? '' : ` (${words.ballot[ballot]})`;
  return [
    line(words.statutes, String(rule.statutesVersion)),
    ...(['for', 'against', 'abstentions', 'blank', 'invalid'] as const).map((side) =>
      line(`${words.votes[side]}${side === 'for' ? how : ''}`, exactIn(counted[side])),
    ),
    ...(reckoning === undefined ? [] : reckonedLines(reckoning, language)),
    ...irregularLines(irregularities ?? [], language),
  ];
}

function reckonedLines(
  { convocation, quorum, majority, castingVote, groups = [] }: NonNullable<Decision['reckoning']>,
  language: Language,
): readonly Html[] {
  const words = wordsIn(language);
  const { of, inFavour, base, threshold, exceeded, needed } = majority;
  const bound = `${exceeded ? words.exceeded : words.reached} ${exactIn(threshold)}`;
  return [
    ...(convocation === 'second' ? [line(words.convened, words.second)] : []),
    line(
      words.quorum,
      `${exactIn(quorum.found)} ${words.quorumOf[quorum.of]} ${words.of} ${exactIn(quorum.members)}, ${exactIn(quorum.needed)} ${words.needed}`,
    ),
    line(words.base, `${exactIn(base)} ${words.bases[of]}`),
    line(words.inFavour, exactIn(inFavour)),
    line(words.threshold, needed === undefined ? bound : `${bound} (${exactIn(needed)})`),
    ...(castingVote === undefined ? [] : [line(words.chair, words.castingVote[castingVote])]),
    ...groups.map((each) => line(each.group, `${exactIn(each.inFavour)} ${words.of} ${exactIn(each.base)}`)),
  ];
}

function irregularLines(irregularities: NonNullable<Decision['irregularities']>, language: Language): readonly Html[] {
  const words = wordsIn(language);
  return irregularities.map(({ kind, found, required }) => {
    const numbers = [found, required].filter((text) => text !== undefined).join(' / ');
    return line(words.irregular, `${words.irregularities[kind]}${numbers === '' ? '' : ` (${numbers})`}`);
  });
}

function signaturesIn({ held, language }: Heading): Html {
  const { chair, secretary } = wordsIn(language);
  return html`<table>
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

function table(lines: readonly Html[]): Html {
  return html`<table>
    <tbody>
      ${lines}
    </tbody>
  </table>`;
}

function line(name: string, value: string): Html {
  return html`<tr>
    <th>${name}</th>
    <td>${value}</td>
  </tr> `;
}
