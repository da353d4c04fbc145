package control

import (
	"testing"

	"github.com/spoolscope/spoolscope/parser/queue"
)

const benchText = "V8\nT1709631667\nK1709639102\nN3\nP242187\nI253/0/1180731\nB8BITMIME\n" +
	"MDeferred: Connection timed out with mx2.kiwi.example.\nFwb8\n" +
	"$_dsl-9.pear.example [198.51.100.9] (may be forged)\n$rESMTPSA\n$shome-pc\n${daemon_flags}a\n" +
	"S<ann@plum.example>\nrRFC822; new@fig.example\nRPNSFD:<new@fig.example>\nH?P?Return-Path: <\x81g>\n" +
	"H??Received: from home-pc (dsl-9.pear.example [198.51.100.9] (may be forged))\n" +
	"\tby mail.plum.example (8.15.2/8.15.2) with ESMTPSA id 4259f7Kc031337;\n\tTue, 5 Mar 2024 10:41:07 +0100\n" +
	"H??From: Ann <ann@plum.example>\nH??To: new@fig.example\nH??Subject: lunch\nH??Date: Tue, 5 Mar 2024 10:41:05 +0100\n.\n"

func BenchmarkParseInto(b *testing.B) {
	var c queue.Control
	b.SetBytes(int64(len(benchText)))
	b.ReportAllocs()
	for b.Loop() {
		if problems := ParseInto(&c, benchText, "qf"); len(problems) > 0 || !c.Complete {
			b.Fatalf("%v", problems)
		}
	}
}
