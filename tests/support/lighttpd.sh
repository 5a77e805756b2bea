# shellcheck shell=bash disable=SC2034,SC2154
# lighttpd for tests, with the configuration files that users get; sourced by server.sh.

# lighttpd_configure FOLDER PORT FLAVOUR: lighttpd-fcgi or lighttpd-cgi, for the program in FOLDER/bin.
lighttpd_configure()
{
	local folder=$1 port=$2 part=taskdesk program=taskdesk.fcgi

	[[ $3 != lighttpd-cgi ]] || { part=taskdesk-cgi program=taskdesk.cgi; }
	mkdir -p "$folder/www"
	cat >"$folder/lighttpd.conf" <<-CONF
	var.server_port = $port
	var.server_root = "$folder/www"
	var.server_log  = "$folder/log/lighttpd.log"
	var.taskdesk_program = "$folder/bin/$program"
	var.taskdesk_config  = "$folder/taskdesk.conf"
	var.taskdesk_socket  = "$folder/run/fcgi.sock"
	var.taskdesk_log     = "$folder/log/taskdesk.log"
	var.taskdesk_workers = $workers
	include "$root/lighttpd/server.conf"
	include "$root/lighttpd/$part.conf"
	CONF
}

# The programs stand in a folder of their own, so that a test may replace them.
lighttpd_install()
{
	mkdir -p "$1/bin"
	cp "$fcgi_program" "$1/bin/taskdesk.fcgi"
	cp "$cgi_program" "$1/bin/taskdesk.cgi"
}
