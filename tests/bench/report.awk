# Makes the table of the bench. First file: name, target. Second: name, kind (product, floor, or a figure known once),
# and what a load program printed. The floor of "the same by token" is the call above it by API key. "(n)" behind the statements is the floor's number.

function median(list, count,    i, j, swap) {
	for (i = 1; i <= count; i++)
		for (j = i + 1; j <= count; j++)
			if (list[j] < list[i]) { swap = list[i]; list[i] = list[j]; list[j] = swap }
	return count % 2 ? list[(count + 1) / 2] : (list[count / 2] + list[count / 2 + 1]) / 2
}

# The median of one value over the rounds; sets lowest and highest.
function over_rounds(name, kind, value,    list, i) {
	for (i = 1; i <= rounds[name, kind]; i++)
		list[i] = figures[name, kind, i, value]
	if (rounds[name, kind] == 0)
		return 0
	middle = median(list, rounds[name, kind])
	lowest = list[1]
	highest = list[rounds[name, kind]]
	return middle
}

# The same of the ratio of each round.
function ratio_over_rounds(name, kind, below, below_kind,    list, i) {
	for (i = 1; i <= rounds[name, kind]; i++)
		list[i] = figures[name, kind, i, "cpu"] / figures[below, below_kind, i, "cpu"]
	middle = median(list, rounds[name, kind])
	lowest = list[1]
	highest = list[rounds[name, kind]]
	return middle
}

# "ratio (lowest..highest)", the target and whether it is met; nothing for what has no floor.
function compared(name, below, below_kind,    ratio, spread, verdict) {
	if (!((below, below_kind) in rounds))
		return sprintf("%7s  %5s %-14s %7s %-6s", "", "", "", "", "")
	ratio = ratio_over_rounds(name, "product", below, below_kind)
	spread = sprintf("(%.2f..%.2f)", lowest, highest)
	verdict = !(name in target) ? "" : ratio <= target[name] ? "met" : "MISSED"
	if (verdict == "MISSED")
		missed = missed (missed ? ", " : "") name
	return sprintf("%7.0f  %5.2f %-14s %7s %-6s", over_rounds(below, below_kind, "cpu"), ratio,
		spread, name in target ? "<= " target[name] : "", verdict)
}

function statements(name, kind) {
	return (name, kind) in once ? once[name, kind] : "-"
}

function show(name, below, below_kind,    parts) {
	parts = sprintf("%.0f + %.0f + %.0f", over_rounds(name, "product", "cpu_web"),
		over_rounds(name, "product", "cpu_worker") + over_rounds(name, "product", "cpu_program"),
		over_rounds(name, "product", "cpu_db"))
	printf "%-20s %7.0f  %-18s %s %5s %-5s %7.0f %7.2f %7.2f %6s\n", name, over_rounds(name, "product", "cpu"), parts,
		compared(name, below, below_kind), statements(name, "statements"),
		sprintf("(%s)", statements(name, "floor_statements")), over_rounds(name, "product", "per_second"),
		over_rounds(name, "product", "p50") / 1000, over_rounds(name, "product", "p99") / 1000, statements(name, "bytes")
}

BEGIN { FS = "\t" }

FNR == NR { target[$1] = $2; next }

$2 == "statements" || $2 == "floor_statements" || $2 == "bytes" { once[$1, $2] = $3; next }

{
	round = ++rounds[$1, $2]
	count = split($3, pairs, " ")
	for (i = 1; i <= count; i++) {
		split(pairs[i], pair, "=")
		figures[$1, $2, round, pair[1]] = pair[2]
	}
}

END {
	printf "%-20s %7s  %-18s %7s  %-20s %7s %-6s %11s %7s %7s %7s %6s\n", "", "CPU us", "web + worker + db", "floor's",
		"ratio (min..max)", "target", "", "statements", "req/s", "p50 ms", "p99 ms", "bytes"
	show("constant", "", "")
	show("tools/list", "tools/list", "floor")
	show("server/discover", "server/discover", "floor")
	show("list_tasks, 10 rows", "list_tasks, 10 rows", "floor")
	show("the same by token", "the same by token", "floor")
	show("create_tasks, 1", "create_tasks, 1", "floor")
	show("update_tasks, 1", "update_tasks, 1", "floor")
	show("create_tasks, 50", "create_tasks, 1", "product")
	show("one CGI request", "one CGI request", "floor")
	show("one CGI list_tasks", "one CGI request", "floor")
	printf "\nPrivate memory of a worker: %d KB after warming up, %d KB at the end (target <= 4096); a floor's: %d KB.\n",
		before, after, floor
	if (after > 4096)
		missed = missed (missed ? ", " : "") "memory"
	print missed ? "Verdict: MISSED: " missed "." : "Verdict: every target is met."
}
