/*
 * A person in Chromium changes the own name, time zone and password.
 */
import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';

import { openContext, startBrowser, startSites } from './browser.mjs';
import { PASSWORD, addPerson, startDesk } from './desk.mjs';

const NEW = 'five other words in line';

let desk, sites, browser, context, page, email;
let last = 0;

before(async () => {
	desk = await startDesk({ people: {} });
	sites = await startSites();
	browser = await startBrowser(sites);
});

after(async () => {
	await browser?.close();
	sites?.stop();
	await desk?.stop();
});

async function open(options) {
	await context?.close();
	context = await openContext(browser, options);
	page = await context.newPage();
}

beforeEach(async () => {
	email = `visitor-${last += 1}@example.com`;
	await addPerson(desk, email, 'Ada Lovelace');
	await open();
});

afterEach(() => context.close());

const heading = () => page.getByRole('heading', { level: 1 }).innerText();
const press = (name) => page.getByRole('button', { name, exact: true }).click();
const follow = (name) => page.getByRole('link', { name, exact: true }).click();
const says = (id) => page.locator(`#${id}-note`).innerText();

async function signIn(password = PASSWORD) {
	await page.goto(`${desk.base}/auth/`);
	await page.getByLabel('E-mail address').fill(email);
	await page.getByLabel('Password').fill(password);
	await press('Sign in');
}

async function changePassword(present, wanted) {
	await page.getByLabel('Present password').fill(present);
	await page.getByLabel('New password', { exact: true }).fill(wanted);
	await page.getByLabel('New password once more').fill(wanted);
	await press('Change password');
}

describe('a person', () => {
	for (const [title, options] of [['changes the password and signs in with it', {}], ['needs no JavaScript for it', { javaScriptEnabled: false }]]) {
		test(title, async () => {
			await open(options);
			await signIn();
			await follow('Change password');
			assert.equal(await heading(), 'Change your password');
			await changePassword('not the present one', NEW);
			assert.match(await page.title(), /^Error: /);
			assert.match(await says('password'), /not your present password/);
			await changePassword(PASSWORD, NEW);
			assert.equal(await heading(), 'Your password was changed');
			await follow('Back to your account');
			assert.equal(await heading(), 'Your account');
			await press('Sign out here');
			await signIn(PASSWORD);
			assert.equal(await heading(), 'Sign in');
			await signIn(NEW);
			assert.equal(await heading(), 'Your account');
		});
	}

	test('changes name and time zone, and is told which zone was meant', async () => {
		await signIn();
		await follow('Change name or time zone');
		await page.getByLabel('Name').fill('Ada King');
		await page.getByLabel('Time zone').fill('Europe/Londn');
		await press('Save');
		assert.match(await says('time_zone'), /did you mean Europe\/London\?/);
		assert.equal(await page.getByLabel('Name').inputValue(), 'Ada King');
		await page.getByLabel('Time zone').fill('Europe/London');
		await press('Save');
		assert.equal(await heading(), 'Your account');
		assert.match(await page.getByRole('main').innerText(), /Ada King[^]*Europe\/London/);
	});

	test('can change the password from the keyboard', async () => {
		await signIn();
		await page.goto(`${desk.base}/auth/?page=password`);
		await page.getByLabel('Present password').and(page.locator(':focus')).waitFor();
		for (const text of [PASSWORD, NEW, NEW]) {
			await page.keyboard.type(text);
			await page.keyboard.press('Tab');
		}
		await page.keyboard.press('Enter');
		await page.getByRole('heading', { name: 'Your password was changed' }).waitFor();
	});
});
