PATH=${PATH:-/usr/bin:/bin}:/usr/sbin:/usr/lib:/sbin
LC_ALL=C
export PATH LC_ALL
umask 077
DRY_RUN=${DRY_RUN:-1}
SENDMAIL=${SENDMAIL:-sendmail}
QTOOL=${QTOOL:-/usr/share/sendmail/qtool.pl}
ASIDE=${ASIDE:-/var/spool/spoolscope-$PLAN}
KEPT=${KEPT:-$ASIDE.quarantined}
LOG=${LOG:-./spoolscope-$PLAN.log}
STEP=${1:-${STEPS%% *}}
WORD=quarantined
tab=$(printf '\t')

# shared

# places prints a line for each queue directory: number, client queue or not,
# the directories of control, data and transcript files, and its own.
places() {
	queues | while IFS=$tab read -r number client top; do
		[ -d "$top" ] || {
			echo "$0: there is no directory $top here" >&2
			continue
		}
		qf=$top df=$top xf=$top
		[ -d "$top/qf" ] && qf=$top/qf
		[ -d "$top/df" ] && df=$top/df
		[ -d "$top/xf" ] && xf=$top/xf
		printf '%s\t%s\t%s\t%s\t%s\t%s\n' "$number" "$client" "$qf" "$df" "$xf" "$top"
	done
}

# names prints the control files that exist now: number of their directory, inode,
# name. Only regular files count, and of those whose names have line feeds only
# the part before the first one, which is no name of sendmail's.
names() {
	while IFS=$tab read -r number client qf df xf top; do
		[ "$STEP" = back ] && qf=$ASIDE/$number
		[ -d "$qf" ] || continue
		find "$qf/." ! -name . -prune -type f -name '[hqQ]f*' -exec ls -di {} + |
			sed -n "s,^ *\([0-9][0-9]*\) .*/,$number$tab\1$tab,p"
	done <"$work/places"
}

# judge STEP FILE prints a line for each planned message: verdict, directory,
# id, client, control file, data file, transcript. A message is judged by the
# control file that exists now: its name, creation time (T) and number of
# recipients (R).
#
#   ok      as planned: the step may act
#   done    nothing is left for the step to do
#   gone    delivered or removed since
#   changed another message than planned, or changed since
#   shared  sendmail -qI would select another message too
#   early   remove: not quarantined yet
#   other   remove: in quarantine, but not by this plan, which wrote down each
#           file that it quarantined: directory, name and inode, in KEPT
judge() {
	names >"$work/names"
	mine=/dev/null
	[ -f "$KEPT" ] && [ ! -h "$KEPT" ] && mine=$KEPT
	awk -v step="$1" -v tag="$TAG" -v aside="$ASIDE" '
	function control(number, folder, name,    path, line) {
		t = q = d = ""
		r = 0
		if (!((number, name) in there)) return 0
		path = folder "/" name
		while ((getline line < path) > 0) {
			sub(/\r$/, "", line)
			if (line ~ /^\./) break
			if (line ~ /^T/ && t == "") t = substr(line, 2)
			else if (line ~ /^R/) r++
			else if (line ~ /^q/) q = substr(line, 2)
			else if (line ~ /^d/) d = substr(line, 2)
		}
		close(path)
		return 1
	}
	function same() { return t == want[3] && r == want[4] }
	# A d line names the queue directory of the data file, below the base.
	function data(n, id,    k) {
		if (d == "") return df[n] "/df" id
		for (k in top)
			if (length(top[k]) > length(d) && substr(top[k], length(top[k]) - length(d)) == "/" d) return df[k] "/df" id
		return "-"
	}
	function say(verdict, path,    n) {
		n = want[1]
		printf "%s\t%s\t%s\t%s\t%s\t%s\t%s\n", verdict, n, want[2], owner[n] + 0, path, data(n, want[2]), xf[n] "/xf" want[2]
	}
	pass == 1 {
		split($0, f, "\t")
		owner[f[1]] = f[2]; qf[f[1]] = f[3]; df[f[1]] = f[4]; xf[f[1]] = f[5]; top[f[1]] = f[6]
	}
	pass == 2 { planned["qf" $2] = planned["hf" $2] = 1; long[length($2) + 2] = 1 }
	# sendmail -qI selects every control file whose name contains the text.
	pass == 3 {
		split($0, f, "\t")
		there[f[1], f[3]] = f[2]
		for (n in long)
			for (i = 1; f[3] ~ /^[qh]/ && i + n - 1 <= length(f[3]); i++)
				if ((part = substr(f[3], i, n)) in planned) taken[part]++
	}
	pass == 5 {
		split($0, f, "\t")
		own[f[1], f[3], f[2]] = 1
	}
	pass == 4 && NF == 5 {
		split($0, want, " ")
		kind = want[5]; name = want[2]
		here = step == "back" ? aside "/" want[1] : qf[want[1]]
		path = here "/" kind name
		if (!control(want[1], here, kind name)) {
			if (kind != "qf" || step == "back" || !control(want[1], here, "hf" name)) { say("gone", path); next }
			path = here "/hf" name
			if (!same() || q != tag) say("changed", path)
			else if (step == "quarantine") say("done", path)
			else if (step == "undo" && taken["hf" name] != 1) say("shared", path)
			else if (step == "remove" && !((want[1], "hf" name, there[want[1], "hf" name]) in own)) say("other", path)
			else say(step ~ /^(undo|remove)$/ ? "ok" : "changed", path)
			next
		}
		if (!same()) say("changed", path)
		else if (step == "undo") say("done", path)
		else if (step == "back") say("ok", path)
		else if (step == "remove") say(kind == "qf" ? "early" : "other", path)
		else if (kind != "qf" && step ~ /^(quarantine|retry|bounce)$/) say("done", path)
		else if (step ~ /^(quarantine|release|retry|bounce)$/ && taken[kind name] != 1) say("shared", path)
		else say("ok", path)
	}' pass=1 "$work/places" pass=2 "$2" pass=3 "$work/names" pass=5 "$mine" pass=4 "$2"
}

