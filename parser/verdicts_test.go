package parser

import (
	"strings"
	"testing"

	"github.com/spoolscope/spoolscope/parser/queue"
)

// verdict returns the worst kind of problem about whether a queue is empty.
func verdict(q *queue.Queue) queue.Kind {
	worst := queue.Kind("messages")
	for _, kind := range []queue.Kind{queue.KindEmptyQueue, queue.KindUnsupported, queue.KindUnclear, queue.KindCounts, queue.KindPartial, queue.KindRefused} {
		for _, p := range q.Problems {
			if p.Kind == kind {
				worst = kind
			}
		}
	}
	return worst
}

// A queue is called empty only if that is proved.
func TestProofOfEmpty(t *testing.T) {
	empty, client := one(mta, ""), one(msp, "")
	tests := []struct {
		name, text string
		want       queue.Kind
	}{
		{"mailq", "[root@mail1 ~]# mailq\n" + empty + "[root@mail1 ~]#\n", queue.KindEmptyQueue},
		{"no total", "/var/spool/mqueue is empty\n", queue.KindEmptyQueue},
		{"Debian", debian("", ""), queue.KindEmptyQueue},
		{"FreeBSD's daily report", "Mail in local queue:\n" + empty + "\nMail in submit queue:\n" + client, queue.KindEmptyQueue},
		{"the lecture of sudo", "$ sudo mailq\n\nWe trust you have received the usual lecture from the local System\nAdministrator. It usually boils down to these three things:\n\n" +
			"    #1) Respect the privacy of others.\n    #2) Think before you type.\n    #3) With great power comes great responsibility.\n\n[sudo] password for ann:\n" + empty, queue.KindEmptyQueue},
		{"a greeting before the command", "Welcome to mail1\n * 12 updates can be applied\nroot@mail1:~# mailq\n" + empty + "root@mail1:~#\n", queue.KindEmptyQueue},
		{"a total behind head", "# mailq | head -50\n" + empty, queue.KindEmptyQueue},
		{"groups", "/var/spool/mqueue/q1 is empty\n/var/spool/mqueue/q2 is empty\n\t\tTotal requests: 0\n", queue.KindEmptyQueue},
		{"all and the quarantined", "# mailq\n" + empty + "# mailq -qQ\n" + empty, queue.KindEmptyQueue},

		{"quarantined only", "# mailq -qQ\n" + empty, queue.KindUnclear},
		{"lost only", "[root@mail1 ~]# sendmail -bp -qL\n" + empty, queue.KindUnclear},
		{"one recipient only", "[root@mail1 ~]# mailq -qRexample.net\n" + empty, queue.KindUnclear},
		{"the first group of several", "/var/spool/mqueue/q1 is empty\n", queue.KindUnclear},
		{"head", "# mailq | head -1\n/var/spool/mqueue is empty\n", queue.KindUnclear},
		{"the submission queue only", "$ mailq -Ac\n" + client, queue.KindUnclear},
		{"MailScanner's incoming queue only", one("/var/spool/mqueue.in", ""), queue.KindUnclear},
		{"MailScanner's two queues", one("/var/spool/mqueue.in", "") + empty, queue.KindEmptyQueue},
		{"refused, then empty", "Tue Mar  5 11:00:01 CET 2024\nmailq: Permission denied\nTue Mar  5 12:00:01 CET 2024\n" + empty, queue.KindEmptyQueue},
		{"a host that does not answer in time", "mail1:\n" + empty + "mail2:\nConnection to mail2 timed out while waiting to read\n", queue.KindRefused},
		{"a host that stops to answer", "mail1:\n" + empty + "mail2:\nTimeout, server mail2 not responding.\n", queue.KindRefused},
		{"a host that asks for a password", "mail1:\n" + empty + "mail2:\nPassword:\n", queue.KindUnclear},
		{"a host that says that it is left", "== mail1 ==\n" + empty + "== mail2 ==\nConnection to mail2 closed by remote host.\n", queue.KindUnclear},
		{"a host that greets", "mail1:\n" + empty + "mail2:\nLast login: Tue Mar  5 09:00:00 2024 from 192.0.2.7\nlogout\n", queue.KindUnclear},
		{"a host that says the time", "mail1:\n" + empty + "mail2:\nDate: Tue, 5 Mar 2024 11:00:00 +0100\n", queue.KindUnclear},
		{"a capture that was killed", "Tue Mar  5 11:00:01 CET 2024\n" + empty + "Tue Mar  5 12:00:01 CET 2024\nKilled\n", queue.KindUnclear},
		{"a capture that failed", "Tue Mar  5 11:00:01 CET 2024\n" + empty + "Tue Mar  5 12:00:01 CET 2024\nbash: fork: retry: Resource temporarily unavailable\n", queue.KindUnclear},
		{"dates before and after", "Tue Mar  5 11:00:01 CET 2024\n" + empty + "Tue Mar  5 11:00:02 CET 2024\n$\n", queue.KindEmptyQueue},
		{"names with prompts", "mail1:\n$ mailq\n" + empty + "mail2:\n$ mailq\n" + empty + "$ exit\n", queue.KindEmptyQueue},
		{"a connection that ends", "$ ssh mail1\n$ mailq\n" + empty + "$ exit\nConnection to mail1 closed.\n", queue.KindEmptyQueue},
		{"Debian, cut", "MSP Queue status...\n" + client + "MTA Queue status...\n", queue.KindUnclear},
		{"one of many, behind a bullet", "• \t\t/var/spool/mqueue (29 requests)\n• " + strings.Join(strings.SplitAfter(one(mta, "a"), "\n")[1:5], "• "), queue.KindPartial},
		{"prose", "Hi, I think that\n/var/spool/mqueue (3 requests) was yesterday and today\nthe queue /var/spool/mqueue is empty\n", queue.KindUnsupported},
		{"a larger total", "/var/spool/mqueue is empty\n\t\tTotal requests: 4\n", queue.KindPartial},
		{"a host that says nothing", "== mail1 ==\n" + empty + "== mail2 ==\n", queue.KindUnclear},
		{"a host of ansible that says nothing", "mail1 | CHANGED | rc=0 >>\n" + empty + "mail2 | CHANGED | rc=0 >>\n", queue.KindUnclear},
		{"a host that cannot be reached", "== mail1 ==\n" + empty + "== mail2 ==\nssh: connect to host mail2 port 22: Connection refused\n", queue.KindRefused},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			q := loadBytes(t, Options{}, source("mailq.txt", []byte(tt.text)))
			if got := verdict(q); got != tt.want {
				t.Errorf("verdict is %q, want %q: %v", got, tt.want, q.Problems)
			}
		})
	}
}

