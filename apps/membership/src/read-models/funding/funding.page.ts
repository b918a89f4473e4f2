import { html, printablePage, type Html } from '#libs/hosting';
import { decimalOf } from '#libs/kernel';
import type { FundingView } from './funding.view.ts';

/** The words of the office that prints it. */
const CLASSES = {
  own: 'Ressources propres',
  'local-institutions': 'Institutions locales',
  'private-institutions': 'Institutions privées',
} as const;
const RESOURCES = {
  fees: 'Cotisations',
  'facility-income': 'Revenus des équipements',
  'other-own': 'Autres ressources propres',
  'local-institutions': 'Institutions locales',
  'private-institutions': 'Institutions privées',
} as const;
const BOUNDS = { 'at-least': 'au moins', 'at-most': 'au plus' } as const;
const OF = { cash: 'hors bénévolat', all: 'bénévolat compris' } as const;

/** The funding of a year as a page to print. */
export function fundingPage(view: FundingView): string {
  const { year, period, cash, withVolunteering, entries } = view;
  const title = `Financement de l’exercice ${String(year)}`;
  const body = html`<h1>${title}</h1>
    <p>Du ${period.since} au ${period.lastDay}.</p>
    ${mixTable('Hors bénévolat', cash)} ${mixTable('Bénévolat valorisé compris', withVolunteering)}
    <h2>Bénévolat</h2>
    ${volunteeringOf(view)}
    <h2>Fonds dédiés</h2>
    ${dedicatedFundsOf(view)}
    <h2>Équilibre</h2>
    ${imbalancesOf(view)}
    <h2>Détail</h2>
    <table>
      <thead>
        <tr>
          <th>Jour</th>
          <th>Ressource</th>
          <th>Source</th>
          <th class="number">Montant</th>
        </tr>
      </thead>
      <tbody>
        ${entries.map(
          ({ on, resource, source, amountCents }) =>
            html`<tr>
              <td>${on}</td>
              <td>${RESOURCES[resource]}</td>
              <td>${source}</td>
              <td class="number">${euros(amountCents)}</td>
            </tr> `,
        )}
      </tbody>
    </table>`;
  return printablePage({ title, lang: 'fr', body });
}

function mixTable(caption: string, { totalCents, classes }: FundingView['cash']): Html {
  return html`<table>
    <caption>
      ${caption}
    </caption>
    <tbody>
      ${classes.map(
        (each) =>
          html`<tr>
            <td>${CLASSES[each.class]}</td>
            <td class="number">${euros(each.amountCents)}</td>
            <td class="number">${percent(each.share)}</td>
          </tr> `,
      )}
      <tr>
        <th>Total</th>
        <th class="number">${euros(totalCents)}</th>
        <th class="number">${percent(totalCents === 0 ? undefined : '100.00')}</th>
      </tr>
    </tbody>
  </table>`;
}

function volunteeringOf({ volunteering: { minutes, valueCents, parts } }: FundingView): Html {
  const rates = parts.map(
    ({ since, minutes: worked, centsPerHour, basis, reason }) =>
      html`<li>
        depuis le ${since} : ${hours(worked)},
        ${
          centsPerHour === undefined
            ? html`non valorisé (${reason ?? ''})`
            : html`à ${euros(centsPerHour)} l’heure (${basis ?? ''})`
        }
      </li> `,
  );
  const value = valueCents === null ? html`non valorisé` : html`${euros(valueCents)} (comptes 86 et 87)`;
  return html`<p>${hours(minutes)} : ${value}.</p>
    <ul>
      ${rates}
    </ul>`;
}

function dedicatedFundsOf({ dedicatedFunds }: FundingView): Html {
  if (dedicatedFunds.length === 0) return html`<p>Aucun.</p>`;
  const lines = dedicatedFunds.map(
    ({ purpose, year, unspentCents }) =>
      html`<li>${purpose} (${year}) : ${unspentCents === null ? 'montant inconnu' : euros(unspentCents)}</li>`,
  );
  return html`<ul>
    ${lines}
  </ul>`;
}

function imbalancesOf({ imbalances }: FundingView): Html {
  if (imbalances.length === 0) return html`<p>Aucun écart à la règle déclarée.</p>`;
  const lines = imbalances.map(
    (each) =>
      html`<li>
        ${CLASSES[each.class]} (${OF[each.of]}) : ${percent(each.share)}, ${BOUNDS[each.bound]} ${each.percent} %
        attendus
      </li> `,
  );
  return html`<ul>
    ${lines}
  </ul>`;
}

/** With narrow spaces between thousands, as French typography has them. */
function euros(cents: number): string {
  const [whole = '', part = ''] = decimalOf(cents).split('.');
  return `${whole.replaceAll(/\B(?=(\d{3})+$)/g, '\u202f')},${part}\u00a0€`;
}

function percent(share: string | undefined): string {
  return share === undefined ? '–' : `${share.replace('.', ',')}\u00a0%`;
}

function hours(minutes: number): string {
  return `${String(Math.floor(minutes / 60))}\u00a0h\u00a0${String(minutes % 60).padStart(2, '0')}`;
}
