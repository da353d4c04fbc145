fail() {
	echo "$0: $*" >&2
	exit 1
}

# usable refuses to begin if the plan cannot be for this server.
usable() {
	[ $# -le 1 ] || fail "usage: sh $0 [STEP]; steps: $STEPS"
	case " $STEPS " in *" $STEP "*) ;; *) fail "unknown step $STEP; steps: $STEPS" ;; esac
	case $DRY_RUN in 0 | 1) ;; *) fail "DRY_RUN must be 0 or 1" ;; esac
	case $KEPT in /*) ;; *) fail "KEPT must be an absolute path" ;; esac
	if [ -n "$HOST" ] && [ "$(uname -n)" != "$HOST" ] && [ "${ANY_HOST:-0}" != 1 ]; then
		echo "$0: the plan was made for $HOST, this is $(uname -n); set ANY_HOST=1 to run it here" >&2
		[ "$DRY_RUN" = 1 ] || exit 1
	fi
	[ "$DRY_RUN" = 1 ] || [ "$(id -u)" = 0 ] || fail "run it as root"
}

# begin_log opens the log, and for the steps that make one the list of what this
# plan puts aside.
begin_log() {
	: >>"$LOG" || exit 1
	case $STEP in
	quarantine | hold | freeze)
		[ ! -h "$KEPT" ] || fail "$KEPT is a link"
		: >>"$KEPT" || exit 1
		;;
	esac
	echo "$(date -u '+%Y-%m-%dT%H:%M:%SZ') $STEP, plan $PLAN, by $(id -un): $REASON" >>"$LOG"
}

# sum_up counts the verdicts in a line for the operator and the log.
sum_up() {
	awk -v step="$STEP" -v dry="$DRY_RUN" -v left="$LEFT" -v word="$WORD" -v held="${HELD:-}" '
		{ n[$1]++ }
		END {
			printf "%s: %d planned; ", step, NR
			if (dry == 1) printf "dry run: %d would be done", n["ok"]
			else printf "%d done, %d %s", n["acted"], n["left"], left
			printf ", %d done before, %d gone since, %d changed since, %d ambiguous", n["done"], n["gone"], n["changed"], n["shared"]
			if (n["early"]) printf ", %d not %s yet", n["early"], word
			if (n["other"]) printf ", %d not %s by this plan and left alone", n["other"], word
			if (n["kept"]) printf ", %d %s and left alone", n["kept"], held
			if (n["busy"]) printf ", %d being delivered and left alone", n["busy"]
			if (n["old"]) printf ", %d so old that the mail system would give up on them and left alone", n["old"]
			if (n["waits"]) printf ", %d not taken up by the queue manager yet", n["waits"]
			print ""
		}' "$work/verdicts" >"$work/summary"
	cat "$work/summary"
	[ "$DRY_RUN" = 1 ] || cat "$work/summary" >>"$LOG"
	[ "$DRY_RUN" = 0 ] || echo "Nothing was changed. To do it, run: DRY_RUN=0 sh $0 $STEP"
}