# by_sendmail has sendmail, which locks each message, act on those that are ok.
by_sendmail() {
	for owner in 0 1; do
		set --
		while IFS=$tab read -r verdict number _ client path df xf; do
			[ "$verdict" = ok ] && [ "$client" = "$owner" ] && set -- "$@" "-qI${path##*/}"
		done <"$work/judged"
		[ $# -gt 0 ] || continue
		case $STEP in
		quarantine) set -- -v -Q"$TAG" "$@" ;;
		undo | release) set -- -v -qQ -Q "$@" ;;
		retry) set -- -v "$@" ;;
		bounce) set -- -v -OTimeout.queuereturn=now "$@" ;;
		esac
		[ "$owner" = 1 ] && set -- -Ac "$@"
		"$SENDMAIL" "$@" </dev/null >>"$LOG" 2>&1
	done
}

# by_qtool calls qtool.pl once for each that is ok: given several it does nothing
# at all if one is missing. It finds subdirectories qf and df by itself if it is
# given the directory above them, but not a data file in another queue
# directory.
by_qtool() {
	while IFS=$tab read -r verdict number _ client path df xf; do
		[ "$verdict" = ok ] || continue
		name=${path##*/} top=${path%/*}
		data=$top
		case $top in */qf) top=${top%/qf} data=$top ;; esac
		[ -d "$top/qf" ] && [ -d "$top/df" ] && data=$top/df
		if [ "$STEP" != back ] && [ -f "$df" ] && [ "$df" != "$data/df${name#?f}" ]; then
			echo "$STEP: qtool.pl cannot find the data file of $path" >>"$LOG"
			continue
		fi
		case $name in hf*) set -- -Q ;; *) set -- ;; esac
		case $STEP in
		delete) set -- "$@" -d "$top/$name" ;;
		move)
			mkdir -p "$ASIDE/$number" || exit 1
			set -- "$@" "$ASIDE/$number" "$top/$name"
			;;
		back) set -- "$@" "$(home "$number")" "$path" ;;
		esac
		"$QTOOL" ${QTOOL_CF:+-C "$QTOOL_CF"} "$@" </dev/null >>"$LOG" 2>&1
	done <"$work/judged"
}

# home NUMBER prints the path of a queue directory.
home() { awk -F '\t' -v n="$1" '$1 == n { print $6 }' "$work/places"; }

# by_rm removes the files of messages that this plan quarantined. The control file
# goes first; without it nothing is sent.
by_rm() {
	while IFS=$tab read -r verdict number _ client path df xf; do
		[ "$verdict" = ok ] || continue
		rm -f -- "$path" || continue
		[ "$df" = - ] || rm -f -- "$df"
		rm -f -- "$xf"
	done <"$work/judged"
}

# note_quarantined prints the files that sendmail just put into quarantine, as names
# does.
note_quarantined() {
	awk -F '\t' 'NR == FNR { inode[$1, $3] = $2; next }
	$1 == "done" {
		name = $5
		sub(/.*\//, "", name)
		if (($2, name) in inode) print $2 "\t" inode[$2, name] "\t" name
	}' "$work/names" "$work/after"
}

# act runs the step for one part of the list and records each result.
act() {
	judge "$STEP" "$1" >"$work/judged"
	if [ "$DRY_RUN" = 1 ]; then
		awk -F '\t' -v step="$STEP" '$1 == "ok" { print "would " step " " $5 }' "$work/judged"
		awk -F '\t' '{ print $1 }' "$work/judged" >>"$work/verdicts"
		return
	fi
	awk -F '\t' '$1 != "ok" { print $1 }' "$work/judged" >>"$work/verdicts"
	case $STEP in
	quarantine | undo | release | retry | bounce) by_sendmail ;;
	move | delete | back) by_qtool ;;
	remove) by_rm ;;
	esac
	awk 'NR == FNR { ok[$2 " " $3] = $1 == "ok"; next } ok[$1 " " $2]' "$work/judged" "$1" >"$work/acted"
	[ -s "$work/acted" ] || return
	judge "$STEP" "$work/acted" >"$work/after"
	[ "$STEP" = quarantine ] && note_quarantined >>"$KEPT"
	# A message that is still as planned was in use: sendmail had it locked.
	awk -F '\t' '{ print $1 == "ok" ? "left" : "acted" }' "$work/after" >>"$work/verdicts"
	awk -F '\t' -v step="$STEP" -v left="$LEFT" '{ print step ": " ($1 == "ok" ? left : "done") ": " $5 }' "$work/after" >>"$LOG"
}

# run
usable "$@"
case $ASIDE in /*) ;; *) fail "ASIDE must be an absolute path" ;; esac
case $STEP in
retry | bounce) LEFT="still in the queue" ;;
*) LEFT="in use, left alone" ;;
esac
work=$(mktemp -d "${TMPDIR:-/tmp}/spoolscope.XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
places >"$work/places"
[ -s "$work/places" ] || fail "none of the queue directories exists here"
: >"$work/verdicts"
[ "$DRY_RUN" = 1 ] || begin_log
list | awk -v work="$work" '{
	part = sprintf("%s/part%06d", work, int((NR - 1) / 500))
	print > part
	if (NR % 500 == 0) close(part)
}'
for part in "$work"/part*; do
	act "$part"
done
sum_up
