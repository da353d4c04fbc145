package vocabulary

import "strings"

// IsPlace reports whether a word in lower case is usual in the paths of a server and the names of
// its programs, so it does not reveal whose they are.
func IsPlace(word string) bool {
	return len(word) <= 2 || places[word] || strings.Trim(word, "0123456789") == "" || strings.HasPrefix(word, "qd") && strings.Trim(word[2:], "0123456789") == ""
}

var places = func() map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(placeWords) {
		m[w] = true
	}
	return m
}()

const placeWords = `var spool usr bin sbin lib libexec local share home etc opt srv data tmp run log logs root dev null proc mnt backup backups host hosts
mqueue clientmqueue mqueueclient mqueuein client slow fast main urgent qf df xf hf old bak back orig save saved bad broken
postfix incoming active deferred hold maildrop corrupt defer bounce flush trace private public pid
exim exim4 input finput msglog fmsglog db scan
mail mails mailbox mailboxes maildir mbox vmail virtual inbox new cur forward procmailrc vacation aliases transport access
maillog mailq mailstats mainlog rejectlog paniclog syslog messages journal sendmail procmail mailman lists dovecot cyrus imap lmtp pop
main.cf master.cf sendmail.cf submit.cf exim.conf exim4.conf update-exim4.conf.conf postqueue postqueue-j dumpdb exim_dumpdb txt json csv out gz cf conf
smtp smtpd smtps submission qmgr cleanup pickup pipe error trivial rewrite scache anvil postscreen dnsblog tlsproxy tlsmgr discard proxymap
sensible mda mail.local deliver lda smrsh php perl python bash sh cat
relay postsuper postdrop sm mta msp queue acceptingconnections server sa spamd amavis amavisd opendkim opendmarc clamav clamd rspamd milter policyd spf postgrey`
