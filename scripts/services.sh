# shellcheck shell=bash
# Starting, finding and ending the private MariaDB and web servers; sourced by scripts/serve and by the tests.
#
# Every service started here names one of our own folders on its command line, and is found again by exactly
# that: a process is ours if an argument of it is the one asked for. So a process id is never trusted by itself.

PATH=$PATH:/usr/sbin:/sbin

# The process that start_service began last.
started_pid=

complain()
{
	printf '%s\n' "$*" >&2
}

# random_text BYTES: that many random bytes as base64url, 43 characters for 32 bytes.
random_text()
{
	head -c "$1" /dev/urandom | base64 -w 0 | tr '+/' '-_' | tr -d '='
}

# is_alive PID: whether it runs; one that ended and waits to be collected does not.
is_alive()
{
	local stat

	{ read -r stat <"/proc/$1/stat"; } 2>/dev/null || return 1
	stat=${stat##*) }
	[[ $stat != [ZX]* ]]
}

# has_argument PID TEXT: whether one argument of that process is exactly this text.
has_argument()
{
	local argument

	while IFS= read -r -d '' argument; do
		[[ $argument == "$2" ]] && return 0
	done 2>/dev/null <"/proc/$1/cmdline"
	return 1
}

# find_processes NAME ARGUMENT: ids of the living processes whose program has this name ("" is any) and this argument.
find_processes()
{
	local folder name

	for folder in /proc/[0-9]*; do
		{ read -r name <"$folder/comm"; } 2>/dev/null || continue
		[[ -z $1 || $name == "${1:0:15}" ]] || continue
		has_argument "${folder#/proc/}" "$2" && is_alive "${folder#/proc/}" && echo "${folder#/proc/}"
	done
	return 0
}

# wait_until SECONDS COMMAND…: repeats the command until it succeeds or the time is over.
wait_until()
{
	local deadline=$((${EPOCHREALTIME/[.,]/} + $1 * 1000000))

	shift
	until "$@"; do
		((${EPOCHREALTIME/[.,]/} < deadline)) || return 1
		sleep 0.02
	done
}

all_ended()
{
	local pid

	for pid; do
		! is_alive "$pid" || return 1
	done
}

# end_processes SIGNAL SECONDS PID…: asks by the signal, waits, and kills what is still there after the time.
end_processes()
{
	local signal=$1 seconds=$2

	shift 2
	(($#)) || return 0
	kill -s "$signal" "$@" 2>/dev/null || true
	wait_until "$seconds" all_ended "$@" && return 0
	kill -s KILL "$@" 2>/dev/null || true
	wait_until 5 all_ended "$@"
}

# start_service LOG COMMAND…: starts it in a session of its own, away from the terminal's signals; sets started_pid.
# With SERVICE_LEASH=yes it is asked to end when the shell that started it dies, however that dies.
# Descriptor 9 is where callers hold a lock; a service must not keep it.
start_service()
{
	local log=$1 leash=()

	shift
	[[ ${SERVICE_LEASH-} == yes ]] && leash=(setpriv --pdeathsig TERM --)
	setsid "${leash[@]}" "$@" </dev/null >>"$log" 2>&1 9>&- &
	started_pid=$!
}

# ---- ports ----

# listening_inode PORT: the socket that listens on this port of a loopback or wildcard address, if any does.
listening_inode()
{
	local hex

	printf -v hex '%04X' "$1"
	cat /proc/net/tcp /proc/net/tcp6 2>/dev/null | awk -v port="$hex" '
		BEGIN {
			ours["00000000"]; ours["0100007F"]
			ours["00000000000000000000000000000000"]; ours["00000000000000000000000001000000"]
			ours["0000000000000000FFFF00000100007F"]; ours["0000000000000000FFFF000000000000"]
		}
		$4 == "0A" && split($2, at, ":") == 2 && at[2] == port && at[1] in ours && !found++ { print $10 }'
}

# port_owner INODE: "name (process id)" of whoever holds the socket, as far as we may see it.
port_owner()
{
	local path pid name

	path=$(find /proc/[0-9]*/fd -lname "socket:\[$1\]" -print -quit 2>/dev/null) || true
	pid=${path#/proc/} pid=${pid%%/*}
	if { read -r name <"/proc/${pid:-none}/comm"; } 2>/dev/null; then
		echo "$name (process $pid)"
	else
		echo "another program"
	fi
}

has_ipv6_loopback()
{
	grep -qs '^0\{31\}1 .* lo$' /proc/net/if_inet6
}

# ---- MariaDB ----

# Small settings for a private database; --no-defaults keeps the system's configuration out.
database_arguments=(--no-defaults --skip-networking --skip-log-bin --skip-name-resolve --performance-schema=OFF
	--character-set-server=utf8mb4 --key-buffer-size=64K --aria-pagecache-buffer-size=1M
	--innodb-log-buffer-size=1M --table-open-cache=200)

# database_install FOLDER LOG: makes a fresh data folder, complete or not at all.
database_install()
{
	local folder=$1 log=$2

	rm -rf "$folder.new"
	if ! mariadb-install-db --no-defaults --datadir="$folder.new" --auth-root-authentication-method=socket \
		--auth-root-socket-user="$(id -un)" --skip-test-db --skip-name-resolve --innodb-log-file-size=4M \
		${user_argument:+"$user_argument"} >>"$log" 2>&1; then
		complain "MariaDB could not make its data folder; the end of $log says why:"
		tail -n 5 "$log" >&2
		return 1
	fi
	mv "$folder.new" "$folder"
}

# MariaDB refuses to run as root unless told to.
user_argument=
((EUID != 0)) || user_argument=--user=root

# database_init_file FILE NAME USER PASSWORD: statements that MariaDB runs at each start, before it answers anybody.
database_init_file()
{
	(umask 077 && cat >"$1") <<-SQL
	CREATE DATABASE IF NOT EXISTS $2 CHARACTER SET utf8mb4;
	CREATE USER IF NOT EXISTS $3@localhost;
	ALTER USER $3@localhost IDENTIFIED BY '$4';
	GRANT ALL ON $2.* TO $3@localhost;
	SQL
}

# database_answers SOCKET USER PASSWORD: whether a real login succeeds; "mariadb-admin ping" would accept a refusal.
database_answers()
{
	[[ -S $1 ]] && MYSQL_PWD=$3 mariadb --no-defaults --socket="$1" --user="$2" -e 'SELECT 1' >/dev/null 2>&1
}

database_answers_or_ended()
{
	! is_alive "$1" || database_answers "${@:2}"
}

# database_start FOLDER SOCKET INIT_FILE LOG USER PASSWORD [ARGUMENT…]: returns once it answers; sets started_pid.
# Temporary tables lie beside the socket: in a shared /tmp, each mariadbd that starts removes those of the others.
database_start()
{
	local folder=$1 socket=$2 init_file=$3 log=$4 user=$5 password=$6

	shift 6
	rm -f "$socket"
	start_service "$log" mariadbd "${database_arguments[@]}" ${user_argument:+"$user_argument"} "$@" \
		--datadir="$folder" --socket="$socket" --pid-file="$socket.pid" --tmpdir="${socket%/*}" --init-file="$init_file"
	wait_until 60 database_answers_or_ended "$started_pid" "$socket" "$user" "$password" || true
	is_alive "$started_pid" && database_answers "$socket" "$user" "$password" && return 0
	complain "MariaDB did not start; the end of $log says why:"
	tail -n 10 "$log" >&2
	return 1
}

# database_stop FOLDER: ends the server of this data folder, if one runs.
database_stop()
{
	local pids

	mapfile -t pids < <(find_processes mariadbd "--datadir=$1")
	end_processes TERM 30 "${pids[@]}"
}

# ---- lighttpd ----

# lighttpd_start CONFIGURATION LOG: sets started_pid; whether it serves is for the caller to ask.
lighttpd_start()
{
	start_service "$2" lighttpd -D -f "$1"
}

# lighttpd_stop CONFIGURATION WORKER_ARGUMENT: ends this lighttpd, which finishes requests under way, then workers
# that outlived a lighttpd killed earlier: the next one would take them over, old binary and all.
lighttpd_stop()
{
	local pids

	mapfile -t pids < <(find_processes lighttpd "$1")
	end_processes INT 5 "${pids[@]}"
	mapfile -t pids < <(find_processes "" "$2")
	end_processes TERM 5 "${pids[@]}"
}

# ---- asking the server ----

# mcp_request URL KEY_FILE ANSWER_FILE: sends tools/list of revision 2026-07-28, prints the HTTP status.
# The key travels by standard input, since everybody can read a command line.
mcp_request()
{
	local body='{"jsonrpc":"2.0","id":1,"method":"tools/list","params":{"_meta":{'
	body+='"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}}}}'

	printf 'header = "X-API-Key: %s"\n' "$(<"$2")" |
		curl --config - --silent --noproxy '*' --max-time 10 --output "$3" --write-out '%{http_code}' \
			-H 'Content-Type: application/json' -H 'Accept: application/json, text/event-stream' \
			-H 'MCP-Protocol-Version: 2026-07-28' -H 'Mcp-Method: tools/list' --data "$body" "$1"
}

# mcp_answers URL KEY_FILE ANSWER_FILE: whether that request gets a list of tools.
mcp_answers()
{
	[[ $(mcp_request "$@") == 200 ]] && grep -q '"tools":\[' "$3"
}
