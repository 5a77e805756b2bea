/*
 * A person in Chromium, sent by a client: signs in, decides, and comes back to the client.
 */
import assert from 'node:assert/strict';
import { after, before, beforeEach, afterEach, describe, test } from 'node:test';

import { openContext, startBrowser, startSites } from './browser.mjs';
import { PASSWORD, addClient, addPerson, authorizeUrl, codeRow, startDesk } from './desk.mjs';

const WEB = 'https://client.example/callback';
const ADA = 'ada@example.com';
const GRACE = 'grace@example.com';

/* Reading is always there; these can be refused. */
const WRITE = 'create, change and delete';

let desk, sites, browser, context, page, loopback;

before(async () => {
	desk = await startDesk({ people: { [ADA]: 'Ada Lovelace', [GRACE]: 'Grace Hopper' }, settings: ['redirect_schemes = planner'] });
	sites = await startSites();
	browser = await startBrowser(sites);
	loopback = `http://127.0.0.1:${sites.port}/callback`;
	sites.pages['client.example/callback'] = () => '<h1>Client</h1>';
	sites.pages['localhost/callback'] = sites.pages['127.0.0.1/callback'] = () => '<h1>Program</h1>';
});

after(async () => {
	await browser?.close();
	sites?.stop();
	await desk?.stop();
});

async function fresh(options) {
	await context?.close();
	context = await openContext(browser, options);
	page = await context.newPage();
}

beforeEach(() => fresh());
afterEach(() => context.close());

const heading = () => page.getByRole('heading', { level: 1 }).innerText();
const press = (name) => page.getByRole('button', { name }).click();

async function signIn(email = ADA, password = PASSWORD) {
	await page.getByLabel('E-mail address').fill(email);
	await page.getByLabel('Password').fill(password);
	await press('Sign in');
}

/* Waits until the client has the browser back; the parameters it got. */
async function backAt(redirectUri) {
	await page.waitForURL((url) => String(url).startsWith(`${redirectUri}?`));
	return Object.fromEntries(new URL(page.url()).searchParams);
}

async function webClient(options) {
	return addClient(desk, { redirectUris: [WEB], ...options });
}

function wholeWay(title, options) {
	test(title, async () => {
		const client = await webClient({ name: 'Planner' });

		await fresh(options);
		await page.goto(authorizeUrl(desk, client, WEB));
		assert.equal(await heading(), 'Sign in');
		await signIn();
		assert.equal(await heading(), 'Allow Planner to use your Taskdesk account?');
		assert.match(await page.getByRole('main').innerText(), /client\.example/);
		await press('Allow');

		const sent = await backAt(WEB);

		assert.deepEqual(Object.keys(sent).sort(), ['code', 'iss', 'state']);
		assert.equal(sent.state, 'state-1');
		assert.equal(sent.iss, `${desk.base}/auth`);
		assert.deepEqual(await codeRow(desk, sent.code),
			{ email: ADA, scopes: 'tasks:read,tasks:write,offline_access', resource: desk.url });
	});
}

