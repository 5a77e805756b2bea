#!/bin/bash
# Brings the official MCP clients, the conformance suite and Node 22 into tests/node_modules, by name from npm.
# Does nothing when they are there as package-lock.json says.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

stamp=node_modules/.installed
if [[ -f $stamp ]] && cmp -s package-lock.json "$stamp"; then
	exit 0
fi
echo "  Installing the official MCP clients from npm into tests/node_modules"
mkdir -p ../build
# No install scripts: nothing here needs one, and some places refuse them.
if ! npm ci --ignore-scripts --no-audit --no-fund >../build/npm.log 2>&1; then
	tail -n 20 ../build/npm.log >&2
	echo "npm could not install the clients; the lines above are the end of build/npm.log" >&2
	exit 1
fi
cp package-lock.json "$stamp"
