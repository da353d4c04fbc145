package maillog

import (
	"fmt"
	"testing"
	"time"
)

// shown writes when a line was logged, without a year or zone that the line does not give.
func shown(l *Line) string {
	if !l.Timed {
		return "-"
	}
	at := time.Unix(l.Civil, int64(l.Nanos)).UTC()
	layout := "2006-01-02T15:04:05.999999999"
	if !l.Dated {
		layout = layout[len("2006-"):]
	}
	zone := ""
	if l.Zoned {
		zone = fmt.Sprintf("%+d", l.Zone/60)
	}
	return at.Format(layout) + zone
}

// Envelopes that no test of a whole log covers.
func TestEnvelopes(t *testing.T) {
	for line, want := range map[string]string{
		"Mar  5 09:41:07 2001:db8::1 postfix/smtpd[12]: x":                                                    "03-05T09:41:07 | 2001:db8::1 | postfix/smtpd | 12 | x",
		"Mar  5 09:41:07 s_net@mail postfix/smtpd[12]: x":                                                     "03-05T09:41:07 | s_net@mail | postfix/smtpd | 12 | x",
		"Mar  5 09:41:07 mail postfix-out/submission/smtpd[12]: x":                                            "03-05T09:41:07 | mail | postfix-out/submission/smtpd | 12 | x",
		"Mar  5 09:41:07 mail mail.info sendmail[12]: x":                                                      "03-05T09:41:07 | mail | sendmail | 12 | x",
		"Mar  5 09:41:07 mail.notice sendmail[12]: x":                                                         "03-05T09:41:07 |  | sendmail | 12 | x",
		"Mar  5 09:41:07 2024 mail sendmail[12]: x":                                                           "2024-03-05T09:41:07 | mail | sendmail | 12 | x",
		"Tue Mar  5 09:41:07 mail sendmail[12]: x":                                                            "03-05T09:41:07 | mail | sendmail | 12 | x",
		"mail.info Mar  5 09:41:07 mail sendmail[12]: x":                                                      "03-05T09:41:07 | mail | sendmail | 12 | x",
		"2024-03-05T09:41:07,160+01:00 mail sendmail[12]: x":                                                  "2024-03-05T09:41:07.16+60 | mail | sendmail | 12 | x",
		"2024-03-05T09:41:07-03 mail sendmail[12]: x":                                                         "2024-03-05T09:41:07-180 | mail | sendmail | 12 | x",
		"2024-03-05 09:41:07.25 +0100 mail sendmail[12]: x":                                                   "2024-03-05T09:41:07.25+60 | mail | sendmail | 12 | x",
		"2024-03-05 09:41:07 postfix/smtpd[12]: x":                                                            "2024-03-05T09:41:07 |  | postfix/smtpd | 12 | x",
		"@400000006045c5e724d4f2ac postfix/smtpd[12]: x":                                                      "2021-03-08T06:36:13.617935532+0 |  | postfix/smtpd | 12 | x",
		"@400000006045c5e724d4f2ac 2021-03-08 06:36:12 1ty4dF-0005EN-1X Completed":                            "2021-03-08T06:36:13.617935532+0 |  | exim |  | 1ty4dF-0005EN-1X Completed",
		"exim-1  | 2024-03-05 09:41:07 1ty4dF-0005EN-1X Completed":                                            "2024-03-05T09:41:07 |  | exim |  | 1ty4dF-0005EN-1X Completed",
		"mainlog.1:2024-03-05 09:41:07 1ty4dF-0005EN-1X Completed":                                            "2024-03-05T09:41:07 |  | exim |  | 1ty4dF-0005EN-1X Completed",
		"mail-log.1-Mar  5 09:41:07 mail sendmail[12]: x":                                                     "03-05T09:41:07 | mail | sendmail | 12 | x",
		"mainlog.1-17-2024-03-05 09:41:07 1ty4dF-0005EN-1X Completed":                                         "2024-03-05T09:41:07 |  | exim |  | 1ty4dF-0005EN-1X Completed",
		"[pod/mail-0/mta] Mar  5 09:41:07 mail sendmail[12]: x":                                               "03-05T09:41:07 | mail | sendmail | 12 | x",
		"    Mar  5 09:41:07 mail sendmail[12]: x":                                                            "03-05T09:41:07 | mail | sendmail | 12 | x",
		"\t\t2024-03-05 09:41:07 1ty4dF-0005EN-1X Completed":                                                  "2024-03-05T09:41:07 |  | exim |  | 1ty4dF-0005EN-1X Completed",
		"Mar  5 09:41:07 [postfix/smtp] x":                                                                    "03-05T09:41:07 |  | postfix/smtp |  | x",
		"Mar  5 09:41:07 [12] x":                                                                              "03-05T09:41:07 | [12] |  |  | x",
		"Mar  5 09:41:07 gate Message forwarded from mail: sendmail[12]: x":                                   "03-05T09:41:07 | mail | sendmail | 12 | x",
		"Mar  5 09:41:07 gate mail:info Message forwarded from mail.example.org: sendmail[12]: x":             "03-05T09:41:07 | mail.example.org | sendmail | 12 | x",
		"Mar  5 09:41:07 gate docker/mail[7]: Mar  5 09:41:06 in sendmail[12]: x":                             "03-05T09:41:07 | in | sendmail | 12 | x",
		"Mar  5 09:41:07 gate journal: exim[12]: 1ty4dF-0005EN-1X Completed":                                  "03-05T09:41:07 | gate | exim | 12 | 1ty4dF-0005EN-1X Completed",
		`{"PROGRAM":"sendmail","PID":"12","HOST":"mail","MESSAGE":"x","ISODATE":"2024-03-05T09:41:07+01:00"}`: "2024-03-05T09:41:07+60 | mail | sendmail | 12 | x",
		`{"result":{"_raw":"Mar  5 09:41:07 mail sendmail[12]: x","_time":"2024-03-05T09:41:07.000+01:00"}}`:  "2024-03-05T09:41:07+60 | mail | sendmail | 12 | x",
		`{"time":1709628067160,"host":"mail","ident":"sendmail","pid":12,"message":"x"}`:                      "2024-03-05T08:41:07.16+0 | mail | sendmail | 12 | x",
		"2024-03-06T20:00:00Z Mar  5 09:41:07 mail sendmail[12]: x":                                           "2024-03-05T09:41:07 | mail | sendmail | 12 | x",
		"2024-03-05T20:00:00Z Mar  5 09:41:07 mail sendmail[12]: x":                                           "2024-03-05T20:00:00+0 | mail | sendmail | 12 | x",
		"2025-01-01T02:00:00Z Dec 31 21:00:00 mail sendmail[12]: x":                                           "2025-01-01T02:00:00+0 | mail | sendmail | 12 | x",
		"2025-01-01T20:00:00Z Dec 31 01:00:00 mail sendmail[12]: x":                                           "2024-12-31T01:00:00 | mail | sendmail | 12 | x",
		"2024-03-06T20:00:00Z 2024-03-05 09:41:07 1ty4dF-0005EN-1X Completed":                                 "2024-03-05T09:41:07 |  | exim |  | 1ty4dF-0005EN-1X Completed",
		`{"timestamp":"2024-03-05T09:41:07+01:00","host":"mail","syslogtag":"postfix/smtp[12]:","msg":"x"}`:   "2024-03-05T09:41:07+60 | mail | postfix/smtp | 12 | x",
		`{"version":"1.1","host":"mail","short_message":"sendmail[12]: x","timestamp":1709628067.160}`:        "2024-03-05T08:41:07.16+0 | mail | sendmail | 12 | x",
		// Text that others wrote into a line is not an envelope.
		"2024-03-05 09:41:07 1ty4dF-0005EN-1X sendmail[12]: x":               "2024-03-05T09:41:07 |  | exim |  | 1ty4dF-0005EN-1X sendmail[12]: x",
		"2024-03-05 09:41:07 H=mail [192.0.2.1]: x":                          "2024-03-05T09:41:07 |  | exim |  | H=mail [192.0.2.1]: x",
		"Mar  5 09:41:07 mail web[12]: Mar  5 09:41:07 mail sendmail[12]: x": "03-05T09:41:07 | mail | web | 12 | Mar  5 09:41:07 mail sendmail[12]: x",
		`{"message":"it is no log","subject":"x"}`:                           "",
		// Days that do not exist, or not in this year.
		"Feb 30 09:41:07 mail sendmail[12]: x":      "",
		"Apr 31 09:41:07 mail sendmail[12]: x":      "",
		"2023-02-29T09:41:07Z mail sendmail[12]: x": "",
		"Feb 29 2023 09:41:07 mail sendmail[12]: x": "",
		"Feb 29 09:41:07 2023 mail sendmail[12]: x": "",
		"Feb 29 09:41:07 mail sendmail[12]: x":      "02-29T09:41:07 | mail | sendmail | 12 | x",
		"2024-12-31T09:41:07Z mail sendmail[12]: x": "2024-12-31T09:41:07+0 | mail | sendmail | 12 | x",
		"Mär  5 09:41:07 mail sendmail[12]: x":      "",
		"sendmail[12]: x":                           "",
		"":                                          "",
	} {
		r := ReadText([]byte(line))
		got := ""
		if known, _ := r.Next(); known {
			r.Inner()
			got = fmt.Sprintf("%s | %s | %s | %s | %s", shown(&r.Line), r.Host, r.Program, r.PID, r.Text)
		}
		if got != want {
			t.Errorf("%s\n\tis  %s,\n\twant %s", line, got, want)
		}
	}
}
