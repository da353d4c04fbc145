PATH=${PATH:-/usr/bin:/bin}:/usr/sbin:/sbin
LC_ALL=C
export PATH LC_ALL
umask 077
DRY_RUN=${DRY_RUN:-1}
KEPT=${KEPT:-/var/spool/spoolscope-$PLAN.held}
LOG=${LOG:-./spoolscope-$PLAN.log}
STEP=${1:-${STEPS%% *}}
WORD="put on hold"
HELD="on hold"
tab=$(printf '\t')

# shared

# configs prints the configuration directories of the instances: that of the
# default one, or the one in MAIL_CONFIG, and those that it names.
configs() {
	postconf -h config_directory || exit 1
	postconf -h multi_instance_directories |
		awk -F '[, ]+' '{ for (i = 1; i <= NF; i++) if ($i != "") print $i }'
}

# places prints a line for each queue directory: number, and the configuration
# directory of the instance that it belongs to.
places() {
	queues | while IFS=$tab read -r number top; do
		at=$(cd "$top" 2>/dev/null && pwd -P) || {
			echo "$0: there is no directory $top here" >&2
			continue
		}
		found=""
		while IFS= read -r config; do
			own=$(postconf -c "$config" -h queue_directory 2>/dev/null) || continue
			own=$(cd "$own" 2>/dev/null && pwd -P) || continue
			[ "$own" = "$at" ] && found=$config
		done <"$work/configs"
		if [ -n "$found" ]; then
			printf '%s\t%s\n' "$number" "$found"
		else
			echo "$0: no instance of Postfix has the queue directory $top; set MAIL_CONFIG to its configuration directory" >&2
		fi
	done
}

# look asks each instance what is in its queues now and prints a line for each
# message: number, id, arrival time, queue. What it does not understand ends the
# script. The members come in one order, and texts of others only after these.
look() {
	while IFS=$tab read -r number config; do
		postqueue -c "$config" -j >"$work/json" 2>"$work/said" </dev/null || {
			cat "$work/said" >&2
			fail "postqueue -j failed; it needs Postfix 3.1 or later"
		}
		awk -v n="$number" '
		/^[{]"queue_name": *"[a-z]+", *"queue_id": *"[0-9A-Za-z]+", *"arrival_time": *[0-9]+, *"message_size": *[0-9].*[}]$/ {
			split($0, part, "\"")
			gsub(/[^0-9]/, "", part[11])
			print n "\t" part[8] "\t" part[11] "\t" part[4]
			next
		}
		{ exit 1 }' "$work/json" || fail "postqueue -j printed a line that is not understood"
	done <"$work/places"
}

# judge STEP FILE prints a line for each planned message: verdict, directory, id,
# arrival time, queue. A message is judged by what look found: short ids are used
# again, so it is the planned one only if its arrival time is the same.
#
#   ok      as planned: the step may act
#   done    nothing is left for the step to do
#   gone    delivered or removed since
#   changed another message with the same id
#   busy    in the active queue: it is being delivered, or its turn is near
#   waits   in maildrop, or, for a step that tries it, not yet taken up
#   early   remove: not put on hold yet
#   kept    on hold, and the step is not for those
#   other   on hold, but not by this plan, which wrote down in KEPT what it held
judge() {
	mine=/dev/null
	[ -f "$KEPT" ] && [ ! -h "$KEPT" ] && mine=$KEPT
	awk -v step="$1" '
	function say(verdict) { print verdict "\t" $1 "\t" $2 "\t" $3 "\t" queue[$1, $2] }
	# A message that moved meanwhile may be there twice.
	pass == 1 {
		if (($1, $2) in at && at[$1, $2] != $3 "") at[$1, $2] = "several"
		else at[$1, $2] = $3 ""
		if (queue[$1, $2] != "active") queue[$1, $2] = $4
	}
	pass == 2 { own[$1, $2, $3] = 1 }
	pass == 3 && NF == 3 {
		if (!(($1, $2) in at)) { say("gone"); next }
		if (at[$1, $2] != $3 "") { say("changed"); next }
		q = queue[$1, $2]
		held = ($1, $2, $3) in own
		if (step ~ /^(undo|release)$/ && q != "hold") say("done")
		else if (step ~ /^(undo|remove)$/ && q == "hold") say(held ? "ok" : "other")
		else if (step == "release") say("ok")
		else if (q == "active") say("busy")
		else if (q == "maildrop") say("waits")
		else if (step == "remove") say("early")
		else if (step == "hold" && q == "hold") say(held ? "done" : "other")
		else if (step ~ /^(hold|delete)$/) say("ok")
		else if (q == "hold") say("kept")
		else say(q == "deferred" ? "ok" : "waits")
	}' pass=1 "$work/now" pass=2 "$mine" pass=3 "$2"
}

