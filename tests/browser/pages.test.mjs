/*
 * How each page looks and reads: pictures of it in light, dark and on a narrow screen are left under
 * build/<variant>/test/pictures/ to be looked at, and axe examines each for people who cannot see, or not well.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, describe, test } from 'node:test';

import { openContext, picture, startBrowser, startSites } from './browser.mjs';
import { Hand, PASSWORD, addClient, addPerson, authorizeUrl, startDesk } from './desk.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const WEB = 'https://client.example/callback';
const LONG = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft';
const LONG_SITE = `https://${'a-long-name-of-a-site.'.repeat(5)}example/callback`;

const looks = {
	light: { colorScheme: 'light', viewport: { width: 1100, height: 860 } },
	dark: { colorScheme: 'dark', viewport: { width: 1100, height: 860 } },
	narrow: { colorScheme: 'light', viewport: { width: 320, height: 640 }, deviceScaleFactor: 2 },
};

let desk, relay, sites, browser;

before(async () => {
	desk = await startDesk({ people: { 'ada@example.com': 'Ada Lovelace', 'grace@example.com': 'Grace Hopper' }, settings: ['redirect_schemes = planner'] });
	relay = await startDesk({ people: {}, settings: ['oauth = outside', 'setup_proxies = on', 'issuer_url = https://login.example',
		'client_id = the-desk', 'client_secret = only-for-tests-of-pages'] });
	sites = await startSites();
	browser = await startBrowser(sites);
});

after(async () => {
	await browser?.close();
	sites?.stop();
	await relay?.stop();
	await desk?.stop();
});

const press = (page, name) => page.getByRole('button', { name, exact: true }).click();

async function signIn(page, email = 'ada@example.com') {
	await page.getByLabel('E-mail address').fill(email);
	await page.getByLabel('Password').fill(PASSWORD);
	await press(page, 'Sign in');
}

async function atConsent(page, client, redirectUri = WEB, parameters = {}) {
	await page.goto(authorizeUrl(desk, client, redirectUri, parameters));
	await signIn(page);
}

/* Where somebody changes the own account. */
async function atOwn(page, link, email) {
	await page.goto(`${desk.base}/auth/`);
	await signIn(page, email);
	await page.getByRole('link', { name: link, exact: true }).click();
}

let changing = 0;

