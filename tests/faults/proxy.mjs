/*
 * A wire between Taskdesk and MariaDB that breaks where a test wants it to: in front of the n-th command, which then
 * never arrives, or behind it, when it has run and nobody hears of it.
 */
import { once } from 'node:events';
import { connect, createServer } from 'node:net';

const HEADER_BYTES = 4;

/* Cuts a stream into MariaDB's packets: three bytes of length, one of sequence; a command begins a new sequence. */
class Packets {
	constructor() {
		this.bytes = Buffer.alloc(0);
	}

	*read(part) {
		this.bytes = Buffer.concat([this.bytes, part]);
		while (this.bytes.length >= HEADER_BYTES) {
			const end = HEADER_BYTES + this.bytes.readUIntLE(0, 3);

			if (this.bytes.length < end)
				return;
			yield { packet: this.bytes.subarray(0, end), isCommand: this.bytes[3] === 0 };
			this.bytes = this.bytes.subarray(end);
		}
	}
}

export class Proxy {
	static async start(path, target) {
		const proxy = new Proxy();

		Object.assign(proxy, { path, target, wires: new Set(), countdown: 0, isBehind: false, broke: false });
		proxy.server = createServer((client) => proxy.wire(client));
		proxy.server.listen(path);
		await once(proxy.server, 'listening');
		return proxy;
	}

	/* Breaks once, at the command of this number from now on. */
	breakAt(number, { isBehind }) {
		Object.assign(this, { countdown: number, isBehind, broke: false });
	}

	/* Whether it broke; from now on it does not. */
	mend() {
		this.countdown = 0;
		return this.broke;
	}

	/* Breaks every connection there is. */
	breakAll() {
		for (const wire of this.wires)
			wire.destroy();
	}

	stop() {
		this.breakAll();
		this.server.close();
	}

	wire(client) {
		const server = connect(this.target);
		const packets = new Packets();
		const wire = {
			isDeaf: false,
			destroy: () => {
				this.wires.delete(wire);
				client.destroy();
				server.destroy();
			},
		};

		this.wires.add(wire);
		client.on('data', (part) => {
			for (const { packet, isCommand } of packets.read(part))
				this.forward(wire, server, packet, isCommand);
		});
		server.on('data', (part) => (wire.isDeaf ? wire.destroy() : client.write(part)));
		for (const end of [client, server]) {
			end.on('error', wire.destroy);
			end.on('close', wire.destroy);
		}
	}

	forward(wire, server, packet, isCommand) {
		if (!this.wires.has(wire))
			return;
		if (isCommand && this.countdown > 0 && --this.countdown === 0) {
			this.broke = true;
			wire.isDeaf = this.isBehind;
			if (!this.isBehind) {
				wire.destroy();
				return;
			}
		}
		server.write(packet);
	}
}
