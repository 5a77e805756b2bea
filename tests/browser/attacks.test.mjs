/*
 * Pages of strangers in the same browser, and clients that lie about themselves.
 */
import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';

import { openContext, startBrowser, startSites } from './browser.mjs';
import { Hand, PASSWORD, addClient, authorizeUrl, startDesk } from './desk.mjs';

const WEB = 'https://client.example/callback';
const EVIL = 'https://evil.example';
const ADA = 'ada@example.com';

let desk, sites, browser, context, page;

before(async () => {
	desk = await startDesk({ people: { [ADA]: 'Ada Lovelace' } });
	sites = await startSites();
	browser = await startBrowser(sites);
	sites.pages['client.example/callback'] = () => '<h1>Client</h1>';
});

after(async () => {
	await browser?.close();
	sites?.stop();
	await desk?.stop();
});

beforeEach(async () => {
	context = await openContext(browser);
	page = await context.newPage();
});

afterEach(() => context.close());

const press = (name) => page.getByRole('button', { name }).click();
const codes = () => desk.value('SELECT COUNT(*) FROM oauth_code');
const sessions = () => desk.value('SELECT COUNT(*) FROM browser_session');
const client = (options) => addClient(desk, { redirectUris: [WEB], ...options });

async function signIn() {
	await page.getByLabel('E-mail address').fill(ADA);
	await page.getByLabel('Password').fill(PASSWORD);
	await press('Sign in');
}

async function signedInAt(url) {
	await page.goto(url);
	await signIn();
	await page.getByRole('button', { name: 'Allow' }).waitFor();
}

function escaped(text) {
	return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}

/* A page that sends a form to us as soon as it is open. */
function formPage(action, fields) {
	const inputs = Object.entries(fields).map(([name, value]) => `<input type="hidden" name="${name}" value="${escaped(value)}">`);

	return `<form method="post" action="${escaped(action)}">${inputs.join('')}</form><script>document.forms[0].submit()</script>`;
}

describe('a form on a foreign page', () => {
	test('cannot allow anything in the name of who is signed in', async () => {
		const url = authorizeUrl(desk, await client(), WEB);

		await signedInAt(url);

		const before = await codes();

		sites.pages['evil.example/'] = () => formPage(url, { action: 'allow', 'allow tasks:read': 'on', 'allow tasks:write': 'on', form_token: 'x' });
		await page.goto(EVIL);
		await page.waitForURL(`${desk.base}/auth/authorize*`);
		assert.equal(await codes(), before);
		assert.equal(await page.getByRole('heading', { level: 1 }).innerText(), 'Sign in', 'the cookie came along');
	});

	test('cannot do it from our own site under another name either', async () => {
		/* Another port of our host is the same site, so the cookie does come along. */
		const url = authorizeUrl(desk, await client(), WEB);

		await signedInAt(url);

		const before = await codes();

		sites.pages['127.0.0.1/evil'] = () => formPage(url, { action: 'allow', 'allow tasks:read': 'on', form_token: 'x'.repeat(43) });
		await page.goto(`http://127.0.0.1:${sites.port}/evil`);
		await page.getByRole('alert').waitFor();
		assert.match(await page.getByRole('alert').innerText(), /too old/);
		assert.equal(await codes(), before);
	});

	test('cannot sign the browser in as somebody else', async () => {
		const url = authorizeUrl(desk, await client(), WEB);
		const before = await sessions();

		sites.pages['evil.example/'] = () => formPage(url, { action: 'sign_in', email: ADA, password: PASSWORD, form_token: 'x' });
		await page.goto(EVIL);
		await page.getByRole('alert').waitFor();
		assert.equal(await sessions(), before);
	});

	test('cannot use a token of the attacker\'s own session', async () => {
		const url = authorizeUrl(desk, await client(), WEB);
		const attacker = new Hand(desk);

		await attacker.send(url);
		await signedInAt(url);

		const before = await codes();

		sites.pages['127.0.0.1/evil'] = () => formPage(url, { action: 'allow', 'allow tasks:read': 'on', form_token: attacker.formToken });
		await page.goto(`http://127.0.0.1:${sites.port}/evil`);
		await page.getByRole('alert').waitFor();
		assert.equal(await codes(), before);
	});

	test('cannot sign anybody out', async () => {
		const url = authorizeUrl(desk, await client(), WEB);

		await signedInAt(url);
		sites.pages['127.0.0.1/evil'] = () => formPage(url, { action: 'sign_out' });
		await page.goto(`http://127.0.0.1:${sites.port}/evil`);
		await page.waitForURL(`${desk.base}/auth/authorize*`);
		assert.match(await page.getByRole('heading', { level: 1 }).innerText(), /^Allow/);
	});
});

