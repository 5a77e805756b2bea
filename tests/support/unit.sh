#!/bin/bash
# Runs every unit test program (tests/unit/*.c, each a cmocka program) and prints their TAP one after the other.
# A program that ends before it has shown all the tests it planned, by a signal or a sanitizer, is a failed test.
set -u
shopt -s nullglob
cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit 1
export CMOCKA_MESSAGE_OUTPUT=TAP

result=0
for source in tests/unit/*.c; do
	name=$(basename "$source" .c)
	echo "# $name"
	output=$("build/${TASKDESK_VARIANT:-plain}/tests/unit/$name" 2>&1)
	status=$?
	((status == 0)) || result=1
	printf '%s\n' "$output"
	awk -v name="$name" -v status=$status '
		{ said = said "\n# " $0 }
		/^1\.\.[0-9]+/ { planned += substr($1, 4) }
		/^(not )?ok( |$)/ { shown++ }
		END {
			if (!planned || shown + 0 < planned)
				print "not ok - " name " showed " shown + 0 " of " planned + 0 \
					" tests and ended with status " status "; it said:" said
		}' <<<"$output"
done
exit $result