describe('a person', () => {
	wholeWay('signs in, allows and comes back with a code', {});
	wholeWay('needs no JavaScript for it', { javaScriptEnabled: false });

	test('can do it all from the keyboard', async () => {
		await page.goto(authorizeUrl(desk, await webClient(), WEB));
		await page.getByLabel('E-mail address').and(page.locator(':focus')).waitFor();
		await page.keyboard.type(ADA);
		await page.keyboard.press('Tab');
		await page.keyboard.type(PASSWORD);
		await page.keyboard.press('Enter');
		await page.getByRole('button', { name: 'Allow' }).focus();
		await page.keyboard.press('Enter');
		assert.ok((await backAt(WEB)).code);
	});

	test('refuses, and the client is told', async () => {
		await page.goto(authorizeUrl(desk, await webClient(), WEB));
		await signIn();
		await press('Deny');

		const sent = await backAt(WEB);

		assert.equal(sent.error, 'access_denied');
		assert.equal(sent.state, 'state-1');
		assert.equal(sent.iss, `${desk.base}/auth`);
		assert.equal(sent.code, undefined);
	});

	test('grants less than was asked for', async () => {
		await page.goto(authorizeUrl(desk, await webClient(), WEB));
		await signIn();
		await page.getByLabel(WRITE).uncheck();
		await press('Allow');
		assert.equal((await codeRow(desk, (await backAt(WEB)).code)).scopes, 'tasks:read,offline_access');
	});

	test('is told that what includes something unticked is not allowed either', async () => {
		await page.goto(authorizeUrl(desk, await webClient(), WEB, { scope: 'tasks:read tasks:write admin' }));
		await signIn();
		assert.match(await page.getByRole('main').innerText(), /What includes something that you untick is not allowed either/);
		await page.getByLabel(WRITE).uncheck();
		await press('Allow');
		assert.equal((await codeRow(desk, (await backAt(WEB)).code)).scopes, 'tasks:read,offline_access');
	});

	test('cannot allow nothing', async () => {
		await page.goto(authorizeUrl(desk, await webClient(), WEB));
		await signIn();
		for (const tick of await page.getByRole('checkbox').all())
			await tick.uncheck();
		await press('Allow');
		assert.match(await page.getByRole('alert').innerText(), /at least one/);
		assert.ok(page.url().startsWith(`${desk.base}/auth/authorize`));
	});

	test('sees only what was asked for, in words', async () => {
		await page.goto(authorizeUrl(desk, await webClient({ scopes: 'tasks:read' }), WEB, { scope: 'tasks:read' }));
		await signIn();
		assert.equal(await page.getByLabel(WRITE).count(), 0);
		assert.doesNotMatch(await page.getByRole('main').innerText(), /tasks:/);
	});

	test('is asked for each account, and can change to another', async () => {
		const client = await webClient();

		await page.goto(authorizeUrl(desk, client, WEB));
		await signIn();
		assert.match(await page.getByRole('main').innerText(), /Ada Lovelace\s+ada@example\.com/);
		await press('Use another account');
		assert.equal(await heading(), 'Sign in');
		await signIn(GRACE);
		assert.match(await page.getByRole('main').innerText(), /Grace Hopper\s+grace@example\.com/);
		await press('Allow');
		assert.equal((await codeRow(desk, (await backAt(WEB)).code)).email, GRACE);
	});

	test('who changed accounts in another window does not allow for the wrong one', async () => {
		const client = await webClient();
		const url = authorizeUrl(desk, client, WEB);
		const first = page;

		await page.goto(url);
		await signIn();
		page = await context.newPage();
		await page.goto(url);
		await press('Use another account');
		await signIn(GRACE);
		page = first;
		await press('Allow');
		assert.match(await page.getByRole('alert').innerText(), /too old/);
		assert.match(await page.getByRole('main').innerText(), /grace@example\.com/);
		await press('Allow');
		assert.equal((await codeRow(desk, (await backAt(WEB)).code)).email, GRACE);
	});
});