describe('a page that frames ours', () => {
	test('shows nothing of it', async () => {
		const url = authorizeUrl(desk, await client(), WEB);

		await signedInAt(url);
		sites.pages['127.0.0.1/frame'] = () => `<iframe src="${escaped(url)}" width="500" height="900"></iframe>`;
		await page.goto(`http://127.0.0.1:${sites.port}/frame`);

		const frame = page.frames()[1];

		await frame.waitForLoadState();
		assert.ok(!frame.url().startsWith(desk.base) || !(await frame.content()).includes('Taskdesk'), frame.url());
	});
});

describe('an address that is not the client\'s', () => {
	const wrong = {
		'of another site': 'https://evil.example/callback',
		'with more behind it': `${WEB}/more`,
		'with a query': `${WEB}?x=1`,
		'with another scheme': 'http://client.example/callback',
		'that only begins alike': 'https://client.example.evil.example/callback',
		'with a user': 'https://client.example@evil.example/callback',
		'that is a script': 'javascript:alert(1)',
		'that comes twice': [WEB, 'https://evil.example/callback'],
	};

	for (const [what, address] of Object.entries(wrong)) {
		test(`${what} is shown and never gone to`, async () => {
			const answer = await page.goto(authorizeUrl(desk, await client(), address));

			assert.equal(answer.status(), 400);
			assert.ok(page.url().startsWith(desk.base));
			assert.match(await page.getByRole('heading', { level: 1 }).innerText(), /cannot be trusted/);
			assert.equal(await page.getByRole('link').count(), 0);
		});
	}

	test('is not gone to for an unknown client', async () => {
		const answer = await page.goto(authorizeUrl(desk, 'nobody', 'https://evil.example/callback'));

		assert.equal(answer.status(), 400);
		assert.ok(page.url().startsWith(desk.base));
	});

	test('is not gone to for a client that comes twice', async () => {
		const answer = await page.goto(authorizeUrl(desk, [await client(), await client()], WEB));

		assert.equal(answer.status(), 400);
		assert.ok(page.url().startsWith(desk.base));
	});
});

describe('a client that comes to its own address with a wrong request', () => {
	const wrong = {
		'a parameter twice': [{ state: ['one', 'two'] }, 'invalid_request'],
		'a scope twice': [{ scope: ['tasks:read', 'tasks:read'] }, 'invalid_request'],
		'no challenge': [{ code_challenge: undefined }, 'invalid_request'],
		'a plain challenge': [{ code_challenge_method: 'plain' }, 'invalid_request'],
		'another response type': [{ response_type: 'token' }, 'unsupported_response_type'],
		'a foreign resource': [{ resource: 'https://other.example/mcp' }, 'invalid_target'],
		'no scope that there is': [{ scope: 'everything' }, 'invalid_scope'],
	};

	for (const [what, [parameters, error]] of Object.entries(wrong)) {
		test(`hears ${error} for ${what}`, async () => {
			await page.goto(authorizeUrl(desk, await client({ kind: 'pre_registered' }), WEB, parameters));

			const sent = new URL(page.url());

			assert.equal(sent.origin + sent.pathname, WEB);
			assert.equal(sent.searchParams.get('error'), error);
			assert.deepEqual(sent.searchParams.getAll('iss'), [`${desk.base}/auth`]);
		});
	}

	for (const parameters of [{ scope: 'everything' }, { prompt: 'none' }]) {
		test(`that nobody vouches for takes no person along by it (${Object.keys(parameters)})`, async () => {
			const answer = await page.goto(authorizeUrl(desk, await client(), WEB, parameters));

			assert.equal(answer.status(), 400);
			assert.ok(page.url().startsWith(`${desk.base}/auth/authorize`));
			assert.match(await page.getByRole('main').innerText(), /Nothing was allowed/);
			await page.getByRole('link', { name: 'Go on to client.example' }).click();
			await page.waitForURL((url) => String(url).startsWith(WEB));
			assert.ok(new URL(page.url()).searchParams.get('error'));
		});
	}
});

