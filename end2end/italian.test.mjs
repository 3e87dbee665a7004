// The bad day once more, as somebody sees it who reads Italian: found, replayed, tried otherwise, and compared.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { pressAll, settled, visit } from './browser.mjs';
import { openPage } from './journey.mjs';
import { ADA, VITO } from './people.mjs';
import { analyse, badDay, beginWithReports } from './reports.mjs';

const ITALIAN = { locale: 'it-IT' };

const { journey, day, week } = await beginWithReports();
const { vedetta, ada } = journey;
const wider = await analyse(vedetta, ada, badDay({ services: [{ service_id: 'orders-db', error_budget: 10 }] }));

test('from the overview to the moment at which the worst service broke, and why', async (t) => {
  const page = await openPage(t, journey, VITO, ITALIAN);
  await visit(page, '/');
  const main = page.getByRole('main');
  await main.getByText(/\d,\d%/).first().waitFor();
  await page.getByRole('navigation').getByRole('link', { name: 'Disponibilità' }).click();
  await page.waitForURL('/availability');
  await settled(page);
  await visit(page, day);
  await main.getByText('Servizi oltre il budget: 1 su 4').waitFor();
  await main.getByText('Ricalcolato qui: uguale').waitFor();
  await main.getByText('Critico').first().waitFor();
  await main.getByRole('button', { name: 'lun 1 set, 02:40' }).click();
  await page.waitForURL(/at=2025-09-01T02:40:00Z/);
  await main.getByRole('paragraph').getByRole('button', { name: 'Orders database' }).click();
  const details = page.getByRole('complementary', { name: 'Orders database' });
  await details.getByText('Perché questo numero?').waitFor();
  await details.getByText('S = max(0; 0,5 − ((4 − 3) ÷ 3) × 0,5)').waitFor();
});

test('the replay by keys and buttons', async (t) => {
  const page = await openPage(t, journey, VITO, ITALIAN);
  await visit(page, day);
  await page.keyboard.press('Home');
  await page.getByText('Fino a questo momento non si è verificato alcun errore.').waitFor();
  await page.getByRole('button', { name: 'Evento successivo' }).click();
  await page.waitForURL(/at=2025-09-01T02:14:00Z/);
  const slider = page.getByRole('slider', { name: 'Momento del replay' });
  assert.match(await slider.getAttribute('aria-valuetext'), /^lun 1 set, 02:14: .+ \d+,\d%$/);
  await page.getByRole('button', { name: 'Riproduci' }).click();
  await page.getByRole('button', { name: 'Pausa' }).click();
  await page.getByRole('button', { name: 'Riproduci' }).waitFor();
});

test('a larger budget is tried and taken back', async (t) => {
  const page = await openPage(t, journey, ADA, ITALIAN);
  await visit(page, day);
  await page.getByRole('switch', { name: 'E se' }).check({ force: true });
  await page.getByRole('spinbutton', { name: 'Budget di errore di Orders database' }).fill('10');
  await page.getByText('Servizi oltre il budget: nessuno su 4').waitFor();
  await page.getByText(/^\+?\d+,\d punti in più$/).first().waitFor();
  await page.getByRole('button', { name: 'Annulla questa modifica' }).click();
  await page.getByText('Servizi oltre il budget: 1 su 4').waitFor();
});

test('a week of backups, and its map as a table', async (t) => {
  const page = await openPage(t, journey, VITO, ITALIAN);
  await visit(page, week);
  await page.getByText('Più vecchi del promesso: 1 backup su 2').waitFor();
  await pressAll(page, 'Mostra come tabella');
  await page.getByRole('row', { name: /^mer 10 set, 12:00 \d+,\d%/ }).first().waitFor();
  await page.getByRole('row', { name: /^vm-102 Gravissimo/ }).first().waitFor();
});

test('two reports are compared', async (t) => {
  const page = await openPage(t, journey, VITO, ITALIAN);
  const id = (path) => path.split('/').pop();
  await visit(page, `/compare?a=${id(day)}&b=${id(wider)}`);
  await page.getByRole('heading', { name: 'Confronta due rapporti' }).waitFor();
  await page.getByRole('row', { name: /Orders database.*Budget \+\d+,\d/ }).waitFor();
});
