# shellcheck shell=bash disable=SC2001
# TAP for tests in shell: each test is a function whose name is the claim, and it fails at the first check in it that
# does. Sourced. What a failing test prints becomes its diagnostics.

# check WHAT COMMAND…: ends the test as failed, saying what was expected, unless the command succeeds.
check()
{
	local what=$1

	shift
	"$@" && return
	echo "expected: $what"
	exit 1
}

# equal GOT WANTED
equal()
{
	[[ $1 == "$2" ]] || { printf 'got:    %s\nwanted: %s\n' "$1" "$2"; return 1; }
}

# contains TEXT PART
contains()
{
	[[ $1 == *"$2"* ]] || { printf 'in:      %s\nmissing: %s\n' "$1" "$2"; return 1; }
}

# run_tests NAME…: runs each in a subshell and prints the plan; returns how many failed, 99 at most.
# Its own variables begin with tap_, so that they hide none of the tests'.
run_tests()
{
	local tap_number=0 tap_failed=0 tap_name tap_output

	echo "1..$#"
	for tap_name; do
		tap_number=$((tap_number + 1))
		if tap_output=$("$tap_name" 2>&1); then
			echo "ok $tap_number - $tap_name"
		else
			echo "not ok $tap_number - $tap_name"
			[[ -z $tap_output ]] || sed 's/^/# /' <<<"$tap_output"
			tap_failed=$((tap_failed + 1))
		fi
	done
	return $((tap_failed > 99 ? 99 : tap_failed))
}
