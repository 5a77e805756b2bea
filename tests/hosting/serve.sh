#!/bin/bash
# make run, start, stop and status, in a checkout of their own: what a person sees, and what happens when things were
# killed, are taken, or are somebody else's.
# shellcheck disable=SC2317
set -u
cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit 1
# shellcheck source=tests/support/environment.sh
source tests/support/environment.sh
# shellcheck source=tests/support/tap.sh
source tests/support/tap.sh

folder=$(new_server_folder)
checkout=$folder/c
config=$checkout/var/taskdesk.conf
output=$folder/log/output

# A copy with what has been built, so that make finds nothing to do.
make_checkout()
{
	mkdir -p "$checkout/build/$variant"
	cp -a Makefile scripts lib fcgi cgi ctl sql lighttpd "$checkout"
	cp -a "build/$variant/"{bin,obj,gen,flags,members,libtaskdesk.a} "$checkout/build/$variant"
}

# serve VERB [NAME=VALUE…]: what people start by make; its output goes to the file and its status comes back.
serve()
{
	(exec_serve "$@")
}

# Becomes that process.
exec_serve()
{
	exec env PORT="$port" TASKDESK_VARIANT="$variant" "${@:2}" "$checkout/scripts/serve" "$1" >"$output" 2>&1 </dev/null
}

# Starts "serve run" and waits until it serves; sets run_pid.
serve_in_foreground()
{
	: >"$output"
	exec_serve run &
	run_pid=$!
	wait_until 60 foreground_decided
	is_alive "$run_pid"
}

# The last line it prints is the one to try.
foreground_decided()
{
	! is_alive "$run_pid" || grep -q '^curl .*create_workspace' "$output"
}

said()
{
	contains "$(<"$output")" "$1"
}

# Every process that names our checkout on its command line.
ours()
{
	find_processes lighttpd "$checkout/var/run/lighttpd.conf"
	find_processes mariadbd "--datadir=$checkout/var/db"
	find_processes "" "$config"
}

nothing_of_ours_runs()
{
	[[ -z $(ours) ]]
}

ask()
{
	curl --silent --noproxy '*' "$@" -H "X-API-Key: $(<"$checkout/var/api-key")" -H 'Content-Type: application/json' \
		-H 'Accept: application/json, text/event-stream' --data \
		'{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"list_workspaces","arguments":{}}}'
}

start_serves_and_the_printed_line_works()
{
	local line

	check "start to succeed" serve start
	line=$(grep '^curl ' "$output")
	check "the printed line to make a workspace" contains "$(eval "$line")" '"structuredContent":{"workspace":{'
}

prints_a_client_configuration_that_is_json()
{
	check "start to say it serves" serve start
	check "to say so" said "Already serving."
	awk '/^{$/,/^}$/' "$output" >"$folder/client.json"
	check "JSON with url and key" node -e '
		const server = JSON.parse(require("fs").readFileSync(process.argv[1])).mcpServers.taskdesk;
		const key = require("fs").readFileSync(process.argv[2], "utf8").trim();
		process.exit(server.type === "http" && server.url === process.argv[3] &&
			server.headers["X-API-Key"] === key && server.headers["X-Mcp-User"] === "admin@example.com" ? 0 : 1);
	' "$folder/client.json" "$checkout/var/api-key" "http://localhost:$port/mcp"
}

serves_on_every_loopback_address()
{
	check "IPv4" contains "$(ask "http://127.0.0.1:$port/mcp")" '"structuredContent"'
	has_ipv6_loopback || return 0
	check "IPv6" contains "$(ask "http://[::1]:$port/mcp")" '"structuredContent"'
}

listens_on_loopback_only()
{
	local hex

	printf -v hex ':%04X' "$port"
	check "no wildcard address" equal "$(awk -v port="$hex" '$4 == "0A" && $2 ~ port "$" && $2 ~ /^0+:/' \
		/proc/net/tcp /proc/net/tcp6)" ""
}

keeps_secrets_to_the_user_and_out_of_logs()
{
	local password

	password=$(sed -n 's/^database_password = //p' "$config")
	check "mode of the key" equal "$(stat -c %a "$checkout/var/api-key")" 600
	check "mode of the configuration" equal "$(stat -c %a "$config")" 600
	check "mode of var" equal "$(stat -c %a "$checkout/var")" 700
	check "no key in the logs" equal "$(grep -rlF -e "$(<"$checkout/var/api-key")" -e "$password" "$checkout/var/log")" ""
}

refuses_a_second_run_while_it_serves()
{
	check "run to be refused" equal "$(serve run; echo $?)" 1
	check "a clear sentence" said "make start of this checkout already serves http://localhost:$port/mcp. make stop ends it."
	check "it to serve on" contains "$(ask "http://127.0.0.1:$port/mcp")" '"structuredContent"'
}

status_says_what_runs()
{
	check "status to succeed" serve status
	check "the address" said "serves http://localhost:$port/mcp, started by make start"
	check "the database" said "holds var/db"
}

stop_ends_everything_and_may_be_repeated()
{
	check "stop to succeed" serve stop
	check "to say so" said "Stopped."
	check "no process of ours" nothing_of_ours_runs
	check "stop again to succeed" serve stop
	check "to say so again" said "Nothing is running."
	check "status to tell" equal "$(serve status; echo $?)" 3
}

a_second_start_keeps_key_and_data()
{
	local key

	key=$(<"$checkout/var/api-key")
	check "start to succeed" serve start
	check "the key" equal "$(<"$checkout/var/api-key")" "$key"
	check "the data" contains "$(ask "http://localhost:$port/mcp")" 'My first workspace'
}

