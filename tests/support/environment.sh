# shellcheck shell=bash disable=SC2034,SC2154
# What every test in shell shares: where things are, and one private MariaDB or web server a folder.
# Sourced. The variant under test comes from TASKDESK_VARIANT, and tests/run says in TASKDESK_TEST_SERVERS where its
# servers belong. Everything made lies under build/<variant>/test/.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
# shellcheck source=scripts/services.sh
source "$root/scripts/services.sh"

variant=${TASKDESK_VARIANT:-plain}
binaries=$root/build/$variant/bin
test_folder=$root/build/$variant/test
servers_folder=${TASKDESK_TEST_SERVERS:-$test_folder/servers}

# ---- a database ----

database_version()
{
	mariadbd --no-defaults --version | sed -E 's/.*Ver ([^ ]+).*/\1/'
}

# A data folder made once and copied for every test, which takes a fiftieth of the time.
database_template()
{
	local template

	template=$root/build/test-database/$(database_version)-$(id -un)
	mkdir -p "${template%/*}"
	(
		flock 8
		[[ -d $template ]] || database_install "$template" "$template.log"
	) 8>"$template.lock" >&2 || return 1
	echo "$template"
}

# test_database_start FOLDER [ARGUMENT…]: starts a database in the folder, which gets db/, db.sock, and a
# taskdesk.conf that names it; sets database_pid.
test_database_start()
{
	local folder=$1 template password

	shift
	template=$(database_template) || return 1
	cp -a --reflink=auto "$template" "$folder/db"
	password=$(random_text 24)
	database_init_file "$folder/init.sql" taskdesk taskdesk "$password"
	(umask 077 && cat >"$folder/taskdesk.conf") <<-CONF
	database_socket = $folder/db.sock
	database_name = taskdesk
	database_user = taskdesk
	database_password = $password
	api_key_file = $folder/api-key
	CONF
	test_database_again "$folder" "$@"
}

# test_database_again FOLDER [ARGUMENT…]: starts the database of that folder anew after it ended; sets database_pid.
test_database_again()
{
	local folder=$1 password

	shift
	password=$(sed -n 's/^database_password = //p' "$folder/taskdesk.conf")
	database_start "$folder/db" "$folder/db.sock" "$folder/init.sql" "$folder/log/mariadb.log" taskdesk "$password" \
		--innodb-buffer-pool-size=32M --innodb-log-file-size=4M --max-connections=150 "$@" || return 1
	database_pid=$started_pid
}

# ---- a folder a server ----

# Prints a new folder with log/ and run/ in it and a key of its own.
new_server_folder()
{
	local folder

	mkdir -p "$servers_folder"
	folder=$(mktemp -d "$servers_folder/XXXXXX") || return 1
	mkdir "$folder/log" "$folder/run"
	(umask 077 && random_text 32 >"$folder/api-key")
	echo "$folder"
}

# A port that nothing listens on now; whoever starts a server on it must be ready to try another one.
free_port()
{
	local port

	while :; do
		port=$((20000 + RANDOM % 10000))
		[[ $(listening_inode $port) ]] || break
	done
	echo $port
}

# find_processes_within FOLDER: ids of the living processes one argument of which names something in the folder.
find_processes_within()
{
	local folder argument

	for folder in /proc/[0-9]*; do
		while IFS= read -r -d '' argument; do
			[[ $argument == *"$1"/* ]] || continue
			is_alive "${folder#/proc/}" && echo "${folder#/proc/}"
			break
		done 2>/dev/null <"$folder/cmdline"
	done
	return 0
}

# stop_server_folder FOLDER: ends whatever runs from this folder, web servers first; keeps only logs and configuration,
# or everything with TASKDESK_TEST_KEEP=yes.
stop_server_folder()
{
	local folder=$1 pids

	lighttpd_stop "$folder/lighttpd.conf" "$folder/taskdesk.conf"
	mapfile -t pids < <(find_processes apache2 "$folder/httpd.conf")
	end_processes TERM 15 "${pids[@]}"
	database_stop "$folder/db"
	# mod_fcgid's processes when Apache was killed, and whatever else a test started from here.
	mapfile -t pids < <(find_processes_within "$folder")
	end_processes TERM 15 "${pids[@]}"
	[[ ${TASKDESK_TEST_KEEP-} ]] || rm -rf "${folder:?}"/{db,www,bin} "$folder"/*.sock*
}
