# shellcheck shell=bash disable=SC2034,SC2154
# What the bench measures on: one MariaDB, one lighttpd with the product's workers and the floors' workers, and data.
# Sourced by run, after tests/support/environment.sh.

# shellcheck source=tests/support/lighttpd.sh
source "$root/tests/support/lighttpd.sh"

workers=4
floor_workers=4
bench_programs=$root/build/$variant/tests/bench
fcgi_program=$binaries/taskdesk.fcgi
cgi_program=$binaries/taskdesk.cgi
bench_user=bench@example.com
bench_password='four words in a row'

control()
{
	"$binaries/taskdeskctl" --config "$folder/taskdesk.conf" "$@" 2>>"$folder/log/control.log" ||
		{ tail -n 5 "$folder/log/control.log" >&2; return 1; }
}

setting()
{
	sed -n "s/^$1 *= *//p" "$folder/taskdesk.conf" | head -n 1
}

# sql STATEMENT: as administrator, columns only.
sql()
{
	mariadb --no-defaults --socket="$folder/db.sock" --batch --skip-column-names taskdesk -e "$1"
}

export_database()
{
	BENCH_DATABASE_SOCKET=$(setting database_socket)
	BENCH_DATABASE_NAME=$(setting database_name)
	BENCH_DATABASE_USER=$(setting database_user)
	BENCH_DATABASE_PASSWORD=$(setting database_password)
	export BENCH_DATABASE_SOCKET BENCH_DATABASE_NAME BENCH_DATABASE_USER BENCH_DATABASE_PASSWORD
}

# As large as "make run" makes it.
start_database()
{
	test_database_start "$folder" --innodb-buffer-pool-size=64M --innodb-log-file-size=32M
	control migrate >/dev/null
	control user add "$bench_user" --name "Bench" --password-stdin <<<"$bench_password" >/dev/null
	key=$(control key create bench --scopes read,write --act-as | grep -oE 'td_[A-Za-z0-9_-]+')
	export_database
}

add_floors()
{
	cp "$bench_programs/floor.fcgi" "$bench_programs/floor.cgi" "$folder/bin"
	cat >>"$folder/lighttpd.conf" <<-CONF
	\$HTTP["url"] =~ "^/floor/" {
		fastcgi.server = ( "/" => ((
			"bin-path" => "$folder/bin/floor.fcgi",
			"socket" => "$folder/run/floor.sock",
			"max-procs" => $floor_workers,
			"check-local" => "disable",
			"fix-root-scriptname" => "enable",
			"bin-copy-environment" => ( "PATH", "BENCH_DATABASE_SOCKET", "BENCH_DATABASE_NAME",
				"BENCH_DATABASE_USER", "BENCH_DATABASE_PASSWORD" )
		)) )
	}
	CONF
}

health_answers()
{
	[[ $(curl --silent --noproxy '*' --max-time 5 "http://127.0.0.1:$port/health") == *'"ok"'* ]]
}

# Tokens that outlive the bench.
configure_oauth()
{
	sed -i '/^oauth = /,$d' "$folder/taskdesk.conf"
	printf '%s\n' "oauth = on" "public_url = http://127.0.0.1:$port" "access_token_seconds = 86400" >>"$folder/taskdesk.conf"
}

# Another program may take the port between the look and the start.
start_web()
{
	local attempt

	lighttpd_install "$folder"
	for attempt in 1 2 3; do
		port=$(free_port)
		configure_oauth
		lighttpd_configure "$folder" "$port" lighttpd-fcgi
		add_floors
		lighttpd_start "$folder/lighttpd.conf" "$folder/log/lighttpd.log"
		web_pid=$started_pid
		wait_until 10 health_answers && is_alive "$web_pid" && return
	done
	complain "lighttpd did not start; its log ends with:"
	tail -n 5 "$folder/log/lighttpd.log" >&2
	return 1
}

joined()
{
	local IFS=,

	echo "$*"
}

find_workers()
{
	mapfile -t worker_pids < <(find_processes taskdesk.fcgi "$folder/taskdesk.conf")
	mapfile -t floor_pids < <(find_processes floor.fcgi "$folder/bin/floor.fcgi")
	product_clocks=(--cpu "web=$web_pid" --cpu "worker=$(joined "${worker_pids[@]}")" --cpu "db=$database_pid")
	floor_clocks=(--cpu "web=$web_pid" --cpu "worker=$(joined "${floor_pids[@]}")" --cpu "db=$database_pid")
}

# private_kilobytes PID…: of the largest.
private_kilobytes()
{
	local pid

	for pid; do
		awk '/^Private_(Clean|Dirty):/ { sum += $2 } END { print sum }' "/proc/$pid/smaps_rollup"
	done | sort -n | tail -n 1
}

bring_up()
{
	folder=$(new_server_folder)
	trap 'stop_server_folder "$folder"' EXIT
	start_database
	start_web
	find_workers
}
