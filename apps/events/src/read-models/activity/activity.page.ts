import { html, printablePage, type Html } from '#libs/hosting';
import type { ActivityKind, ActivityView } from './activity.view.ts';

/** The words of the office that prints it. */
const KINDS: Readonly<Record<ActivityKind, string>> = {
  conference: 'Conférences',
  'master-class': 'Master classes',
  symposium: 'Colloques',
  seminar: 'Séminaires',
  'business-lunch': 'Déjeuners d’affaires',
  challenge: 'Challenges',
  'training-night': 'Nuits de la formation',
  'tech-event': 'Tech events',
  workshop: 'Ateliers',
  'community-meeting': 'Réunions de communautés',
};

/** The activity of a period as a page to print. */
export function activityPage({ name, since, until, kinds, total, introductions, actions }: ActivityView): string {
  const title = `Rapport d’activité de ${name}`;
  const body = html`<h1>${title}</h1>
    <p>Du ${since} au ${until}.</p>
    <table>
      <thead>
        <tr>
          <th>Type</th>
          <th class="number">Actions</th>
          <th class="number">Participations</th>
          <th class="number">Sans comptage</th>
          <th class="number">Organisations distinctes</th>
        </tr>
      </thead>
      <tbody>
        ${kinds.map(
          ({ kind, series, ...counts }) =>
            html`${countRow(KINDS[kind], counts)}
            ${series.map(
              ({ name: ofSeries, editions, actions: held }) =>
                html`<tr>
                  <td>dont ${ofSeries}${editions.length === 0 ? '' : ` (édition ${editions.join(', ')})`}</td>
                  <td class="number">${held}</td>
                  <td></td>
                  <td></td>
                  <td></td>
                </tr> `,
            )} `,
        )}
        ${countRow('Total', total)}
      </tbody>
    </table>
    <p>Mises en relation : ${introductions.introductions} (${introductions.organisations} organisations).</p>
    <h2>Détail</h2>
    <table>
      <thead>
        <tr>
          <th>Jour</th>
          <th>Type</th>
          <th>Action</th>
          <th>Organisateurs</th>
          <th class="number">Participants</th>
        </tr>
      </thead>
      <tbody>
        ${actions.map(
          (each) =>
            html`<tr>
              <td>${each.on}</td>
              <td>${KINDS[each.kind]}</td>
              <td>${each.title}</td>
              <td>${each.hosts.map(({ name: host, id }) => host ?? id).join(', ')}</td>
              <td class="number">${each.participants ?? 'inconnu'}</td>
            </tr> `,
        )}
      </tbody>
    </table>`;
  return printablePage({ title, lang: 'fr', body });
}

function countRow(what: string, { actions, attendances, uncounted, organisations }: ActivityView['total']): Html {
  return html`<tr>
    <td>${what}</td>
    <td class="number">${actions}</td>
    <td class="number">${attendances}</td>
    <td class="number">${uncounted}</td>
    <td class="number">${organisations}</td>
  </tr> `;
}
