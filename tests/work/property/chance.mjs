/*
 * Chance that can be had again: the same seed gives the same numbers.
 */
export const seed = Number(process.env.PROPERTY_SEED ?? Math.floor(Math.random() * 2 ** 31));

let state = seed;

/* Mulberry32. */
function random() {
	state = state + 0x6D2B79F5 | 0;
	let t = Math.imul(state ^ state >>> 15, 1 | state);

	t = t + Math.imul(t ^ t >>> 7, 61 | t) ^ t;
	return ((t ^ t >>> 14) >>> 0) / 4294967296;
}

export const chance = (probability) => random() < probability;
export const below = (limit) => Math.floor(random() * limit);
export const pick = (list) => list[below(list.length)];
export const some = (list, most) => Array.from({ length: 1 + below(most) }, () => pick(list));
