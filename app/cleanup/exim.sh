PATH=${PATH:-/usr/bin:/bin}:/usr/sbin:/sbin
LC_ALL=C
export PATH LC_ALL
umask 077
DRY_RUN=${DRY_RUN:-1}
EXIM=${EXIM:-}
KEPT=${KEPT:-/var/spool/spoolscope-$PLAN.frozen}
LOG=${LOG:-./spoolscope-$PLAN.log}
STEP=${1:-${STEPS%% *}}
WORD=frozen
HELD=frozen
tab=$(printf '\t')

# shared

# program finds exim, whose name differs.
program() {
	for name in exim exim4 /usr/exim/bin/exim; do
		[ -n "$EXIM" ] || EXIM=$(command -v "$name")
	done
	[ -n "$EXIM" ] || fail "there is no exim here; set EXIM to its path"
}

# option NAME prints the value of a main option of the configuration.
option() { "$EXIM" -bP "$1" </dev/null 2>/dev/null | sed -n "s/^$1 = *//p"; }

# seconds prints the seconds in a time as Exim writes it: 1w, 2d12h.
seconds() {
	echo "$1" | awk '{
		unit["w"] = 604800; unit["d"] = 86400; unit["h"] = 3600; unit["m"] = 60; unit["s"] = 1
		while (match($0, /^[0-9]+[wdhms]/)) {
			n += substr($0, 1, RLENGTH - 1) * unit[substr($0, RLENGTH, 1)]
			$0 = substr($0, RLENGTH + 1)
		}
		print n + 0
	}'
}

# places prints a line for each queue directory: number, the directory of its -H
# files, and the name of the queue, - for the one without.
places() {
	spool=$(option spool_directory)
	spool=$(cd "${spool:-/none}" 2>/dev/null && pwd -P) || fail "$EXIM does not tell where its spool is"
	queues | while IFS=$tab read -r number top; do
		at=$(cd "$top" 2>/dev/null && pwd -P) || {
			echo "$0: there is no directory $top here" >&2
			continue
		}
		if [ "$at" = "$spool" ]; then
			printf '%s\t%s\t-\n' "$number" "$at/input"
		elif [ "${at%/*}" = "$spool" ]; then
			printf '%s\t%s\t%s\n' "$number" "$at/input" "${at##*/}"
		else
			echo "$0: $top is no queue in the spool of $EXIM, $spool; set EXIM to the program that has it" >&2
		fi
	done
}

# judge STEP FILE prints a line for each planned message: verdict, queue, id, when
# it was frozen. A message is judged by the -H file that is there now: its name,
# arrival time, number of pending recipients, and whether it is frozen.
#
#   ok      as planned: the step may act
#   done    nothing is left for the step to do
#   gone    delivered or removed since
#   changed not what was planned, or no longer: a recipient was delivered, say
#   early   remove: not frozen yet
#   kept    frozen before, or since by somebody else, and the step is not for those
#   other   frozen, but not by this plan, which wrote down in KEPT what it froze
#   old     freeze: Exim gives up on a frozen message of this age
judge() {
	mine=/dev/null
	[ -f "$KEPT" ] && [ ! -h "$KEPT" ] && mine=$KEPT
	awk -v step="$1" -v now="$(date +%s)" -v limit="$limit" '
	# address is a recipient without the data at its end, which has lengths.
	function address(s,    bits) {
		if (match(s, /#[0-9]+$/)) {
			bits = substr(s, RSTART + 1) + 0
			s = substr(s, 1, RSTART - 1)
			if (bits % 2 == 1) s = shorter(s)
			if (int(bits / 2) % 2 == 1) s = shorter(s)
			return s
		}
		if (match(s, / -?[0-9]+(,-?[0-9]+,-?[0-9]+)?$/)) return substr(s, 1, RSTART - 1)
		return s
	}
	# shorter is s without " TEXT LENGTH,NUMBER" at its end.
	function shorter(s,    n) {
		if (!match(s, / [0-9]+,-?[0-9]+$/)) return s
		n = substr(s, RSTART + 1) + 0
		return substr(s, 1, RSTART - n - 2)
	}
	# envelope reads an -H file up to its header; it is false if there is none.
	function envelope(path, journal,    line, part, need, n, k, all) {
		time = frozen = ""
		pending = -1
		if ((getline line < path) <= 0) { close(path); return 0 }
		if (line != id "-H") { close(path); return 1 }
		getline line < path
		getline line < path
		if ((getline line < path) > 0 && line ~ /^[0-9]+ [0-9]+$/) {
			split(line, part, " ")
			time = part[1]
		}
		while ((getline line < path) > 0 && line ~ /^-/) {
			sub(/^--?([(][^)]*[)])?/, "", line)
			n = split(line, part, " ")
			if (part[1] == "frozen") frozen = part[2]
			if (part[1] !~ /^acl[cm]?$/) continue
			# The value has this many bytes, among which there may be line feeds.
			need = part[n] + 1
			while (need > 0 && (getline line < path) > 0) need -= length(line) + 1
		}
		split("", gone)
		if (line != "XX") {
			for (need = 1; ; ) {
				if (line !~ /^[YN][YN] ./) { close(path); return 1 }
				gone[substr(line, 4)] = 1
				need += (substr(line, 1, 1) == "Y") + (substr(line, 2, 1) == "Y") - 1
				if (need == 0 || (getline line < path) <= 0) break
			}
		}
		while ((getline line < journal) > 0) gone[line] = 1
		close(journal)
		if ((getline line < path) > 0 && line ~ /^[0-9]+$/) {
			all = line + 0
			for (n = k = 0; n < all && (getline line < path) > 0; n++)
				if (!(address(line) in gone)) k++
			if (n == all) pending = k
		}
		close(path)
		return 1
	}
	function say(verdict) { print verdict "\t" queue "\t" id "\t" frozen }
	pass == 1 { split($0, f, "\t"); top[f[1]] = f[2] }
	pass == 2 { own[$1, $2, $3] = 1 }
	pass == 3 && NF == 5 {
		queue = $1; id = $2; was = $5
		if (!(queue in top)) next
		# A spool may be split since, or no longer.
		at = top[queue] "/" substr(id, 6, 1) "/" id
		if (!envelope(at "-H", at "-J")) {
			at = top[queue] "/" id
			if (!envelope(at "-H", at "-J")) { say("gone"); next }
		}
		mine = (queue, id, frozen) in own
		if (time "" != $3 "" || pending != $4) say("changed")
		else if (was == "frozen" && step == "undo") say(frozen == "" ? "done" : "kept")
		else if (step ~ /^(undo|release)$/ && frozen == "") say("done")
		else if (step == "undo") say(mine ? "ok" : "other")
		else if (was == "nodata") say("ok")
		else if (was == "frozen" && frozen == "") say("changed")
		else if (was == "frozen") say(step == "freeze" ? "done" : "ok")
		else if (step == "freeze" && frozen != "") say(mine ? "done" : "other")
		else if (step == "freeze") say(limit > 0 && now - time >= limit ? "old" : "ok")
		else if (step == "remove") say(frozen == "" ? "early" : mine ? "ok" : "other")
		else say(frozen == "" ? "ok" : "kept")
	}' pass=1 "$work/places" pass=2 "$mine" pass=3 "$2"
}

