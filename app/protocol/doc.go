// Package protocol defines what the page, its worker and the command say to
// each other: requests to the engine and its answers, as types that marshal to
// JSON. It knows neither queues nor screens.
//
// Answers are finished: small, complete, ready to draw or print. Their slices
// are never nil, so that JSON has [] and screens need no check. Texts come from
// the queue and are hostile: they may reach a page only as text.
package protocol
