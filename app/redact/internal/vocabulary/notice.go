package vocabulary

import "strings"

// IsNotice reports whether a word in lower case is one of the text with which mail systems begin
// their bounces and delay notices, so that a line of such words alone says what every notice says.
func IsNotice(word string) bool { return noticeWords[word] }

// noticeWords are those of the notices of sendmail (formats/sendmail.md §3.4), Postfix
// (formats/postfix.md) and Exim (formats/exim.md), and names of days, months and zones.
var noticeWords = func() map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(`
		a about accompanies action additional address addresses again all also an and any are as at attached attempts automatically be because been below bounce but by can
		cannot canceled continue contact copy could created data day days delay delayed delete delivered delivering deliveries delivery denied details do does ends
		encountered enclosed envelope error errors expanded failed failure fatal following follows for from further generated had has have headers help
		her his host hour hours how i id if in include including inform is it its last leaves length less line lines list local long longer mail mailer message messages
		mime mime-encapsulated more most need needed next no not notification notified notify of old on one only or original original-message other out over own part permanent
		please postmaster problem problems program queue queued reach reached reason receipt received recipient recipients regarding rejected relayed report required require
		resend retry return returned s said see send sender sending sent server servers session so software some sorry status still stuck subject
		successful successfully system t temporary text that the their there these this those time times to transcript transient transmission transport try undeliverable undelivered
		unable until up using very warning was we were what when which will with within without work would yet you your
		assistance attempt attempted body bounced complete computer condition correct deleted delivers delivery-status domain exceeded exists expires frozen
		given giving gone happened however identifier identifies keep kept lists mailbox mail's months neither note notice number occurred options parent
		process quoted refused removed repeatedly resent responsible responses routing sorry takes than thirty total trouble trying two unfortunately unknown
		unrouteable user vacation version warnings wish wrote
		bad bin file files found such locked lock over quota space disk full permission open write read sh timed device cannot can't couldn't
		mon tue wed thu fri sat sun jan feb mar apr may jun jul aug sep oct nov dec gmt ut utc est edt cst cdt mst mdt pst pdt cet cest bst`) {
		m[w] = true
	}
	return m
}()
