//go:build sendmail || postfix || exim

package livemail

import (
	"bufio"
	"fmt"
	"net"
	"strings"
	"testing"
)

// remote starts a mail server that rejects mail to nobody@ and defers everything
// else, including bounces. It returns the port.
func remote(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go serve(c)
		}
	}()
	_, port, _ := net.SplitHostPort(l.Addr().String())
	return port
}

func serve(c net.Conn) {
	defer c.Close()
	say := func(text string) { fmt.Fprint(c, text+"\r\n") }
	say("220 mx.example.net ESMTP")
	lines := bufio.NewScanner(c)
	for lines.Scan() {
		switch line := strings.ToUpper(lines.Text()); {
		case strings.HasPrefix(line, "EHLO"):
			say("250 mx.example.net")
		case strings.HasPrefix(line, "MAIL"):
			say("250 2.1.0 sender ok")
		case strings.HasPrefix(line, "RCPT TO:<NOBODY"):
			say("550 5.1.1 user unknown")
		case strings.HasPrefix(line, "RCPT"):
			say("451 4.7.1 greylisted, try again later")
		case strings.HasPrefix(line, "DATA"):
			say("503 5.5.1 no recipients")
		case strings.HasPrefix(line, "QUIT"):
			say("221 2.0.0 bye")
			return
		default:
			say("250 2.0.0 ok")
		}
	}
}
