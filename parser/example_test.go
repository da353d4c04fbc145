package parser_test

import (
	"context"
	"fmt"
	"strings"

	"github.com/spoolscope/spoolscope/parser"
)

// A control file and what mailq printed, dropped side by side.
func ExampleLoad() {
	control := "V8\nT1709631667\nK1709638800\nN3\nP30123\nMDeferred: Connection refused by fig.example.\n" +
		"S<ann@plum.example>\nRPFD:<bo@fig.example>\nH??Subject: lunch\n.\n"
	listing := "\t\t/var/spool/mqueue (1 request)\n" +
		"-----Q-ID----- --Size-- -----Q-Time----- ------------Sender/Recipient-----------\n" +
		"4259f7Kc031337*       6 Tue Mar  5 09:41 <ann@plum.example>\n" +
		"                 (Deferred: Connection refused by fig.example.)\n" +
		"\t\t\t\t\t <bo@fig.example>\n\t\tTotal requests: 1\n"
	q, err := parser.Load(context.Background(), []parser.Source{
		{Name: "mqueue/qf4259f7Kc031337", Size: int64(len(control)), R: strings.NewReader(control)},
		{Name: "mailq.txt", Size: int64(len(listing)), R: strings.NewReader(listing)},
	}, parser.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, i := range q.Order {
		from, _ := q.Recipients(i)
		fmt.Println(q.Dirs[q.Dir[i]].Path, q.Text(q.ID[i]), q.State[i])
		fmt.Println(q.Text(q.Sender[i]), "to", q.Text(q.RcptAddr[from]), "about", q.Text(q.Subject[i]))
		fmt.Println(q.Text(q.Effective[i]))
	}
	for _, p := range q.Problems {
		fmt.Println(p)
	}
	// Output:
	// /var/spool/mqueue 4259f7Kc031337 processing
	// <ann@plum.example> to <bo@fig.example> about lunch
	// Deferred: Connection refused by fig.example.
}
