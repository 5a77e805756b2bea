#!/bin/bash
# Which paths reach Taskdesk and which stay the site's, under each web server configuration that we ship.
# usage: tests/hosting/paths.sh FLAVOUR
# shellcheck disable=SC2317
set -u
cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit 1
# shellcheck source=tests/support/tap.sh
source tests/support/tap.sh

declare -A server

start_server()
{
	local line facts

	facts=$(tests/support/server.sh start "$1") || return 1
	while IFS= read -r line; do
		server[${line%%=*}]=${line#*=}
	done <<<"$facts"
}

# fetch URL [CURL_ARGUMENT…]
fetch()
{
	curl --silent --noproxy '*' --path-as-is "${@:2}" "$1"
}

# type_of URL: the media type of the answer, which is JSON from us and HTML from the web servers.
type_of()
{
	fetch "$1" --output /dev/null --write-out '%{content_type}'
}

# whoami HEADER…: calls the tool of that name with these headers.
whoami()
{
	local header arguments=()

	for header; do
		arguments+=(-H "$header")
	done
	fetch "${server[url]}" "${arguments[@]}" -H 'Content-Type: application/json' \
		-H 'Accept: application/json, text/event-stream' \
		--data '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"whoami","arguments":{}}}'
}

reaches_taskdesk_by_its_own_paths()
{
	local path

	check "health" contains "$(fetch "${server[base]}/health")" '"status":"ok"'
	check "health with a query" contains "$(fetch "${server[base]}/health?x=1")" '"status":"ok"'
	for path in mcp mcp/key auth/token auth/jwks.json .well-known/oauth-protected-resource \
		.well-known/oauth-protected-resource/mcp .well-known/oauth-authorization-server \
		.well-known/openid-configuration; do
		check "JSON at /$path" equal "$(type_of "${server[base]}/$path")" application/json
	done
}

leaves_other_paths_to_the_site()
{
	local path

	for path in "" mcpx healthz authors index.html .well-known/security.txt .well-known/acme-challenge/other; do
		check "no JSON at /$path" contains "$(type_of "${server[base]}/$path")" text/html
	done
}

brings_the_key_through_in_either_header()
{
	check "X-API-Key" contains "$(whoami "X-API-Key: ${server[key]}")" '"structuredContent"'
	check "Authorization" contains "$(whoami "Authorization: Bearer ${server[key]}")" '"structuredContent"'
	check "a wrong key to be refused" contains "$(whoami "X-API-Key: wrong")" invalid_api_key
}

takes_a_body_in_chunks()
{
	check "an answer" contains "$(whoami "X-API-Key: ${server[key]}" "Transfer-Encoding: chunked")" '"structuredContent"'
}

never_shows_a_file_of_ours()
{
	local path

	for path in taskdesk.conf api-key .htaccess taskdesk.conf.bak taskdesk.conf~ server.key .git/config; do
		check "a refusal of /$path" contains "403 404" \
			"$(fetch "${server[base]}/$path" --output /dev/null --write-out '%{http_code}')"
	done
	for path in taskdesk.fcgi taskdesk.cgi; do
		check "$path to be no file to read" equal "$(fetch "${server[base]}/$path" | head --bytes=4 | grep --count --text ELF)" 0
	done
}

keeps_the_challenges_of_certificate_authorities()
{
	check "the file" equal "$(fetch "${server[base]%/app}/.well-known/acme-challenge/token")" "a file of the site"
}

answers_documents_about_the_sub_folder_at_the_root()
{
	local root=${server[base]%/app}

	check "JSON about /app" equal "$(type_of "$root/.well-known/oauth-protected-resource/app/mcp")" application/json
	check "nothing about others" contains "$(type_of "$root/.well-known/oauth-protected-resource/other")" text/html
}

if ! start_server "${1-}"; then
	echo "not ok - the server starts"
	exit 1
fi
trap 'tests/support/server.sh stop "${server[folder]}"' EXIT

claims=(reaches_taskdesk_by_its_own_paths leaves_other_paths_to_the_site brings_the_key_through_in_either_header
	takes_a_body_in_chunks never_shows_a_file_of_ours)
[[ $1 != apache-cgid && $1 != apache-subdir ]] || claims+=(keeps_the_challenges_of_certificate_authorities)
[[ $1 != apache-subdir ]] || claims+=(answers_documents_about_the_sub_folder_at_the_root)
run_tests "${claims[@]}"