describe('a name that a client gives itself', () => {
	const names = {
		'with markup': '<img src=x onerror=alert(1)><script>alert(2)</script>',
		'that closes the title': '</title></h1><script>alert(3)</script>',
		'with quotes': '" autofocus onfocus="alert(4)',
		'with a header': 'Planner\r\nSet-Cookie: stolen=1\r\n\r\n<script>alert(5)</script>',
		'that turns the writing': 'Planner\u202Ekcatta\u2066\u2067',
	};

	for (const [what, name] of Object.entries(names)) {
		test(`${what} is only text`, async () => {
			const opened = [];

			page.on('dialog', (dialog) => {
				opened.push(dialog.message());
				dialog.dismiss();
			});
			await signedInAt(authorizeUrl(desk, await client({ name }), WEB));
			assert.deepEqual(opened, []);
			assert.equal(await page.locator('script, img').count(), 0);
			assert.doesNotMatch(await page.content(), /[\u202A-\u202E\u2066-\u2069]/);
			assert.deepEqual((await context.cookies()).map((cookie) => cookie.name).sort(), ['taskdesk_known', 'taskdesk_session']);

			const heading = await page.getByRole('heading', { level: 1 }).innerText();

			assert.ok(heading.startsWith(`Allow ${name.replace(/[\u202A-\u2069]/g, '').replace(/\s+/g, ' ').slice(0, 20)}`), heading);
		});
	}

	test('that is empty is replaced by words', async () => {
		await signedInAt(authorizeUrl(desk, await client({ name: '\u200B ' }), WEB));
		assert.match(await page.getByRole('heading', { level: 1 }).innerText(), /^Allow An application without a name to/);
	});
});

describe('our pages', () => {
	test('load nothing and run nothing', async () => {
		const asked = [];

		page.on('request', (request) => asked.push(request.url()));
		await page.goto(authorizeUrl(desk, await client(), WEB));
		assert.deepEqual(asked.filter((url) => !url.startsWith(desk.base)), []);
		assert.equal(await page.locator('script, link, img, iframe, object, [style], [onclick]').count(), 0);
	});

	test('keep no password in an address, a cache or the log', async () => {
		const url = authorizeUrl(desk, await client(), WEB);

		await page.goto(url);

		const posted = page.waitForResponse((response) => response.request().method() === 'POST');

		await signIn();

		const answer = await posted;

		assert.equal(answer.headers()['cache-control'], 'no-store');
		assert.ok(!page.url().includes('password'));
		assert.ok(!desk.logText().includes(PASSWORD));
	});

	test('set cookies that scripts cannot read, and the session\'s goes with the browser', async () => {
		await signedInAt(authorizeUrl(desk, await client(), WEB));

		const cookies = await context.cookies();

		assert.equal(cookies.length, 2);
		for (const cookie of cookies) {
			assert.equal(cookie.httpOnly, true);
			assert.equal(cookie.sameSite, 'Lax');
			assert.ok(!desk.logText().includes(cookie.value));
		}
		assert.equal(cookies.find((cookie) => cookie.name === 'taskdesk_session').expires, -1);
	});
});