# by_postsuper OPTION FILE QUEUE... gives the ids of the messages in a list to
# postsuper, which acts on those that are in these queues only.
by_postsuper() {
	option=$1 ids=$2
	shift 2
	while IFS=$tab read -r number config; do
		rm -f "$work"/chunk*
		awk -v n="$number" -v work="$work" '$1 == n {
			chunk = sprintf("%s/chunk%06d", work, int(k / 1000))
			print $2 > chunk
			k++
			if (k % 1000 == 0) close(chunk)
		}' "$ids"
		for chunk in "$work"/chunk*; do
			[ -f "$chunk" ] || continue
			postsuper -c "$config" "$option" - "$@" <"$chunk" >>"$LOG" 2>&1
		done
	done <"$work/places"
}

# try_now FILE has the queue manager try the messages in a list.
try_now() {
	while read -r number id _; do
		config=$(awk -F '\t' -v n="$number" '$1 == n { print $2 }' "$work/places")
		postqueue -c "$config" -i "$id" </dev/null >>"$LOG" 2>&1
	done <"$1"
}

# hold puts the messages in todo on hold and looks again, since postsuper knows
# their ids only: whatever else got there with one of these ids is released. Those
# that are on hold now are in safe: there nothing touches them.
hold() {
	by_postsuper -h "$work/todo" deferred incoming
	look >"$work/now" || exit 1
	awk -v safe="$work/safe" -v wrong="$work/wrong" '
	pass == 1 { if ($4 == "hold") at[$1, $2] = $3 "" }
	pass == 2 && ($1, $2) in at { print > (at[$1, $2] == $3 "" ? safe : wrong) }' pass=1 "$work/now" pass=2 "$work/todo"
	[ ! -s "$work/wrong" ] || by_postsuper -H "$work/wrong" hold
}

# act runs the step for the messages in todo.
act() {
	: >"$work/safe"
	case $STEP in
	hold)
		hold
		cat "$work/safe" >>"$KEPT"
		;;
	delete)
		hold
		by_postsuper -d "$work/safe" hold
		;;
	requeue)
		hold
		by_postsuper -r "$work/safe" hold
		;;
	bounce)
		hold
		by_postsuper -f "$work/safe" hold
		try_now "$work/safe"
		;;
	remove) by_postsuper -d "$work/todo" hold ;;
	undo | release) by_postsuper -H "$work/todo" hold ;;
	retry) try_now "$work/todo" ;;
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
configs >"$work/configs" || fail "postconf does not tell where Postfix is configured"
places >"$work/places"
[ -s "$work/places" ] || fail "none of the queue directories exists here"
look >"$work/now" || exit 1
# What belongs to an instance that is not here has no verdict.
list | awk 'NR == FNR { here[$1] = 1; next } $1 in here' "$work/places" - >"$work/list"
judge "$STEP" "$work/list" >"$work/judged"
if [ "$DRY_RUN" = 1 ]; then
	awk -F '\t' -v step="$STEP" '$1 == "ok" { print "would " step " " $5 "/" $3 }' "$work/judged"
	awk -F '\t' '{ print $1 }' "$work/judged" >"$work/verdicts"
else
	begin_log
	awk -F '\t' '$1 != "ok" { print $1 }' "$work/judged" >"$work/verdicts"
	awk -F '\t' '$1 == "ok" { print $2 " " $3 " " $4 }' "$work/judged" >"$work/todo"
	if [ -s "$work/todo" ]; then
		act
		look >"$work/now" || exit 1
		awk -v step="$STEP" -v left="$LEFT" -v verdicts="$work/verdicts" '
		pass == 1 { queue[$1, $2, $3] = $4 }
		pass == 2 {
			q = queue[$1, $2, $3]
			if (step == "hold") ok = q == "hold"
			else if (step ~ /^(undo|release)$/) ok = q != "hold"
			else if (step == "requeue") ok = q != "hold" && q != "deferred" # it waits for pickup
			else ok = q == ""
			print (ok ? "acted" : "left") >> verdicts
			print step ": " (ok ? "done" : left) ": " $2
		}' pass=1 "$work/now" pass=2 "$work/todo" >>"$LOG"
	fi
fi
sum_up