// A refusal in place of a queue is recognised, whichever program prints it.
func TestRefused(t *testing.T) {
	for _, text := range []string{
		"sh: mailq: command not found", "bash: line 1: mailq: command not found", "-bash: /usr/bin/mailq: Permission denied", "sh: 1: mailq: not found",
		"-sh: mailq: not found", "ksh: mailq:  not found", "zsh: command not found: mailq", "fish: Unknown command: mailq", "mailq: Command not found.",
		"bash: mailq: Kommando nicht gefunden.", "bash: mailq : commande introuvable", "bash: mailq: orden no encontrada",
		"Command 'mailq' not found, but can be installed with:\napt install sendmail-bin", "'mailq' is not recognized as an internal or external command,",
		"can not chdir(/var/spool/mqueue/): Keine Berechtigung", "Program mode requires special privileges, e.g., root or TrustedUser.",
		"Sorry, user ann is not allowed to execute '/usr/bin/mailq' as root on mail1.", "ann is not in the sudoers file.  This incident will be reported.",
		"sudo: a password is required", "sudo: 3 incorrect password attempts", "doas: Operation not permitted",
		"ann@mail1: Permission denied (publickey,password).", "ssh: connect to host mail1 port 22: Operation timed out", "Connection closed by 192.0.2.7 port 22",
		"Host key verification failed.", `OCI runtime exec failed: exec failed: exec: "mailq": executable file not found in $PATH: unknown`,
		"Error response from daemon: No such container: mail", `Error from server (NotFound): pods "mail-0" not found`, "/usr/sbin/sendmail: No such file or directory",
		"postqueue: fatal: Queue report unavailable - mail system is down", "mailq: you must be root to run this",
	} {
		for _, wrap := range []string{"%\n", "ann@mail1:~$ mailq\n%\nann@mail1:~$\n", "> %\n"} {
			q := loadBytes(t, Options{}, source("mailq.txt", []byte(strings.Replace(wrap, "%", text, 1))))
			if got := verdict(q); got != queue.KindRefused {
				t.Errorf("verdict of %q is %q: %v", text, got, q.Problems)
			}
		}
	}
	// A warning is not a refusal if the queue is shown.
	for _, text := range []string{
		"/etc/mail/sendmail.cf: line 91: fileclass: cannot open '/etc/mail/local-host-names': No such file or directory\n" + one(mta, "ab"),
		"sudo: unable to resolve host mail1: Name or service not known\n" + one(mta, "ab"),
	} {
		q := loadBytes(t, Options{}, source("mailq.txt", []byte(text)))
		if got := verdict(q); got != "messages" || letters(q) != ":ab" {
			t.Errorf("verdict is %q of %q: %v", got, letters(q), q.Problems)
		}
	}
}