/* Each page, and how to get there. */
const views = {
	'sign-in': async (page) => {
		await page.goto(authorizeUrl(desk, await addClient(desk, { redirectUris: [WEB] }), WEB));
	},
	'sign-in-wrong': async (page) => {
		await page.goto(authorizeUrl(desk, await addClient(desk, { redirectUris: [WEB] }), WEB));
		await page.getByLabel('E-mail address').fill('nobody@example.com');
		await page.getByLabel('Password').fill('not the password');
		await press(page, 'Sign in');
	},
	'sign-up': async (page) => {
		await page.goto(authorizeUrl(desk, await addClient(desk, { redirectUris: [WEB] }), WEB));
		await page.getByRole('link', { name: 'Create an account' }).click();
	},
	'sign-up-wrong': async (page) => {
		await page.goto(authorizeUrl(desk, await addClient(desk, { redirectUris: [WEB] }), WEB, { page: 'sign_up' }));
		await page.getByLabel('Name').fill(' ');
		await page.getByLabel('E-mail address').fill('ada@example');
		await page.getByLabel('Password').fill('short');
		await page.getByLabel('Time zone').fill('Atlantis');
		await press(page, 'Create account');
	},
	'wrong-request': async (page) => {
		await page.goto(authorizeUrl(desk, await addClient(desk, { redirectUris: [WEB] }), WEB, { scope: 'everything' }));
	},
	consent: async (page) => {
		await atConsent(page, await addClient(desk, { redirectUris: [WEB] }), WEB, { scope: 'tasks:read tasks:write admin' });
	},
	'consent-own-computer': async (page) => {
		const client = await addClient(desk, { name: 'Claude Code', redirectUris: ['http://127.0.0.1/callback'] });

		await atConsent(page, client, 'http://127.0.0.1:33418/callback');
	},
	'consent-long': async (page) => {
		await atConsent(page, await addClient(desk, { name: `${LONG} ${LONG}`, redirectUris: [LONG_SITE] }), LONG_SITE);
	},
	'consent-nothing-ticked': async (page) => {
		await atConsent(page, await addClient(desk, { redirectUris: [WEB] }));
		for (const tick of await page.getByRole('checkbox').all())
			await tick.uncheck();
		await press(page, 'Allow');
	},
	'going-back': async (page) => {
		await atConsent(page, await addClient(desk, { redirectUris: ['planner://done'] }), 'planner://done');
		await press(page, 'Allow');
		await page.getByRole('link', { name: 'Continue' }).waitFor();
	},
	account: async (page) => {
		const hand = new Hand(desk);

		await hand.signIn(`${desk.base}/auth/`, 'ada@example.com');
		await hand.send(`${desk.base}/auth/`);
		for (const [name, allowed] of [['Planner', 'tasks:read'], ['A calendar with a rather long name that goes on', 'tasks:write']])
			await hand.submit(authorizeUrl(desk, await addClient(desk, { name, redirectUris: [WEB] }), WEB),
				{ action: 'allow', 'allow tasks:read': 'on', [`allow ${allowed}`]: 'on' });
		await page.goto(`${desk.base}/auth/`);
		await signIn(page);
	},
	'account-empty': async (page) => {
		await page.goto(`${desk.base}/auth/`);
		await signIn(page, 'grace@example.com');
	},
	'own-details': async (page) => {
		await atOwn(page, 'Change name or time zone');
	},
	'own-details-wrong': async (page) => {
		await atOwn(page, 'Change name or time zone');
		await page.getByLabel('Name').fill(' ');
		await page.getByLabel('Time zone').fill('Europe/Munich');
		await press(page, 'Save');
	},
	'own-password': async (page) => {
		await atOwn(page, 'Change password');
	},
	'own-password-wrong': async (page) => {
		await atOwn(page, 'Change password');
		await page.getByLabel('Present password').fill(PASSWORD);
		await page.getByLabel('New password', { exact: true }).fill('short');
		await page.getByLabel('New password once more').fill('shorter');
		await press(page, 'Change password');
	},
	'own-password-changed': async (page) => {
		await addPerson(desk, `changing-${changing += 1}@example.com`, 'Somebody Else');
		await atOwn(page, 'Change password', `changing-${changing}@example.com`);
		await page.getByLabel('Present password').fill(PASSWORD);
		await page.getByLabel('New password', { exact: true }).fill('five other words in line');
		await page.getByLabel('New password once more').fill('five other words in line');
		await press(page, 'Change password');
		await page.getByRole('heading', { name: 'Your password was changed' }).waitFor();
	},
	relay: async (page) => {
		await page.goto(authorizeUrl(relay, await addClient(relay, { redirectUris: [WEB] }), WEB));
		await page.getByRole('button', { name: 'Continue' }).waitFor();
	},
	'bad-request': async (page) => {
		await page.goto(authorizeUrl(desk, await addClient(desk, { redirectUris: [WEB] }), 'https://elsewhere.example/'));
	},
};

async function mistakesFound(page) {
	await page.evaluate(axe);
	const { violations } = await page.evaluate(() => window.axe.run(document));

	return violations.map((violation) => `${violation.id}: ${violation.nodes.map((node) => node.html).join(' ')}`);
}

for (const [look, options] of Object.entries(looks)) {
	describe(`in ${look}`, () => {
		for (const [name, open] of Object.entries(views)) {
			test(`the page ${name} can be read by everybody`, async () => {
				const context = await openContext(browser, options);

				try {
					const page = await context.newPage();

					await open(page);
					await picture(page, `${name}-${look}`);
					assert.deepEqual(await mistakesFound(page), []);
					assert.ok(await page.evaluate('document.documentElement.scrollWidth <= window.innerWidth'), 'it scrolls sideways');
				} finally {
					await context.close();
				}
			});
		}
	});
}
