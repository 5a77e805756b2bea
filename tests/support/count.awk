# Reads one suite's TAP, prints each failure with its diagnostics, and ends with "passed failed skipped".
# A subtest counts itself, and what it stands under counts only where it fails by itself; cmocka writes a skipped
# test as "not ok N # SKIP". Lines inside a YAML block are diagnostics, whatever they look like.
# Input: -v status=EXIT_STATUS -v seconds_allowed=N

function depth_of(line)
{
	match(line, /^ */)
	return int(RLENGTH / 4)
}

function failure(line)
{
	failed++
	print "    " line
}

/^ *---$/ {
	in_yaml = 1
}

/^ *\.\.\.$/ {
	in_yaml = 0
}

!in_yaml && /^1\.\.[0-9]+/ {
	showing = 0
	planned += substr($1, 4)
	plans++
	if ($1 == "1..0" && toupper($0) ~ /# *SKIP/)
		skipped++
}

!in_yaml && /^Bail out!/ {
	failure($0)
}

!in_yaml && /^ *(not )?ok( |$)/ {
	depth = depth_of($0)
	good = $0 ~ /^ *ok/
	is_parent = below[depth + 1] > 0
	own_fault = is_parent && !good && !below_failed[depth + 1]
	below[depth + 1] = below_failed[depth + 1] = 0
	below[depth]++
	if (!depth)
		results++
	showing = 0
	if (toupper($0) ~ /# *SKIP/)
		skipped += !is_parent
	else if (!good) {
		below_failed[depth]++
		if (!is_parent || own_fault) {
			failure($0)
			showing = 40
		}
	} else if (!is_parent)
		passed++
	next
}

/^ *# Subtest: / {
	showing = 0
}

showing > 0 {
	showing--
	print "    " $0
}

END {
	if (status == 124 || status == 137)
		failure("not ok - the suite was ended after " seconds_allowed " seconds")
	else if (plans && planned != results)
		failure("not ok - the suite planned " planned " tests and showed " results + 0)
	else if (!passed && !failed && !skipped)
		failure("not ok - the suite showed no test (exit status " status ")")
	else if (status && !failed)
		failure("not ok - the suite ended with status " status)
	print passed + 0, failed + 0, skipped + 0
}