# by_exim OPTION gives the ids in todo to exim, which takes a lock on each message
# and refuses those that are being delivered.
by_exim() {
	while IFS=$tab read -r number _ name; do
		awk -v n="$number" '$1 == n { print $2 }' "$work/todo" >"$work/ids"
		[ -s "$work/ids" ] || continue
		if [ "$name" = - ]; then
			xargs -n 50 "$EXIM" "$1" <"$work/ids"
		else
			xargs -n 50 "$EXIM" "-qG$name" "$1" <"$work/ids"
		fi
	done <"$work/places" >"$work/said" 2>&1
	cat "$work/said" >>"$LOG"
}

# note_frozen prints what exim said that it froze just now: queue, id, when.
note_frozen() {
	awk 'pass == 1 && /^Message [0-9A-Za-z-]+ is now frozen$/ { own[$2] = 1 }
	pass == 2 && ($3 in own) && $4 != "" { print $2 " " $3 " " $4 }' pass=1 "$work/said" pass=2 "$1"
}

# act runs the step for the messages in todo.
act() {
	case $STEP in
	freeze)
		by_exim -Mf
		judge "$STEP" "$work/todo" >"$work/frozen"
		note_frozen "$work/frozen" >>"$KEPT"
		;;
	undo | release) by_exim -Mt ;;
	remove | delete) by_exim -Mrm ;;
	retry) by_exim -M ;;
	bounce) by_exim -Mg ;;
	esac
}

# run
usable "$@"
case $STEP in
retry | bounce) LEFT="still in the queue" ;;
*) LEFT="in use, left alone" ;;
esac
work=$(mktemp -d "${TMPDIR:-/tmp}/spoolscope.XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
program
places >"$work/places" || exit 1
[ -s "$work/places" ] || fail "none of the queue directories exists here"
limit=0
if [ "$STEP" = freeze ]; then
	limit=$(seconds "$(option timeout_frozen_after)")
	thaw=$(option auto_thaw)
	[ "$(seconds "$thaw")" = 0 ] || echo "Exim thaws frozen messages again after $thaw (auto_thaw), except bounces."
fi
list >"$work/list"
judge "$STEP" "$work/list" >"$work/judged"
if [ "$DRY_RUN" = 1 ]; then
	awk -F '\t' -v step="$STEP" '$1 == "ok" { print "would " step " " $3 }' "$work/judged"
	awk -F '\t' '{ print $1 }' "$work/judged" >"$work/verdicts"
else
	begin_log
	awk -F '\t' '$1 != "ok" { print $1 }' "$work/judged" >"$work/verdicts"
	awk -F '\t' 'NR == FNR { ok[$2 " " $3] = $1 == "ok"; next } { split($0, f, " ") } ok[f[1] " " f[2]]' "$work/judged" "$work/list" >"$work/todo"
	if [ -s "$work/todo" ]; then
		act
		judge "$STEP" "$work/todo" >"$work/after"
		awk -F '\t' -v step="$STEP" -v left="$LEFT" -v verdicts="$work/verdicts" '{
			if (step ~ /^(freeze|undo|release)$/) v = $1 == "done" ? "acted" : $1 == "ok" ? "left" : $1
			else v = $1 == "gone" ? "acted" : "left"
			print v >> verdicts
			print step ": " (v == "acted" ? "done" : v == "left" ? left : v) ": " $3
		}' "$work/after" >>"$LOG"
	fi
fi
sum_up
