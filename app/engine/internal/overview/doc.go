// Package overview answers the first screen and the Replies screen of a
// capture: states, causes, statuses, replies, ages, rankings and forecasts.
package overview