describe('what was allowed', () => {
	async function allowOnce(client, redirectUri, parameters) {
		await page.goto(authorizeUrl(desk, client, redirectUri, parameters));
		await signIn();
		await press('Allow');
		return backAt(redirectUri);
	}

	test('is not asked for again', async () => {
		const client = await webClient();

		await allowOnce(client, WEB);
		await page.goto(authorizeUrl(desk, client, WEB, { state: 'again' }));
		assert.equal((await backAt(WEB)).state, 'again');
	});

	test('leads straight back after signing in, too', async () => {
		const client = await webClient();

		await allowOnce(client, WEB);
		await fresh();
		await page.goto(authorizeUrl(desk, client, WEB, { state: 'later' }));
		await signIn();
		assert.equal((await backAt(WEB)).state, 'later');
	});

	test('is asked for again when more is wanted', async () => {
		const client = await webClient();

		await allowOnce(client, WEB, { scope: 'tasks:read' });
		await page.goto(authorizeUrl(desk, client, WEB));
		assert.match(await heading(), /^Allow/);
	});

	test('is asked for again when the client says so', async () => {
		const client = await webClient();

		await allowOnce(client, WEB);
		await page.goto(authorizeUrl(desk, client, WEB, { prompt: 'consent' }));
		assert.match(await heading(), /^Allow/);
		assert.match(await page.getByRole('main').innerText(), /You allowed this before. What you untick is taken back/);
	});

	test('is no longer allowed when it is unticked later', async () => {
		const client = await webClient();

		await allowOnce(client, WEB);
		await page.goto(authorizeUrl(desk, client, WEB, { prompt: 'consent' }));
		await page.getByLabel(WRITE).uncheck();
		await press('Allow');
		await backAt(WEB);
		await page.goto(authorizeUrl(desk, client, WEB));
		assert.match(await heading(), /^Allow/);
	});

	test('is asked for again on the own computer, where any program may answer', async () => {
		const client = await addClient(desk, { redirectUris: ['http://127.0.0.1/callback'] });

		await page.goto(authorizeUrl(desk, client, loopback));
		await signIn();
		assert.match(await page.getByRole('main').innerText(), /a program on this computer \(127\.0\.0\.1/);
		await press('Allow');
		assert.ok((await backAt(loopback)).code);
		await page.goto(authorizeUrl(desk, client, loopback));
		assert.match(await heading(), /^Allow/);
	});

	test('is asked for again on the own computer by https as well', async () => {
		const uri = 'https://localhost/callback';
		const client = await addClient(desk, { redirectUris: [uri] });

		await page.goto(authorizeUrl(desk, client, uri));
		await signIn();
		assert.match(await page.getByRole('main').innerText(), /a program on this computer \(localhost\)/);
		await press('Allow');
		assert.ok((await backAt(uri)).code);
		await page.goto(authorizeUrl(desk, client, uri));
		assert.match(await heading(), /^Allow/);
	});

	test('counts for one client only', async () => {
		await allowOnce(await webClient(), WEB);
		await page.goto(authorizeUrl(desk, await webClient(), WEB));
		assert.match(await heading(), /^Allow/);
	});
});

describe('a client that names a prompt', () => {
	test('makes a person sign in again, once', async () => {
		const client = await webClient();

		await page.goto(authorizeUrl(desk, client, WEB));
		await signIn();
		await press('Allow');
		await backAt(WEB);
		await page.goto(authorizeUrl(desk, client, WEB, { prompt: 'login' }));
		assert.equal(await heading(), 'Sign in');
		await signIn();
		assert.ok((await backAt(WEB)).code);
	});

	test('is told that nobody is signed in, and nothing is shown', async () => {
		await page.goto(authorizeUrl(desk, await webClient({ kind: 'pre_registered' }), WEB, { prompt: 'none' }));
		assert.equal((await backAt(WEB)).error, 'login_required');
	});

	test('is told that the person has to be asked', async () => {
		const client = await webClient({ kind: 'pre_registered' });

		await page.goto(authorizeUrl(desk, client, WEB));
		await signIn();
		await page.goto(authorizeUrl(desk, client, WEB, { prompt: 'none' }));
		assert.equal((await backAt(WEB)).error, 'consent_required');
	});

	test('gets a code silently where it was allowed before', async () => {
		const client = await webClient();

		await page.goto(authorizeUrl(desk, client, WEB));
		await signIn();
		await press('Allow');
		await backAt(WEB);
		await page.goto(authorizeUrl(desk, client, WEB, { prompt: 'none', state: 'silent' }));

		const sent = await backAt(WEB);

		assert.ok(sent.code);
		assert.equal(sent.state, 'silent');
	});

	test('gives the e-mail address to begin with', async () => {
		await page.goto(authorizeUrl(desk, await webClient(), WEB, { login_hint: GRACE }));
		assert.equal(await page.getByLabel('E-mail address').inputValue(), GRACE);
		assert.equal(await page.evaluate('document.activeElement.name'), 'password');
	});
});

describe('the way back', () => {
	test('may lead on to other sites', async () => {
		const client = await addClient(desk, { redirectUris: ['https://chain.example/start'] });

		sites.pages['chain.example/start'] = () => ({ location: 'https://elsewhere.example/end' });
		sites.pages['elsewhere.example/end'] = () => '<h1>Arrived</h1>';
		await page.goto(authorizeUrl(desk, client, 'https://chain.example/start'));
		await signIn();
		await press('Allow');
		await page.waitForURL('https://elsewhere.example/end');
	});

	test('to an application with a scheme of its own can be taken by hand', async () => {
		const client = await addClient(desk, { redirectUris: ['planner://auth/done'] });

		await page.goto(authorizeUrl(desk, client, 'planner://auth/done'));
		await signIn();
		await press('Allow');

		const link = page.getByRole('link', { name: 'Continue' });

		assert.match(await link.getAttribute('href'), /^planner:\/\/auth\/done\?code=/);
	});

	test('tells no referrer', async () => {
		const client = await webClient();
		let referrer = 'not visited';

		sites.pages['client.example/callback'] = (url, request) => {
			referrer = request.headers.referer;
			return '<h1>Client</h1>';
		};
		await page.goto(authorizeUrl(desk, client, WEB));
		await signIn();
		await press('Allow');
		await backAt(WEB);
		assert.equal(referrer, undefined);
	});
});
