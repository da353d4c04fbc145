package mailq

import (
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"strings"
)

// coats are forms in which a listing arrives. None may change how it is read.
var coats = []struct {
	name string
	wear func(string) string
}{
	{"as it is", func(s string) string { return s }},
	{"colours of grep", pattern(`Deferred`, "\x1b[01;31m\x1b[KDeferred\x1b[m\x1b[K")},
	{"colours of ids", pattern(`(?m)^(\w{14})`, "\x1b[32m$1\x1b[0m")},
	{"reverse video of less", pattern(`example`, "\x1b[7mexample\x1b[27m")},
	{"colours in caret notation", pattern(`Deferred`, "^[[01;31m^[[KDeferred^[[m^[[K")},
	{"colours shown by less", pattern(`Deferred`, "ESC[01;31mESC[KDeferredESC[mESC[K")},
	{"colours without their escape", pattern(`Deferred`, "[01;31m[KDeferred[m[K")},
	{"title of a terminal", func(s string) string { return "\x1b]0;root@mail1: ~\x07" + s }},
	{"bracketed paste", func(s string) string { return "\x1b[200~" + s + "\x1b[201~" }},
	{"bracketed paste without its escape", func(s string) string { return "[200~" + strings.TrimSuffix(s, "\n") + "[201~\n" }},
	{"bold type", bold},
	{"underlined", pattern(`example`, "_\be_\bx_\ba_\bm_\bp_\bl_\be")},
	{"more", pages(3, "--More--")},
	{"more with a percentage", pages(4, "--More--(12%)")},
	{"more of util-linux", pages(3, "--More--(0%)\n")},
	{"more erased by backspaces", pages(3, "--More--"+strings.Repeat("\b \b", 8))},
	{"more erased by a return", pages(3, "--More--\r        \r")},
	{"more erased by a code", pages(3, "\x1b[7m--More--\x1b[27m\r\x1b[K")},
	{"more in German", pages(3, "--Mehr--")},
	{"more in French", pages(3, "--Plus--(42%)")},
	{"less", pages(4, ":\n")},
	{"less with its prompt glued", pages(3, ":")},
	{"less erased", pages(4, ":\r\x1b[K")},
	{"less at its end", func(s string) string { return s + "(END)\n" }},
	{"less with line numbers", pages(5, "lines 1-23/50 46%\n")},
	{"less of a file", pages(6, "mailq.txt lines 1-23/50 46%\n")},
	{"lines after the end", func(s string) string { return s + "~\n~\n~\n(END)\n" }},
	{"script", func(s string) string {
		return "Script started on 2024-03-05 11:00:01+01:00 [TERM=\"xterm\"]\nroot@mail1:~# mailq\r\n" +
			strings.ReplaceAll(s, "\n", "\r\n") + "root@mail1:~# exit\r\nexit\r\n\nScript done on 2024-03-05 11:00:09+01:00 [COMMAND_EXIT_CODE=\"0\"]\n"
	}},
	{"watch", func(s string) string {
		return "Every 2.0s: mailq                          mail1: Tue Mar  5 11:00:01 2024\n\n" + s
	}},
	{"watch in German", func(s string) string {
		return "Alle 2,0s: mailq                          mail1: Tue Mar  5 11:00:01 2024\n\n" + s
	}},
	{"a session", func(s string) string {
		return "Last login: Mon Mar  4 08:12:01 2024 from 192.0.2.7\n[root@mail1 ~]# mailq\n" + s + "[root@mail1 ~]# "
	}},
	{"a session of SUSE", func(s string) string { return "mail1:~ # mailq\n" + s + "mail1:~ # \n" }},
	{"a session with another command", func(s string) string {
		return "ann@mail1:~$ sudo mailq\n" + s + "ann@mail1:~$ df -h\nFilesystem      Size  Used Avail Use% Mounted on\n/dev/sda1        20G   20G    0 100% /\nann@mail1:~$\n"
	}},
	{"CRLF", replacer("\n", "\r\n")},
	{"CR", replacer("\n", "\r")},
	{"CR twice", replacer("\n", "\r\r\n")},
	{"UTF-8 with its mark", func(s string) string { return "\ufeff" + s }},
	{"UTF-16 LE", wide(binary.LittleEndian, true)},
	{"UTF-16 BE", wide(binary.BigEndian, true)},
	{"UTF-16 LE without its mark", wide(binary.LittleEndian, false)},
	{"UTF-16 BE without its mark", wide(binary.BigEndian, false)},
	{"UTF-16 and CRLF", func(s string) string { return wide(binary.LittleEndian, true)(replacer("\n", "\r\n")(s)) }},
	{"no-break spaces", func(s string) string { return strings.ReplaceAll(expandTabs(s), "  ", "\u00a0 ") }},
	{"no-break spaces only", func(s string) string { return strings.ReplaceAll(expandTabs(s), " ", "\u00a0") }},
	{"no-break spaces of Latin-1", func(s string) string { return strings.ReplaceAll(expandTabs(s), "  ", "\xa0 ") }},
	{"ideographic and thin spaces", func(s string) string { return strings.ReplaceAll(expandTabs(s), "   ", "\u3000\u2009\u202f") }},
	{"zero-width spaces", replacer("@", "\u200b@")},
	{"HTML", escapeHTML},
	{"HTML escaped twice", func(s string) string { return escapeHTML(escapeHTML(s)) }},
	{"HTML with numbers", replacer("<", "&#60;", ">", "&#x3e;")},
	{"HTML in pre", func(s string) string {
		return "<html><body>\n<pre>\n" + escapeHTML(s) + "</pre>\n</body></html>\n"
	}},
	{"HTML with br", func(s string) string {
		return "<p>" + each(escapeHTML(expandTabs(s)), func(_ int, l string) string { return strings.ReplaceAll(l, "  ", "&nbsp; ") + "<br>" }) + "</p>\n"
	}},
	{"HTML in one line", func(s string) string {
		return "<p>" + strings.ReplaceAll(escapeHTML(expandTabs(s)), "\n", "<br />") + "</p>\n"
	}},
	{"HTML with links", func(s string) string {
		return "<pre>" + pattern(`&lt;([^&]+)&gt;`, `&lt;<a href="mailto:$1">$1</a>&gt;`)(escapeHTML(s)) + "</pre>\n"
	}},
	{"quoted", before("> ")},
	{"quoted without a blank", before(">")},
	{"quoted twice", before("> > ")},
	{"quoted three times", before(">>> ")},
	{"quoted below an answer", func(s string) string {
		return "Hi Ann,\n\nOn Tue, Mar 5, 2024 at 11:00 Bo wrote:\n" + before("> ")(s) + "\nCan you help?\n"
	}},
	{"comment signs", before("## ")},
	{"comment signs of C", before("// ")},
	{"a bar", before("| ")},
	{"a tab and a sign", before("# ")},
	{"a host", before("mail1: ")},
	{"a host in brackets", before("[mail1.example.org] out: ")},
	{"a file of grep", before("mailq.txt:")},
	{"numbers of grep", func(s string) string {
		return each(s, func(n int, l string) string { return fmt.Sprintf("%d:%s", n, l) })
	}},
	{"numbers of cat", func(s string) string {
		return each(s, func(n int, l string) string { return fmt.Sprintf("%6d\t%s", n, l) })
	}},
	{"times", func(s string) string {
		return each(s, func(n int, l string) string { return fmt.Sprintf("2024-03-05T11:00:%02d+01:00 %s", n, l) })
	}},
	{"times in brackets", func(s string) string {
		return each(s, func(n int, l string) string { return fmt.Sprintf("[2024-03-05 11:00:%02d] %s", n, l) })
	}},
	{"times of the day", func(s string) string {
		return each(s, func(n int, l string) string { return fmt.Sprintf("11:00:%02d %s", n, l) })
	}},
	{"a log", func(s string) string {
		return each(s, func(n int, l string) string { return fmt.Sprintf("Mar  5 11:00:%02d mail1 mailq[%d]: %s", n, 4711, l) })
	}},
	{"a journal", func(s string) string {
		return each(s, func(n int, l string) string {
			return fmt.Sprintf("2024-03-05T11:00:%02d+0100 mail1 mailq.sh[%d]: %s", n, 4711, l)
		})
	}},
	{"a level of a log", before("[INFO] ")},
	{"forum", func(s string) string { return "Hello,\n[code]\n" + s + "[/code]\nthanks\n" }},
	{"forum with colours", func(s string) string {
		return "[quote=bo]here it is:\n" + pattern(`(?m)^(\w{14})`, "[b]$1[/b]")(pattern(`Deferred`, "[color=red]Deferred[/color]")(s)) + "[/quote]\n"
	}},
	{"Markdown", func(s string) string { return "```text\n" + s + "```\n" }},
	{"Markdown and quoted", func(s string) string { return before("> ")("```\n" + s + "```\n") }},
	{"indented", before("    ")},
	{"links of Slack", pattern(`<([^<>]+)>`, "<<mailto:$1|$1>>")},
	{"links of Outlook", pattern(`<([^<>]+)>`, "<$1<mailto:$1>>")},
	{"links only", pattern(`<([^<>]+)>`, "<mailto:$1>")},
	{"a window's frame", before("│")},
	{"blanks at the ends", func(s string) string {
		return each(expandTabs(s), func(_ int, l string) string { return fmt.Sprintf("%-120s", l) })
	}},
	{"a blank line after each", replacer("\n", "\n\n")},
	{"one blank for many", pattern(`[ \t]+`, " ")},
	{"one blank for a tab", replacer("\t", " ")},
	{"tabs of four", replacer("\t", "    ")},
	{"tabs of two", replacer("\t", "  ")},
	{"no tabs", replacer("\t", "")},
	{"aligned at the left", pattern(`(?m)^[ \t]+`, "")},
	{"aligned at the left and squeezed", func(s string) string { return pattern(`[ \t]+`, " ")(pattern(`(?m)^[ \t]+`, "")(s)) }},
	{"broken by a mail program", soft(72)},
	{"broken by a mail program at 60", soft(60)},
	{"broken by a mail program and quoted", func(s string) string { return before("> ")(soft(70)(s)) }},
	{"broken by a terminal at 60", hard(60)},
	{"broken by a terminal at 52", hard(52)},
	{"CRLF, quoted and coloured", func(s string) string {
		return replacer("\n", "\r\n")(before("> ")(pattern(`Deferred`, "\x1b[01;31m\x1b[KDeferred\x1b[m\x1b[K")(s)))
	}},
	{"HTML, quoted", func(s string) string { return escapeHTML(before("> ")(s)) }},
	{"HTML, a host, CRLF", func(s string) string { return replacer("\n", "\r\n")(escapeHTML(before("mail1: ")(s))) }},
	{"UTF-16, quoted, no-break spaces", func(s string) string {
		return wide(binary.LittleEndian, true)(before("> ")(strings.ReplaceAll(expandTabs(s), "  ", "\u00a0 ")))
	}},
	{"more of a quoted and squeezed copy", func(s string) string { return before("> ")(pages(3, "--More--")(pattern(`[ \t]+`, " ")(s))) }},
	{"forum of a coloured session", func(s string) string {
		return "[code]\n[root@mail1 ~]# mailq\n" + pattern(`example`, "\x1b[7mexample\x1b[27m")(s) + "[root@mail1 ~]#\n[/code]\n"
	}},
	{"a mail of cron", func(s string) string {
		return "From root@mail1.example.org  Tue Mar  5 11:00:03 2024\nReceived: (from root@localhost)\nDate: Tue, 5 Mar 2024 11:00:02 +0100\nFrom: root (Cron Daemon)\nTo: root\nSubject: Cron <root@mail1> mailq\nX-Cron-Env: <SHELL=/bin/sh>\n\n" + s
	}},
	{"ansible in one line", func(s string) string {
		return "mail1 | CHANGED | rc=0 | (stdout) " + strings.NewReplacer("\n", `\n`, "\t", `\t`).Replace(s) + "\n"
	}},
	{"JSON", func(s string) string {
		return "mail1 | CHANGED => {\n    \"changed\": true,\n    \"rc\": 0,\n    \"stdout\": \"" + strings.NewReplacer("\n", `\n`, "\t", `\t`, "<", `\u003c`).Replace(s) + "\",\n    \"stderr\": \"\"\n}\n"
	}},
	{"JSON, a line a string", func(s string) string {
		return "ok: [mail1] => {\n    \"out.stdout_lines\": [\n" + strings.TrimSuffix(each(s, func(_ int, l string) string {
			return `        "` + strings.ReplaceAll(l, "\t", `\t`) + `",`
		}), ",\n") + "\n    ]\n}\n"
	}},
	{"JSON of a task", func(s string) string {
		return `changed: [mail1] => {"changed": true, "cmd": ["mailq"], "rc": 0, "stdout": "` + strings.NewReplacer("\n", `\n`, "\t", `\t`).Replace(s) + `", "stdout_lines": ["a", "b"]}` + "\n"
	}},
	{"JSON of salt", func(s string) string {
		return "{\n    \"mail1\": \"" + strings.NewReplacer("\n", `\n`, "\t", `\t`).Replace(s) + "\"\n}\n"
	}},
	{"a box", func(s string) string {
		rule := "+" + strings.Repeat("-", 98) + "+\n"
		return rule + each(expandTabs(s), func(_ int, l string) string { return fmt.Sprintf("| %-96s |", l) }) + rule
	}},
	{"cat -A", func(s string) string {
		return each(s, func(_ int, l string) string { return strings.ReplaceAll(l, "\t", "^I") + "$" })
	}},
	{"cat -A of CRLF", func(s string) string {
		return each(s, func(_ int, l string) string { return strings.ReplaceAll(l, "\t", "^I") + "^M$" })
	}},
	{"a backslash at the ends", replacer("\n", " \\\n")},
	{"a table of Markdown", func(s string) string {
		return "| mailq |\n|---|\n" + each(expandTabs(s), func(_ int, l string) string { return "| `" + l + "` |" })
	}},
	{"RTF", func(s string) string {
		return "{\\rtf1\\ansi\n" + each(expandTabs(s), func(_ int, l string) string { return l + `\par` }) + "}\n"
	}},
	{"quoted-printable", func(s string) string {
		return "Content-Transfer-Encoding: quoted-printable\n\n" + each(s, func(_ int, l string) string {
			l = strings.NewReplacer("=", "=3D", "\t", "=09").Replace(l)
			if len(l) > 75 {
				at := 60
				for strings.Contains(l[at-2:at], "=") {
					at--
				}
				l = l[:at] + "=\n" + l[at:]
			}
			return l
		})
	}},
	{"base64", func(s string) string {
		const header = "MIME-Version: 1.0\nContent-Type: text/plain\nContent-Transfer-Encoding: base64\n\n"
		out, line := "", 57
		for len(s) > line {
			out += base64.StdEncoding.EncodeToString([]byte(s[:line])) + "\n"
			s = s[line:]
		}
		return header + out + base64.StdEncoding.EncodeToString([]byte(s)) + "\n"
	}},
	{"an attachment", func(s string) string {
		return "Subject: mailq\nContent-Type: multipart/mixed; boundary=\"b\"\n\n--b\nContent-Type: text/plain\n\nsee below\n--b\nContent-Type: text/plain; name=\"mailq.txt\"\n" +
			"Content-Transfer-Encoding: base64\n\n" + base64.StdEncoding.EncodeToString([]byte(s)) + "\n--b--\n"
	}},
	{"a hole at the start", func(s string) string { return strings.Repeat("\x00", 512) + s }},
	{"a hole at the end", func(s string) string { return s + strings.Repeat("\x00", 512) }},
	{"numbers of bat", func(s string) string {
		return each(expandTabs(s), func(n int, l string) string { return fmt.Sprintf("%4d   │ %s", n, l) })
	}},
	{"a log of RFC 5424", before("<13>1 2024-03-05T11:00:01Z mail1 root - - - ")},
	{"a title before", func(s string) string { return "mailq output from mail1.example.org at 2024-03-05 11:00:01\n" + s }},
	{"knife", before("mail1.example.org ")},
	{"capistrano", before(" ** [out :: mail1] ")},
	{"docker compose", before("mail1  | ")},
	{"kubectl", before("[pod/mail1/sendmail] ")},
	{"a spreadsheet", func(s string) string {
		return each(s, func(_ int, l string) string {
			return pattern(`(:\d\d) ([<M])`, "$1\t$2")(pattern(` ((?:Sun|Mon|Tue|Wed|Thu|Fri|Sat) )`, "\t$1")(l))
		})
	}},
	{"separators of grep", pages(6, "--\n")},
	{"a session of sudo", func(s string) string {
		return "ann@mail1 ~ % sudo mailq\n[sudo] password for ann: \n" + s + "ann@mail1 ~ % "
	}},
	{"a session of bash", func(s string) string {
		return "-bash-4.2$ mailq\n" + s + "-bash-4.2$ exit\nlogout\nConnection to mail1 closed.\n"
	}},
	{"a session of cPanel", func(s string) string { return "root@mail1 [~]# mailq\n" + s + "root@mail1 [~]#\n" }},
	{"a session of zsh", func(s string) string { return "➜  ~ mailq\n" + s + "➜  ~\n" }},
	{"a session of PowerShell", func(s string) string { return "PS C:\\Users\\ann> ssh mail1 mailq\n" + s + "PS C:\\Users\\ann>\n" }},
	{"time", func(s string) string {
		return "$ time mailq\n" + s + "\nreal\t0m0.013s\nuser\t0m0.002s\nsys\t0m0.005s\n"
	}},
	{"ansible", func(s string) string { return "mail1 | CHANGED | rc=0 >>\n" + s }},
	{"dshbak", func(s string) string { return "----------------\nmail1\n----------------\n" + s }},
	{"column -t", func(s string) string { return columnT(s) }},
	{"no-break spaces of Mac OS Roman", func(s string) string { return strings.ReplaceAll(s, " ", "\xca") }},
	{"no-break spaces of DOS", func(s string) string { return strings.ReplaceAll(s, " ", "\xff") }},
	{"a list of strings of Python", func(s string) string { return pythonList(s, "") }},
	{"a list of bytes of Python", func(s string) string { return pythonList(s, "b") }},
	{"a list of Ruby", func(s string) string { return "=> " + strings.ReplaceAll(pythonList(s, ""), "'", `"`) }},
	{"Perl's dump", func(s string) string {
		return "$VAR1 = [\n" + each(s, func(_ int, l string) string { return "          '" + strings.TrimSuffix(l, "\n") + "'," }) + "        ];\n"
	}},
	{"a chat", func(s string) string { return "[05.03.24, 11:00:01] Ann: " + s }},
	{"a fence in one line", func(s string) string { return "```" + s + "```\n" }},
	{"a form feed", func(s string) string { return "\f" + s + "\f\n" }},
	{"bytes of Python", func(s string) string { return "b'" + escapedPython(s) + "'\n" }},
	{"the result of a process of Python", func(s string) string {
		return "CompletedProcess(args=['mailq'], returncode=0, stdout=b'" + escapedPython(s) + "', stderr=b'')\n"
	}},
}
