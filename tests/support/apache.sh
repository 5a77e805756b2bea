# shellcheck shell=bash disable=SC2034,SC2154
# A private Apache for tests that allows what a shared host allows, serving apache/.htaccess untouched; sourced by
# server.sh. Flavours: apache-fcgid, apache-cgid (no mod_fcgid), apache-subdir (mod_fcgid, installed in /app).

# Where the .htaccess and the programs go.
apache_home()
{
	[[ $2 == apache-subdir ]] && echo "$1/www/app" || echo "$1/www"
}

# Under mod_fcgid the process environment holds only PATH, so the configuration is found beside the program; the
# mod_cgid flavour is told by SetEnv instead.
apache_install()
{
	local folder=$1 flavour=$2 home

	home=$(apache_home "$folder" "$flavour")
	mkdir -p "$home"
	# A site may have a real .well-known folder, or none; apache-fcgid stands for those without.
	if [[ $flavour != apache-fcgid ]]; then
		mkdir -p "$folder/www/.well-known/acme-challenge"
		echo "a file of the site" >"$folder/www/.well-known/acme-challenge/token"
	fi
	cp "$root/apache/.htaccess" "$home/.htaccess"
	cp "$fcgi_program" "$home/taskdesk.fcgi"
	cp "$cgi_program" "$home/taskdesk.cgi"
	[[ $flavour != apache-subdir ]] || cp "$root/apache/document-root.htaccess" "$folder/www/.htaccess"
	[[ $flavour == apache-cgid ]] || ln "$folder/taskdesk.conf" "$home/taskdesk.conf"
}

apache_configure()
{
	local folder=$1 port=$2 flavour=$3

	: >"$folder/mime.types"
	cat >"$folder/httpd.conf" <<-CONF
	ServerRoot "$folder"
	ServerName localhost
	Listen 127.0.0.1:$port
	PidFile "$folder/run/httpd.pid"
	Mutex "file:$folder/run" default
	ErrorLog "$folder/log/taskdesk.log"
	LogLevel warn
	$(apache_modules "$flavour")
	TypesConfig "$folder/mime.types"
	StartServers 1
	ServerLimit 3
	ThreadsPerChild 25
	MaxRequestWorkers 75
	MinSpareThreads 5
	DocumentRoot "$folder/www"
	<Directory "/">
		AllowOverride None
		Require all denied
	</Directory>
	<Directory "$folder/www">
		AllowOverride FileInfo AuthConfig Limit Options=ExecCGI,Indexes,SymLinksIfOwnerMatch,MultiViews
		Options SymLinksIfOwnerMatch
		Require all granted
	</Directory>
	CONF
	if [[ $flavour == apache-cgid ]]; then
		cat >>"$folder/httpd.conf" <<-CONF
		ScriptSock "$folder/run/cgid.sock"
		<Directory "$folder/www">
			SetEnv TASKDESK_CONFIG "$folder/taskdesk.conf"
		</Directory>
		CONF
	else
		cat >>"$folder/httpd.conf" <<-CONF
		FcgidIPCDir "$folder/run"
		FcgidProcessTableFile "$folder/run/fcgid_shm"
		CONF
	fi
}

apache_modules()
{
	local name door=fcgid

	[[ $1 != apache-cgid ]] || door=cgid
	for name in mpm_event authz_core authz_host mime dir env setenvif rewrite headers $door; do
		echo "LoadModule ${name}_module /usr/lib/apache2/modules/mod_$name.so"
	done
}

# Apache refuses to serve as root, and as another user it could not enter a checkout that only root may enter. So
# root starts it as www-data with the one capability to pass over file permissions; others start it as themselves.
apache_start()
{
	local folder=$1 identity=()

	((EUID != 0)) || identity=(setpriv --reuid=www-data --regid=www-data --clear-groups
		--inh-caps=+dac_override --ambient-caps=+dac_override ${SERVICE_LEASH:+--pdeathsig TERM} --)
	start_service "$folder/log/taskdesk.log" "${identity[@]}" apache2 -D FOREGROUND -f "$folder/httpd.conf"
}
