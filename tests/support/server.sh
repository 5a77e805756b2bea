#!/bin/bash
# Starts one whole private installation for a test: MariaDB, migrated, and a web server on a free loopback port.
# usage: tests/support/server.sh run FLAVOUR [OPTION…]     stays until its standard input ends or it gets a signal
#        tests/support/server.sh start FLAVOUR [OPTION…]   returns; end it with:
#        tests/support/server.sh stop FOLDER
#        tests/support/server.sh database FOLDER [ARGUMENT…]
#                                  starts the folder's database anew after it ended; prints its process id
#
# Flavours: lighttpd-fcgi lighttpd-cgi apache-fcgid apache-cgid apache-subdir database (no web server).
# Options:  --workers N          FastCGI processes under lighttpd (2)
#           --set 'NAME = VALUE' one more line for taskdesk.conf; public_url is there already
#           --program FILE       serve this program instead of taskdesk.fcgi and taskdesk.cgi
#           --no-database        start no MariaDB; the configuration then names one that is not there
#           --no-migrate         leave the database empty
#           --database ARGUMENT  one more argument for mariadbd
#
# Prints name=value lines (no value has a blank in it), "ready=yes" the last: folder, flavour, url (of /mcp), base
# (without /mcp), key, key_file, config, home (where the programs stand), log, control, database_socket,
# database_name, database_user, database_password, database_pid, server_pid. The user who runs this is also
# administrator of the database, over the socket, without a password.
set -euo pipefail

# shellcheck source=tests/support/environment.sh
source "$(dirname "${BASH_SOURCE[0]}")/environment.sh"
# shellcheck source=tests/support/lighttpd.sh
source "$root/tests/support/lighttpd.sh"
# shellcheck source=tests/support/apache.sh
source "$root/tests/support/apache.sh"

workers=2
settings=()
fcgi_program=$binaries/taskdesk.fcgi
cgi_program=$binaries/taskdesk.cgi
with_database=yes
migrate=yes
database_extra=()
database_pid=
server_pid=
port=

usage()
{
	sed -n '2,/^set/s/^# \{0,1\}//p' "$0" >&2
	exit 2
}

parse_options()
{
	while (($#)); do
		case $1 in
		--workers) workers=$2; shift ;;
		--set) settings+=("$2"); shift ;;
		--program) fcgi_program=$2 cgi_program=$2; shift ;;
		--no-database) with_database='' migrate='' ;;
		--no-migrate) migrate= ;;
		--database) database_extra+=("$2"); shift ;;
		*) usage ;;
		esac
		shift
	done
}

prepare_database()
{
	if [[ $with_database ]]; then
		test_database_start "$folder" "${database_extra[@]}"
	else
		(umask 077 && printf '%s\n' "database_socket = $folder/db.sock" "database_name = taskdesk" \
			"database_user = taskdesk" "database_password = none" "api_key_file = $folder/api-key" \
			>"$folder/taskdesk.conf")
	fi
	echo "public_url = http://127.0.0.1" >>"$folder/taskdesk.conf"
	(($# == 0)) || printf '%s\n' "$@" >>"$folder/taskdesk.conf"
	if [[ $migrate ]]; then
		"$binaries/taskdeskctl" --config "$folder/taskdesk.conf" migrate >>"$folder/log/control.log" 2>&1 ||
			{ cat "$folder/log/control.log" >&2; return 1; }
	fi
}

answers_http()
{
	[[ $(curl --silent --noproxy '*' --max-time 5 --output /dev/null --write-out '%{http_code}' "$base/health") != 000 ]]
}

answers_or_ended()
{
	! is_alive "$server_pid" || answers_http
}

# The port is known only now. The file stays the same one, since Apache's flavours have a second link to it.
set_public_url()
{
	local settings

	settings=$(sed "s|^public_url = http://127\.0\.0\.1.*|public_url = $base|" "$folder/taskdesk.conf")
	printf '%s\n' "$settings" >"$folder/taskdesk.conf"
}

# Another program may take the port between the look and the start, so a server that ends at once is tried again.
start_web()
{
	local attempt family=${flavour%%-*}

	"${family}_install" "$folder" "$flavour"
	for attempt in 1 2 3 4 5; do
		port=$(free_port)
		base=http://127.0.0.1:$port$mount
		set_public_url
		"${family}_configure" "$folder" "$port" "$flavour"
		if [[ $family == apache ]]; then
			apache_start "$folder"
		else
			lighttpd_start "$folder/lighttpd.conf" "$folder/log/lighttpd.log"
		fi
		server_pid=$started_pid
		wait_until 30 answers_or_ended || true
		is_alive "$server_pid" && answers_http && return
		grep -qiE 'address already in use' "$folder"/log/*.log || break
	done
	complain "The $flavour server did not start (attempt $attempt); its logs end with:"
	tail -n 10 "$folder"/log/*.log >&2
	return 1
}

setting()
{
	sed -n "s/^$1 *= *//p" "$folder/taskdesk.conf" | head -n 1
}

describe()
{
	cat <<-LINES
	folder=$folder
	flavour=$flavour
	url=${base:+$base/mcp}
	base=$base
	key=$(<"$folder/api-key")
	key_file=$folder/api-key
	config=$config
	home=$home
	log=$folder/log/taskdesk.log
	control=$binaries/taskdeskctl
	database_socket=$(setting database_socket)
	database_name=$(setting database_name)
	database_user=$(setting database_user)
	database_password=$(setting database_password)
	database_pid=$database_pid
	server_pid=$server_pid
	ready=yes
	LINES
}

bring_up()
{
	flavour=$1
	shift
	mount='' base=''
	case $flavour in
	lighttpd-fcgi | lighttpd-cgi | apache-fcgid | apache-cgid) ;;
	apache-subdir) mount=/app ;;
	database) ;;
	*) usage ;;
	esac
	parse_options "$@"
	folder=$(new_server_folder)
	trap 'stop_server_folder "$folder"' EXIT
	prepare_database "${settings[@]}"
	case $flavour in
	apache-*) home=$(apache_home "$folder" "$flavour") ;;
	lighttpd-*) home=$folder/bin ;;
	*) home=$binaries ;;
	esac
	[[ $flavour == database ]] || start_web
	config=$folder/taskdesk.conf
	[[ ! -e $home/taskdesk.conf ]] || config=$home/taskdesk.conf
	describe
}

trap 'exit 130' INT
trap 'exit 143' TERM HUP
case ${1-} in
run)
	(($# >= 2)) || usage
	SERVICE_LEASH=yes
	bring_up "${@:2}"
	# A read that is waited for lets a signal through; it ends when whoever started us closes the pipe or dies.
	cat <&0 >/dev/null &
	wait $! || true
	;;
start)
	(($# >= 2)) || usage
	SERVICE_LEASH=
	bring_up "${@:2}"
	trap - EXIT
	;;
stop)
	[[ ${2-} == "$root"/build/*/test/?*/?* && -d $2 ]] || usage
	stop_server_folder "$(realpath "$2")"
	;;
database)
	[[ ${2-} == "$root"/build/*/test/?*/?* && -d $2/db ]] || usage
	SERVICE_LEASH=
	test_database_again "${@:2}"
	echo "$database_pid"
	;;
*)
	usage
	;;
esac
