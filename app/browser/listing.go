package browser

import "regexp"

// listingHead is how much of a pasted text is looked at, in bytes.
const listingHead = 64 << 10

// queueListing finds lines that only the output of mailq has
// (formats/sendmail.md §5), of sendmail's and of its relatives.
var queueListing = regexp.MustCompile(`(?m)^[ \t]*[-]*Q-ID-|` +
	`^[ \t]*Total requests:|` +
	`\(\d+ requests?\b|` +
	`^.*\bmqueue[\w./-]* (is empty|\()|` +
	`^[0-9A-Za-z]{8,20}[*X-]?[ \t]+\d+ (Mon|Tue|Wed|Thu|Fri|Sat|Sun) (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) `)

// looksLikeListing tells whether a text pasted anywhere on the page is meant to
// be opened.
func looksLikeListing(text string) bool {
	return queueListing.MatchString(text[:min(len(text), listingHead)])
}
