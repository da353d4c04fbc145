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
// A word ends at white space or a parenthesis. A quoted value is in double
// quotes, in which \", \\ and \* mean the character itself. A * anywhere else
// stands for any text. OR, AND and NOT are operators in upper case only and
// outside of quotes; a minus is one if something follows it immediately.
// Letters and a colon before // are not a key, so that a web address is a word.
// White space is space, tab and line ends.
package filter