takes_over_after_the_web_server_was_killed()
{
	local workers

	mapfile -t workers < <(find_processes taskdesk.fcgi "$config")
	find_processes lighttpd "$checkout/var/run/lighttpd.conf" | xargs kill -s KILL
	check "start to succeed" serve start
	check "the old workers to be gone" all_ended "${workers[@]}"
	check "an answer" contains "$(ask "http://localhost:$port/mcp")" 'My first workspace'
}

takes_over_after_the_database_was_killed()
{
	find_processes mariadbd "--datadir=$checkout/var/db" | xargs kill -s KILL
	check "start to succeed" serve start
	check "an answer" contains "$(ask "http://localhost:$port/mcp")" 'My first workspace'
	check "stop to succeed" serve stop
}

takes_the_key_from_the_environment()
{
	local key=a-key-of-ones-own-for-the-tests

	check "start to succeed" serve start MCP_API_KEY=$key
	check "the key to be kept" equal "$(<"$checkout/var/api-key")" $key
	check "the key to work" contains "$(ask "http://localhost:$port/mcp")" '"structuredContent"'
	check "stop to succeed" serve stop
}

refuses_a_key_that_is_too_short()
{
	check "a refusal" equal "$(serve start MCP_API_KEY=short; echo $?)" 1
	check "a clear sentence" said "MCP_API_KEY must have 24 to 200 letters"
	check "no process of ours" nothing_of_ours_runs
}

a_run_in_the_foreground_ends_cleanly_on_a_signal()
{
	local signal

	for signal in TERM HUP; do
		check "run to serve" serve_in_foreground
		kill -s $signal "$run_pid"
		check "an end after SIG$signal" wait_until 30 all_ended "$run_pid"
		check "a last word" said "Stopped. Data and key are kept in var/."
		check "no process of ours after SIG$signal" nothing_of_ours_runs
	done
}

stop_ends_a_run_in_the_foreground()
{
	check "run to serve" serve_in_foreground
	output=$folder/log/stop check "stop to succeed" serve stop
	check "an end" wait_until 30 all_ended "$run_pid"
	check "no process of ours" nothing_of_ours_runs
}

services_end_when_a_run_is_killed()
{
	check "run to serve" serve_in_foreground
	kill -s KILL "$run_pid"
	check "no process of ours" wait_until 30 nothing_of_ours_runs
	check "run to serve again" serve_in_foreground
	kill -s TERM "$run_pid"
	check "an end" wait_until 30 all_ended "$run_pid"
}

a_run_ends_when_a_service_does()
{
	check "run to serve" serve_in_foreground
	find_processes mariadbd "--datadir=$checkout/var/db" | xargs kill -s KILL
	check "an end" wait_until 30 all_ended "$run_pid"
	check "a clear sentence" said "A service ended by itself"
	check "no process of ours" nothing_of_ours_runs
}

says_which_port_is_in_use_and_by_whom()
{
	local pid

	node -e 'require("http").createServer().listen(process.argv[1], "127.0.0.1"); setTimeout(() => {}, 60000).unref();' \
		"$port" &
	pid=$!
	wait_until 20 port_is_taken
	check "a refusal" equal "$(serve start; echo $?)" 1
	kill $pid
	check "a clear sentence" said "Port $port is in use by node (process $pid). Choose another: make start PORT=$((port + 1))"
	check "no process of ours" nothing_of_ours_runs
}

port_is_taken()
{
	[[ $(listening_inode "$port") ]]
}

refuses_what_is_not_a_port()
{
	local port

	for port in 0 65536 80x -1; do
		check "a refusal of $port" equal "$(serve start; echo $?)" 1
		check "a clear sentence" said "PORT=$port is not a port"
	done
}

says_when_the_path_is_too_long_for_a_socket()
{
	local checkout output=$folder/log/long

	checkout=$folder/$(printf '%0100d' 0)
	mkdir -p "$checkout"
	cp -a scripts "$checkout"
	check "a refusal" equal "$(serve start; echo $?)" 1
	check "a clear sentence" said "is too long for a unix socket"
}

says_when_the_path_has_a_blank()
{
	local checkout="$folder/a b" output=$folder/log/blank

	mkdir -p "$checkout"
	cp -a scripts "$checkout"
	check "a refusal" equal "$(serve start; echo $?)" 1
	check "a clear sentence" said "has a blank"
}

make_checkout
port=$(free_port)
trap 'serve stop; rm -rf "$checkout"' EXIT
run_tests start_serves_and_the_printed_line_works prints_a_client_configuration_that_is_json \
	serves_on_every_loopback_address listens_on_loopback_only keeps_secrets_to_the_user_and_out_of_logs \
	refuses_a_second_run_while_it_serves status_says_what_runs stop_ends_everything_and_may_be_repeated \
	a_second_start_keeps_key_and_data takes_over_after_the_web_server_was_killed \
	takes_over_after_the_database_was_killed takes_the_key_from_the_environment refuses_a_key_that_is_too_short \
	a_run_in_the_foreground_ends_cleanly_on_a_signal stop_ends_a_run_in_the_foreground \
	services_end_when_a_run_is_killed a_run_ends_when_a_service_does says_which_port_is_in_use_and_by_whom \
	refuses_what_is_not_a_port says_when_the_path_is_too_long_for_a_socket says_when_the_path_has_a_blank
