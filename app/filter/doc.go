// Package filter is the language that narrows messages down: on the page, in
// its address, in its facets and on the command line it is the same. It knows
// the grammar, not what the keys mean; package triage does.
//
//	or    = and { "OR" and }
//	and   = not { [ "AND" ] not }
//	not   = { "-" | "NOT" } ( "(" or ")" | term )
//	term  = [ key ":" ] value
//	key   = letter { letter | "-" }
//	value = word | quoted
//
// A word ends at white space or a parenthesis. A quoted value stands in double
// quotes, in which \", \\ and \* mean the character itself. A * anywhere else
// stands for any text. OR, AND and NOT are operators in upper case only and
// outside of quotes; a minus is one where something follows it at once. Letters
// and a colon before // are no key, so that an address of the web is a word.
// White space is space, tab and line ends.
package filter
